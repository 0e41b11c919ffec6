"""Every file under a catalog folder, found in one way by whoever reads them and whoever remembers them.

Links are followed, to files and to folders. Hidden names beside the shelves (``.git``) are no part of a
catalog and are passed over; inside a shelf they are found, so that they can be refused.
What cannot be listed or followed is a problem, never a gap.
"""

import os
import stat
from pathlib import Path
from typing import NamedTuple

#: Twenty times the shipped catalog has 21,000 files.
MOST_FILES = 50_000
MOST_DEPTH = 12


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


class TooMany(Exception):
    """More files than any catalog has; nothing more is listed."""


def walk(folder: Path | str) -> Walked:
    """Everything under a folder. Raises OSError only when the folder itself cannot be listed."""
    walked = Walked([], [])
    root = os.fspath(folder)
    status = Path(root).stat()
    try:
        _list(root, "", ((status.st_dev, status.st_ino),), walked)
    except TooMany:
        walked.problems.append(
            Problem("", f"the folder holds more than {MOST_FILES} files; a catalog has none so large")
        )
    return walked


def _list(folder: str, prefix: str, above: tuple[tuple[int, int], ...], walked: Walked) -> None:
    with os.scandir(folder) as found:
        entries = sorted(found, key=_by_name)
    for entry in entries:
        name = prefix + entry.name
        if entry.name[0] == ".":
            if prefix and not entry.name.startswith(".#"):
                _hidden(entry, name, walked)
            continue
        try:
            if entry.is_dir():
                _enter(entry, name, above, walked)
                continue
            status = entry.stat()
        except OSError as error:
            walked.problems.append(Problem(name, _why(entry, error)))
            continue
        if not stat.S_ISREG(status.st_mode):
            walked.problems.append(Problem(name, "this is no regular file"))
            continue
        if len(walked.files) >= MOST_FILES:
            raise TooMany
        walked.files.append(
            Found(name, entry.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        )


def _enter(entry: "os.DirEntry[str]", name: str, above: tuple[tuple[int, int], ...], walked: Walked) -> None:
    """List a folder inside; one that contains itself by a link is a problem."""
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
    try:
        _list(entry.path, f"{name}/", (*above, node), walked)
    except OSError as error:
        walked.problems.append(Problem(name, f"this folder cannot be listed ({error.strerror})"))


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
