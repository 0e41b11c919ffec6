"""The anchor: heads of a ledger in a file outside it, one a line, so that a cut or a rewrite shows.

``number hash time``, appended after each commit and never read back to be changed. A copy of a line, on
paper or with somebody else, anchors as well.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from mesoplan.errors import LedgerError, LedgerUnwritable
from mesoplan.model.ledger import Head
from mesoplan.record import NamedTuple

_LINE = re.compile(r"(\d+) ([0-9a-f]{64}) (\S+)")
_SHORT = re.compile(r"(\d+)[:# ]([0-9a-f]{8,64})")


class Anchors(NamedTuple):
    """What is written in anchors: hashes by number; ``torn`` lines were cut off while they were written."""

    hashes: Mapping[int, tuple[str, ...]]
    torn: int

    @property
    def last(self) -> int:
        """The largest number."""
        return max(self.hashes, default=0)


def write(file: str, head: Head) -> None:
    """Append a head, and wait for the disk. Raises OSError or `LedgerUnwritable`."""
    line = f"{head.entry} {head.hash} {head.at}\n".encode()
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":  # a crash cut the last line off
            line = b"\n" + line
        if os.write(handle, line) != len(line):
            raise LedgerUnwritable(f"{file}: the line was cut off.")
        os.fsync(handle)
    finally:
        os.close(handle)


def read(file: str) -> Anchors:
    """The heads in a file. A line that is none is counted as torn, never taken for a head.

    Raises `LedgerError` for a file that cannot be read or that holds nothing else.
    """
    try:
        lines = Path(file).read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise LedgerError(
            f"{file}: the anchor cannot be read ({error.strerror}). Whether the ledger was cut or rewritten "
            "cannot be told without it. Name another with --anchor, or a printed head with --head."
        ) from None
    found: dict[int, tuple[str, ...]] = {}
    torn = 0
    for line in lines:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            torn += bool(line.strip())
            continue
        number = int(match[1])
        found[number] = tuple(dict.fromkeys((*found.get(number, ()), match[2])))
    if torn and not found:
        raise LedgerError(
            f"{file}: this is no anchor: none of its {torn} lines is a number, a hash and a time. "
            "Nothing was compared. Name the file that `mesoplan ledger init` named."
        )
    return Anchors(found, torn)


def from_paper(text: str) -> Anchors:
    """A head as a worksheet prints it: ``41:9f2c…``, at least eight digits of the hash."""
    match = _SHORT.fullmatch(text.strip().lower())
    if match is None:
        raise LedgerError(
            f'"{text[:80]}" is no head. Nothing was compared. Write the number and the hash as printed: '
            "41:9f2c51d07a13."
        )
    return Anchors({int(match[1]): (match[2],)}, 0)
