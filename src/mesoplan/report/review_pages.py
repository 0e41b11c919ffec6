"""Pages about what a catalog lacks and what a change of it changes."""

from collections.abc import Iterable

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.page import Entry, Grid, Page, Section, Text
from mesoplan.review.diff import Change, Diff, Flip
from mesoplan.review.gaps import Missing
from mesoplan.review.readiness import Unready


def gaps_page(found: tuple[Missing, ...], top: int, catalog: Catalog) -> Page:
    """The most decisive gaps as a table, and how many more there are."""
    rows = tuple(
        (
            each.need.removeprefix("data:"),
            " + ".join(catalog.label(one) for one in each.subjects),
            ", ".join(each.codes),
            str(each.cases),
            str(each.alone),
        )
        for each in found[:top]
    )
    foot = (f"{len(found) - top} more: --top {len(found)} shows them.",) if len(found) > top else ()
    grid = Grid(("missing", "of", "codes", "keeps open", "alone"), rows)
    return Page(
        "Catalog gaps",
        Text(f"{len(found)} gaps keep simulated cases incomplete, most decisive first."),
        (Section("", (grid,)),) if rows else (),
        foot,
    )


def readiness_page(found: tuple[Unready, ...], top: int, catalog: Catalog) -> Page:
    """Products that `prepare` would ask about, those that cases mean by default first."""
    counts: dict[str, int] = {}
    for each in found:
        for lack in each.lacks:
            counts[lack] = counts.get(lack, 0) + 1
    rows = tuple(
        (catalog.label(each.product), "yes" if each.default else "", ", ".join(each.lacks))
        for each in found[:top]
    )
    said = ", ".join(f"{lack} {count}" for lack, count in sorted(counts.items(), key=lambda p: (-p[1], p[0])))
    foot = (f"{len(found) - top} more: --top {len(found)} shows them.",) if len(found) > top else ()
    return Page(
        "Readiness for prepare",
        Text(f"{len(found)} products lack something that preparing needs ({said})."),
        (Section("", (Grid(("product", "default", "lacks"), rows),)),) if rows else (),
        foot,
    )


def diff_page(found: Diff) -> Page:
    """Verdicts that change first, milder ones before stricter ones; then what is stated."""
    milder = [flip for flip in found.flips if flip.loosened]
    other = [flip for flip in found.flips if not flip.loosened]
    blocking = [change for change in found.changes if change.blocking]
    rest = [change for change in found.changes if not change.blocking]
    said = (
        f"{found.old} to {found.new}: {len(found.changes)} changes, {len(blocking)} of which can "
        f"forbid; {len(found.flips)} cases are judged differently, {len(milder)} of them milder."
    )
    sections = (
        Section("Judged MILDER", tuple(_flip(each) for each in milder), "bad"),
        Section("Judged otherwise", tuple(_flip(each) for each in other), "care"),
        Section("Changes that can forbid", tuple(_changes(blocking)), "care"),
        Section("Other changes", tuple(_changes(rest))),
    )
    return Page(
        "Catalog diff",
        Text(said, "bad" if milder else "care" if found.changes else "good"),
        tuple(each for each in sections if each.blocks),
    )


def _flip(flip: Flip) -> Entry:
    more = [f"no longer: {', '.join(flip.gone)}"] if flip.gone else []
    more += [f"new: {', '.join(flip.new)}"] if flip.new else []
    return Entry("", f"{flip.name}: {flip.before} to {flip.after}", tuple(more))


def _changes(changes: Iterable[Change]) -> Iterable[Entry]:
    for each in changes:
        fields = f" ({', '.join(each.fields)})" if each.fields else ""
        text = f"{each.how} {each.kind} {each.entity}, {each.what}{fields}"
        more = [f"before: {each.before}"] if each.before else []
        more += [f"now: {each.after}"] if each.after else []
        yield Entry("", text, tuple(more))
