"""A connection to a ledger's database: one SQLite file, or a PostgreSQL server.

SQLite writes ahead (WAL) and waits for the disk at every commit; PostgreSQL waits too. Writers come one
after the other: by BEGIN IMMEDIATE, by an advisory lock.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text

from mesoplan.errors import LedgerError, LedgerUnwritable

#: The lock that orders writers on PostgreSQL; any number will do as long as it stays.
_LOCK = 7_260_417_031
_WAIT_SECONDS = 30
_NO_ROOM = (
    "disk is full",
    "disk i/o error",
    "no space left",
    "diskfull",
    "file too large",
    "could not extend",
)
_NO_RIGHT = ("readonly", "read-only", "permission denied", "insufficientprivilege", "unable to open")


def is_server(where: str) -> bool:
    """Whether a ledger's name is the address of a server and not a file."""
    return where.startswith(("postgresql:", "postgresql+", "postgres:"))


def shown(where: str) -> str:
    """A ledger's name for people: without the password."""
    return make_url(_address(where)).render_as_string(hide_password=True) if is_server(where) else where


def _address(where: str) -> str:
    scheme, joint, rest = where.partition("://")
    return f"postgresql+psycopg{joint}{rest}" if scheme in ("postgres", "postgresql") else where


def engine_of(where: str, *, create: bool = False, durable: bool = True) -> Engine:
    """The engine for a ledger. ``durable=False`` does not wait for the disk: for measuring only.

    Raises `LedgerError` when there is no such file, or, with ``create``, when there is one already.
    """
    if is_server(where):
        return _server(where)
    file = Path(where)
    if create and file.exists():
        raise LedgerError(
            f"{where}: there is a file already. Nothing was written. Name another file; "
            "`mesoplan ledger verify` says what this one holds."
        )
    if not create and not file.is_file():
        raise LedgerError(
            f"{where}: there is no such ledger. Nothing was read or written. "
            f"`mesoplan ledger init --ledger {where}` makes one."
        )
    mode = "rwc" if create else "rw"
    address = f"{file.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        if create:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'OFF'}")
        cursor.execute("PRAGMA recursive_triggers=ON")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _server(where: str) -> Engine:
    try:
        engine = create_engine(_address(where), pool_pre_ping=False)
    except (exc.ArgumentError, ModuleNotFoundError) as error:
        raise LedgerError(f"{where.partition('@')[2] or 'the address'}: {error}. Nothing was done.") from None

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
        connection.commit()

    return engine


@contextmanager
def reading(engine: Engine, where: str) -> Iterator[Connection]:
    """A connection that sees one moment of the ledger."""
    with _worded(where, "Nothing was read."), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine, where: str) -> Iterator[Connection]:
    """A connection whose writes stand together or not at all; one writer at a time."""
    with _worded(where, "Nothing was recorded."), engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection


@contextmanager
def _worded(where: str, so_what: str) -> Iterator[None]:
    """What the database refuses, as an error that says where, what, so what and what next."""
    try:
        yield
    except exc.DBAPIError as error:
        raise _error(shown(where), error, so_what) from None


def _error(where: str, error: exc.DBAPIError, so_what: str) -> LedgerError:
    said = " ".join(str(error.orig).split())[:200]
    told = f"{type(error.orig).__name__} {said}".lower()
    if any(each in told for each in _NO_ROOM):
        return LedgerUnwritable(
            f"{where}: there is no room to write ({said}). {so_what} Make room and repeat the command."
        )
    if any(each in told for each in _NO_RIGHT):
        return LedgerUnwritable(
            f"{where}: it may not be opened or written ({said}). {so_what} Ask whoever looks after it."
        )
    if "locked" in told:
        return LedgerUnwritable(
            f"{where}: another program has been writing for {_WAIT_SECONDS} s. {so_what} Repeat the command."
        )
    if "no such table" in told or "undefinedtable" in told or "not a database" in told:
        return LedgerError(
            f"{where}: this is no ledger ({said}). {so_what} `mesoplan ledger init` makes one."
        )
    return LedgerError(
        f"{where}: the database refused ({said}). {so_what} `mesoplan ledger verify` looks at it."
    )
