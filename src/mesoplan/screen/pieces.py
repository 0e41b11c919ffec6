"""The rows of a run as pieces: Parquet as it is, JSONL and CSV turned into Parquet first.

A piece is a range of rows of one row group. Its name is a hash of what is in it, so that a part of an
answer can only ever be taken for the piece that it answers.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow
from pyarrow import parquet

from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple

#: The columns that are read.
COLUMNS = ("id", "case")
_ROWS_A_GROUP = 10_000


class Piece(NamedTuple):
    """Rows ``start`` to ``start + length`` of a row group of a Parquet file."""

    number: int
    group: int
    start: int
    length: int


def as_parquet(source: Path, folder: Path) -> Path:
    """A Parquet file with the columns ``id`` and ``case``; made in ``folder`` of what is another format."""
    if not source.is_file():
        raise BadRequest(f"{source} is no file. Give Parquet, JSONL or CSV with the columns id and case.")
    kind = source.suffix.lower()
    if kind in (".jsonl", ".ndjson", ".csv"):
        # In a folder of its own: Spark passes over files whose names begin with an underscore.
        target = folder / "_cases" / "cases.parquet"
        target.parent.mkdir(exist_ok=True)
        _write(_jsonl(source) if kind != ".csv" else _csv(source), target)
        return target
    try:
        names = parquet.ParquetFile(source).schema_arrow.names
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise BadRequest(f"{source} cannot be read as Parquet ({str(error)[:200]}).") from None
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise BadRequest(f"{source} has no column {' or '.join(missing)}; it has {', '.join(names)[:200]}.")
    return source


def pieces_of(source: Path, most: int) -> tuple[Piece, ...]:
    """Every row of the file in exactly one piece of at most ``most`` rows."""
    layout = parquet.ParquetFile(source).metadata
    found: list[Piece] = []
    for group in range(layout.num_row_groups):
        rows = layout.row_group(group).num_rows
        for start in range(0, rows, most):
            found.append(Piece(len(found), group, start, min(most, rows - start)))
    return tuple(found)


def rows_of(file: Path) -> int:
    """How many rows a Parquet file has."""
    return int(parquet.ParquetFile(file).metadata.num_rows)


def read_piece(source: Path, piece: Piece, more: tuple[str, ...] = ()) -> pyarrow.Table:
    """The rows of a piece, with ``more`` columns; ids as text."""
    names = [*COLUMNS, *more]
    table = parquet.ParquetFile(source).read_row_group(piece.group, columns=names)
    rows = table.slice(piece.start, piece.length).select(names)
    return rows.cast(pyarrow.schema([(name, pyarrow.string()) for name in names]))


def write_rows(rows: Iterable[tuple[str, ...]], names: tuple[str, ...], target: Path) -> None:
    """A Parquet file of these rows; nobody else on this machine may read it."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    schema = pyarrow.schema([(name, pyarrow.string()) for name in names])
    write_whole(pyarrow.table(dict(zip(names, columns, strict=True)), schema=schema), target)


def content_of(rows: pyarrow.Table) -> str:
    """A hash of the ids and cases of these rows, whatever their chunks are."""
    from hashlib import blake2b

    said = blake2b(digest_size=8)
    for column in rows.columns:
        for text in column.to_pylist():
            data = b"\xff" if text is None else text.encode("utf-8", "surrogatepass")
            said.update(len(data).to_bytes(4, "little"))
            said.update(data)
    return said.hexdigest()


def write_whole(table: pyarrow.Table, target: Path) -> None:
    """A Parquet file that is there whole or not at all, also when the machine stops."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        parquet.write_table(table, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        part.unlink(missing_ok=True)


def _write(rows: Iterator[tuple[str | None, str | None]], target: Path) -> None:
    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with parquet.ParquetWriter(part, schema) as writer:
            kept: list[tuple[str | None, str | None]] = []
            for row in rows:
                kept.append(row)
                if len(kept) == _ROWS_A_GROUP:
                    writer.write_table(_table(kept, schema))
                    kept = []
            if kept:
                writer.write_table(_table(kept, schema))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _table(rows: list[tuple[str | None, str | None]], schema: pyarrow.Schema) -> pyarrow.Table:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return pyarrow.table(dict(zip(COLUMNS, columns, strict=True)), schema=schema)


def _jsonl(source: Path) -> Iterator[tuple[str | None, str | None]]:
    """One row for each line that is not blank; a line that is no JSON is a row that cannot be read."""
    import json

    with source.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                raw = json.loads(line)
            except ValueError:
                raw = None
            if not isinstance(raw, dict) or "id" not in raw:
                yield f"line {number}", line
                continue
            case = raw.get("case")
            # The case as it stands in the line, so that a key that stands twice is not lost on the way.
            yield str(raw["id"]), case if isinstance(case, str) or case is None else _part(line, case)


def _part(line: str, case: object) -> str:
    import json
    from decimal import Decimal

    exact = json.loads(line, parse_float=Decimal, object_pairs_hook=_Pairs)
    return _dumped(dict(exact)["case"]) if isinstance(exact, _Pairs) else json.dumps(case)


class _Pairs(list[tuple[str, object]]):
    """The pairs of a JSON table, as they were written."""


def _dumped(value: object) -> str:
    import json

    if isinstance(value, _Pairs):
        return "{" + ", ".join(f"{json.dumps(key)}: {_dumped(each)}" for key, each in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_dumped, value)) + "]"
    if value is None or isinstance(value, str | bool | int):
        return json.dumps(value)
    return str(value)


def _csv(source: Path) -> Iterator[tuple[str | None, str | None]]:
    import csv

    csv.field_size_limit(10_000_000)
    with source.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        first = lines.readline()
        lines.seek(0)
        rows = csv.DictReader(lines, delimiter=";" if first.count(";") > first.count(",") else ",")
        names = [name.strip().lower() for name in rows.fieldnames or ()]
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            raise BadRequest(f"{source} has no column {' or '.join(missing)}; it has {', '.join(names)}.")
        rows.fieldnames = names
        for row in rows:
            yield row["id"], row["case"] or None
