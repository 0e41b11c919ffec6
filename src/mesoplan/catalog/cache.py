"""The folder where compiled catalogs are kept: it is used only when nobody else can write to it.

A folder or file that belongs to somebody else, that others may write to, or that is a symbolic link is
left alone, as is any file that is not what was asked for. Then everything works, only slower.
"""

import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from mesoplan.catalog.safe_file import MOST_BYTES, read_open

_KEPT = 6
_OLD_PART = 600  # seconds: no run writes for so long

#: What former versions left, which is no longer read.
_FORMER = (".snapshot", ".faults")

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_DIRECTORY = getattr(os, "O_DIRECTORY", 0)
_WRITABLE = stat.S_IWGRP | stat.S_IWOTH

#: Where owners and modes say who may write; elsewhere the user's profile is private by other means.
HAS_OWNERS = hasattr(os, "geteuid") and os.name == "posix"


class NotTrusted(OSError):
    """A folder or file that others could have written; the text says why."""


def cache_folder() -> Path | None:
    """Where packs are kept: ``MESOPLAN_CACHE_DIR``, else the user's cache; None when there is no place."""
    chosen = os.environ.get("MESOPLAN_CACHE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    try:
        found = user_cache_path("mesoplan", appauthor=False)
    except (OSError, RuntimeError, KeyError):  # a user without an entry and without HOME
        return None
    return found if found.is_absolute() else None


def recall(name: str) -> bytes | None:
    """What was kept under a name by nobody else than this user; otherwise None, never an error."""
    place = cache_folder()
    if place is None:
        return None
    try:
        if not HAS_OWNERS:
            return (place / name).read_bytes()
        folder = trusted_folder(place)
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NONBLOCK | _NOFOLLOW, dir_fd=folder)
            why = distrust(os.fstat(handle), is_folder=False)
            if why:
                os.close(handle)
                return None
            return read_open(handle, MOST_BYTES)
        finally:
            os.close(folder)
    except (OSError, ValueError):
        return None


def keep(name: str, data: bytes) -> None:
    """Keep bytes under a name, whole or not at all; a cache that cannot be written is no fault."""
    place = cache_folder()
    if place is None:
        return
    with suppress(OSError, ValueError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if HAS_OWNERS:
            os.close(trusted_folder(place))
        part = place / f"{os.getpid()}-{os.urandom(6).hex()}.part"
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            part.replace(place / name)
        finally:
            part.unlink(missing_ok=True)
        _clean(place, Path(name).suffix)


def trusted_folder(place: Path) -> int:
    """An open handle of the cache's folder. Raises `NotTrusted` when others could write to it."""
    try:
        handle = os.open(place, os.O_RDONLY | _DIRECTORY | _NOFOLLOW)
    except OSError as error:
        if place.is_symlink():
            raise NotTrusted("it is a symbolic link") from error
        raise
    why = distrust(os.fstat(handle), is_folder=True)
    if why:
        os.close(handle)
        raise NotTrusted(why)
    return handle


def distrust(found: os.stat_result, *, is_folder: bool) -> str:
    """Why somebody else could have written this; empty when nobody could."""
    if is_folder != stat.S_ISDIR(found.st_mode) or not (is_folder or stat.S_ISREG(found.st_mode)):
        return "it is no folder" if is_folder else "it is no regular file"
    if found.st_uid != os.geteuid():
        return f"it belongs to user {found.st_uid}, not to user {os.geteuid()}"
    if found.st_mode & _WRITABLE:
        return f"others may write to it (mode {stat.S_IMODE(found.st_mode):03o})"
    return ""


def _clean(folder: Path, suffix: str) -> None:
    """Keep the newest few of a kind; drop what killed runs and former versions left."""
    kept: list[tuple[float, Path]] = []
    with os.scandir(folder) as found:
        for entry in found:
            path = Path(entry.path)
            if path.suffix == ".part":
                if _is_left(entry):
                    path.unlink(missing_ok=True)
            elif path.suffix in _FORMER:
                path.unlink(missing_ok=True)
            elif path.suffix == suffix:
                kept.append((entry.stat(follow_symlinks=False).st_mtime, path))
    for _, path in sorted(kept, reverse=True)[_KEPT:]:
        path.unlink(missing_ok=True)


def _is_left(entry: "os.DirEntry[str]") -> bool:
    """Whether no run writes this part any more: it is old, or its process is gone."""
    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD_PART:
        return True
    process, dash, _ = entry.name.partition("-")
    if not (dash and process.isdigit() and HAS_OWNERS):
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
