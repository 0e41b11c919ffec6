"""The sections of a packed catalog: tables of lines, of which those are read that are asked for.

A section begins with its list: a line of keys, and one with the length of the line of each and the hash of
each `BLOCK` bytes of lines. Then come the lines. What is read of them is compared with its hash first.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from mesoplan.catalog.encoding import Decoder, read_line
from mesoplan.record import NamedTuple

HASH_LENGTH = 32
#: Small enough that one record costs little to compare, large enough that the list of hashes is short.
BLOCK = 4096

DAMAGED = "its hash is not that of its content"


class Span(NamedTuple):
    """Where a section is in the bytes of a pack: its list, its lines, its end; and the hash of the list."""

    start: int
    lines: int
    end: int
    hash: str


def section(
    values: Mapping[str, Any], write: Decoder, dumps: Callable[[Any], str]
) -> tuple[bytes, tuple[int, str]]:
    """A table as a section, and the length and hash of its list."""
    lines = [dumps(write(value)).encode() + b"\n" for value in values.values()]
    body = b"".join(lines)
    seals = [digest(block) for block in _blocks(body)]
    listed = "\n".join(("\x1f".join(values), dumps([[len(line) for line in lines], seals]), "")).encode()
    return listed + body, (len(listed), digest(listed))


class Lines:
    """The lines of one section by their keys. What is damaged raises what reading a line raises."""

    __slots__ = ("_compared", "_data", "_ends", "_seals", "_span", "places")

    def __init__(self, data: bytes, span: Span) -> None:
        listed = data[span.start : span.lines]
        if digest(listed) != span.hash:
            raise ValueError(DAMAGED)
        keys, sizes, _ = listed.split(b"\n")
        lengths, self._seals = read_line(sizes)
        #: Where the line of each key is among the lines.
        self.places: dict[str, int] = {}
        if lengths:
            self.places = dict(zip(keys.decode().split("\x1f"), range(len(lengths)), strict=True))
        self._ends = [0, *accumulate(lengths)]
        self._data, self._span = data, span
        self._compared: set[int] = set()

    def line(self, key: str) -> bytes:
        """The line of a key. Raises `KeyError` where there is none."""
        place = self.places[key]
        start, end = self._ends[place], self._ends[place + 1]
        for block in range(start // BLOCK, (end - 1) // BLOCK + 1):
            if block not in self._compared:
                self._compare(block)
        return self._data[self._span.lines + start : self._span.lines + end - 1]

    def compare_all(self) -> None:
        """Compare every block with its hash."""
        for block in range(-((self._span.lines - self._span.end) // BLOCK)):
            self._compare(block)

    def _compare(self, block: int) -> None:
        start = self._span.lines + block * BLOCK
        if digest(self._data[start : min(start + BLOCK, self._span.end)]) != self._seals[block]:
            raise ValueError(DAMAGED)
        self._compared.add(block)


def _blocks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), BLOCK):
        yield body[start : start + BLOCK]


def digest(data: bytes) -> str:
    """The hash of these bytes."""
    found: str = _blake2b(data, digest_size=HASH_LENGTH // 2).hexdigest()
    return found


def _hash() -> Callable[..., Any]:
    try:  # without hashlib, which loads a library of ciphers
        from _blake2 import blake2b
    except ImportError:  # not CPython
        from hashlib import blake2b
    return blake2b


_blake2b = _hash()
