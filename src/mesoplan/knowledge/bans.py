"""What is prohibited, withdrawn or no injectable where: every level and every jurisdiction speaks.

A status says what a use is; the nearest one answers (`Knowledge.status`). A ban is not answered away
by something nearer and weaker: a country's "off-label" of all medicines says nothing of a ban of one.
"""

from collections.abc import Iterable, Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.regulation import Status
from mesoplan.model.statement import Stated

BANS = ("prohibited", "withdrawn", "not-injectable")


def bans(
    subjects: Iterable[str], jurisdiction: str, goal: str, routes: tuple[str, ...], catalog: Catalog
) -> tuple[Stated, ...]:
    """Every ban of one of ``subjects`` that holds here, nearest subject and jurisdiction first.

    ``subjects`` are a product, its ingredient and the ingredient's classes; a ban for some goals
    holds for those below them, and for a case without a goal. A ban is put aside only as `_lifted` says.
    """
    if not jurisdiction:
        return ()
    places = catalog.lineage("jurisdiction", jurisdiction)
    goals = set(catalog.lineage("goal", goal)) if goal else set()
    found = []
    for subject in subjects:
        said = [(rank, place, each) for rank, place, each in _said(subject, places, catalog)]
        for rank, place, each in said:
            if each.status not in BANS or (goals and each.goals and not set(each.goals) & goals):
                continue
            others = [(near, other) for near, _, other in said if other.status not in BANS]
            if not any(_lifted(each, rank, other, near, goals, routes) for near, other in others):
                found.append(Stated(place, each))
    return tuple(found)


def _said(subject: str, places: tuple[str, ...], catalog: Catalog) -> Iterator[tuple[int, str, Status]]:
    """What each jurisdiction says of a subject itself, and how near the jurisdiction is."""
    for rank, place in enumerate(places):
        for each in catalog.jurisdiction(place).statuses:
            if each.subject == subject and not each.until:
                yield rank, place, each


def _lifted(
    ban: Status, ban_rank: int, other: Status, rank: int, goals: set[str], routes: tuple[str, ...]
) -> bool:
    """Whether a statement about the very same subject puts a ban aside.

    It has to be read and to speak of this use. Then it does when it is a nearer jurisdiction's, dated
    and not older than the ban; when it is a special case in the ban's own source; or when the ban is
    of another route only.
    """
    if not other.cite.supports or (other.goals and not set(other.goals) & goals):
        return False
    if routes and other.route not in ("any", *routes):
        return False
    if rank < ban_rank:
        return bool(other.since) and other.since >= ban.since and (not ban.goals or bool(other.goals))
    if rank > ban_rank:
        return False
    if ban.route != "any" and ban.route not in routes:
        return True
    special = bool(other.goals) and not ban.goals
    return special and other.cite.source == ban.cite.source
