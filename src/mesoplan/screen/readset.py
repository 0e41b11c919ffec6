"""What an answer hangs on: every record and every entry of an index that was read for it, also in vain.

A new catalog can only change the answers whose read set meets what is different in it. Names of what was
read are kept as numbers, hashes of 64 bits: two names with one number make an answer be worked out again,
never less.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from mesoplan.catalog.catalog import Catalog, Index
from mesoplan.errors import BadRequest
from mesoplan.knowledge import whole
from mesoplan.knowledge.questions import Knowledge

#: A table, and the key of it that was read.
Read = tuple[str, str | tuple[str, ...]]

#: Whoever goes through a whole table hangs on all of it.
_ALL = "*"


class _Watched(Mapping[Any, Any]):
    """A table of which it is noted what is read."""

    __slots__ = ("_inner", "_name", "_seen")

    def __init__(self, name: str, inner: Mapping[Any, Any], seen: set[Read]) -> None:
        self._name = name
        self._inner = inner
        self._seen = seen

    def __getitem__(self, key: Any) -> Any:
        self._seen.add((self._name, key))
        return self._inner[key]

    def get(self, key: Any, default: Any = None) -> Any:
        """As of any mapping."""
        self._seen.add((self._name, key))
        return self._inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._seen.add((self._name, key if isinstance(key, str | tuple) else str(key)))
        return key in self._inner

    def __iter__(self) -> Iterator[Any]:
        self._seen.add((self._name, _ALL))
        return iter(self._inner)

    def __len__(self) -> int:
        self._seen.add((self._name, _ALL))
        return len(self._inner)


class _Knowing(Knowledge):
    """The questions to a watched catalog. What is worked out of whole tables is read by its keys."""

    __slots__ = ("_seen", "_shared")

    def __init__(self, catalog: Catalog, shared: Knowledge, seen: set[Read]) -> None:
        super().__init__(catalog)
        self._shared = shared
        self._seen = seen

    def once(self, ask: Any, *given: Any, **named: Any) -> Any:
        """As of any knowledge."""
        name = _WHOLE.get(ask)
        if name is None:
            return super().once(ask, *given, **named)
        found = self._kept.get(ask)
        if found is None:
            found = self._kept[ask] = _Watched(name, self._shared.once(ask), self._seen)
        return found


_WHOLE = {make: name for name, make in whole.TABLES.items()}


def watched(knowledge: Knowledge) -> tuple[Knowledge, set[Read]]:
    """The same knowledge with nothing asked yet, and the set of what is then read of the catalog."""
    catalog = knowledge.catalog
    seen: set[Read] = set()
    index: dict[str, Any] = {
        name: {kind: _Watched(f"{name}.{kind}", table, seen) for kind, table in value.items()}
        if _is_nested(name)
        else _Watched(name, value, seen)
        for name, value in _named(catalog.index)
    }
    tables = {kind: _Watched(kind, catalog.table(kind), seen) for kind in catalog.kinds()}
    there = Catalog(
        version=catalog.version,
        title=catalog.title,
        content_hash=catalog.hash,
        index=Index(**index),
        tables=tables,
    )
    return _Knowing(there, knowledge, seen), seen


def numbers(seen: Iterable[Read]) -> list[int]:
    """A read set as it is kept: sorted numbers."""
    return sorted(map(number, seen))


def differences(old: Catalog, new: Catalog) -> dict[int, str]:
    """What is different between two catalogs, by number: each table and key, and each table as a whole.

    The words say which: a record ("ingredient lidocaine"), or an entry of what is made of records.
    """
    if set(old.kinds()) != set(new.kinds()):
        raise BadRequest("the two catalogs are of different versions of mesoplan: check all rows again.")
    found: dict[int, str] = {}
    for name, before, after in _tables(old, new):
        if before is after:
            continue
        for key in sorted({*before, *after}):
            # As text: equal amounts may be written unequally, and an answer shows them as written.
            one, other = before.get(key), after.get(key)
            if key not in before or key not in after or (one is not other and repr(one) != repr(other)):
                found[number((name, key))] = (
                    " ".join((name, *key)) if isinstance(key, tuple) else f"{name} {key}"
                )
                found[number((name, _ALL))] = f"every {name}"
    return found


def _tables(old: Catalog, new: Catalog) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    for kind in old.kinds():
        yield kind, old.table(kind), new.table(kind)
    was, now = Knowledge(old), Knowledge(new)
    for name, make in whole.TABLES.items():
        yield name, was.once(make), now.once(make)
    for (name, before), (_, after) in zip(_named(old.index), _named(new.index), strict=True):
        if _is_nested(name):
            for kind in {*before, *after}:
                yield f"{name}.{kind}", before.get(kind, {}), after.get(kind, {})
        else:
            yield name, before, after


def _named(index: Index) -> list[tuple[str, Any]]:
    return [(name, getattr(index, name)) for name in Index._fields]


def _is_nested(name: str) -> bool:
    return name in ("names", "ancestors")


def number(read: Read) -> int:
    """The number of what was read: 64 bits of a hash of its name, with a sign as Parquet keeps it."""
    table, key = read
    text = "\x1f".join((table, *((key,) if isinstance(key, str) else key)))
    said = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(said, "little", signed=True)
