"""Whether the catalog, its overlays and its cache can be trusted, as names and values."""

import datetime
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from mesoplan.catalog import cache
from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.layout import LEDGER_FILE
from mesoplan.catalog.load import choose_base, load_catalog
from mesoplan.catalog.locate import archived_pack, shipped_pack
from mesoplan.catalog.pack import read_pack
from mesoplan.catalog.walk import walk
from mesoplan.errors import NoCatalog
from mesoplan.record import NamedTuple


class Examined(NamedTuple):
    """Names and values, and whether the catalog can be used as it should be."""

    rows: tuple[tuple[str, str], ...]
    sound: bool


def examine_catalog(catalogs: Sequence[str], today: datetime.date) -> Examined:
    """The catalog, its hash, its overlays and waivers, and the cache: what is used, and what is wrong."""
    if not catalogs and archived_pack() is not None:
        packed = load_catalog(today=today)
        return Examined(
            (("catalog", "packed in this archive"), ("version", packed.version), ("hash", packed.hash)), True
        )
    try:
        base, above = choose_base(None, catalogs)
        rows = [("catalog", str(base)), ("newest file", _newest(base))]
    except (OSError, ValueError, NoCatalog) as error:
        return Examined((("catalog", f"NOT FOUND: {error}"),), False)
    try:
        catalog = load_catalog(catalogs, today=today)
    except CatalogError as error:
        faults = f"{len(error.faults)} faults; `mesoplan catalog lint` shows them"
        rows.append(("state", f"CANNOT BE USED: {faults}"))
        return Examined((*rows, *_overlays(above), *_cache()), False)
    rows += [("version", catalog.version), ("hash", catalog.hash)]
    wrong = _pack_fault(base, today)
    rows.append(("packed", wrong or _packed(base)))
    rows += _overlays(above)
    rows += [
        (
            "waiver",
            f"{waiver.id}: {waiver.statement} by {waiver.owner}, until {waiver.expires}",
        )
        for waiver in catalog.waivers()
    ]
    return Examined((*rows, *_cache()), not wrong)


def _packed(base: Path) -> str:
    file = shipped_pack(base)
    return (
        f"{file}, equal to the files beside it" if file else "no: the files are read, and kept in the cache"
    )


def _pack_fault(base: Path, today: datetime.date) -> str:
    """What is wrong with the pack that came with this folder: damaged, or not what the files say."""
    from mesoplan.catalog.build import build

    file = shipped_pack(base)
    if file is None:
        return ""
    try:
        kept = read_pack(file, today)
        found = build(base, (), today).hash
    except CatalogError as error:
        return f"CANNOT BE USED: {error.faults[0]}"
    return "" if kept.hash == found else f"DIFFERS from the files beside it (theirs: {found})"


def _overlays(above: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for folder in above:
        yield "overlay", f"{folder}: {_overlay_state(folder)}"


def _overlay_state(folder: Path) -> str:
    try:
        walked = walk(folder)
    except OSError as error:
        return f"CANNOT BE LISTED ({error.strerror})"
    files = sum(found.name.endswith(".toml") for found in walked.files)
    words = [f"{files} file{'s' if files != 1 else ''}"]
    if not any(found.name == LEDGER_FILE for found in walked.files):
        words.append("NO LEDGER: a lost file would go unseen (`mesoplan catalog lock`)")
    if walked.problems:
        words.append(f"{len(walked.problems)} CANNOT BE READ")
    if loose := _loose(folder):
        words.append(loose)
    return ", ".join(words)


def _loose(folder: Path) -> str:
    if cache.HAS_OWNERS and folder.stat().st_mode & 0o002:
        return "ANYBODY may write to it"
    return ""


def _newest(folder: Path) -> str:
    changed = max(found.changed for found in walk(folder).files)
    at = datetime.datetime.fromtimestamp(changed / 1e9, datetime.UTC)
    days = (datetime.datetime.now(datetime.UTC) - at).days
    return f"{at:%Y-%m-%d %H:%M} UTC, {days} days ago"


def _cache() -> Iterator[tuple[str, str]]:
    """Where compiled catalogs are kept, how many, and whether they are used."""
    folder = cache.cache_folder()
    if folder is None:
        yield "cache", "NONE: this user has no folder for it; every start compiles the catalog"
        return
    yield "cache", f"{folder}: {_cache_state(folder)}"


def _cache_state(folder: Path) -> str:
    if not folder.exists() and not folder.is_symlink():
        return "not made yet"
    if cache.HAS_OWNERS:
        try:
            os.close(cache.trusted_folder(folder))
        except OSError as error:
            why = str(error) if isinstance(error, cache.NotTrusted) else error.strerror
            return f"NOT USED: {why}; every start compiles the catalog (`chmod 700` on a folder of your own)"
    kept = list(folder.glob("*.pack"))
    size = sum(file.stat().st_size for file in kept) // 1024
    usable = "used" if os.access(folder, os.W_OK) else "NOT writable: every start compiles the catalog"
    return f"{len(kept)} kept, {size} KiB, {usable}"
