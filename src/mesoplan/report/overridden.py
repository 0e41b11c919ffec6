"""Overrides on a page: what was put aside, by whom, why and until when; and what stands again."""

from collections.abc import Iterable

from mesoplan.model.case import Override, PatientRecord
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.report.page import Entry, Section

_REASONS = {
    "specialist-agreed": "a specialist agreed",
    "benefit-outweighs": "the benefit outweighs it",
    "no-alternative": "there is no alternative",
    "patient-informed": "the patient was informed and wants it",
    "does-not-apply": "it does not apply here",
    "known-and-monitored": "it is known and watched",
    "catalog-in-error": "the catalog is in error",
}


def standing(report: CheckReport) -> CheckReport:
    """The report without the findings that were put aside: what the other sections are about."""
    return report._replace(findings=tuple(each for each in report.findings if not each.overridden))


def overridden_section(findings: Iterable[Finding], record: PatientRecord | None) -> Section:
    """What was put aside and holds, then what held once and stands again."""
    if record is None:
        return Section("", ())
    entries = []
    for each in findings:
        ended = [one for one in record.overrides if one.finding == each.id and one not in each.overridden]
        for one in each.overridden:
            entries.append(Entry("", f"{each.message} {_words(one, record)}", (), each.code, "care"))
        for one in ended if not each.overridden else ():
            again = f"It was put aside by {one.by} until {one.until} and stands again."
            entries.append(Entry("", f"{each.message} {again}", (), each.code, "bad"))
    return Section("Aside", tuple(entries), "care", side=True)


def aside_section(record: PatientRecord | None) -> Section:
    """What is put aside for a patient on the day of the record, by the ids of the findings."""
    if record is None:
        return Section("", ())
    entries = tuple(
        Entry("", f"{each.finding}: {_words(each, record)}", (), "", "care")
        for each in record.overrides
        if each.since <= record.on <= each.until
    )
    return Section("Put aside for this patient", entries, "care")


def headline_of(report: CheckReport) -> str:
    """The headline where what is put aside is all that forbids or is unknown."""
    held = [one for each in report.findings for one in each.overridden]
    until = min(each.until for each in held)
    count = sum(bool(each.overridden) for each in report.findings)
    what = "1 finding is" if count == 1 else f"{count} findings are"
    return f"OVERRIDDEN, not clear: {what} put aside until {until}; nothing else forbids or is unknown."


def also_aside(report: CheckReport) -> str:
    """Said after another headline, where something is put aside besides."""
    count = sum(bool(each.overridden) for each in report.findings)
    if not count:
        return ""
    return " 1 finding more is put aside." if count == 1 else f" {count} findings more are put aside."


def _words(each: Override, record: PatientRecord) -> str:
    reason = _REASONS.get(each.reason, each.reason)
    entry = f" (entry {each.entry})" if each.entry else ""
    said = f"PUT ASIDE until {each.until} by {each.by}{entry}: {reason}. “{each.words.rstrip('.')}.”"
    if not each.look_again:
        return said
    if each.look_again < record.on:
        return f"{said} LOOK AGAIN: it was to be looked at by {each.look_again}."
    return f"{said} Look again by {each.look_again}."
