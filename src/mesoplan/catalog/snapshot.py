"""A compiled catalog kept in the user's cache, so that a warm start parses no TOML.

The snapshot is found by a fingerprint of the folders' files (names, sizes, times, inodes) and is
trusted only after its checksum. Anything wrong with it means: build again, replace it atomically,
say nothing. Without a writable cache everything works, only slower.
"""

import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

from mesoplan.catalog.catalog import Catalog, Shelved

_MAGIC = b"mesoplan-snapshot-3\n"
_DIGEST_SIZE = 16
_KEPT = 6


def fingerprint(folders: Iterable[Path], engine: str) -> str:
    """A key that changes whenever a file under the folders, the engine or Python changes."""
    digest = blake2b(digest_size=_DIGEST_SIZE)
    digest.update(_MAGIC + engine.encode() + sys.version.encode())
    for folder in folders:
        digest.update(os.fsencode(folder) + b"\0")
        _scan(os.fspath(folder), digest.update)
    return digest.hexdigest()


def load(key: str) -> Catalog | None:
    """The snapshot with this key, or None when there is none that can be trusted."""
    try:
        data = (cache_folder() / f"{key}.snapshot").read_bytes()
        start = len(_MAGIC) + _DIGEST_SIZE
        body = memoryview(data)[start:]
        if data[: len(_MAGIC)] != _MAGIC or _digest(body) != data[len(_MAGIC) : start]:
            return None
        version, title, content_hash, index, tables = pickle.loads(body)
        return Catalog(
            version=version, title=title, content_hash=content_hash, index=index,
            tables={kind: Shelved(table) for kind, table in tables.items()},
        )
    except Exception:  # a snapshot that cannot be used is rebuilt, whatever ails it
        return None


def save(key: str, catalog: Catalog, packed: dict[str, dict[str, bytes]]) -> None:
    """Keep a snapshot under this key; a cache that cannot be written is no fault."""
    body = pickle.dumps(
        (catalog.version, catalog.title, catalog.hash, catalog.index, packed), protocol=5
    )
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_MAGIC + _digest(body) + body)
            Path(name).replace(folder / f"{key}.snapshot")
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _drop_old(folder)
    except OSError:
        return


def _digest(body: bytes | memoryview) -> bytes:
    return blake2b(body, digest_size=_DIGEST_SIZE).digest()


def _scan(folder: str, update: Callable[[bytes], None]) -> None:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            update(entry.name.encode(errors="surrogateescape") + b"/")
            _scan(entry.path, update)
        else:
            stat = entry.stat()
            line = (
                f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}\n"
            )
            update(entry.name.encode(errors="surrogateescape") + line.encode())


def cache_folder() -> Path:
    """Where snapshots are kept: ``MESOPLAN_CACHE_DIR``, else the user's cache."""
    chosen = os.environ.get("MESOPLAN_CACHE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("mesoplan", appauthor=False)


def _drop_old(folder: Path) -> None:
    """Keep the newest few snapshots; each edit of a catalog makes another."""
    kept = sorted(folder.glob("*.snapshot"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[_KEPT:]:
        file.unlink(missing_ok=True)
