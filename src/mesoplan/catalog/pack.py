"""A compiled catalog as one file: lines of JSON in sections, read when they are asked for.

Nothing in it can run: whoever wrote it, reading it makes records of our own types, or fails. The content
hash is that of the head, which holds the hash of each section's list, which holds the hashes of its lines;
what is read is compared with them first. So the hash that a report prints is the hash of what was judged, and
what nobody asks for need not be hashed. The file is the same on every system and every Python.

::

    mesoplan-pack-2
    <hash of the head>
    <what the reader has to be and was asked for: records and indexes of this shape, the key of a cache>
    <head: version, title, plans of the records, and of each section how long its list and all of it are, and
    the hash of the list>
    <sections: the list, then one line a value; see `sections`>
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
    plans_of,
    read_line,
    record_types,
    tagged,
)
from mesoplan.catalog.fault import CatalogError, Fault
from mesoplan.catalog.layout import SHELVES
from mesoplan.catalog.sections import DAMAGED, HASH_LENGTH, Lines, Span, digest, section
from mesoplan.catalog.waivers import has_ended
from mesoplan.record import NamedTuple

MAGIC = b"mesoplan-pack-2\n"

#: Raise it when indexes or the meaning of a record change, and neither names nor fields of records do.
SHAPE = "6"

_NO_DAY = datetime.date.min


class NoPack(Exception):
    """These bytes are no packed catalog that this version can read; the text says why."""


class Sections(Mapping[str, Any]):
    """A table of values that are decoded when they are asked for."""

    __slots__ = ("_data", "_decode", "_lines", "_ready", "_span", "_where")

    def __init__(self, data: bytes, span: Span, decode: Decoder, where: str) -> None:
        self._data = data
        self._span = span
        self._decode = decode
        self._where = where
        self._lines: Lines | None = None
        self._ready: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        found = self._ready.get(key)
        if found is None:
            lines = self._lines or self._listed()
            if key not in lines.places:
                raise KeyError(key)
            try:
                found = self._ready[key] = self._decode(read_line(lines.line(key)))
            except UNREADABLE as error:
                raise _damaged(f"{self._where} {key}", error) from error
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """As of any mapping; asked too often for a `KeyError` on the way."""
        found = self._ready.get(key)
        if found is None:
            return self[key] if key in (self._lines or self._listed()).places else default
        return found

    def __contains__(self, key: object) -> bool:
        return key in (self._lines or self._listed()).places

    def __iter__(self) -> Iterator[str]:
        return iter((self._lines or self._listed()).places)

    def __len__(self) -> int:
        return len((self._lines or self._listed()).places)

    def _listed(self) -> Lines:
        try:
            self._lines = Lines(self._data, self._span)
        except UNREADABLE as error:
            raise _damaged(self._where, error) from error
        return self._lines


class Packed(NamedTuple):
    """A packed catalog: bytes, where its head starts in them, and the hash of the head."""

    data: bytes
    start: int
    hash: str

    @property
    def body(self) -> bytes:
        """The head and the sections."""
        return self.data[self.start :]

    def head(self) -> tuple[dict[str, Any], dict[str, Span]]:
        """The head, and where each section is. Raises one of `UNREADABLE`."""
        end = self.data.index(b"\n", self.start)
        found: dict[str, Any] = read_line(self.data[self.start : end])
        spans: dict[str, Span] = {}
        place = end + 1
        for name, (listed, length, seal) in found["sections"].items():
            spans[name] = Span(start=place, lines=place + listed, end=place + length, hash=str(seal))
            place += length
        if place != len(self.data):
            raise ValueError(DAMAGED)
        return found, spans


def packed(version: str, title: str, index: Index, tables: Mapping[str, Mapping[str, Any]]) -> Packed:
    """A catalog as bytes; the same catalog gives the same bytes."""
    import json

    def dumps(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    types = _types()
    coder = Coder(types, plans_of(types))
    encode = coder.encoders()
    spans: dict[str, tuple[int, int, str]] = {}
    parts: list[bytes] = []
    for name, write, values in _written(index, tables, encode):
        part, (listed, seal) = section(values, write, dumps)
        spans[name] = (listed, len(part), seal)
        parts.append(part)
    head = {"version": version, "title": title, "plans": coder.plans, "sections": spans}
    line = dumps(head).encode()
    return Packed(b"".join((line, b"\n", *parts)), 0, digest(line))


def file_bytes(pack: Packed, key: str = "") -> bytes:
    """The whole file; ``key`` is what a cache will ask for."""
    return b"".join((MAGIC, pack.hash.encode(), b"\n", _reader(key), b"\n", pack.body))


def opened(data: bytes, key: str = "", *, whole: bool = True) -> Packed:
    """The pack in a file's bytes. Raises `NoPack` when it is damaged, of another version or another key.

    Without ``whole`` a damaged section is found when it is read, and is a `CatalogError` then.
    """
    first = len(MAGIC)
    if data[:first] != MAGIC:
        raise NoPack("it is no packed catalog of this version")
    start = data.find(b"\n", first + HASH_LENGTH + 1) + 1
    if not start or data[first + HASH_LENGTH : first + HASH_LENGTH + 1] != b"\n":
        raise NoPack("it is cut short")
    if data[first + HASH_LENGTH + 1 : start - 1] != _reader(key):
        raise NoPack("it was packed by another version of mesoplan")
    end = data.find(b"\n", start)
    computed = digest(data[start : max(end, start)])
    if data[first : first + HASH_LENGTH] != computed.encode():
        raise NoPack(f"it is damaged: {DAMAGED}")
    pack = Packed(data, start, computed)
    try:
        for span in pack.head()[1].values():
            if whole:
                Lines(data, span).compare_all()
    except UNREADABLE as error:
        raise NoPack(f"it is damaged: {error}") from error
    return pack


def catalog_of(pack: Packed, today: datetime.date) -> Catalog:
    """The catalog of a pack, without the waivers that have ended. Raises `NoPack`."""
    try:
        head, spans = pack.head()
        types = _types()
        if not fits(head["plans"], types):
            raise NoPack("its records are not those of this version of mesoplan")
        coder, made = Coder(types, head["plans"]), {}  # type: Coder, dict[str, Decoder]
        tables: dict[str, Mapping[str, Any]] = {
            shelf.kind: Sections(
                pack.data, spans[shelf.kind], coder.decoder(shelf.record.__name__, made), shelf.kind
            )
            for shelf in SHELVES
        }
        index = _index(pack.data, spans, coder)
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


def read_pack(path: Path, today: datetime.date, *, whole: bool = True) -> Catalog:
    """The catalog in this file. Raises `CatalogError` when it cannot be used; see `opened` for ``whole``."""
    from mesoplan.catalog.safe_file import read_bytes

    try:
        return catalog_of(opened(read_bytes(path), whole=whole), today)
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


def _index(data: bytes, spans: Mapping[str, Span], coder: Coder) -> Index:
    found: dict[str, Any] = {}
    made: dict[str, Decoder] = {}
    for name in Index._fields:
        leaf = _leaf(name)
        read = coder.decoder(leaf.__name__, made) if hasattr(leaf, "_fields") else coder.untagged
        if _is_nested(name):
            prefix = f"index {name} "
            found[name] = {
                section.removeprefix(prefix): Sections(data, span, read, section)
                for section, span in spans.items()
                if section.startswith(prefix)
            }
        else:
            found[name] = Sections(data, spans[f"index {name}"], read, f"index {name}")
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
