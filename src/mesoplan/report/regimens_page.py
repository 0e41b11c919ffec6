"""Everything published for a goal as a page: what is planned, what helped, the rest, what did not help."""

from collections.abc import Sequence

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.published import NoBetter, Published, RegimensReport
from mesoplan.report.answer import Answer
from mesoplan.report.check_page import counted
from mesoplan.report.names import patient_words, read_words
from mesoplan.report.page import Entry, Page, Section, Text
from mesoplan.report.sources import links_to
from mesoplan.report.words.published import no_better_entry, published_entry

#: What a screen holds; the rest is counted and shown in full.
_HELPED, _OTHERS, _FAILED = 8, 5, 4


def regimens_page(answer: Answer[RegimensReport], catalog: Catalog, *, full: bool = False) -> Page:
    """The page of a goal's regimens; ``full`` has all of them, with every code and every missing number."""
    report, resolved = answer.result, answer.resolved
    rows = {each.regimen: each for each in report.regimens}
    planned = [rows[each] for each in report.planned if each in rows]
    rest = [each for each in report.regimens if each.regimen not in report.planned]
    compared = [each for each in rest if each.comparator_of or _not_injected(each, catalog)]
    helped = [each for each in rest if "benefit" in each.direction and each not in compared]
    others = [each for each in rest if each not in helped and each not in compared]
    said = " · ".join(
        catalog.label(each) for each in (resolved.goal, resolved.zone, resolved.jurisdiction) if each
    )
    mixtures = counted(sum(each.mixture for each in report.regimens), "mixture")
    sections = (
        Section("For", (Entry("", said),), side=True),
        Section("Who", (Entry("", patient_words(answer.case, resolved, catalog)),), side=True),
        Section("Read", (Entry("", read),) if (read := read_words(resolved, catalog)) else (), side=True),
        _listed("Planned here: `mesoplan plan` has the doses", planned, catalog, None, full=full),
        _listed("Found to help, and not planned here", helped, catalog, _HELPED, full=full),
        _listed("Published without a result that helps", others, catalog, _OTHERS, full=full),
        _failed(report.no_better, catalog, full=full),
        _listed("Given only to compare with", compared if full else [], catalog, None, full=full),
    )
    hidden = [] if full else ["every code, every missing number"]
    hidden += [counted(len(compared), "comparator")] if compared and not full else []
    return Page(
        title=f"Regimens: {catalog.label(resolved.goal)}",
        headline=Text(
            f"{counted(len(report.regimens), 'regimen')} published for {catalog.label(resolved.goal)}, "
            f"{mixtures} of several things in one syringe. These are no suggestions.",
            strong=True,
        ),
        sections=tuple(each for each in sections if each.blocks),
        foot=(
            (f"Not shown: {', '.join(hidden)} (-v). " if hidden else "")
            + f"`mesoplan show REGIMEN` has all of one. Catalog {catalog.version}.",
        ),
        sources=links_to(
            {each.source for each in report.regimens} | {each.source for each in report.no_better}, catalog
        ),
    )


def _not_injected(row: Published, catalog: Catalog) -> bool:
    return not catalog.regimen(row.regimen).is_injected


def _listed(
    title: str, rows: Sequence[Published], catalog: Catalog, most: int | None, *, full: bool
) -> Section:
    shown = rows if full or most is None else rows[:most]
    entries = [published_entry(each, catalog, full=full) for each in shown]
    if len(rows) > len(shown):
        entries.append(Entry("", f"and {len(rows) - len(shown)} more (-v)"))
    return Section(title, tuple(entries))


def _failed(rows: Sequence[NoBetter], catalog: Catalog, *, full: bool) -> Section:
    shown = rows if full else rows[:_FAILED]
    entries = [no_better_entry(each, catalog) for each in shown]
    if len(rows) > len(shown):
        entries.append(Entry("", f"and {len(rows) - len(shown)} more (-v)"))
    return Section("Studied, and no better", tuple(entries))
