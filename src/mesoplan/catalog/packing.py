"""Writing packed catalogs: for whoever asks, and for the wheel."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mesoplan.catalog.build import build_packed
from mesoplan.catalog.load import choose_base
from mesoplan.catalog.pack import file_bytes


def write_pack(
    file: Path,
    overlays: Sequence[str | os.PathLike[str]] = (),
    *,
    base: str | os.PathLike[str] | None = None,
    today: date | None = None,
) -> tuple[str, int]:
    """Compile the catalog into ``file``, whole or not at all; gives its content hash and size.

    Waivers are packed with their last day and end on it. Raises `CatalogError` with every fault, and
    OSError when the file cannot be written.
    """
    data, content = _packed(overlays, base, today)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return content, len(data)


def packed(overlays: Sequence[str | os.PathLike[str]] = ()) -> bytes:
    """The compiled catalog as the bytes of such a file. Raises `CatalogError`."""
    return _packed(overlays, None, None)[0]


def _packed(
    overlays: Sequence[str | os.PathLike[str]], base: str | os.PathLike[str] | None, today: date | None
) -> tuple[bytes, str]:
    bottom, above = choose_base(base, overlays)
    _, pack = build_packed(bottom, above, today or date.today(), linted=True)
    return file_bytes(pack), pack.hash
