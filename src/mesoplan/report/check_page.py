"""A check as a page: the verdict, what forbids, what is open, then the rest."""

from collections.abc import Iterable
from typing import Literal

from mesoplan.asking.unknowns import unknowns_of
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Item
from mesoplan.model.finding import CheckQuestion, CheckReport, Finding
from mesoplan.report.answers import Checked, catalog_words, language_words
from mesoplan.report.check_brief import brief_sections, headline, understood
from mesoplan.report.overridden import also_aside, headline_of, overridden_section, standing
from mesoplan.report.page import Block, Entry, Page, Section, Text, Tone
from mesoplan.report.sources import brief, links_of
from mesoplan.report.words.template import listed

Detail = Literal["brief", "full", "trace"]

VERDICT_TONE: dict[str, Tone] = {
    "blocked": "bad",
    "incomplete": "open",
    "overridden": "bad",
    "caution": "care",
    "clear": "good",
}
_TONES: dict[str, Tone] = {"forbid": "bad", "unknown": "open", "caution": "care", "note": "dim"}
_NAMED_CAUTIONS = 6


def check_page(checked: Checked, detail: Detail = "brief", how_to_see: str = "") -> Page:
    """The page of a check. ``how_to_see`` tells the reader how to get what is held back."""
    whole = checked.report
    report, record = standing(checked.report), checked.resolved.record
    aside = overridden_section(whole.findings, record)
    checked = checked._replace(report=report)
    findings = (
        brief_sections(checked)
        if detail == "brief"
        else finding_sections(report.findings, checked.resolved.cocktail, checked.catalog, detail)
    )
    return Page(
        title=f"Check: {_what(checked)}",
        headline=Text(_headline(checked, whole), VERDICT_TONE[report.verdict]),
        sections=tuple(each for each in (*understood(checked), aside, *findings) if each.blocks),
        foot=(_foot(checked, detail, how_to_see),),
        sources=links_of(
            (each for each in report.findings if detail != "brief" or each.severity != "note"),
            checked.catalog,
        ),
    )


def _headline(checked: Checked, whole: CheckReport) -> str:
    """The verdict, and that something was put aside."""
    if whole.verdict == "overridden":
        return headline_of(whole)
    return headline(checked) + also_aside(whole)


def verdict_words(report: CheckReport) -> str:
    """The verdict in words, with what decides it."""
    forbidden = _count(report.findings, "forbid")
    missing = report.coverage.required - report.coverage.answered
    open_words = f"{counted(missing, 'check')} could not be answered"
    match report.verdict:
        case "blocked":
            verb = "forbids" if forbidden == 1 else "forbid"
            said = f"BLOCKED: {counted(forbidden, 'finding')} {verb} this cocktail"
            return f"{said}; {open_words}." if missing else f"{said}."
        case "incomplete":
            if not report.findings:
                return "INCOMPLETE: there is no cocktail to check."
            return f"INCOMPLETE: nothing forbids this cocktail, but {open_words}."
        case "overridden":
            return headline_of(report)
        case "caution":
            cautions = counted(_count(report.findings, "caution"), "caution")
            return f"CAUTION: nothing forbids this cocktail; {cautions} to weigh. Every check was answered."
        case _:
            return "CLEAR: every required check was answered, and none objects."


#: The sections of the first page that hold what decides a verdict, most urgent first.
_DECIDES = {"blocked": ("Stop",), "incomplete": ("Ask", "Name", "Open"), "caution": ("Mind",)}


def deciding_words(checked: Checked) -> str:
    """What decides the verdict: its first and worst point as the first page has it, and how many more."""
    report = checked.report
    sections = {each.title: each for each in brief_sections(checked._replace(report=standing(report)))}
    points = [
        block
        for title in _DECIDES.get(report.verdict, ())
        for block in sections[title].blocks
        if isinstance(block, Entry)
    ]
    if not points:
        return verdict_words(report).partition(": ")[2]
    code = points[0].source.partition(";")[0]
    first = f"{points[0].text} [{code}]" if code else points[0].text
    return first if len(points) == 1 else f"{first} and {len(points) - 1} more"


def finding_sections(
    findings: tuple[Finding, ...], items: Iterable[Item], catalog: Catalog, detail: Detail
) -> list[Section]:
    """Sections for every finding: forbid, what is open by what would settle it, cautions, notes."""
    unknowns = unknowns_of(findings, items, catalog)
    return [
        Section("Stop", _entries(_of(findings, "forbid"), detail), "bad"),
        Section("Ask the patient", _entries(unknowns.ask, detail), "open"),
        Section("Name in the case", _entries(unknowns.name, detail), "open"),
        Section("Nobody measured", _entries(unknowns.unmeasured, detail), "open"),
        Section("Not read yet", _entries(unknowns.unread, detail), "open"),
        Section("Mind", _entries(_of(findings, "caution"), detail), "care"),
        Section("Notes", _entries(_of(findings, "note"), detail)),
    ]


def _what(checked: Checked) -> str:
    names = [checked.catalog.label(item.name) for item in checked.resolved.cocktail]
    return listed(names) or "no cocktail"


def question_words(question: CheckQuestion, catalog: Catalog) -> str:
    """A question with what hangs on it."""
    about = listed([catalog.label(each) for each in question.about])
    if question.fact:
        return f"{question.question} ({about})" if about else question.question
    parts = []
    if question.forbids:
        names = [catalog.label(each) for each in question.forbids]
        parts.append(f"These would forbid: {'; '.join(names)}.")
    if question.cautions:
        names = [catalog.label(each) for each in question.cautions]
        more = len(names) - _NAMED_CAUTIONS
        shown = "; ".join(names[:_NAMED_CAUTIONS]) + (f" and {more} more" if more > 0 else "")
        parts.append(f"These need care: {shown}.")
    if parts:
        return f"{question.question} {' '.join(parts)}"
    return f"{question.question} ({about})" if about else question.question


def _entries(findings: tuple[Finding, ...], detail: Detail) -> tuple[Block, ...]:
    """One entry a finding; an action that the next finding repeats is said once, after the last."""
    entries = []
    for position, finding in enumerate(findings):
        following = findings[position + 1] if position + 1 < len(findings) else None
        again = following is not None and following.action == finding.action
        more = [] if again or not finding.action else [finding.action]
        more += [f"waived: {waiver}" for waiver in finding.waivers]
        if detail == "trace":
            more += [_trace(path) for path in finding.trace]
            more += [f"{each.id}: {each.at} ({each.access})" for each in finding.statements]
        entries.append(
            Entry(
                finding.code,
                finding.message,
                tuple(more),
                brief(finding.statements),
                _TONES[finding.severity],
            )
        )
    return tuple(entries)


def _trace(path: tuple[str, ...]) -> str:
    """Nodes and the edges between them: "a (is-a) b (states) c"."""
    steps = zip(path[1::2], path[2::2], strict=False)
    return " ".join((path[0], *(f"({edge}) {node}" for edge, node in steps)))


def _foot(checked: Checked, detail: Detail, how_to_see: str) -> str:
    """What is not shown, how much was answered, and of which catalog."""
    coverage, catalog = checked.report.coverage, checked.catalog
    answered = f"{coverage.answered} of {coverage.required} checks answered"
    if detail != "brief":
        return f"{answered}; {catalog_words(catalog)}."
    notes = _count(checked.report.findings, "note")
    stamp = f"catalog {catalog.version}{language_words(catalog)}"
    held = f"{counted(notes, 'note')} and further reasons" if notes else "further reasons"
    return f"Not shown: {held}{how_to_see and f' ({how_to_see})'}. {answered}; {stamp}."


def _of(findings: tuple[Finding, ...], severity: str) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.severity == severity)


def _count(findings: tuple[Finding, ...], severity: str) -> int:
    return len(_of(findings, severity))


def counted(count: int, what: str) -> str:
    """ "1 note", "2 notes"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
