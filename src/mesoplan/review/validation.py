"""The public reports that come with an installation, judged again: does it answer as it should, here?"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.errors import NoCatalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.record import NamedTuple
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: What a file may hold.
KEYS = frozenset({"title", "right", "verdicts", "waits_for", "says", "never", "refused", "case", "variants"})
_FOLDER = "_validation"


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


class Validation(NamedTuple):
    """How all of them did. ``wrong`` is the name of a report and what is wrong; ``known`` how many are known
    not to be answered rightly yet, whatever the installation."""

    reports: int
    wrong: tuple[tuple[str, str], ...]
    known: int


def shipped_reports() -> Path:
    """The folder of the reports that came with this installation. Raises `NoCatalog` when there is none."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / _FOLDER, package.parents[1] / "tests" / "reports" / "cases"):
        if folder.is_dir():
            return folder
    raise NoCatalog(f"no reports beside {package}: the installation is incomplete. Reinstall mesoplan.")


def reports(folder: Path) -> Iterator[Report]:
    """Every report of a folder, each variant of the patient for itself."""
    for file in sorted(folder.glob("*.toml")):
        raw = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        expected = {key: value for key, value in raw.items() if key not in ("case", "variants")}
        yield Report(file.stem, raw["case"], expected)
        for number, patient in enumerate(raw.get("variants", ()), 2):
            case = {**raw["case"], "patient": {**raw["case"].get("patient", {}), **patient}}
            yield Report(f"{file.stem} ({number})", case, expected)


def judged(report: Report, knowledge: Knowledge) -> Outcome:
    """How the check of a catalog does on one report."""
    try:
        found = check(Scene(resolve(case_from(report.case), knowledge.catalog), knowledge))
    except CaseError as error:
        if report.expected.get("refused", "\0") in str(error):
            return Outcome(1, ())
        return Outcome(1, (f"refused: {error}",))
    if "refused" in report.expected:
        return Outcome(1, ("says nothing of what cannot be read",))
    return _held(report.expected, found)


def validated(knowledge: Knowledge) -> Validation:
    """Every shipped report on a catalog."""
    every = tuple(reports(shipped_reports()))
    waiting = [each for each in every if each.expected.get("waits_for")]
    wrong = [
        (each.name, what)
        for each in every
        if not each.expected.get("waits_for")
        for what in judged(each, knowledge).wrong
    ]
    return Validation(reports=len(every), wrong=tuple(wrong), known=len(waiting))


def _held(expected: Mapping[str, Any], report: CheckReport) -> Outcome:
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


def _fits(row: Mapping[str, Any], found: Finding) -> bool:
    severities = row.get("severity", found.severity)
    return (
        found.code == row.get("code", found.code)
        and found.severity in ([severities] if isinstance(severities, str) else severities)
        and found.topic == row.get("topic", found.topic)
        and set(row.get("subjects", ())) <= set(found.subjects)
    )
