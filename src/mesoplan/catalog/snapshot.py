"""A compiled catalog kept in the user's cache, so that a warm start parses no TOML.

The snapshot is found by a fingerprint of the folders' files (names, sizes, times, inodes) and is
trusted only after its checksum. Anything wrong with it means: build again, replace it atomically,
say nothing. Without a writable cache everything works, only slower.

The sums only tell apart files that changed by themselves, so `zlib` is enough; importing `hashlib` takes
longer than reading the snapshot.
"""

import os
import pickle
import sys
import zlib
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any

from mesoplan.catalog.catalog import Catalog, Shelved
from mesoplan.catalog.fault import Fault

_MAGIC = b"mesoplan-snapshot-4\n"
_SUM_SIZE = 8
_KEPT = 6
_by_name = attrgetter("name")


def fingerprint(folders: Iterable[Path], engine: str) -> str:
    """A key that changes whenever a file under the folders, the engine or Python changes."""
    lines = [_MAGIC.decode(), engine, sys.version]
    for folder in folders:
        lines.append(f"{os.fspath(folder)}\0")
        _scan(os.fspath(folder), lines)
    text = "\n".join(lines).encode(errors="surrogateescape")
    return f"{_sum(text).hex()}{len(text):x}"


def load(key: str) -> Catalog | None:
    """The snapshot with this key, or None when there is none that can be trusted."""
    kept = _recall(f"{key}.snapshot")
    if kept is None:
        return None
    try:
        version, title, content_hash, index, tables = kept
        return Catalog(
            version=version,
            title=title,
            content_hash=content_hash,
            index=index,
            tables={kind: Shelved(table) for kind, table in tables.items()},
        )
    except Exception:  # a snapshot that cannot be used is rebuilt, whatever ails it
        return None


def save(key: str, catalog: Catalog, packed: dict[str, dict[str, bytes]]) -> None:
    """Keep a snapshot under this key; a cache that cannot be written is no fault."""
    content = (catalog.version, catalog.title, catalog.hash, catalog.index, packed)
    _keep(f"{key}.snapshot", content)


def load_faults(key: str) -> tuple[Fault, ...] | None:
    """What the linter found in the files with this key; None when it was not asked."""
    kept = _recall(f"{key}.faults")
    try:
        return None if kept is None else tuple(Fault(*each) for each in kept)
    except Exception:  # as for a snapshot
        return None


def save_faults(key: str, faults: tuple[Fault, ...]) -> None:
    """Keep what the linter found under this key."""
    _keep(f"{key}.faults", [tuple(fault) for fault in faults])


def _recall(name: str) -> Any:
    """What was kept under a name, when its checksum holds; otherwise None, never an error."""
    try:
        data = (cache_folder() / name).read_bytes()
        start = len(_MAGIC) + _SUM_SIZE
        body = memoryview(data)[start:]
        if data[: len(_MAGIC)] != _MAGIC or _sum(body) != data[len(_MAGIC) : start]:
            return None
        return pickle.loads(body)
    except Exception:  # whatever ails it, it is made again
        return None


def _keep(name: str, content: object) -> None:
    body = pickle.dumps(content, protocol=5)
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        import tempfile

        handle, part = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + _sum(body) + body)
            Path(part).replace(folder / name)
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise
        _drop_old(folder, Path(name).suffix)
    except OSError:
        return


def _sum(body: bytes | memoryview) -> bytes:
    return zlib.crc32(body).to_bytes(4) + zlib.adler32(body).to_bytes(4)


def _scan(folder: str, lines: list[str]) -> None:
    with os.scandir(folder) as found:
        entries = sorted(found, key=_by_name)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            lines.append(f"{entry.name}/")
            _scan(entry.path, lines)
        else:
            stat = entry.stat()
            lines.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}")


def cache_folder() -> Path:
    """Where snapshots are kept: ``MESOPLAN_CACHE_DIR``, else the user's cache."""
    chosen = os.environ.get("MESOPLAN_CACHE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("mesoplan", appauthor=False)


def _drop_old(folder: Path, suffix: str) -> None:
    """Keep the newest few snapshots; each edit of a catalog makes another."""
    kept = sorted(folder.glob(f"*{suffix}"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[_KEPT:]:
        file.unlink(missing_ok=True)
