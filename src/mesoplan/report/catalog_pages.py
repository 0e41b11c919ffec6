"""Pages and exports about the catalog as a whole."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mesoplan.catalog.build import Draft
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import Fault
from mesoplan.model.cite import ACCESS_RANK
from mesoplan.model.statement import Stated, statements_of
from mesoplan.report.json_out import ENGINE, dumped
from mesoplan.report.page import Entry, Grid, Page, Pairs, Section, Text, Tone


class Stats(NamedTuple):
    """Counts. ``blocking`` are statements that can forbid."""

    version: str
    entities: dict[str, int]
    statements: int
    by_access: dict[str, int]
    blocking: int
    blocking_by_access: dict[str, int]
    blocking_recalled_percent: str
    faults: int


def stats_of(read: Draft) -> Stats:
    """Counts of what could be read."""
    statements: Counter[str] = Counter()
    blocking: Counter[str] = Counter()
    for table in read.tables.values():
        for identity, entry in table.items():
            for _, stated in statements_of(identity, entry.record):
                statements[stated.cite.access] += 1
                if can_forbid(stated):
                    blocking[stated.cite.access] += 1
    total = blocking.total()
    recalled = 100 * blocking["recalled"] / total if total else 0.0
    return Stats(
        version=read.head.version,
        entities={kind: len(table) for kind, table in read.tables.items()},
        statements=statements.total(),
        by_access=_ranked(statements),
        blocking=total,
        blocking_by_access=_ranked(blocking),
        blocking_recalled_percent=f"{recalled:.1f}",
        faults=len(read.faults),
    )


def can_forbid(stated: Stated) -> bool:
    """Whether a statement can by itself make a rule forbid."""
    record = stated.record
    kind = type(record).__name__
    if kind in ("Caution", "AgeLimit", "ZoneBan"):
        return bool(record.effect == "contraindicated")
    if kind == "Interaction":
        return bool(record.effect == "forbid")
    if kind == "Status":
        return record.status in ("prohibited", "withdrawn", "not-injectable")
    if kind == "Permission":
        return bool(record.permission == "forbidden")
    if kind == "Admixture":
        return record.rule in ("alone", "only-with")
    if kind == "MixingLaw":
        return record.rule in ("prohibited", "pharmacy-only")
    return kind in ("Limit", "Capped", "TestDose")


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return {access: counts[access] for access in ACCESS_RANK if counts[access]}


def stats_page(stats: Stats) -> Page:
    """The counts as a page."""
    rows = tuple(
        (access, str(stats.by_access.get(access, 0)), _share(stats.by_access, access),
         str(stats.blocking_by_access.get(access, 0)), _share(stats.blocking_by_access, access))
        for access in ACCESS_RANK
    )
    return Page(
        "Catalog", Text(
            f"{stats.statements} statements, {stats.blocking} of which can forbid; "
            f"{stats.blocking_recalled_percent} % of those were only recalled."
        ),
        (
            Section("How they were read", (Grid(
                ("read as", "statements", "share", "can forbid", "share of those"), rows),)),
            Section("Entities", (Pairs(tuple(
                (kind, str(count)) for kind, count in stats.entities.items())),)),
        ),
        (f"Catalog {stats.version}; {stats.faults} faults (`mesoplan catalog lint`).",),
    )


def _share(counts: dict[str, int], access: str) -> str:
    total = sum(counts.values())
    return f"{100 * counts.get(access, 0) / total:.1f} %" if total else ""


def lint_page(faults: tuple[Fault, ...]) -> Page:
    """Faults as a page: errors first."""
    errors = [each for each in faults if each.level == "error"]
    warnings = [each for each in faults if each.level != "error"]
    if errors:
        said = f"{len(errors)} errors keep the catalog from being used; {len(warnings)} warnings."
    elif warnings:
        said = f"The catalog can be used; {len(warnings)} warnings."
    else:
        said = "The catalog is sound: no errors, no warnings."
    return Page(
        "Catalog lint", Text(said, "bad" if errors else "care" if warnings else "good"),
        tuple(
            each for each in (
                Section("Errors", tuple(_fault(one, "bad") for one in errors), "bad"),
                Section("Warnings", tuple(_fault(one, "care") for one in warnings), "care"),
            ) if each.blocks
        ),
    )


def _fault(fault: Fault, tone: Tone) -> Entry:
    where = f"{fault.file}, {fault.key}" if fault.key else fault.file
    return Entry(
        fault.code, f"{where}: {fault.what} {fault.so_what}".strip(),
        (fault.next,) if fault.next else (), "", tone,
    )


def export_json(catalog: Catalog, kinds: Iterable[str]) -> str:
    """The whole catalog as one document."""
    return dumped({
        "schema": "mesoplan/catalog/1", "version": catalog.version, "hash": catalog.hash,
        "engine": ENGINE, "entities": {kind: dict(catalog.table(kind)) for kind in kinds},
    })


def export_jsonl(catalog: Catalog, kinds: Iterable[str]) -> str:
    """The whole catalog, one record a line."""
    return "".join(
        dumped({"kind": kind, "id": identity, "entity": record}, indent=None)
        for kind in kinds
        for identity, record in catalog.table(kind).items()
    )
