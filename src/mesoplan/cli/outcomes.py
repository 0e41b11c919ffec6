"""What is suggested for each goal in five jurisdictions: the table in ``docs/suggestions.md``.

``python -m mesoplan.cli.outcomes docs/suggestions.md`` writes it anew; a test compares. The patient is a
healthy adult whom the goal fits, of whom everything usual was asked, treated in the goal's first zone.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.plan import Plan, PlanReport
from mesoplan.record import NamedTuple

PLACES = ("EU", "US", "IT", "BR", "KR")
_HEALTHY = {"age": 40, "weight": "65 kg", "conditions": [], "allergies": [], "medicines": []}
_WOMAN = {"sex": "female", "pregnant": False, "breastfeeding": False}
_KIND = {"studied": "as studied", "labelled": "as labelled", "adapted": "adapted", "combined": "combined"}
_WITHOUT = {1: "as described, no result of it read", 2: "as studied, no better there"}
_NOTHING = {
    "nothing-worth": "none: harms and unknowns weigh more than what was shown",
    "questions-open": "waits for an answer",
    "needs-diagnosis": "asks which",
}

_HEAD = """# What is suggested

Made from the catalog by `python -m mesoplan.cli.outcomes docs/suggestions.md`; a test compares the two. For
each goal the regimen behind the first suggestion for a healthy adult of forty whom the goal fits, of whom
everything usual was asked, in the goal's first zone, or the reason for none. *Published*: regimens that
`mesoplan regimens GOAL` lists; *mixtures*: how many of them put several things into one syringe; *no better*:
studies that found no difference, or harm. A goal without a suggestion still has something to hold on to: what
was published, with today's verdict, and what did not help.

"""


class Outcome(NamedTuple):
    """What is said of one goal: the first suggestion by place, and what there is besides."""

    goal: str
    first: dict[str, str]
    published: int
    mixtures: int
    no_better: int
    suggested: bool
    below: int = 0

    @property
    def row(self) -> str:
        """Its line of the table."""
        cells = [f"`{self.goal}`", *self.first.values()]
        cells += [str(self.published), str(self.mixtures), str(self.no_better)]
        return f"| {' | '.join(cells)} |"


def outcome(engine: Engine, goal: str, places: Iterable[str] = PLACES) -> Outcome:
    """What is suggested for a goal in these places."""
    reports = {place: engine.plan(case_of(engine, goal, place), k=1).result for place in places}
    said = engine.regimens(case_of(engine, goal, "EU")).result
    mixed = {each.regimen for each in said.regimens if each.mixture}
    return Outcome(
        goal=goal,
        first={place: cell(report) for place, report in reports.items()},
        published=len(said.regimens),
        mixtures=len(mixed),
        no_better=len(said.no_better),
        suggested=any(report.plans for report in reports.values()),
        below=sum(bool(each.regimen) for report in reports.values() for each in report.below),
    )


def case_of(engine: Engine, goal: str, place: str) -> Case:
    """A healthy adult whom the goal fits."""
    record = engine.catalog.goal(goal)
    patient = {**_HEALTHY, **(_WOMAN if record.sex != "male" else {"sex": "male"})}
    zones = record.zones
    return Case(goal=goal, zone=zones[0] if zones else "", jurisdiction=place, patient=patient)


def cell(report: PlanReport) -> str:
    """The first suggestion of a report, or the reason for none."""
    if report.plans:
        plan = report.plans[0]
        names = " + ".join(f"`{each.id}`" for each in plan.regimens)
        return f"{names}, {_kind(plan)} ({plan.verdict})"
    if report.below:
        return (
            f"asks which of {len(report.below)}: {sum(bool(each.regimen) for each in report.below)} have one"
        )
    if report.message == "no-candidate":
        return f"none: {_why_none(report)}"
    return _NOTHING.get(report.message, report.message)


def _why_none(report: PlanReport) -> str:
    """Of what was found to help, how much was not printed in full, and what keeps the rest out."""
    helped = [each for each in report.published if "benefit" in each.direction]
    if not helped:
        return "nothing that was published here was found to help"
    unprinted = sum(bool(each.missing) for each in helped)
    codes = sorted({each.codes[0] for each in helped if not each.missing and each.codes})
    parts = [f"{unprinted} not printed in full"] if unprinted else []
    rest = len(helped) - unprinted
    parts += [f"{rest} kept out ({', '.join(codes)})"] if rest else []
    return f"of {len(helped)} that helped {', '.join(parts)}"


def _kind(plan: Plan) -> str:
    first = plan.regimens[0]
    if plan.kind != "studied":
        return _KIND[plan.kind]
    return "as a panel recommends" if first.basis == "society" else _WITHOUT.get(first.standing, "as studied")


def page(outcomes: Iterable[Outcome]) -> str:
    """The text of the page."""
    rows = tuple(outcomes)
    head = ("goal", *PLACES, "published", "mixtures", "no better")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(each.row for each in rows)]
    return _HEAD + "\n".join((*_counts(rows), "", *lines)) + "\n"


def _counts(rows: tuple[Outcome, ...]) -> Iterator[str]:
    single = [each for each in rows if not each.below]
    suggested = [each for each in single if each.suggested]
    answered = [each for each in single if each.suggested or each.no_better]
    held = [each for each in rows if each.suggested or each.published or each.no_better or each.below]
    yield f"- {len(rows)} goals, {len(rows) - len(single)} of which are groups and ask which."
    yield f"- {len(suggested)} have a suggestion; {len(answered)} one, or a study that is no better."
    yield f"- {sum(bool(each.mixtures) for each in rows)} show a mixture among what is published."
    yield f"- {len(rows) - len(held)} have nothing to hold on to."


def written(engine: Engine) -> str:
    """The page for every goal of the catalog."""
    return page(outcome(engine, goal) for goal in sorted(engine.catalog.table("goal")))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(written(Engine.open()), "utf-8")
