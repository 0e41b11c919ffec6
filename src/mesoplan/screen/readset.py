"""What an answer hangs on: every record and every entry of an index that was read for it, also in vain.

A new catalog can only change the answers whose read set meets what is different in it. Names of what was
read are kept as hashes of 64 bits: two names with one hash make an answer be worked out again, never less.
"""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from mesoplan.catalog.catalog import Catalog, Index
from mesoplan.errors import BadRequest

_WIDTH = 8
#: Whoever goes through a whole table hangs on all of it.
_ALL = "*"


class _Watched(Mapping[str, Any]):
    """A table of which it is noted what is read."""

    __slots__ = ("_inner", "_name", "_seen")

    def __init__(self, name: str, inner: Mapping[str, Any], seen: set[tuple[str, str]]) -> None:
        self._name = name
        self._inner = inner
        self._seen = seen

    def __getitem__(self, key: str) -> Any:
        self._seen.add((self._name, key))
        return self._inner[key]

    def get(self, key: str, default: Any = None) -> Any:
        """As of any mapping."""
        self._seen.add((self._name, key))
        return self._inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._seen.add((self._name, str(key)))
        return key in self._inner

    def __iter__(self) -> Iterator[str]:
        self._seen.add((self._name, _ALL))
        return iter(self._inner)

    def __len__(self) -> int:
        self._seen.add((self._name, _ALL))
        return len(self._inner)


def watched(catalog: Catalog) -> tuple[Catalog, set[tuple[str, str]]]:
    """The same catalog, and the set in which it notes what is read of it."""
    seen: set[tuple[str, str]] = set()
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
    return there, seen


def packed_reads(seen: set[tuple[str, str]]) -> bytes:
    """A read set as bytes: sorted hashes, eight bytes each."""
    return b"".join(sorted(map(_hash, seen)))


def meets(reads: bytes, different: frozenset[bytes]) -> bool:
    """Whether anything that was read is different now."""
    return any(reads[at : at + _WIDTH] in different for at in range(0, len(reads), _WIDTH))


def differences(old: Catalog, new: Catalog) -> dict[bytes, tuple[str, str]]:
    """What is different between two catalogs, by hash: each table and key, and each table as a whole."""
    if set(old.kinds()) != set(new.kinds()):
        raise BadRequest("the two catalogs are of different versions of mesoplan: check all rows again.")
    found: set[tuple[str, str]] = set()
    for name, before, after in _tables(old, new):
        for key in {*before, *after}:
            # As text: equal amounts may be written unequally, and an answer shows them as written.
            if key not in before or key not in after or repr(before[key]) != repr(after[key]):
                found.update(((name, key), (name, _ALL)))
    return {_hash(each): each for each in found}


def _tables(old: Catalog, new: Catalog) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    for kind in old.kinds():
        yield kind, old.table(kind), new.table(kind)
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


def _hash(read: tuple[str, str]) -> bytes:
    return blake2b("\x1f".join(read).encode("utf-8", "surrogatepass"), digest_size=_WIDTH).digest()
