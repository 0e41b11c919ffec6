"""Wording of what was published for a goal: one line a regimen, one line a study that found no difference."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.published import NoBetter, Published
from mesoplan.report.explain_words import changes_words
from mesoplan.report.page import Entry
from mesoplan.report.words.codes import NO_RULE, code_words
from mesoplan.report.words.plain import plain
from mesoplan.report.words.template import listed

_REASONS = 3
_NUMBERS = 2
#: What tells most about a regimen comes first; the rest in its order.
_TELLING = (
    *NO_RULE,
    "RG701",
    "RG702",
    "RG707",
    "MX301",
    "RT603",
    "DS501",
    "MX302",
    "DS504",
    "RT601",
    "RG706",
)
_COMPARED = {
    "placebo": "placebo",
    "active": "another treatment",
    "add-on": "the other treatment alone",
    "no-treatment": "no treatment",
    "baseline": "before",
    "dose": "another dose",
    "none": "nothing",
    "unclear": "its comparator",
}


def published_entry(row: Published, catalog: Catalog, *, full: bool = False) -> Entry:
    """A regimen in one line: what it is and found, today's verdict, why, the repair, the missing number."""
    regimen = catalog.regimen(row.regimen)
    parts = [f"{regimen.label} ({_standing(row)}): {row.verdict}"]
    reasons = list(_reasons(row, full=full))
    open_ones = "open: " if row.verdict == "incomplete" else ""
    parts[0] += f", {open_ones}{'; '.join(reasons)}" if reasons else ""
    if row.repair:
        parts.append(f"repair: {changes_words(row.repair, catalog)}")
    elif row.verdict == "blocked":
        parts.append("no small change repairs it")
    lacks = list(_lacking(row, catalog, full=full))
    if lacks:
        parts.append(f"not printed: {'; '.join(lacks)}")
    return Entry("", plain(". ".join(parts)), (), row.source)


def no_better_entry(row: NoBetter, catalog: Catalog) -> Entry:
    """A study that found no difference, or harm, in one line."""
    study = catalog.evidence(row.study)
    names = listed([catalog.label(each) for each in row.ingredients])
    given = catalog.regimen(row.regimen).label if row.regimen else names or "injections, contents not told"
    against = study.comparator_detail or (catalog.label(study.against) if study.against else "")
    than = (
        against if against and row.comparator in ("active", "add-on", "dose") else _COMPARED[row.comparator]
    )
    said = f"harm, compared with {than}" if row.direction == "harm" else f"no better than {than}"
    people = f" (n = {row.n})" if row.n else ""
    return Entry("", plain(f"{given}: {said}{people}"), (), row.source)


def _standing(row: Published) -> str:
    if row.comparator_of:
        return "given only to compare with"
    found = [each.replace("-", " ") for each in row.direction if each != "none-found"]
    people = [f"n = {row.n}"] if row.n else []
    none = ["no result of it read"] if row.basis == "studied" and not found else []
    mixture = ["a mixture"] if row.mixture else []
    return ", ".join((row.basis, *mixture, *found, *none, *people))


def _reasons(row: Published, *, full: bool) -> Iterator[str]:
    ranked = sorted(row.codes, key=lambda code: _TELLING.index(code) if code in _TELLING else len(_TELLING))
    shown = ranked if full else ranked[:_REASONS]
    for code in shown:
        yield code_words(code)
    if len(row.codes) > len(shown):
        yield f"and {len(row.codes) - len(shown)} more"


def _lacking(row: Published, catalog: Catalog, *, full: bool) -> Iterator[str]:
    """The numbers that were looked for and not found, with where they would stand; else what lacks one."""
    noted = [each for each in row.not_printed if full or each.about in ("amount", "composition", "volume")]
    shown = noted if full else noted[:_NUMBERS]
    for each in shown:
        where = each.note or (each.where if full else "")
        yield f"{each.about}{f' ({where})' if where else ''}"
    if not shown and row.missing:
        yield listed(
            [
                "something that nobody names" if each == "unnamed" else catalog.label(each)
                for each in row.missing
            ]
        )
