"""A check as a page: the verdict, what forbids, what is open, then the rest."""

from collections.abc import Iterable
from typing import Literal

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import CheckQuestion, CheckReport, Finding
from mesoplan.report.answers import Checked, catalog_words, item_words
from mesoplan.report.groups import unknowns_of
from mesoplan.report.page import Block, Bullets, Entry, Page, Section, Text, Tone
from mesoplan.report.questions import questions_of
from mesoplan.report.sources import brief
from mesoplan.report.words.template import listed

Detail = Literal["brief", "full", "trace"]

VERDICT_TONE: dict[str, Tone] = {
    "blocked": "bad",
    "incomplete": "open",
    "caution": "care",
    "clear": "good",
}
_TONES: dict[str, Tone] = {"forbid": "bad", "unknown": "open", "caution": "care", "note": "dim"}
_NAMED_CAUTIONS = 6


def check_page(checked: Checked, detail: Detail = "brief", how_to_see: str = "") -> Page:
    """The page of a check. ``how_to_see`` tells the reader how to get what is held back."""
    report = checked.report
    sections = [
        _cocktail(checked),
        _readings(checked),
        *finding_sections(report.findings, checked.catalog, detail),
    ]
    return Page(
        title=f"Check: {_what(checked)}",
        headline=Text(verdict_words(report), VERDICT_TONE[report.verdict]),
        sections=tuple(each for each in sections if each.blocks),
        foot=(*_held_back(report.findings, detail, how_to_see), _coverage(checked)),
    )


def _readings(checked: Checked) -> Section:
    """What was not read as it was written: the reader must be able to object."""
    lines = tuple(
        f'"{each.said}" was read as {each.meant}.{f" {each.why}" if each.why else ""}'
        for each in checked.resolved.readings
    )
    return Section("Read as", (Bullets(lines),) if lines else ())


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
        case "caution":
            cautions = counted(_count(report.findings, "caution"), "caution")
            return f"CAUTION: nothing forbids this cocktail; {cautions} to weigh. Every check was answered."
        case _:
            return "CLEAR: every required check was answered, and none objects."


def finding_sections(findings: tuple[Finding, ...], catalog: Catalog, detail: Detail) -> list[Section]:
    """Sections for findings: forbid, what is open, cautions, and notes where detail asks."""
    unknowns = unknowns_of(findings)
    return [
        Section("Forbidden", _entries(_of(findings, "forbid"), catalog, detail), "bad"),
        Section("Ask the patient", _asked(unknowns.ask, catalog, detail), "open"),
        Section("Do first", _entries(unknowns.do, catalog, detail), "open"),
        Section("Say in the case", _entries(unknowns.say, catalog, detail), "open"),
        Section("Nobody knows yet", _entries(unknowns.nobody, catalog, detail), "open"),
        Section("Weigh", _entries(_of(findings, "caution"), catalog, detail), "care"),
        Section(
            "Notes",
            _entries(_of(findings, "note"), catalog, detail) if detail != "brief" else (),
        ),
    ]


def _what(checked: Checked) -> str:
    names = [checked.catalog.label(item.name) for item in checked.resolved.cocktail]
    return listed(names) or "no cocktail"


def _cocktail(checked: Checked) -> Section:
    resolved, catalog = checked.resolved, checked.catalog
    lines = []
    for number in sorted({item.syringe for item in resolved.cocktail}):
        held = [item_words(item, catalog) for item in resolved.cocktail if item.syringe == number]
        lines.append(f"syringe {number}: {' + '.join(held)}")
    asked = [
        catalog.label(each)
        for each in (resolved.goal, resolved.zone, resolved.session.technique, resolved.jurisdiction)
        if each
    ]
    if lines and asked:
        lines.append("for: " + ", ".join(asked))
    return Section("", (Bullets(tuple(lines)),) if lines else ())


def _asked(findings: tuple[Finding, ...], catalog: Catalog, detail: Detail) -> tuple[Block, ...]:
    if detail != "brief":
        return _entries(findings, catalog, detail)
    lines = [question_words(each, catalog) for each in questions_of(findings, catalog)]
    return (Bullets(tuple(lines)),) if lines else ()


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


def _entries(findings: Iterable[Finding], catalog: Catalog, detail: Detail) -> tuple[Block, ...]:
    """One entry a finding; an action that the next finding repeats is said once, after the last."""
    merged = _merged(tuple(findings), catalog) if detail == "brief" else tuple(findings)
    entries = []
    for position, finding in enumerate(merged):
        following = merged[position + 1] if position + 1 < len(merged) else None
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


def _merged(findings: tuple[Finding, ...], catalog: Catalog) -> tuple[Finding, ...]:
    """Pairs of which nothing is known become one finding that names them all."""
    pairs = [each for each in findings if (each.code, each.topic) == ("MX302", "no-data")]
    if len(pairs) < 2:
        return findings
    names = "; ".join(" + ".join(catalog.label(subject) for subject in each.subjects) for each in pairs)
    merged = pairs[0]._replace(
        message=f"Nobody has shown that these pairs may share a syringe: {names}.",
        action="Put each into a syringe of its own, or use pairs that were measured.",
    )
    kept: list[Finding] = []
    for each in findings:
        if each is pairs[0]:
            kept.append(merged)
        elif each not in pairs:
            kept.append(each)
    return tuple(kept)


def _held_back(findings: tuple[Finding, ...], detail: Detail, how_to_see: str) -> tuple[str, ...]:
    if detail != "brief":
        return ()
    notes = _count(findings, "note")
    asked = len(unknowns_of(findings).ask)
    held = [counted(notes, "note")] if notes else []
    if asked > 1:
        held.append(f"the {asked} findings behind the questions")
    if not held:
        return ()
    return (f"Held back: {' and '.join(held)}. {how_to_see}".strip(),)


def _coverage(checked: Checked) -> str:
    coverage = checked.report.coverage
    return f"{coverage.answered} of {coverage.required} checks answered; {catalog_words(checked.catalog)}."


def _of(findings: tuple[Finding, ...], severity: str) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.severity == severity)


def _count(findings: tuple[Finding, ...], severity: str) -> int:
    return len(_of(findings, severity))


def counted(count: int, what: str) -> str:
    """ "1 note", "2 notes"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
