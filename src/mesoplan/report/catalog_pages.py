"""Pages and exports about the catalog as a whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.stats import Stats
from mesoplan.model.cite import ACCESS_RANK
from mesoplan.report.json_out import dumped
from mesoplan.report.page import Entry, Grid, Page, Pairs, Section, Text, Tone
from mesoplan.version import ENGINE


def stats_page(stats: Stats, version: str, faults: int) -> Page:
    """What a catalog holds, how it was read, and what is lacking."""
    read, blocking = dict(stats.by_access), dict(stats.blocking_by_access)
    rows = tuple(
        (
            access,
            str(read.get(access, 0)),
            _share(read, access),
            str(blocking.get(access, 0)),
            _share(blocking, access),
        )
        for access in ACCESS_RANK
    )
    forbidding = dict(stats.blocking_by_second_reading)
    again = tuple(
        (verdict if verdict != "none" else "no second reader", str(count), str(forbidding[verdict]))
        for verdict, count in stats.by_second_reading
        if count or verdict == "none"
    )
    lacking = (
        ("ingredients without a product", stats.ingredients_without_product),
        ("ingredients without a dose", stats.ingredients_without_dose),
        ("ingredients without a study", stats.ingredients_without_evidence),
        ("products without a pH", stats.products_without_ph),
        ("products with open excipients", stats.products_with_open_excipients),
    )
    return Page(
        "Catalog",
        Text(
            f"{stats.statements} statements, {stats.blocking} of which can forbid; "
            f"{stats.blocking_recalled:.1%} of those were only recalled."
        ),
        (
            Section(
                "How they were read",
                (Grid(("read as", "statements", "share", "can forbid", "share of those"), rows),),
            ),
            Section("Second readings", (Grid(("verdict", "statements", "can forbid"), again),)),
            Section("Entities", (Pairs(tuple((kind, str(count)) for kind, count in stats.entities)),)),
            Section(
                "Studies", (Pairs(tuple((word, str(count)) for word, count in stats.evidence_by_direction)),)
            ),
            Section("Lacking", (Pairs(tuple((name, str(len(ids))) for name, ids in lacking)),)),
        ),
        (f"Catalog {version}; {faults} faults (`mesoplan catalog lint`).",),
    )


def stats_data(stats: Stats) -> dict[str, Any]:
    """The numbers for programs, counts as objects."""
    return {name: dict(value) if name in _COUNTS else value for name, value in stats._asdict().items()}


_COUNTS = (
    *("entities", "by_access", "blocking_by_access", "by_second_reading", "blocking_by_second_reading"),
    *("evidence_by_direction", "evidence_by_design"),
)


def _share(counts: dict[str, int], access: str) -> str:
    total = sum(counts.values())
    return f"{counts.get(access, 0) / total:.1%}" if total else ""


def lint_page(faults: tuple[Fault, ...], *, full: bool = False) -> Page:
    """Faults as a page: errors first and in full; warnings by code, unless ``full``."""
    errors = [each for each in faults if each.level == "error"]
    warnings = [each for each in faults if each.level != "error"]
    if errors:
        said = f"{len(errors)} errors, {len(warnings)} warnings."
    elif warnings:
        said = f"No errors, {len(warnings)} warnings."
    else:
        said = "The catalog is sound: no errors, no warnings."
    return Page(
        "Catalog lint",
        Text(said, "bad" if errors else "care" if warnings else "good"),
        tuple(
            each
            for each in (
                Section("Errors", tuple(_fault(one, "bad") for one in errors), "bad"),
                Section(
                    "Warnings",
                    tuple((_fault(one, "care") for one in warnings) if full else _by_code(warnings)),
                    "care",
                ),
            )
            if each.blocks
        ),
        () if full or not warnings else ("--verbose lists every warning with its file and key.",),
    )


def _by_code(warnings: list[Fault]) -> Iterator[Entry]:
    """One line for each code: how many, and the first of them."""
    groups: dict[str, list[Fault]] = {}
    for each in warnings:
        groups.setdefault(each.code, []).append(each)
    for code, group in sorted(groups.items()):
        first = group[0]
        where = f"{first.file}, {first.key}" if first.key else first.file
        more = f"{len(group)}, such as " if len(group) > 1 else ""
        yield Entry(code, f"{more}{where}: {first.what}", (), "", "care")


def _fault(fault: Fault, tone: Tone) -> Entry:
    where = f"{fault.file}, {fault.key}" if fault.key else fault.file
    return Entry(
        fault.code,
        f"{where}: {fault.what} {fault.so_what}".strip(),
        (fault.next,) if fault.next else (),
        "",
        tone,
    )


def export_json(catalog: Catalog, kinds: Iterable[str]) -> str:
    """The whole catalog as one document."""
    return dumped(
        {
            "schema": "mesoplan/catalog/1",
            "version": catalog.version,
            "hash": catalog.hash,
            "engine": ENGINE,
            "entities": {kind: dict(catalog.table(kind)) for kind in kinds},
        }
    )


def export_jsonl(catalog: Catalog, kinds: Iterable[str]) -> str:
    """The whole catalog, one record a line."""
    return "".join(
        dumped({"kind": kind, "id": identity, "entity": record}, indent=None)
        for kind in kinds
        for identity, record in catalog.table(kind).items()
    )
