"""Folders to a catalog: read, lay over, decode, link; every fault of every file at once."""

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import CatalogError, Fault
from mesoplan.catalog.largest import with_largest
from mesoplan.catalog.layout import HEAD_FILE, SCHEMA_VERSION
from mesoplan.catalog.ledger import missing_statements
from mesoplan.catalog.link import build_index, link_faults
from mesoplan.catalog.loosening import loosening_faults, loosening_keys
from mesoplan.catalog.overlay import lay_over, overlay_faults
from mesoplan.catalog.pack import Packed, in_force, packed
from mesoplan.catalog.read import Folder, Head, RawTables, Tables, decode, read_folder
from mesoplan.catalog.waivers import waiver_faults
from mesoplan.record import NamedTuple


class Draft(NamedTuple):
    """A catalog that has been read, with every fault that keeps it from being used.

    ``base`` are the tables of the base alone, ``overlays`` the folders that were laid over it.
    """

    head: Head
    tables: Tables
    ledger: tuple[str, ...] | None
    faults: tuple[Fault, ...]
    base: Tables
    overlays: tuple[Folder, ...] = ()


class Below(NamedTuple):
    """A base as read, before anything is laid over it.

    ``wrong`` are the faults of its records alone, ``faults`` those of its folder, its head and its ledger.
    """

    folder: Folder
    head: Head
    tables: Tables
    faults: tuple[Fault, ...]
    wrong: tuple[Fault, ...]


def read_below(base: Path) -> Below:
    """A base folder, to be kept where many overlays are laid over it one after the other."""
    folder = read_folder(base)
    head, faults = _base_head(folder)
    faults.extend(folder.faults)
    tables, wrong = decode(folder.raw)
    faults.extend(missing_statements(tables, folder.ledger))
    return Below(folder=folder, head=head, tables=tables, faults=tuple(faults), wrong=wrong)


def draft(base: Path, overlays: Iterable[Path], today: datetime.date, below: Below | None = None) -> Draft:
    """Everything that can be read from the folders, and all faults; never raises for content.

    ``below`` is the base where it was read before.
    """
    found = below or read_below(base)
    faults, tables, wrong = list(found.faults), found.tables, found.wrong
    above = tuple(read_folder(path) for path in overlays)
    if above:
        tables, wrong = _laid_over(found.folder.raw, found.tables, above, faults)
        faults.extend(loosening_faults(found.tables, tables, today))
    faults.extend(wrong)
    faults.extend(link_faults(tables))
    additions = loosening_keys(found.tables, tables) if above else frozenset()
    faults.extend(waiver_faults(tables, today, additions))
    ordered = tuple(sorted(set(faults), key=lambda fault: (fault.file, fault.key, fault.code)))
    return Draft(
        head=found.head,
        tables=tables,
        ledger=found.folder.ledger,
        faults=ordered,
        base=found.tables,
        overlays=above,
    )


def _laid_over(
    raw: RawTables, below: Tables, above: tuple[Folder, ...], faults: list[Fault]
) -> tuple[Tables, tuple[Fault, ...]]:
    """The tables with all overlays in order, and the faults of their records."""
    base = raw
    for folder in above:
        found = (*folder.faults, *overlay_faults(folder))
        whole = str(folder.path)
        faults.extend(
            fault if fault.file == whole else fault._replace(file=f"{folder.path.name}/{fault.file}")
            for fault in found
        )
        raw, clashes = lay_over(raw, folder)
        faults.extend(clashes)
    return decode(raw, (base, below))


def build(base: Path, overlays: Iterable[Path], today: datetime.date, *, linted: bool = False) -> Catalog:
    """The catalog of these folders. Raises `CatalogError` with every fault.

    ``linted``: an error of the linter keeps it from being used too, not only one of reading it.
    """
    return build_packed(base, overlays, today, linted=linted)[0]


def build_packed(
    base: Path, overlays: Iterable[Path], today: datetime.date, *, linted: bool = False
) -> tuple[Catalog, Packed]:
    """As `build`, with the same catalog packed."""
    read = draft(base, overlays, today)
    faults = read.faults
    if linted:
        from mesoplan.catalog.lint.run import lint

        faults = lint(read, today)
    errors = tuple(fault for fault in faults if fault.level == "error")
    if errors:
        raise CatalogError(errors)
    return compiled(read, today)


def finish(read: Draft, today: datetime.date = datetime.date.min) -> Catalog:
    """The catalog of a draft without faults; waivers that have ended are left out."""
    return compiled(read, today)[0]


def compiled(read: Draft, today: datetime.date) -> tuple[Catalog, Packed]:
    """The catalog of a draft without faults, and the same packed."""
    records: dict[str, Mapping[str, Any]] = {
        kind: {identity: entry.record for identity, entry in table.items()}
        for kind, table in read.tables.items()
    }
    version, title, index = read.head.version, read.head.title, build_index(read.tables)
    index = with_largest(index, records)
    pack = packed(version, title, index, records)
    return in_force(version, title, pack.hash, index, records, today), pack


def _base_head(folder: Folder) -> tuple[Head, list[Fault]]:
    if folder.head is None:
        return Head(0, "", "", ""), [
            Fault(
                code="CA006",
                file=HEAD_FILE,
                key="",
                what="missing or unreadable.",
                so_what="This folder is no base catalog.",
                next="Restore the file.",
            )
        ]
    if folder.head.schema != SCHEMA_VERSION:
        return folder.head, [
            Fault(
                code="CA006",
                file=HEAD_FILE,
                key="schema",
                what=f"is {folder.head.schema}.",
                so_what=f"This version of mesoplan reads schema {SCHEMA_VERSION}.",
                next="Use the mesoplan version that the catalog was made for.",
            )
        ]
    return folder.head, []
