"""`catalog lock`: the ledger of a base or of an overlay, written anew after a review."""

import datetime
from pathlib import Path

from mesoplan.catalog.build import draft
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.ledger import ledger_lines, overlay_lines
from mesoplan.catalog.load import is_base
from mesoplan.catalog.read import Folder, read_folder
from mesoplan.record import NamedTuple

#: Faults of reading: what cannot be read would look retired.
_UNREADABLE = frozenset({"CA001", "CA002", "CA003", "CA005", "CA006"})


class Lock(NamedTuple):
    """What a folder's ledger should say: all lines, those that come and go, and what cannot be read."""

    file: Path
    lines: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    unreadable: tuple[Fault, ...]

    @property
    def is_up_to_date(self) -> bool:
        """Whether the ledger that is there says what the files say."""
        return not (self.new or self.gone or self.unreadable)

    def write(self) -> None:
        """Write the ledger. Raises OSError when the folder cannot be written."""
        self.file.write_text("\n".join(self.lines) + "\n", "utf-8")


def locked(folder: Path, today: datetime.date) -> Lock:
    """The ledger of a folder as it should be: of a base its statements, of an overlay its own lines."""
    if is_base(folder):
        read = draft(folder, (), today)
        return _lock(folder, ledger_lines(read.tables), read.ledger, read.faults)
    above: Folder = read_folder(folder)
    return _lock(folder, overlay_lines(above.raw), above.ledger, above.faults)


def _lock(
    folder: Path, lines: tuple[str, ...], ledger: tuple[str, ...] | None, faults: tuple[Fault, ...]
) -> Lock:
    before, now = set(ledger or ()), set(lines)
    return Lock(
        file=folder / LEDGER_FILE,
        lines=lines,
        new=tuple(sorted(now - before)),
        gone=tuple(sorted(before - now)),
        unreadable=tuple(fault for fault in faults if fault.code in _UNREADABLE),
    )
