"""What stands twice, and what says nothing."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, warning

#: By one of these a rule or the planner has something to go by.
_SAYING = (
    "mechanisms",
    "limits",
    "courses",
    "doses",
    "cautions",
    "ages",
    "zone_bans",
    "admixtures",
    "test_doses",
)


def doubled_statuses(look: Look) -> Iterator[Fault]:
    """CA055: a jurisdiction says the same of the same subject twice."""
    for entry in look.entries("jurisdiction"):
        seen: dict[tuple[object, ...], int] = {}
        for place, status in enumerate(entry.record.statuses):
            key = (status.subject, status.status, status.route, status.goals, status.since, status.until)
            if key in seen:
                yield warning(
                    "CA055",
                    entry,
                    f"statuses[{place}]",
                    f'says "{status.status}" of {status.subject} as statuses[{seen[key]}] does.',
                    "A change of one of them leaves the other behind.",
                    "Keep the one that was read better.",
                )
            seen.setdefault(key, place)


def doubled_strengths(look: Look) -> Iterator[Fault]:
    """CA057: a product lists one ingredient twice from two sources, so that a disagreement is added up."""
    for entry in look.entries("product"):
        seen: dict[str, str] = {}
        for place, part in enumerate(entry.record.contains):
            if seen.setdefault(part.ingredient, part.cite.source) != part.cite.source:
                yield warning(
                    "CA057",
                    entry,
                    f"contains[{place}]",
                    f"lists {part.ingredient} again, from another source.",
                    "Two tellings of one strength are added up to a third that nobody told.",
                    "Keep the one that was read better, and say in its note what the other prints.",
                )


def silent_actives(look: Look) -> Iterator[Fault]:
    """CA056: an active of which nothing is said: no mechanism, limit, dose, caution, study or product."""
    held = {part.ingredient for entry in look.entries("product") for part in entry.record.contains}
    members = {member for entry in look.entries("interaction") for member in entry.record.members}
    studied = _studied(look)
    for identity, entry in look.tables["ingredient"].items():
        record = entry.record
        if record.role not in ("active", "anaesthetic") or identity in held | members | studied:
            continue
        if not any(getattr(record, name, ()) for name in _SAYING):
            yield warning(
                "CA056",
                entry,
                "",
                "an active of which nothing is said.",
                "It can be named in a case, and no check has anything to go by.",
                "Say what it does and what limits it, or remove it.",
            )


def _studied(look: Look) -> set[str]:
    found: set[str] = set()
    for kind in ("evidence", "regimen"):
        for entry in look.tables.get(kind, {}).values():
            regimen = getattr(entry.record, "regimen", entry.record)
            found.update(getattr(item, "ingredient", "") for item in getattr(regimen, "items", ()))
    return found
