"""`load_catalog`: the shipped catalog with overlays, packed where it can be."""

import datetime
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.layout import HEAD_FILE
from mesoplan.catalog.locate import archived_pack, shipped_catalog, shipped_pack
from mesoplan.catalog.pack import archived_catalog, read_pack
from mesoplan.catalog.safe_file import MOST_FILE_BYTES, read_bytes
from mesoplan.errors import BadRequest

#: Part of every snapshot's key: raise it when what is read from the same files changes.
ENGINE = "0.1.0/4"


def load_catalog(
    overlays: Sequence[str | os.PathLike[str]] = (),
    *,
    base: str | os.PathLike[str] | None = None,
    packed: str | os.PathLike[str] | None = None,
    today: datetime.date | None = None,
    use_snapshot: bool = True,
    linted: bool = True,
) -> Catalog:
    """The catalog, with the clinic's folders laid over it in order.

    An overlay folder whose ``catalog.toml`` says ``role = "base"`` takes the place of the shipped
    catalog. ``packed`` is a file made by `mesoplan catalog pack`, which is used as it is: it already
    holds its overlays. ``today`` decides whether waivers have ended; without it the system's date does.
    Raises :class:`CatalogError` with every fault of every file, those of the linter included unless
    ``linted`` is False (an older catalog, to compare with).
    """
    day = today or datetime.date.today()
    if packed is not None:
        if overlays or base is not None:
            raise BadRequest("a packed catalog takes no folders: lay them over it when it is packed")
        return read_pack(Path(packed), day)
    if base is None and not overlays and (archived := archived_pack()) is not None:
        return archived_catalog(archived, day)
    bottom, above = choose_base(base, overlays)
    if use_snapshot and not above and (shipped := shipped_pack(bottom)) is not None:
        with suppress(CatalogError):  # another version's, or damaged: the files beside it are the truth
            return read_pack(shipped, day, whole=False)
    if absent := [folder for folder in above if not _is_folder(folder)]:
        _refuse(absent)  # before everything else is read
    engine = ENGINE if linted else f"{ENGINE} unlinted"
    from mesoplan.catalog import snapshot

    key = _key((bottom, *above), engine) if use_snapshot else ""
    if key and (kept := snapshot.load(key, day)) is not None:
        return kept
    from mesoplan.catalog.build import build_packed

    catalog, pack = build_packed(bottom, above, day, linted=linted)
    if key and _key((bottom, *above), engine) == key:  # else a file changed while it was read
        snapshot.save(key, pack)
    return catalog


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is longer than names may be
        return False


def _refuse(folders: Sequence[Path]) -> None:
    """Raise for folders that cannot be listed; what can be is read as usual."""
    from mesoplan.catalog.read import read_folder

    faults = tuple(fault for folder in folders for fault in read_folder(folder).faults)
    if faults:
        raise CatalogError(faults)


def _key(folders: tuple[Path, ...], engine: str) -> str:
    from mesoplan.catalog import snapshot

    try:
        return snapshot.fingerprint(folders, engine)
    except OSError:
        return ""


def choose_base(
    base: str | os.PathLike[str] | None, overlays: Sequence[str | os.PathLike[str]]
) -> tuple[Path, tuple[Path, ...]]:
    """The base folder and the overlays above it."""
    above = [Path(folder).absolute() for folder in overlays]
    if base is not None:
        return Path(base).absolute(), tuple(above)
    if above and is_base(above[0]):
        return above[0], tuple(above[1:])
    return shipped_catalog(), tuple(above)


def is_base(folder: Path) -> bool:
    """Whether the folder says of itself that it is a whole catalog, not an overlay."""
    try:
        text = read_bytes(folder / HEAD_FILE, MOST_FILE_BYTES).decode()
    except (OSError, ValueError):
        return False
    return any(line.split("#")[0].replace(" ", "").strip() == 'role="base"' for line in text.splitlines())
