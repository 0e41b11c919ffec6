"""The log itself: entries that follow one another, and the documents they name by hash."""

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from weakref import finalize

from sqlalchemy import Connection, Engine, Select, func, insert, select, text

from mesoplan.errors import LedgerDamaged, LedgerError
from mesoplan.ledger.canonical import GENESIS, canonical, decoded, digest, entry_hash
from mesoplan.ledger.database import engine_of, reading, shown, writing
from mesoplan.ledger.mentions import COLUMNS, mentions_of
from mesoplan.ledger.tables import REVISION, document, entry, mention
from mesoplan.model.ledger import EntryKind, Head
from mesoplan.record import NamedTuple

_MICROSECONDS = "%Y-%m-%dT%H:%M:%S.%fZ"
_CHUNK = 2_000
#: Made once: what makes a statement costs more than running it.
_LAST = select(entry).order_by(entry.c.seq.desc()).limit(1)
_INSERT, _MENTION = insert(entry), insert(mention)


class Entry(NamedTuple):
    """One line of the log. ``body`` is canonical JSON."""

    seq: int
    kind: EntryKind
    at: str
    clinic: str
    body: str
    prev: str
    hash: str

    @property
    def data(self) -> dict[str, Any]:
        """The body as plain data."""
        found: dict[str, Any] = decoded(self.body)
        return found


class Draft(NamedTuple):
    """An entry to be written: its place in the log, the time and the hash follow from where it lands."""

    kind: EntryKind
    body: Mapping[str, Any]


class Store:
    """One ledger's database. Entries are appended and read; nothing here changes or deletes one.

    A store that nobody holds any longer lets go of the database by itself.
    """

    def __init__(self, where: str, engine: Engine) -> None:
        self.where = where
        self.engine = engine
        finalize(self, engine.dispose)

    @classmethod
    def create(cls, where: str) -> "Store":
        """A new ledger with its tables. Raises `LedgerError` where there is one already."""
        from mesoplan.ledger.migrate import upgrade

        engine = engine_of(where, create=True)
        try:
            with writing(engine, where) as connection:
                if engine.dialect.has_table(connection, "entry"):
                    raise LedgerError(
                        f"{shown(where)}: there is a ledger already. Nothing was written. "
                        "`mesoplan ledger verify` says what it holds."
                    )
                upgrade(connection)
        finally:
            engine.dispose()
        return cls(where, engine_of(where))

    @classmethod
    def open(cls, where: str, *, durable: bool = True) -> "Store":
        """The ledger at ``where``. Raises `LedgerError` for what is none, or is of another version."""
        opened = cls(where, engine_of(where, durable=durable))
        try:
            with reading(opened.engine, where) as connection:
                version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except LedgerError:
            opened.close()
            raise
        if version != REVISION:
            opened.close()
            raise LedgerError(
                f"{shown(where)}: its tables are of revision {version}, this version of mesoplan needs "
                f"{REVISION}. Nothing was read. Back it up, then `mesoplan ledger init --upgrade`."
            )
        return opened

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    # ------------------------------------------------------------------ reading

    def head(self) -> Head:
        """The last entry; number 0 where there is none."""
        with reading(self.engine, self.where) as connection:
            found = _last(connection)
        return self._head(found)

    def _head(self, found: Entry | None) -> Head:
        if found is None:
            return Head(ledger=shown(self.where), clinic="", entry=0, hash=GENESIS, at="")
        return Head(
            ledger=shown(self.where), clinic=found.clinic, entry=found.seq, hash=found.hash, at=found.at
        )

    def entry(self, seq: int) -> Entry:
        """The entry with this number. Raises `LedgerError` when there is none."""
        with reading(self.engine, self.where) as connection:
            row = connection.execute(select(entry).where(entry.c.seq == seq)).first()
        if row is None:
            raise LedgerError(
                f"{shown(self.where)}: there is no entry {seq}. Nothing was done. "
                "`mesoplan ledger head` shows the last one."
            )
        return _entry(row)

    def entries(self, kinds: Sequence[str] = (), *, since: int = 1) -> Iterator[Entry]:
        """All entries in order, or those of some kinds, from number ``since`` on."""
        wanted = select(entry).where(entry.c.seq >= since).order_by(entry.c.seq)
        if kinds:
            wanted = wanted.where(entry.c.kind.in_(kinds))
        yield from self._rows(wanted)

    def about(self, patient: str) -> Iterator[Entry]:
        """The entries about one patient, in order."""
        named = select(mention.c.seq).where(mention.c.patient == patient)
        yield from self._rows(select(entry).where(entry.c.seq.in_(named)).order_by(entry.c.seq))

    def naming(self, product: str, lots: Collection[str], role: str = "") -> Iterator[Entry]:
        """The entries that name a product and one of some lots (empty: any), in a role or any, in order."""
        named = select(mention.c.seq)
        if product:
            named = named.where(mention.c.product == product)
        if lots:
            named = named.where(mention.c.lot.in_(lots))
        if role:
            named = named.where(mention.c.role == role)
        yield from self._rows(select(entry).where(entry.c.seq.in_(named)).order_by(entry.c.seq))

    def _rows(self, wanted: Select[Any]) -> Iterator[Entry]:
        with reading(self.engine, self.where) as connection:
            rows = connection.execution_options(yield_per=_CHUNK).execute(wanted)
            try:
                for row in rows:
                    yield _entry(row)
            finally:  # whoever wants no more leaves no cursor open on a server
                rows.close()

    def document(self, name: str) -> bytes:
        """A document by its hash. Raises `LedgerError` when it is missing or not what it was."""
        with reading(self.engine, self.where) as connection:
            packed = connection.execute(select(document.c.body).where(document.c.hash == name)).scalar()
        if packed is None:
            raise LedgerDamaged(
                "broken",
                f"{shown(self.where)}: BROKEN: document {name[:12]} is missing. "
                "`mesoplan ledger verify` says what else.",
            )
        return unpacked(packed, name)

    # ------------------------------------------------------------------ writing

    def append(
        self, drafts: Sequence[Draft], now: datetime, clinic: str, documents: Iterable[bytes] = ()
    ) -> tuple[Entry, ...]:
        """Write entries and documents in one transaction: all of them, or none.

        ``now`` is the clock of whoever writes. When it is before the last entry an entry ``clock-back``
        comes first and says by how much; entries are ordered by their number, never by their time.
        An `Ahead` in a body becomes the number of that draft's entry.
        """
        with writing(self.engine, self.where) as connection:
            last = _last(connection)
            for data in documents:
                _put(connection, data)
            made = tuple(_chained(drafts, last, stamp(now), clinic))
            connection.execute(_INSERT, [each._asdict() for each in made])
            rows = [
                dict(zip(COLUMNS, row, strict=True))
                for each in made
                for row in mentions_of(each.seq, each.kind, each.at, each.data)
            ]
            if rows:
                connection.execute(_MENTION, rows)
        return made


class Ahead(int):
    """The number of an entry of the same transaction: the first draft is 0."""


def stamp(now: datetime) -> str:
    """A moment as the log writes it, in UTC. Raises `LedgerError` for one without an offset."""
    if now.tzinfo is None:
        raise LedgerError(
            "a time has no offset from UTC. Nothing was recorded. Write 2026-11-27T09:10+01:00."
        )
    return now.astimezone(UTC).strftime(_MICROSECONDS)


def moment(at: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.strptime(at, _MICROSECONDS).replace(tzinfo=UTC)


def packed(data: bytes) -> bytes:
    """A document as it is stored."""
    return zlib.compress(data, 6)


def unpacked(stored: bytes, name: str) -> bytes:
    """A stored document. Raises `LedgerError` when it is not what its name says."""
    try:
        data = zlib.decompress(stored)
    except zlib.error:
        data = b""
    if digest(data) != name:
        raise LedgerDamaged(
            "broken", f"BROKEN: document {name[:12]} was changed. `mesoplan ledger verify` says what else."
        )
    return data


def _put(connection: Connection, data: bytes) -> None:
    name = digest(data)
    there = connection.execute(select(document.c.hash).where(document.c.hash == name)).first()
    if there is None:
        connection.execute(insert(document).values(hash=name, body=packed(data)))


def _chained(drafts: Sequence[Draft], last: Entry | None, at: str, clinic: str) -> Iterator[Entry]:
    seq, prev = (last.seq, last.hash) if last is not None else (0, GENESIS)
    every = list(drafts)
    if last is not None and at < last.at:
        back = (moment(last.at) - moment(at)).total_seconds()
        every.insert(0, Draft("clock-back", {"last": last.at, "seconds": str(Decimal(str(back)))}))
        first = seq + 2
    else:
        first = seq + 1
    for draft in every:
        seq += 1
        body = canonical(_landed(draft.body, first))
        hashed = entry_hash(prev, seq, draft.kind, at, clinic, body)
        yield Entry(seq=seq, kind=draft.kind, at=at, clinic=clinic, body=body, prev=prev, hash=hashed)
        prev = hashed


def _landed(value: Any, first: int) -> Any:
    """A body with the numbers of its neighbours filled in."""
    if isinstance(value, Ahead):
        return first + int(value)
    if isinstance(value, Mapping):
        return {key: _landed(each, first) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_landed(each, first) for each in value]
    return value


def _last(connection: Connection) -> Entry | None:
    row = connection.execute(_LAST).first()
    return None if row is None else _entry(row)


def _entry(row: Any) -> Entry:
    return Entry(
        seq=row.seq,
        kind=row.kind,
        at=row.at,
        clinic=row.clinic,
        body=row.body,
        prev=row.prev,
        hash=row.hash,
    )


def count(store: Store) -> int:
    """How many entries there are."""
    with reading(store.engine, store.where) as connection:
        return int(connection.execute(select(func.count()).select_from(entry)).scalar() or 0)
