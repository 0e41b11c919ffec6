"""What a clinic sets once: mesoplan.toml in the folder, or in the user's configuration.

``jurisdiction`` and ``stock`` hold where a case says nothing; ``catalogs`` are laid over the shipped one
before those of the command line; ``ledger`` is the clinic's ledger, ``ledger_keys`` and ``ledger_anchor``
its two other files. ``language`` is that of the names of ingredients on pages. Whatever is used is said.
"""

import os
from pathlib import Path

import click

from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple

_FILE = "mesoplan.toml"
_BYTES = 20_000
_FILES = ("stock", "ledger", "ledger_keys", "ledger_anchor")
_KEYS = ("jurisdiction", "language", "catalogs", *_FILES)


class Settings(NamedTuple):
    """The settings that hold, and the file they are in ("" when there is none)."""

    file: str = ""
    jurisdiction: str = ""
    language: str = ""
    stock: str = ""
    catalogs: tuple[str, ...] = ()
    ledger: str = ""
    ledger_keys: str = ""
    ledger_anchor: str = ""


def settings() -> Settings:
    """Those of the folder, else those of the user. Raises `click.UsageError` for an unusable file."""
    for file in (Path(_FILE), Path(click.get_app_dir("mesoplan")) / _FILE):
        try:
            if file.is_file():
                return _read(file)
        except OSError:
            continue
    return Settings()


def _read(file: Path) -> Settings:
    import tomllib

    try:
        with file.open("rb") as stream:
            data = stream.read(_BYTES + 1)
        if len(data) > _BYTES:
            raise BadRequest(f"has more than {_BYTES} bytes")
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise click.UsageError(f"{file}: {error}. Nothing was done. Mend or remove the file.") from None
    for key in raw:
        if key not in _KEYS:
            raise click.UsageError(f"{file}: unknown key {key[:40]!r}. It has: {', '.join(_KEYS)}.")
    for key in ("jurisdiction", "language", *_FILES):
        if not isinstance(raw.get(key, ""), str):
            raise click.UsageError(f"{file}: {key} must be text in quotes.")
    catalogs = raw.get("catalogs", [])
    if not isinstance(catalogs, list) or not all(isinstance(each, str) for each in catalogs):
        raise click.UsageError(f"{file}: catalogs must be a list of folders.")
    return Settings(
        file=os.fspath(file),
        jurisdiction=raw.get("jurisdiction", ""),
        language=raw.get("language", ""),
        **{key: _beside(file, raw.get(key, "")) for key in _FILES},
        catalogs=tuple(_beside(file, each) for each in catalogs),
    )


def _beside(file: Path, name: str) -> str:
    """A name in the file is relative to it; the address of a server is none."""
    return os.fspath(file.parent / name) if name and "://" not in name else name
