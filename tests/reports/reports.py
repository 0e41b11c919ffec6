"""Public reports: read a case, judge it, hold it against what a sound check says."""

import datetime
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

FOLDER = Path(__file__).parent / "cases"
KEYS = {"title", "right", "verdicts", "waits_for", "says", "never", "refused", "case", "variants"}


class Report(NamedTuple):
    """One report in one variant. ``expected`` is the file's content without the case."""

    name: str
    case: dict[str, Any]
    expected: dict[str, Any]


class Outcome(NamedTuple):
    """How the check did: what was asked of it and what of that is wrong."""

    asked: int
    wrong: tuple[str, ...]

    @property
    def grade(self) -> str:
        """hit, partly or missed."""
        if not self.wrong:
            return "hit"
        return "missed" if len(self.wrong) >= self.asked else "partly"


def reports() -> Iterator[Report]:
    """Every report, each variant for itself."""
    for file in sorted(FOLDER.glob("*.toml")):
        raw = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        expected = {key: value for key, value in raw.items() if key not in ("case", "variants")}
        yield Report(file.stem, raw["case"], expected)
        for number, patient in enumerate(raw.get("variants", ()), 2):
            case = {**raw["case"], "patient": {**raw["case"].get("patient", {}), **patient}}
            yield Report(f"{file.stem} ({number})", case, expected)


def judge(report: Report) -> Outcome:
    """The outcome of one report."""
    try:
        found = check(Scene(resolve(case_from(report.case), _knowledge().catalog), _knowledge()))
    except CaseError as error:
        if report.expected.get("refused", "\0") in str(error):
            return Outcome(1, ())
        return Outcome(1, (f"refused: {error}",))
    if "refused" in report.expected:
        return Outcome(1, ("says nothing of what cannot be read",))
    return _held(report.expected, found)


@cache
def _knowledge() -> Knowledge:
    return Knowledge(finish(draft(shipped_catalog(), (), datetime.date(2026, 11, 27))))


def _held(expected: dict[str, Any], report: CheckReport) -> Outcome:
    wrong = []
    verdicts = expected.get("verdicts", [])
    if verdicts and report.verdict not in verdicts:
        wrong.append(f"verdict {report.verdict}, not {' or '.join(verdicts)}")
    for row in expected.get("says", ()):
        if not any(_fits(row, each) for each in report.findings):
            wrong.append(f"does not say {row}")
    for row in expected.get("never", ()):
        wrong += [f"says {each.code} {each.subjects}" for each in report.findings if _fits(row, each)][:1]
    asked = bool(verdicts) + len(expected.get("says", ())) + len(expected.get("never", ()))
    return Outcome(asked, tuple(wrong))


def _fits(row: dict[str, Any], found: Finding) -> bool:
    severities = row.get("severity", found.severity)
    return (
        found.code == row.get("code", found.code)
        and found.severity in ([severities] if isinstance(severities, str) else severities)
        and found.topic == row.get("topic", found.topic)
        and set(row.get("subjects", ())) <= set(found.subjects)
    )
