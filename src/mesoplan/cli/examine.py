"""What `doctor` looks at."""

import datetime
import os
import platform
import re
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from mesoplan.catalog.doctor import Examined, examine_catalog
from mesoplan.version import VERSION

_PLACES = {"ledger": "LEDGER", "keys": "LEDGER_KEYS", "anchor": "LEDGER_ANCHOR"}
_LIBRARIES = ("click", "networkx", "platformdirs", "pydantic", "rapidfuzz")
_EXTRAS = {"oracle": "ortools", "pdf": "reportlab", "web": "starlette", "ledger": "sqlalchemy"}
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
    rows += ledger_rows()
    found = examine_catalog(catalogs, datetime.date.today())
    completion = [(f"completion, {shell}", line) for shell, line in _COMPLETION]
    return Examined((*rows, *found.rows, *completion), found.sound)


def ledger_rows() -> list[tuple[str, str]]:
    """Where the ledger, its keys and its anchor are, and what is wrong there. Opens none of them."""
    from mesoplan.cli.ledger_door import Where

    where = Where({key: os.environ.get(f"MESOPLAN_{name}") for key, name in _PLACES.items()})
    server = "://" in where.ledger
    if not server and not Path(where.ledger).is_file():
        return [("ledger", f"none ({where.ledger} is not there; `mesoplan ledger init` makes one)")]
    shown = re.sub(r"//[^@/]*@", "//…@", where.ledger)
    keys = where.keys or ("" if server else f"{where.ledger}.keys")
    anchor = where.anchor or ("" if server else f"{where.ledger}.anchor")
    return [("ledger", shown), ("ledger keys", _keys(keys)), ("ledger anchor", _anchor(anchor, where.ledger))]


def _keys(keys: str) -> str:
    """The key file, and who else may read it."""
    file = Path(keys)
    if not keys or not file.is_file():
        return f"{keys or 'not named'}: NOT THERE: what is sealed in the ledger cannot be read"
    others = " OTHERS MAY READ IT: chmod 600." if file.stat().st_mode & 0o077 else ""
    return (
        f"{keys}.{others} Back it up apart from the ledger, and prune its backups after an erasure: an old "
        "copy holds the keys of erased patients."
    )


def _anchor(anchor: str, ledger: str) -> str:
    """The anchor, and whether it stands where a fault of the ledger's disk would take it along."""
    file = Path(anchor)
    if not anchor or not file.is_file():
        return f"{anchor or 'not named'}: NOT THERE: a cut or rewritten ledger could not be told"
    beside = "://" not in ledger and file.stat().st_dev == Path(ledger).stat().st_dev
    return f"{anchor}. It is on the ledger's own disk: better elsewhere." if beside else anchor


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
