"""Files of a catalog folder to records; every fault of every file in one pass."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import HEAD_FILE, LEDGER_FILE, SHELVES, Shelf, is_id
from mesoplan.catalog.safe_file import MOST_FILE_BYTES, TooLarge, read_bytes
from mesoplan.catalog.walk import Problem, walk
from mesoplan.model.schema import parse
from mesoplan.record import NamedTuple

#: Ten times the ledger of the shipped catalog.
MOST_LEDGER_BYTES = 20_000_000

#: Strays that are named one by one.
_STRAYS = 50

Files = Mapping[str, Path]


class Head(NamedTuple):
    """``catalog.toml``: what this folder is."""

    schema: int
    version: str
    licence: str
    role: str
    title: str = ""


class RawEntry(NamedTuple):
    """One entity as written, and the file it came from (relative to the folder, with ``/``)."""

    raw: dict[str, Any]
    file: str
    key: str


class Entry(NamedTuple):
    """One entity as a record, and the file it came from."""

    record: Any
    file: str
    key: str


RawTables = dict[str, dict[str, RawEntry]]
Tables = dict[str, dict[str, Entry]]


class Folder(NamedTuple):
    """What a catalog folder holds: kind to id to raw entry, the ledger lines, and all faults."""

    path: Path
    head: Head | None
    raw: RawTables
    ledger: tuple[str, ...] | None
    faults: tuple[Fault, ...]


def decode(raw: RawTables, known: tuple[RawTables, Tables] | None = None) -> tuple[Tables, tuple[Fault, ...]]:
    """The records that raw entries describe, in the order of their ids, and every schema fault.

    ``known`` are raw entries that were decoded before: those that nothing was laid over stay as they are.
    """
    before, records = known or ({}, {})
    faults: list[Fault] = []
    tables: Tables = {}
    for shelf in SHELVES:
        table = tables[shelf.kind] = {}
        seen = before.get(shelf.kind, {})
        for identity, entry in sorted(raw[shelf.kind].items()):
            if entry is seen.get(identity) and identity in records[shelf.kind]:
                table[identity] = records[shelf.kind][identity]
                continue
            record, wrong = parse(shelf.record, {**entry.raw, "id": identity})
            faults.extend(_schema_fault(entry.file, entry.key, fault) for fault in wrong)
            if record is not None:
                table[identity] = Entry(record, entry.file, entry.key)
    return tables, tuple(faults)


def read_folder(path: Path) -> Folder:
    """Everything under ``path``; faults are collected, never raised. File order does not matter."""
    entries: RawTables = {shelf.kind: {} for shelf in SHELVES}
    try:
        walked = walk(path)
    except (OSError, ValueError) as error:
        return Folder(path=path, head=None, raw=entries, ledger=None, faults=(_no_folder(path, error),))
    faults = [_problem(each) for each in walked.problems]
    files = {each.name: Path(each.path) for each in walked.files}
    head = _read_head(files, faults)
    known: set[str] = {HEAD_FILE, LEDGER_FILE, "LICENSE", "README.md"}
    for shelf in SHELVES:
        if shelf.folder:
            _read_shelf_folder(files, shelf, entries[shelf.kind], known, faults)
        if shelf.table_file:
            _read_shelf_table(files, shelf, entries[shelf.kind], known, faults)
    _report_strays(files, known, faults)
    return Folder(path=path, head=head, raw=entries, ledger=_read_ledger(files), faults=tuple(faults))


def read_file(path: Path, name: str, faults: list[Fault]) -> dict[str, Any] | None:
    """The TOML table in ``path`` with exact decimals, or None and a fault under ``name``."""
    try:
        text = read_bytes(path, MOST_FILE_BYTES).decode("utf-8-sig")
    except TooLarge as error:
        faults.append(_unreadable(name, f"{error.strerror}."))
        return None
    except OSError as error:
        faults.append(_unreadable(name, f"it cannot be read ({error.strerror})."))
        return None
    except UnicodeDecodeError as error:
        faults.append(_unreadable(name, f"it is not UTF-8 text (byte {error.start})."))
        return None
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, ArithmeticError) as error:
        what = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
        faults.append(
            Fault(
                code="CA002",
                file=name,
                key="",
                what=f"not valid TOML: {what}.",
                so_what="Nothing in it was read.",
                next="Mend the line that is named.",
            )
        )
        return None


def _unreadable(name: str, what: str) -> Fault:
    return Fault(
        code="CA001",
        file=name,
        key="",
        what=what,
        so_what="Nothing in it was read.",
        next="Restore or replace the file.",
    )


def _no_folder(path: Path, error: Exception) -> Fault:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        what = "no such catalog folder."
    else:
        what = f"the folder cannot be listed ({getattr(error, 'strerror', None) or error})."
    return Fault(
        code="CA001",
        file=str(path),
        key="",
        what=what,
        so_what="None of its statements is used.",
        next="Check the path after --catalog.",
    )


def _problem(problem: Problem) -> Fault:
    if problem.is_hidden:
        return _stray(problem.name, f"{problem.why}.")
    return _unreadable(problem.name or ".", f"{problem.why}.")


def _read_head(files: Files, faults: list[Fault]) -> Head | None:
    file = files.get(HEAD_FILE)
    raw = read_file(file, HEAD_FILE, faults) if file else None
    if raw is None:
        return None
    head, wrong = parse(Head, raw)
    faults.extend(_schema_fault(HEAD_FILE, "", fault) for fault in wrong)
    return head


def _read_ledger(files: Files) -> tuple[str, ...] | None:
    file = files.get(LEDGER_FILE)
    try:
        text = read_bytes(file, MOST_LEDGER_BYTES).decode() if file else None
    except (OSError, UnicodeDecodeError):
        return None
    return None if text is None else tuple(line for line in text.splitlines() if line.strip())


def _read_shelf_folder(
    files: Files, shelf: Shelf, into: dict[str, RawEntry], known: set[str], faults: list[Fault]
) -> None:
    for name, file in files.items():
        if not (name.startswith(f"{shelf.folder}/") and name.endswith(".toml")):
            continue
        known.add(name)
        identity = file.stem
        if not is_id(identity):
            faults.append(_bad_id(name, "", identity))
            continue
        raw = read_file(file, name, faults)
        if raw is not None:
            _store(shelf, identity, raw, name, "", into, faults)


def _read_shelf_table(
    files: Files, shelf: Shelf, into: dict[str, RawEntry], known: set[str], faults: list[Fault]
) -> None:
    known.add(shelf.table_file)
    file = files.get(shelf.table_file)
    if file is None:
        return
    raw = read_file(file, shelf.table_file, faults)
    if raw is None:
        return
    rows = raw.pop(shelf.table, [])
    for key in raw:
        faults.append(
            Fault(
                code="CA003",
                file=shelf.table_file,
                key=key,
                what="unknown key.",
                so_what="It was not read.",
                next=f"Write entities under [[{shelf.table}]].",
            )
        )
    if not isinstance(rows, list):
        faults.append(
            Fault(
                code="CA003",
                file=shelf.table_file,
                key=shelf.table,
                what="must be an array of tables.",
                so_what="Nothing in it was read.",
                next=f"Write [[{shelf.table}]] before each entity.",
            )
        )
        return
    for position, row in enumerate(rows):
        identity = row.get("id") if isinstance(row, dict) else None
        key = f"{shelf.table}[{position}]"
        if not isinstance(identity, str) or not is_id(identity):
            faults.append(_bad_id(shelf.table_file, key, identity))
            continue
        _store(shelf, identity, row, shelf.table_file, f"{shelf.table}[{identity}]", into, faults)


def _store(
    shelf: Shelf,
    identity: str,
    raw: dict[str, Any],
    name: str,
    key: str,
    into: dict[str, RawEntry],
    faults: list[Fault],
) -> None:
    if not key and "id" in raw:
        faults.append(
            Fault(
                code="CA003",
                file=name,
                key="id",
                what="unknown key.",
                so_what="The file's name is the id.",
                next="Remove the line.",
            )
        )
        return
    if identity in into:
        faults.append(
            Fault(
                code="CA011",
                file=name,
                key=key,
                what=f'the {shelf.kind} id "{identity}" is used twice (first in {into[identity].file}).',
                so_what="One of the two would be lost.",
                next="Give one of them another id.",
            )
        )
        return
    into[identity] = RawEntry(raw, name, key)


def _schema_fault(name: str, key: str, fault: Any) -> Fault:
    path = f"{key}.{fault.path}" if key and fault.path else key or fault.path
    given = f" (given: {fault.given})" if fault.given else ""
    return Fault(
        code="CA003",
        file=name,
        key=path,
        what=f"{fault.message}{given}.",
        so_what="The entity cannot be used.",
        next="See docs/catalog-format.md for the keys and their meaning.",
    )


def _bad_id(name: str, key: str, identity: object) -> Fault:
    return Fault(
        code="CA004",
        file=name,
        key=key,
        what=f"{identity!r} is not an id.",
        so_what="It cannot be named in a case or cited.",
        next="Use lower-case letters, digits and single hyphens.",
    )


def _report_strays(files: Files, known: set[str], faults: list[Fault]) -> None:
    strays = [name for name in files if name not in known]
    faults.extend(_stray(name, "this file belongs to no shelf of the catalog.") for name in strays[:_STRAYS])
    if len(strays) > _STRAYS:
        faults.append(_stray(".", f"{len(strays) - _STRAYS} more files belong to no shelf of the catalog."))


def _stray(name: str, what: str) -> Fault:
    return Fault(
        code="CA005",
        file=name,
        key="",
        what=what,
        so_what="What it says is not used.",
        next="Move it to its folder or remove it.",
    )
