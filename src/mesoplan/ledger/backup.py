"""A copy of a log while it is in use, and a log from its copy. The copy is a SQLite file.

Entries are written into the copy one after the other under its own triggers, so that a copy of a broken
chain is not made without a word.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, insert, select

from mesoplan.errors import LedgerDamaged, LedgerError
from mesoplan.ledger.canonical import entry_hash
from mesoplan.ledger.database import is_server, reading, shown, writing
from mesoplan.ledger.store import Store
from mesoplan.ledger.tables import document, entry, mention
from mesoplan.model.ledger import Kept

_CHUNK = 2_000


def backup(store: Store, file: str, tick: Callable[[int], None] | None = None) -> Kept:
    """Copy a log into a new file, whole or not at all. Raises `LedgerError` when there is one already."""
    if is_server(file):
        raise LedgerError("a backup is a file. Nothing was copied. Name one.")
    if Path(file).exists():
        raise LedgerError(f"{file}: there is a file already. Nothing was copied. Name another.")
    part = f"{file}.part"
    _remove(part)
    try:
        _copy(store, part, tick)
        Path(part).replace(file)
    finally:
        _remove(part)
    kept = Store.open(file)
    try:
        return Kept(file=file, head=kept.head())
    finally:
        kept.close()


def restore(file: str, where: str, tick: Callable[[int], None] | None = None) -> Kept:
    """A new log at ``where`` from a copy. Raises `LedgerError` where there is one already.

    Nothing is appended: `verify` against an anchor that is newer than the copy says what is missing.
    """
    source = Store.open(file)
    try:
        _copy(source, where, tick)
    finally:
        source.close()
    made = Store.open(where)
    try:
        return Kept(file=shown(where), head=made.head())
    finally:
        made.close()


def _copy(source: Store, where: str, tick: Callable[[int], None] | None) -> None:
    target = Store.create(where)
    try:
        with reading(source.engine, source.where) as old, writing(target.engine, target.where) as new:
            _documents(old, new)
            _entries(source, old, new, tick)
            rows = old.execution_options(yield_per=_CHUNK).execute(select(mention))
            for part in rows.mappings().partitions(_CHUNK):
                new.execute(insert(mention), [dict(each) for each in part])
        if target.engine.dialect.name == "sqlite":
            with target.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        target.close()
        if not is_server(where):
            _remove(where)
        raise
    target.close()


def _documents(old: Connection, new: Connection) -> None:
    for row in old.execution_options(yield_per=50).execute(select(document)).mappings():
        new.execute(insert(document).values(**row))


def _entries(source: Store, old: Connection, new: Connection, tick: Callable[[int], None] | None) -> None:
    done = 0
    rows = old.execution_options(yield_per=_CHUNK).execute(select(entry).order_by(entry.c.seq))
    for part in rows.partitions(_CHUNK):
        for each in part:
            if entry_hash(each.prev, each.seq, each.kind, each.at, each.clinic, each.body) != each.hash:
                raise LedgerDamaged(
                    "broken",
                    f"{shown(source.where)}: BROKEN: entry {each.seq} was changed. Nothing was copied. "
                    "`mesoplan ledger verify` says what else.",
                )
        new.execute(insert(entry), [each._asdict() for each in part])
        done += len(part)
        if tick is not None:
            tick(done)


def _remove(file: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
