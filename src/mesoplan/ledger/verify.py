"""Whether a ledger is what it was: the chain by itself, then against what stands outside it.

The chain alone tells a changed or missing entry (``broken``). A tail that was cut off and a whole that was
rewritten leave a chain that holds: only an anchor tells them (``truncated``, ``forked``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select

from mesoplan.errors import LedgerError
from mesoplan.ledger.anchor import Anchors
from mesoplan.ledger.canonical import GENESIS, decoded, entry_hash
from mesoplan.ledger.database import reading, shown
from mesoplan.ledger.mentions import COLUMNS, ROLES, Mention, mentions_of
from mesoplan.ledger.store import Store, unpacked
from mesoplan.ledger.tables import document, entry, mention
from mesoplan.model.ledger import Damage, Head, State, Verified
from mesoplan.record import NamedTuple

#: More than these are counted and not listed: one broken entry may make each after it follow another.
_LISTED = 50
_CHUNK = 5_000
Tick = Callable[[int], None]


class _Chain(NamedTuple):
    head: Head
    entries: int
    damages: tuple[Damage, ...]
    hashes: Mapping[int, str]
    named: Mapping[str, int]
    derived: tuple[Damage, ...]


class _Derived:
    """What a recall reads, held against the log entry by entry: both are in the order of the log."""

    def __init__(self, rows: Iterator[Row[Any]]) -> None:
        self._rows = rows
        self._next = next(rows, None)
        self.first = 0
        self.wrong = 0

    def follows(self, number: int, expected: tuple[Mention, ...]) -> None:
        """The rows up to an entry should be those that the entry makes."""
        found = []
        while self._next is not None and self._next[0] <= number:
            found.append(tuple(self._next))
            self._next = next(self._rows, None)
        if tuple(found) != expected:
            self.first = self.first or number
            self.wrong += len(set(found) ^ set(expected)) or 1

    def damages(self) -> tuple[Damage, ...]:
        """The first entry where they differ, and in how many rows."""
        left = 0 if self._next is None else 1 + sum(1 for _ in self._rows)
        if not self.wrong and not left:
            return ()
        first = self.first or (self._next[0] if self._next is not None else 0)
        return (Damage(entry=first, what="derived", found=str(self.wrong + left)),)


def verify(
    store: Store,
    anchors: Iterable[Anchors] = (),
    *,
    tick: Tick | None = None,
    kept_keys: Iterable[str] = (),
) -> Verified:
    """Look at every entry and document, and compare with the anchors.

    ``kept_keys`` are pseudonyms that a key file still has a key for: those of erased patients are warned of.
    """
    told = tuple(anchors)
    wanted = {number for each in told for number in each.hashes}
    chain = _chain(store, wanted, tick)
    damages = [*chain.damages, *_documents(store, chain.named), *chain.derived]
    beside = [] if damages else list(_anchored(chain, told))
    erased = {str(each.data["patient"]) for each in store.entries(("erasure",))} if not damages else set()
    held = [
        number
        for each in told
        for number in each.hashes
        if number in chain.hashes and number <= chain.head.entry
    ]
    warned = [Damage(entry=0, what="kept-key", found=each) for each in sorted(erased & set(kept_keys))]
    warned += [Damage(entry=0, what="unreadable", found=str(each.torn)) for each in told if each.torn]
    return Verified(
        state=_state(damages, beside, bool(held) or chain.head.entry == 0),
        head=chain.head,
        entries=chain.entries,
        documents=len(chain.named),
        anchors=sum(len(each.hashes) for each in told),
        anchored=max(held, default=0),
        damages=tuple([*damages, *beside][:_LISTED]),
        warnings=tuple(warned),
    )


def _state(damages: list[Damage], beside: list[Damage], anchored: bool) -> State:
    if damages:
        return "broken"
    if any(each.what == "anchored-otherwise" for each in beside):
        return "forked"
    if beside:
        return "truncated"
    return "whole" if anchored else "unanchored"


def _chain(store: Store, wanted: set[int], tick: Tick | None) -> _Chain:
    """Every entry against the one before it and against its own hash."""
    damages: list[Damage] = []
    hashes: dict[int, str] = {}
    named: dict[str, int] = {}
    seq, prev, entries, last = 0, GENESIS, 0, None
    with reading(store.engine, store.where) as connection:
        chunked = connection.execution_options(yield_per=_CHUNK)
        derived = _Derived(iter(chunked.execute(select(mention).order_by(mention.c.seq, mention.c.place))))
        rows = chunked.execute(select(entry).order_by(entry.c.seq))
        for number, kind, at, clinic, body, before, hashed in rows:
            entries += 1
            if number != seq + 1:
                damages.append(Damage(entry=number, what="gap", expected=str(seq + 1), found=str(number)))
            if before != prev:
                damages.append(Damage(entry=number, what="follows-another", expected=prev, found=before))
            made = _hash(before, number, kind, at, clinic, body)
            if made != hashed:
                damages.append(Damage(entry=number, what="changed", expected=hashed, found=made))
            if '"document":"' in body:
                named.setdefault(_document_of(body), number)
            derived.follows(number, _mentioned(number, kind, at, body))
            if number in wanted:
                hashes[number] = hashed
            seq, prev, last = number, hashed, (at, clinic)
            if tick is not None and entries % _CHUNK == 0:
                tick(entries)
        beside = derived.damages()
    at, clinic = last or ("", "")
    head = Head(ledger=shown(store.where), clinic=clinic, entry=seq, hash=prev, at=at)
    return _Chain(
        head=head, entries=entries, damages=tuple(damages), hashes=hashes, named=named, derived=beside
    )


def _hash(prev: str, seq: int, kind: str, at: str, clinic: str, body: str) -> str:
    try:
        return entry_hash(prev, seq, kind, at, clinic, body)
    except (ValueError, TypeError):  # a hash that is none
        return ""


def _document_of(body: str) -> str:
    """The hash after the key; a body is canonical, so there is one way to write it."""
    return body.partition('"document":"')[2][:64]


def _documents(store: Store, named: Mapping[str, int]) -> Iterable[Damage]:
    """Each document that an entry names: there, and what its hash says."""
    seen = set()
    with reading(store.engine, store.where) as connection:
        rows = connection.execution_options(yield_per=200).execute(select(document.c.hash, document.c.body))
        for name, stored in rows:
            seen.add(name)
            try:
                unpacked(stored, name)
            except LedgerError:
                yield Damage(entry=named.get(name, 0), what="document-changed", expected=name)
    for name, number in named.items():
        if name not in seen:
            yield Damage(entry=number, what="document-missing", expected=name)


def _mentioned(number: int, kind: str, at: str, body: str) -> tuple[Mention, ...]:
    """The rows that an entry makes; none where it cannot be read, which is told already."""
    if kind not in ROLES and '"patient":"' not in body:
        return ()
    try:
        return mentions_of(number, kind, at, decoded(body))
    except (ValueError, AttributeError, TypeError):
        return ()


def rebuild(store: Store) -> int:
    """Make what is derived anew from the log; how many rows there are then."""
    from sqlalchemy import delete, insert

    from mesoplan.ledger.database import writing

    rows = [
        dict(zip(COLUMNS, row, strict=True))
        for each in store.entries()
        for row in _mentioned(each.seq, each.kind, each.at, each.body)
    ]
    with writing(store.engine, store.where) as connection:
        connection.execute(delete(mention))
        for start in range(0, len(rows), _CHUNK):
            connection.execute(insert(mention), rows[start : start + _CHUNK])
    return len(rows)


def _anchored(chain: _Chain, anchors: Iterable[Anchors]) -> Iterable[Damage]:
    """What an anchor says otherwise: another hash at a number, or a number behind the end."""
    for each in anchors:
        for number, known in sorted(each.hashes.items()):
            if number > chain.head.entry:
                yield Damage(entry=number, what="ends-early", expected=known[0], found=str(chain.head.entry))
            elif not any(chain.hashes.get(number, "").startswith(one) for one in known):
                yield Damage(
                    entry=number,
                    what="anchored-otherwise",
                    expected=known[0],
                    found=chain.hashes.get(number, ""),
                )
            elif len(known) > 1:  # two heads of one number were anchored: there were two histories
                yield Damage(entry=number, what="anchored-otherwise", expected=known[1], found=known[0])
