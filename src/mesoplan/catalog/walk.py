"""Every file under a catalog folder, found in one way by whoever reads them and whoever remembers them.

Links are followed, to files and to folders. Hidden names beside the shelves (``.git``) are no part of a
catalog and are passed over; inside a shelf they are found, so that they can be refused.
What cannot be listed or followed is a problem, never a gap.
"""

import os
import stat
from pathlib import Path

from mesoplan.catalog.layout import SHELF_FOLDERS
from mesoplan.record import NamedTuple

#: Twenty times the shipped catalog has 21,000 files.
MOST_FILES = 50_000
MOST_DEPTH = 12

#: Files of a folder that is no shelf, and names that cannot be read: enough to name what is wrong.
MOST_STRAYS = 200
MOST_PROBLEMS = 200


class Found(NamedTuple):
    """A file below the folder: its name with ``/``, and what tells whether it changed."""

    name: str
    path: str
    size: int
    changed: int
    moved: int
    node: int


class Problem(NamedTuple):
    """A name that is no file that could be read, and why."""

    name: str
    why: str
    is_hidden: bool = False


class Walked(NamedTuple):
    """Files and problems in the order of their names."""

    files: list[Found]
    problems: list[Problem]


class _Stop(Exception):
    """More than any catalog has: nothing more is listed here."""


def walk(folder: Path | str) -> Walked:
    """Everything under a folder. Raises OSError only when the folder itself cannot be listed."""
    walked = Walked([], [])
    root = os.fspath(folder)
    status = Path(root).stat()
    try:
        _list(root, "", ((status.st_dev, status.st_ino),), walked, MOST_FILES)
    except _Stop:
        walked.problems.append(Problem("", f"it holds more than {MOST_FILES} files; no catalog is so large"))
    return walked


def _list(folder: str, prefix: str, above: tuple[tuple[int, int], ...], walked: Walked, most: int) -> None:
    with os.scandir(folder) as found:
        entries = sorted(found, key=_by_name)
    for entry in entries:
        name = prefix + entry.name
        if entry.name[0] == ".":
            if prefix and not entry.name.startswith(".#"):
                _hidden(entry, name, walked)
            continue
        if len(walked.files) >= most or len(walked.problems) >= MOST_PROBLEMS:
            raise _Stop
        try:
            if entry.is_dir():
                _enter(entry, name, above, walked, most)
                continue
            status = entry.stat()
        except OSError as error:
            walked.problems.append(Problem(name, _why(entry, error)))
            continue
        if not stat.S_ISREG(status.st_mode):
            walked.problems.append(Problem(name, "this is no regular file"))
            continue
        walked.files.append(
            Found(
                name=name,
                path=entry.path,
                size=status.st_size,
                changed=status.st_mtime_ns,
                moved=status.st_ctime_ns,
                node=status.st_ino,
            )
        )


def _enter(
    entry: "os.DirEntry[str]", name: str, above: tuple[tuple[int, int], ...], walked: Walked, most: int
) -> None:
    """List a folder inside; one that contains itself by a link is a problem, as is a large stray one."""
    if name.endswith(".toml"):
        walked.problems.append(Problem(name, "this is a folder, not a file"))
        return
    status = entry.stat()
    node = (status.st_dev, status.st_ino)
    if node in above:
        walked.problems.append(Problem(name, "this link leads back to a folder that holds it"))
        return
    if name.count("/") >= MOST_DEPTH:
        walked.problems.append(Problem(name, f"folders are nested more than {MOST_DEPTH} deep"))
        return
    is_stray = "/" not in name and name not in SHELF_FOLDERS
    try:
        _list(
            entry.path,
            f"{name}/",
            (*above, node),
            walked,
            min(most, len(walked.files) + MOST_STRAYS) if is_stray else most,
        )
    except OSError as error:
        walked.problems.append(Problem(name, f"this folder cannot be listed ({error.strerror})"))
    except _Stop:
        if not is_stray:
            raise
        walked.problems.append(Problem(name, "this folder belongs to no shelf, and holds a lot"))


def _hidden(entry: "os.DirEntry[str]", name: str, walked: Walked) -> None:
    try:
        is_folder = entry.is_dir()
    except OSError:
        is_folder = False
    if is_folder or entry.name.endswith(".toml"):
        walked.problems.append(Problem(name, "its name begins with a point, so it is not read", True))


def _why(entry: "os.DirEntry[str]", error: OSError) -> str:
    if entry.is_symlink():
        return f"this link cannot be followed ({error.strerror})"
    return f"it cannot be read ({error.strerror})"


def _by_name(entry: "os.DirEntry[str]") -> str:
    return entry.name
