"""Unknowns grouped by what would settle them: ask, say, test, nobody knows."""

from typing import NamedTuple

from mesoplan.model.finding import Finding


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
    if not finding.needs:
        return "nobody"
    need = finding.needs[0]
    if need.of_patient:
        return "ask"
    if need.kind == "assessment":
        return "do"
    return "nobody" if need.kind == "data" else "say"
