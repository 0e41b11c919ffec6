"""Cases under a catalog: published cocktails as cases, and the verdict on any case."""

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.model.regimen import Regimen, RegimenItem
from mesoplan.record import NamedTuple
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: The verdict on a case that a catalog cannot read: a name in it is not there.
REFUSED = "refused"


class NamedCase(NamedTuple):
    """A case and what to call it."""

    name: str
    case: Case


class Verdicted(NamedTuple):
    """A verdict and the codes behind it, notes left out; `REFUSED` for what cannot be read."""

    verdict: str
    codes: tuple[str, ...]


def published_cases(catalog: Catalog) -> tuple[NamedCase, ...]:
    """The published cocktails that were judged as cases, by id. Nothing is known of the patient."""
    return tuple(
        NamedCase(f"regimen {identity}", regimen_case(regimen))
        for identity, regimen in catalog.table("regimen").items()
        if regimen.expected is not None and any(not item.unnamed for item in regimen.items)
    )


def regimen_case(regimen: Regimen) -> Case:
    """A regimen as a case: its first goal and zone, the upper end of each amount, what is named in it."""
    interval = regimen.interval
    return Case(
        goal=regimen.goals[0] if regimen.goals else "",
        zone=regimen.zones[0] if regimen.zones else "",
        jurisdiction=regimen.jurisdiction,
        technique=regimen.technique,
        session={} if interval is None else {"interval": str(interval.low)},
        cocktail=tuple(_line(item) for item in regimen.items if not item.unnamed),
    )


def report_on(case: Case, knowledge: Knowledge) -> CheckReport:
    """What the rules say of a case. Raises `CaseError` when the catalog cannot read it."""
    return check(Scene(resolve(case, knowledge.catalog), knowledge))


def verdict_on(case: Case, knowledge: Knowledge) -> Verdicted:
    """The verdict on a case and the codes of its findings, worst first."""
    try:
        report = report_on(case, knowledge)
    except CaseError:
        return Verdicted(REFUSED, ())
    codes = (found.code for found in report.findings if found.severity != "note")
    return Verdicted(report.verdict, tuple(dict.fromkeys(codes)))


def _line(item: RegimenItem) -> dict[str, str | int]:
    line: dict[str, str | int] = {"syringe": item.syringe or 1}
    for key in ("product", "ingredient", "form"):
        if getattr(item, key):
            line[key] = getattr(item, key)
    if item.concentration is not None:
        line["concentration"] = str(item.concentration.high)
    if item.volume is not None:
        line["volume"] = str(item.volume.high)
    if item.per_session is not None:
        poured = item.per_session.high.dimension == "volume" and item.volume is None
        line["volume" if poured else "amount"] = str(item.per_session.high)
    return line
