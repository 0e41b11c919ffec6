"""What `doctor` looks at."""

import datetime
import platform
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from mesoplan.catalog.doctor import Examined, examine_catalog
from mesoplan.version import VERSION

_LIBRARIES = ("click", "networkx", "platformdirs", "pydantic", "rapidfuzz")
_EXTRAS = {"oracle": "ortools", "pdf": "reportlab", "web": "starlette"}
#: What a person adds to the start file of a shell, so that it completes commands, options and ids.
_COMPLETION = (
    ("bash", 'in ~/.bashrc: eval "$(_MESOPLAN_COMPLETE=bash_source mesoplan)"'),
    ("zsh", 'in ~/.zshrc: eval "$(_MESOPLAN_COMPLETE=zsh_source mesoplan)"'),
    ("fish", "in ~/.config/fish/completions/mesoplan.fish: _MESOPLAN_COMPLETE=fish_source mesoplan | source"),
    (
        "PowerShell",
        'in $PROFILE: $env:_MESOPLAN_COMPLETE = "powershell_source"; mesoplan | Out-String | '
        "Invoke-Expression; $env:_MESOPLAN_COMPLETE = $null",
    ),
)


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
    completion = [(f"completion, {shell}", line) for shell, line in _COMPLETION]
    return Examined((*rows, *found.rows, *completion), found.sound)


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
