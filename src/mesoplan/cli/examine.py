"""What `doctor` looks at."""

import datetime
import platform
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from mesoplan.catalog.doctor import Examined, examine_catalog
from mesoplan.version import VERSION

_LIBRARIES = ("click", "networkx", "platformdirs", "pydantic", "rapidfuzz")
_EXTRAS = {"oracle": "ortools"}


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
    found = examine_catalog(catalogs, datetime.date.today())
    return Examined((*rows, *found.rows), found.sound)


def validation(catalogs: tuple[str, ...]) -> tuple[tuple[tuple[str, str], ...], bool]:
    """What the public reports give here, in rows, and whether every one is answered as it should be."""
    from mesoplan.catalog.load import load_catalog
    from mesoplan.knowledge.questions import Knowledge
    from mesoplan.review.validation import validated

    found = validated(Knowledge(load_catalog(catalogs)))
    right = found.reports - len({name for name, _ in found.wrong}) - found.known
    said = f"{right} of {found.reports} reports answered right"
    if found.known:
        said += f"; {found.known} are known to wait for an addition"
    rows = (("validation", said), *((f"wrong: {name}", what) for name, what in found.wrong))
    return rows, not found.wrong


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "MISSING"
