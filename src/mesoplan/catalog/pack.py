"""A compiled catalog as one file: lines of JSON in sections, read when they are asked for.

Nothing in it can run: whoever wrote it, reading it makes records of our own types, or fails. The content
hash is computed over the bytes that were read, so the hash that a report prints is the hash of what was
judged. The file is the same on every system and every Python.

::

    mesoplan-pack-1
    <hash of everything below the third line>
    <what the reader has to be and was asked for: records and indexes of this shape, the key of a cache>
    <head: version, title, plans of the records, and where each section is>
    <sections: a line of keys, then one line a value>
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

from mesoplan.catalog.catalog import Catalog, Index
from mesoplan.catalog.encoding import (
    UNREADABLE,
    Coder,
    Decoder,
    fits,
    lines_of,
    plans_of,
    read_line,
    record_types,
    tagged,
)
from mesoplan.catalog.fault import CatalogError, Fault
from mesoplan.catalog.layout import SHELVES
from mesoplan.catalog.waivers import has_ended
from mesoplan.record import NamedTuple

MAGIC = b"mesoplan-pack-1\n"

#: Raise it when indexes or the meaning of a record change, and neither names nor fields of records do.
SHAPE = "4"

_HASH_LENGTH = 32
_NO_DAY = datetime.date.min


class NoPack(Exception):
    """These bytes are no packed catalog that this version can read; the text says why."""


class Sections(Mapping[str, Any]):
    """A table of values that are decoded when they are asked for."""

    __slots__ = ("_body", "_decode", "_end", "_lines", "_ready", "_start", "_where")

    def __init__(self, body: bytes, span: tuple[int, int], decode: Decoder, where: str) -> None:
        self._body = body
        self._start, self._end = span
        self._decode = decode
        self._where = where
        self._lines: dict[str, bytes] | None = None
        self._ready: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        found = self._ready.get(key)
        if found is None:
            line = self._all()[key]
            try:
                found = self._ready[key] = self._decode(read_line(line))
            except UNREADABLE as error:
                raise _damaged(f"{self._where} {key}", error) from error
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """As of any mapping; asked too often for a `KeyError` on the way."""
        found = self._ready.get(key)
        if found is None:
            return self[key] if key in self._all() else default
        return found

    def __contains__(self, key: object) -> bool:
        return key in (self._lines or self._all())

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, bytes]:
        if self._lines is None:
            keys, *lines = self._body[self._start : self._end].split(b"\n")
            try:
                names = keys.decode().split("\x1f") if lines else []
                self._lines = dict(zip(names, lines, strict=True))
            except UNREADABLE as error:
                raise _damaged(self._where, error) from error
        return self._lines


class Packed(NamedTuple):
    """The bytes of a packed catalog below its third line, and their hash."""

    body: bytes
    hash: str


def packed(version: str, title: str, index: Index, tables: Mapping[str, Mapping[str, Any]]) -> Packed:
    """A catalog as bytes; the same catalog gives the same bytes."""
    import json

    def dumps(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    types = _types()
    coder = Coder(types, plans_of(types))
    encode = coder.encoders()
    spans: dict[str, list[int]] = {}
    parts: list[bytes] = []
    position = 0
    for name, write, values in _written(index, tables, encode):
        section = b"\n".join(lines_of(values, write, dumps))
        spans[name] = [position, position + len(section)]
        parts.append(section)
        position += len(section)
    head = {"version": version, "title": title, "plans": coder.plans, "sections": spans}
    body = dumps(head).encode() + b"\n" + b"".join(parts)
    return Packed(body, digest(body))


def file_bytes(pack: Packed, key: str = "") -> bytes:
    """The whole file; ``key`` is what a cache will ask for."""
    return b"".join((MAGIC, pack.hash.encode(), b"\n", _reader(key), b"\n", pack.body))


def opened(data: bytes, key: str = "") -> Packed:
    """The pack in a file's bytes. Raises `NoPack` when it is damaged, of another version or another key."""
    first = len(MAGIC)
    if data[:first] != MAGIC:
        raise NoPack("it is no packed catalog of this version")
    start = data.find(b"\n", first + _HASH_LENGTH + 1) + 1
    if not start or data[first + _HASH_LENGTH : first + _HASH_LENGTH + 1] != b"\n":
        raise NoPack("it is cut short")
    if data[first + _HASH_LENGTH + 1 : start - 1] != _reader(key):
        raise NoPack("it was packed by another version of mesoplan")
    body = data[start:]
    computed = digest(body)
    if data[first : first + _HASH_LENGTH] != computed.encode():
        raise NoPack("it is damaged: its hash is not that of its content")
    return Packed(body, computed)


def catalog_of(pack: Packed, today: datetime.date) -> Catalog:
    """The catalog of a pack, without the waivers that have ended. Raises `NoPack`."""
    try:
        end = pack.body.index(b"\n")
        head = read_line(pack.body[:end])
        types = _types()
        if not fits(head["plans"], types):
            raise NoPack("its records are not those of this version of mesoplan")
        coder, made = Coder(types, head["plans"]), {}  # type: Coder, dict[str, Decoder]
        sections = {name: (end + 1 + low, end + 1 + high) for name, (low, high) in head["sections"].items()}
        tables: dict[str, Mapping[str, Any]] = {
            shelf.kind: Sections(
                pack.body, sections[shelf.kind], coder.decoder(shelf.record.__name__, made), shelf.kind
            )
            for shelf in SHELVES
        }
        index = _index(pack.body, sections, coder)
        version, title = str(head["version"]), str(head["title"])
    except UNREADABLE as error:
        raise NoPack(f"it is damaged ({error})") from error
    return in_force(version, title, pack.hash, index, tables, today)


def in_force(
    version: str,
    title: str,
    content_hash: str,
    index: Index,
    tables: dict[str, Mapping[str, Any]],
    today: datetime.date,
) -> Catalog:
    """The catalog on this day: waivers that have ended are left out, and the hash says so."""
    waivers = tables["waiver"]
    ended = [identity for identity, waiver in waivers.items() if has_ended(waiver.expires, today)]
    if ended:
        tables["waiver"] = {key: waiver for key, waiver in waivers.items() if key not in ended}
        content_hash = digest("\n".join((content_hash, *sorted(ended))).encode())
    return Catalog(version=version, title=title, content_hash=content_hash, index=index, tables=tables)


def digest(body: bytes) -> str:
    """The content hash of these bytes."""
    try:  # without hashlib, which loads a library of ciphers
        from _blake2 import blake2b
    except ImportError:  # not CPython
        from hashlib import blake2b
    return blake2b(body, digest_size=_HASH_LENGTH // 2).hexdigest()


def read_pack(path: Path, today: datetime.date) -> Catalog:
    """The catalog in this file. Raises `CatalogError` when it cannot be used."""
    from mesoplan.catalog.safe_file import read_bytes

    try:
        return catalog_of(opened(read_bytes(path)), today)
    except (OSError, NoPack) as error:
        what = str(error) if isinstance(error, NoPack) else f"it cannot be read ({error.strerror or error})"
        raise CatalogError((_no_pack(str(path), what),)) from error


def archived_catalog(data: bytes, today: datetime.date) -> Catalog:
    """The catalog in these bytes of an archive. Raises `CatalogError` when it cannot be used."""
    try:
        return catalog_of(opened(data), today)
    except NoPack as error:
        raise CatalogError((_no_pack("the archive's catalog", str(error)),)) from error


def _types() -> dict[str, Any]:
    records = [shelf.record for shelf in SHELVES]
    records += [leaf for leaf in map(_leaf, Index._fields) if hasattr(leaf, "_fields")]
    return record_types(records)


def _reader(key: str) -> bytes:
    return f"shape {SHAPE} {key}".rstrip().encode()


def _written(
    index: Index, tables: Mapping[str, Mapping[str, Any]], encode: Mapping[str, Decoder]
) -> Iterator[tuple[str, Decoder, Mapping[str, Any]]]:
    """Every section: its name, how a value is written, and the values."""
    for shelf in SHELVES:
        yield shelf.kind, encode[shelf.record.__name__], tables[shelf.kind]
    for name in Index._fields:
        values, leaf = getattr(index, name), _leaf(name)
        write = encode[leaf.__name__] if hasattr(leaf, "_fields") else tagged
        if _is_nested(name):
            for kind, inner in values.items():
                yield f"index {name} {kind}", write, inner
        else:
            yield f"index {name}", write, values


def _table_values(annotation: Any) -> Any:
    """What a mapping's values are; None for what is no mapping."""
    return get_args(annotation)[1] if get_origin(annotation) in (dict, Mapping) else None


def _is_nested(name: str) -> bool:
    """Whether an index has a table for each kind."""
    return _table_values(_table_values(Index.__annotations__[name])) is not None


def _leaf(name: str) -> Any:
    """What the innermost values of an index are."""
    values = _table_values(Index.__annotations__[name])
    return _table_values(values) or values


def _index(body: bytes, sections: Mapping[str, tuple[int, int]], coder: Coder) -> Index:
    found: dict[str, Any] = {}
    made: dict[str, Decoder] = {}
    for name in Index._fields:
        leaf = _leaf(name)
        read = coder.decoder(leaf.__name__, made) if hasattr(leaf, "_fields") else coder.untagged
        if _is_nested(name):
            prefix = f"index {name} "
            found[name] = {
                section.removeprefix(prefix): Sections(body, span, read, section)
                for section, span in sections.items()
                if section.startswith(prefix)
            }
        else:
            found[name] = Sections(body, sections[f"index {name}"], read, f"index {name}")
    return Index(**found)


def _damaged(where: str, error: Exception) -> CatalogError:
    return CatalogError((_no_pack("packed catalog", f"{where} cannot be read ({error})"),))


def _no_pack(file: str, what: str) -> Fault:
    return Fault(
        code="CA001",
        file=file,
        key="",
        what=f"{what}.",
        so_what="Nothing in it was used.",
        next="Make it again: `mesoplan catalog pack -o FILE`.",
    )


def faults_in(lines: Iterable[Any]) -> tuple[Fault, ...]:
    """Faults that were kept as arrays of texts."""
    return tuple(Fault(*(str(part) for part in each)) for each in lines)  # type: ignore[arg-type]
