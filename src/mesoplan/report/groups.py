"""Unknowns grouped by what would settle them: ask, say, test, nobody knows."""

from typing import NamedTuple

from mesoplan.model.finding import Finding
from mesoplan.report.questions import is_question


class Unknowns(NamedTuple):
    """The unknown findings of a report.

    ``ask``: the patient can answer. ``do``: something has to be done first, such as a test.
    ``say``: the case leaves it out. ``nobody``: no source that was read answers it.
    """

    ask: tuple[Finding, ...]
    do: tuple[Finding, ...]
    say: tuple[Finding, ...]
    nobody: tuple[Finding, ...]


def unknowns_of(findings: tuple[Finding, ...]) -> Unknowns:
    """Each unknown finding in the group of its first need."""
    groups: dict[str, list[Finding]] = {"ask": [], "do": [], "say": [], "nobody": []}
    for finding in findings:
        if finding.severity == "unknown":
            groups[_group(finding)].append(finding)
    return Unknowns(**{name: tuple(found) for name, found in groups.items()})


def _group(finding: Finding) -> str:
    if finding.topic == "test-needed":
        return "do"
    need = finding.needs[0] if finding.needs else ""
    if is_question(need):
        return "ask"
    if need.startswith("assessment:"):
        return "do"
    return "nobody" if not need or need.startswith("data:") else "say"
