"""Folders to a catalog: read, lay over, decode, link; every fault of every file at once."""

import datetime
import pickle
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import CatalogError, Fault
from mesoplan.catalog.layout import HEAD_FILE
from mesoplan.catalog.ledger import missing_statements
from mesoplan.catalog.link import build_index, link_faults
from mesoplan.catalog.overlay import has_ended, lay_over, waiver_faults
from mesoplan.catalog.read import Folder, Head, Tables, decode, read_folder

SCHEMA_VERSION = 1


class Draft(NamedTuple):
    """A catalog that has been read, with every fault that keeps it from being used."""

    head: Head
    tables: Tables
    ledger: tuple[str, ...] | None
    faults: tuple[Fault, ...]
    has_overlay: bool


def draft(base: Path, overlays: Iterable[Path], today: datetime.date) -> Draft:
    """Everything that can be read from the folders, and all faults; never raises for content."""
    folder = read_folder(base)
    head, faults = _base_head(folder)
    faults.extend(folder.faults)
    raw = folder.raw
    has_overlay = False
    for path in overlays:
        has_overlay = True
        if not path.is_dir():
            faults.append(
                Fault(
                    "CA001",
                    str(path),
                    "",
                    "no such catalog folder.",
                    "None of its statements is used.",
                    "Check the path after --catalog.",
                )
            )
            continue
        above = read_folder(path)
        faults.extend(fault._replace(file=f"{path.name}/{fault.file}") for fault in above.faults)
        raw, clashes = lay_over(raw, above)
        faults.extend(clashes)
    tables, wrong = decode(raw)
    faults.extend(wrong)
    faults.extend(link_faults(tables))
    faults.extend(missing_statements(tables, folder.ledger))
    faults.extend(waiver_faults(tables, today))
    ordered = tuple(sorted(set(faults), key=lambda fault: (fault.file, fault.key, fault.code)))
    return Draft(head, tables, folder.ledger, ordered, has_overlay)


def build(base: Path, overlays: Iterable[Path], today: datetime.date, *, linted: bool = False) -> Catalog:
    """The catalog of these folders. Raises `CatalogError` with every fault.

    ``linted``: an error of the linter keeps it from being used too, not only one of reading it.
    """
    read = draft(base, overlays, today)
    faults = read.faults
    if linted:
        from mesoplan.catalog.lint.run import lint

        faults = lint(read, today)
    errors = tuple(fault for fault in faults if fault.level == "error")
    if errors:
        raise CatalogError(errors)
    return finish(read, today)


def finish(read: Draft, today: datetime.date = datetime.date.min) -> Catalog:
    """The catalog of a draft without faults; waivers that have ended are left out."""
    records: dict[str, dict[str, Any]] = {
        kind: {identity: entry.record for identity, entry in table.items()}
        for kind, table in read.tables.items()
    }
    records["waiver"] = {
        identity: waiver
        for identity, waiver in records["waiver"].items()
        if not has_ended(waiver.expires, today)
    }
    return Catalog(
        version=read.head.version,
        title=read.head.title,
        content_hash=content_hash(records),
        index=build_index(read.tables),
        tables=records,
    )


def content_hash(records: Mapping[str, Mapping[str, Any]]) -> str:
    """A hash of what is stated; file order, comments and layout do not count."""
    digest = blake2b(digest_size=16)
    for kind, table in sorted(records.items()):
        for identity, record in sorted(table.items()):
            digest.update(f"{kind}/{identity}\n{record!r}\n".encode())
    return digest.hexdigest()


def pack(record: Any) -> bytes:
    """One record as the snapshot keeps it."""
    return pickle.dumps(record, protocol=5)


def _base_head(folder: Folder) -> tuple[Head, list[Fault]]:
    if folder.head is None:
        return Head(0, "", "", ""), [
            Fault(
                "CA006",
                HEAD_FILE,
                "",
                "missing or unreadable.",
                "This folder is no base catalog.",
                "Restore the file.",
            )
        ]
    if folder.head.schema != SCHEMA_VERSION:
        return folder.head, [
            Fault(
                "CA006",
                HEAD_FILE,
                "schema",
                f"is {folder.head.schema}.",
                f"This version of mesoplan reads schema {SCHEMA_VERSION}.",
                "Use the mesoplan version that the catalog was made for.",
            )
        ]
    return folder.head, []
