"""`load_catalog`: the shipped catalog with overlays, from the snapshot when it is fresh."""

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

from mesoplan.catalog import snapshot
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.layout import HEAD_FILE
from mesoplan.catalog.locate import shipped_catalog

#: Part of every snapshot's key: raise it when records or indexes change their shape.
ENGINE = "0.1.0/3"


def load_catalog(
    overlays: Sequence[str | os.PathLike[str]] = (),
    *,
    base: str | os.PathLike[str] | None = None,
    today: datetime.date | None = None,
    use_snapshot: bool = True,
    linted: bool = True,
) -> Catalog:
    """The catalog, with the clinic's folders laid over it in order.

    An overlay folder whose ``catalog.toml`` says ``role = "base"`` takes the place of the shipped
    catalog. ``today`` decides whether waivers have ended; without it the system's date does.
    Raises :class:`CatalogError` with every fault of every file, those of the linter included unless
    ``linted`` is False (an older catalog, to compare with).
    """
    bottom, above = choose_base(base, overlays)
    day = today or datetime.date.today()
    has_waivers = any((folder / "waivers.toml").is_file() for folder in above)
    key = ""
    if use_snapshot:
        try:
            until = day.isoformat() if has_waivers else ""
            key = snapshot.fingerprint((bottom, *above), ENGINE + until + ("" if linted else "unlinted"))
        except OSError:
            key = ""
    if key and (kept := snapshot.load(key)) is not None:
        return kept
    from mesoplan.catalog.build import build, pack

    catalog = build(bottom, above, day, linted=linted)
    if key:
        packed = {
            kind: {identity: pack(record) for identity, record in catalog.table(kind).items()}
            for kind in catalog.kinds()
        }
        snapshot.save(key, catalog, packed)
    return catalog


def choose_base(
    base: str | os.PathLike[str] | None, overlays: Sequence[str | os.PathLike[str]]
) -> tuple[Path, tuple[Path, ...]]:
    """The base folder and the overlays above it."""
    above = [Path(folder).absolute() for folder in overlays]
    if base is not None:
        return Path(base).absolute(), tuple(above)
    if above and _is_base(above[0]):
        return above[0], tuple(above[1:])
    return shipped_catalog(), tuple(above)


def _is_base(folder: Path) -> bool:
    try:
        text = (folder / HEAD_FILE).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return any(line.split("#")[0].replace(" ", "").strip() == 'role="base"' for line in text.splitlines())
