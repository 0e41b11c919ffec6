"""Which missing data would matter most: ask the rules about many cases, count what stays open.

The cases are what a practitioner may meet: every goal, with each ingredient that was studied for
it, and with each combination that was studied; a few patients, a few places, everything asked. So
what keeps a case incomplete is the catalog's silence, not the patient's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.uses import uses_of
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import Finding
from mesoplan.model.need import Need
from mesoplan.model.taxonomy import Goal
from mesoplan.record import NamedTuple
from mesoplan.review.judged import NamedCase, report_on

#: Needs that are about each subject by itself; the others are about their subjects together.
_EACH_BY_ITSELF = frozenset(
    Need("data", each) for each in ("ph", "osmolality", "dose", "vehicle", "licence", "evidence")
)

_ANSWERED: Mapping[str, Any] = {"conditions": [], "allergies": [], "medicines": []}

_Key = tuple[str, tuple[str, ...]]


class Spread(NamedTuple):
    """Whom and where the simulated cases are about; empty jurisdictions: the two best documented."""

    patients: tuple[Mapping[str, Any], ...] = (
        {
            "sex": "female",
            "age": 34,
            "weight": "62 kg",
            "pregnant": False,
            "breastfeeding": False,
            **_ANSWERED,
        },
        {"sex": "male", "age": 58, "weight": "84 kg", **_ANSWERED},
    )
    jurisdictions: tuple[str, ...] = ()


class Missing(NamedTuple):
    """Something the catalog lacks.

    ``need`` is what a finding says would settle it ("data:ph"), or "product" for an ingredient that
    is on no shelf; ``subjects`` are the ids it is about.
    ``cases`` counts the cases that it keeps incomplete, ``alone`` those in which nothing else does:
    filling it in would settle these. Cases that are blocked anyway do not count.
    """

    need: str
    subjects: tuple[str, ...]
    codes: tuple[str, ...]
    cases: int
    alone: int


def gaps(
    catalog: Catalog, cases: Iterable[NamedCase] = (), spread: Spread | None = None
) -> tuple[Missing, ...]:
    """What is missing, the most decisive first: by cases it alone keeps open, then by cases.

    ``cases`` are asked besides the simulated ones. Same catalog and cases, same answer. Raises
    `CaseError` for a case that the catalog cannot read.
    """
    knowledge = Knowledge(catalog)
    counted: dict[_Key, list[int]] = {}
    codes: dict[_Key, set[str]] = {}
    for each in (*simulated(catalog, spread or Spread()), *cases):
        report = report_on(each.case, knowledge)
        if report.verdict != "incomplete":
            continue
        unknown = [found for found in report.findings if found.severity == "unknown"]
        told = [(found, tuple(_missing(found, catalog))) for found in unknown]
        keys = {key: found.code for found, missing in told for key in missing}
        only = len(keys) == 1 and all(missing for _, missing in told)
        for key, code in keys.items():
            count = counted.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += only
            codes.setdefault(key, set()).add(code)
    found_gaps = [
        Missing(
            need=need,
            subjects=subjects,
            codes=tuple(sorted(codes[need, subjects])),
            cases=count[0],
            alone=count[1],
        )
        for (need, subjects), count in counted.items()
    ]
    return tuple(sorted(found_gaps, key=lambda gap: (-gap.alone, -gap.cases, gap.need, gap.subjects)))


def simulated(catalog: Catalog, spread: Spread) -> Iterator[NamedCase]:
    """The cases that are asked, in a fixed order."""
    places = spread.jurisdictions or _best_documented(catalog)
    for goal_id, goal in catalog.table("goal").items():
        for cocktail in _cocktails(catalog, goal_id):
            for number, patient in enumerate(spread.patients):
                if goal.sex is not None and patient.get("sex") != goal.sex:
                    continue
                for place in places:
                    name = f"{goal_id} / {' + '.join(_named(cocktail))} / patient {number} / {place}"
                    yield NamedCase(name, _case(catalog, goal_id, goal, cocktail, patient, place))


def _case(
    catalog: Catalog,
    goal_id: str,
    goal: Goal,
    cocktail: tuple[Mapping[str, Any], ...],
    patient: Mapping[str, Any],
    place: str,
) -> Case:
    zones = goal.zones or tuple(catalog.table("zone"))[:1]
    techniques = goal.techniques or tuple(catalog.table("technique"))[:1]
    return Case(
        goal=goal_id,
        zone=zones[0] if zones else "",
        jurisdiction=place,
        technique=techniques[0] if techniques else "",
        patient=_known(catalog, patient),
        session={"place": "clinic"},
        cocktail=cocktail,
    )


def _known(catalog: Catalog, patient: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers that the catalog has a question for; a small catalog has few facts."""
    facts = catalog.table("fact")
    return {key: value for key, value in patient.items() if not isinstance(value, bool) or key in facts}


def _cocktails(catalog: Catalog, goal: str) -> Iterator[tuple[Mapping[str, Any], ...]]:
    """Each ingredient studied for the goal by itself, and each studied combination, once."""
    told: set[tuple[str, ...]] = set()
    for ingredients in _combinations(catalog, goal):
        for chosen in (*((each,) for each in ingredients), ingredients):
            if chosen and chosen not in told:
                told.add(chosen)
                yield tuple(_line(catalog, goal, each) for each in chosen)


def _combinations(catalog: Catalog, goal: str) -> Iterator[tuple[str, ...]]:
    for study in catalog.index.evidence_of.get(goal, ()):
        yield tuple(sorted(set(catalog.given_in(study))))


def _line(catalog: Catalog, goal: str, ingredient: str) -> Mapping[str, Any]:
    """An item with the smallest sourced dose for the goal, from the product that is meant.

    The volume is left to the product's strength; without a product it is the study's.
    """
    line: dict[str, Any] = {"ingredient": ingredient}
    products = catalog.index.products_of.get(ingredient, ())
    meant = [each for each in products if ingredient in catalog.product(each).default_for] or products
    if meant:
        line["product"] = meant[0]
    uses = [
        use
        for use in uses_of(ingredient, catalog)
        if use.per == "session" and (not use.regimen.goals or goal in use.regimen.goals)
    ]
    if uses:
        use = min(uses, key=lambda each: (each.low.dimension, each.low.base_value))
        line["amount"] = str(use.low)
        if use.volume is not None and not meant:
            line["volume"] = str(use.volume.low)
    return line


def _best_documented(catalog: Catalog) -> tuple[str, ...]:
    table = catalog.table("jurisdiction")
    ranked = sorted(table, key=lambda each: (-len(table[each].statuses), each))
    return tuple(sorted(ranked[:2])) or ("",)


def _missing(found: Finding, catalog: Catalog) -> Iterator[_Key]:
    for need in found.needs:
        if need.kind == "product" and not catalog.index.products_of.get(need.id):
            yield need.kind, (need.id,)
        if need.kind != "data":
            continue  # for the user to say, not for a curator
        if need in _EACH_BY_ITSELF:
            named = tuple(each for each in found.data.get("missing", "").split(", ") if each)
            for subject in named or found.subjects:
                yield str(need), (subject,)
        else:
            yield str(need), found.subjects


def _named(cocktail: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    for line in cocktail:
        yield str(line["ingredient"])
