"""What `doctor` looks at."""

import datetime
import platform
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from mesoplan.catalog.fault import CatalogError
from mesoplan.catalog.layout import HEAD_FILE
from mesoplan.catalog.load import choose_base, load_catalog
from mesoplan.version import VERSION

_LIBRARIES = ("click", "networkx", "platformdirs", "pydantic", "rapidfuzz", "tabulate")
_EXTRAS = {"oracle": "ortools"}


class Examined(NamedTuple):
    """Names and values, and whether the installation can be used."""

    rows: tuple[tuple[str, str], ...]
    sound: bool


def examine(catalogs: tuple[str, ...]) -> Examined:
    """Everything that a report of a fault should hold."""
    rows = [
        ("mesoplan", f"{VERSION} in {Path(__file__).parents[1]}"),
        ("python", f"{platform.python_version()} on {platform.platform()}"),
        ("libraries", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)),
        (
            "extras",
            ", ".join(
                f"{extra}: {'installed' if find_spec(module) else 'not installed'}"
                for extra, module in _EXTRAS.items()
            ),
        ),
    ]
    found, sound = _catalog(catalogs)
    return Examined((*rows, *found, ("snapshots", _snapshots())), sound)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "MISSING"


def _catalog(catalogs: tuple[str, ...]) -> tuple[list[tuple[str, str]], bool]:
    try:
        base, above = choose_base(None, catalogs)
        rows = [("catalog", str(base)), *(("overlay", str(each)) for each in above)]
        rows.append(("newest file", _newest(base)))
    except (OSError, ValueError) as error:
        return [("catalog", f"NOT FOUND: {error}")], False
    try:
        catalog = load_catalog(catalogs)
    except CatalogError as error:
        faults = f"{len(error.faults)} faults; `mesoplan catalog lint` shows them"
        return [*rows, ("state", f"CANNOT BE USED: {faults}")], False
    return [*rows, ("version", catalog.version), ("hash", catalog.hash)], True


def _newest(folder: Path) -> str:
    times = [file.stat().st_mtime for file in folder.rglob("*.toml")]
    times.append((folder / HEAD_FILE).stat().st_mtime)
    changed = datetime.datetime.fromtimestamp(max(times), datetime.UTC)
    days = (datetime.datetime.now(datetime.UTC) - changed).days
    return f"{changed:%Y-%m-%d %H:%M} UTC, {days} days ago"


def _snapshots() -> str:
    """Where compiled catalogs are kept, and how many."""
    import os

    from mesoplan.catalog.snapshot import cache_folder

    folder = cache_folder()
    kept = list(folder.glob("*.snapshot"))
    size = sum(file.stat().st_size for file in kept) // 1024
    writable = (
        "writable"
        if os.access(folder if folder.exists() else folder.parent, os.W_OK)
        else ("NOT writable: every start compiles the catalog")
    )
    return f"{folder}: {len(kept)} kept, {size} KiB, {writable}"
