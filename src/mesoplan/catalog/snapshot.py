"""A compiled catalog kept in the user's cache, so that a warm start parses no TOML.

A snapshot is a packed catalog. It is found by a fingerprint of the folders' files (names, sizes, times,
inodes), which it must also hold inside. Anything wrong with it means: build again, replace it, say nothing.
"""

import datetime
from collections.abc import Iterable
from pathlib import Path

from mesoplan.catalog import cache, pack
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.sections import digest
from mesoplan.catalog.walk import walk

_SUFFIX = ".pack"
_FAULTS = ".lint"


def fingerprint(folders: Iterable[Path], engine: str) -> str:
    """A key that changes whenever a file under the folders, or the engine changes.

    Raises OSError for what cannot be listed; then there is no key, and reading says what ails it.
    """
    lines = [pack.SHAPE, engine]
    for folder in folders:
        walked = walk(folder)
        if walked.problems:
            raise OSError(f"{folder} cannot be listed whole")
        lines.append(f"{folder}\0")
        lines.extend(
            [f"{name} {size} {at} {moved} {node}" for name, _, size, at, moved, node in walked.files]
        )
    return digest("\n".join(lines).encode(errors="surrogateescape"))


def load(key: str, today: datetime.date) -> Catalog | None:
    """The snapshot with this key, or None when there is none that can be trusted."""
    kept = cache.recall(key + _SUFFIX)
    if kept is None:
        return None
    try:
        return pack.catalog_of(pack.opened(kept, key), today)
    except pack.NoPack:
        return None


def save(key: str, packed: pack.Packed) -> None:
    """Keep a snapshot under this key; a cache that cannot be written is no fault."""
    cache.keep(key + _SUFFIX, pack.file_bytes(packed, key))


def load_faults(key: str) -> tuple[Fault, ...] | None:
    """What the linter found in the files with this key; None when it was not asked."""
    import json

    kept = cache.recall(key + _FAULTS)
    if kept is None:
        return None
    try:
        asked, *lines = json.loads(kept)
        return pack.faults_in(lines) if asked == key else None
    except (ValueError, TypeError, RecursionError):
        return None


def save_faults(key: str, faults: tuple[Fault, ...]) -> None:
    """Keep what the linter found under this key."""
    import json

    cache.keep(key + _FAULTS, json.dumps([key, *faults]).encode())
