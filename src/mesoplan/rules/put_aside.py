"""Findings that somebody put aside, marked in a report: it never becomes clear by them."""

from mesoplan.model.case import Override, PatientRecord
from mesoplan.model.finding import (
    SEVERITY_RANK,
    VERDICT_RANK,
    CheckReport,
    Finding,
    Verdict,
    worst_verdict,
)


def put_aside(report: CheckReport, record: PatientRecord | None) -> CheckReport:
    """The report with the overrides that are in force in their findings, and the verdict that is left.

    What is left when the overridden findings are put aside decides; where that is nothing that forbids and
    nothing unknown, the verdict is ``overridden``, never ``clear``. An override of a finding that was milder
    when it was made does not hold: the finding is another one now.
    """
    if record is None or not record.overrides:
        return report
    marked = tuple(_marked(each, record) for each in report.findings)
    if marked == report.findings or report.verdict == "clear":
        return report
    left = worst_verdict(tuple(each for each in marked if not each.overridden))
    verdict: Verdict = "overridden"
    if VERDICT_RANK[left] <= VERDICT_RANK["incomplete"]:
        verdict = left
    return report._replace(findings=marked, verdict=verdict)


def in_force(each: Override, record: PatientRecord) -> bool:
    """Whether an override holds on the day of the record."""
    return each.since <= record.on <= each.until


def _marked(finding: Finding, record: PatientRecord) -> Finding:
    holding = tuple(
        each
        for each in record.overrides
        if each.finding == finding.id
        and in_force(each, record)
        and SEVERITY_RANK[finding.severity] >= SEVERITY_RANK[each.severity]
    )
    return finding._replace(overridden=holding) if holding else finding
