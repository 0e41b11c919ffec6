"""`catalog sample --answer`: a second reader's verdicts, one statement after the other, kept at once."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from mesoplan.catalog.load import choose_base
from mesoplan.catalog.locate import shipped_pack
from mesoplan.catalog.second_reading import write_readings
from mesoplan.cli import codes
from mesoplan.cli.output import emit_page, say
from mesoplan.errors import BadRequest
from mesoplan.model.cite import VERDICTS, Checked
from mesoplan.model.statement import Stated
from mesoplan.report.page import Page, Text
from mesoplan.report.show.source import statement_sections

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog

_WORDS: tuple[VERDICTS, ...] = get_args(VERDICTS)
_KEYS: dict[str, VERDICTS] = {
    "c": "confirmed",
    "i": "in-substance",
    "l": "says-less",
    "n": "not-found",
    "w": "wrong",
}
_HOW = "c: confirmed. i: in substance. l: the source says less. n: not found. w: wrong. Enter: skip. q: stop."


class NoReviewer(BadRequest):
    """A reviewer that the catalog does not list."""


def answer(drawn: tuple[Stated, ...], reviewer: str, catalog: "Catalog", catalogs: tuple[str, ...]) -> int:
    """Show each statement, ask for the verdict, and write it into the statement's file.

    End of input and q stop; what was answered is kept. Returns the exit code. Raises `NoReviewer`.
    """
    folders = _folders(catalogs)
    if reviewer not in catalog.table("reviewer"):
        known = ", ".join(catalog.table("reviewer")) or "none"
        raise NoReviewer(f'"{reviewer}" is not in reviewers.toml (there: {known}). Add the role first.')
    say(f"{len(drawn)} statements. {_HOW}")
    kept, refused = 0, 0
    for number, stated in enumerate(drawn, start=1):
        said, source = statement_sections(stated, catalog)
        title = f"{number} of {len(drawn)}"
        emit_page(Page(title, Text(stated.id), (said._replace(title=""), source)), "table")
        try:
            verdict = _verdict()
        except click.Abort:
            break
        if verdict is None:
            continue
        checked = Checked(by=reviewer, on=datetime.date.today().isoformat(), verdict=verdict)
        if _kept(stated.id, checked, folders):
            kept += 1
            refused += verdict in ("not-found", "wrong") and stated.cite.supports
    say(f"{kept} verdicts written.")
    if refused:
        say(
            f"{refused} say that the source does not hold the statement: correct it, "
            'or write access = "recalled". Until then lint refuses them (CA027).'
        )
    if kept:
        say("`mesoplan catalog lock` brings the ledger up to date.")
    return codes.OK


def _folders(catalogs: tuple[str, ...]) -> tuple[Path, ...]:
    """The folders that may hold the statements, the clinic's own first; no installed catalog."""
    base, overlays = choose_base(None, catalogs)
    found = (*(Path(each) for each in overlays), Path(base))
    return tuple(each for each in found if shipped_pack(each) is None)


def _verdict() -> VERDICTS | None:
    """The verdict that is typed; None for none. Raises click.Abort at the end."""
    while True:
        typed = click.prompt("verdict", default="", show_default=False, err=True).strip().casefold()
        if typed in ("", "s", "skip"):
            return None
        if typed in ("q", "quit"):
            raise click.Abort
        if typed in _KEYS:
            return _KEYS[typed]
        for word in _WORDS:
            if word.replace("-", " ") == typed.replace("-", " "):
                return word
        say(_HOW)


def _kept(identity: str, checked: Checked, folders: tuple[Path, ...]) -> bool:
    for folder in folders:
        try:
            written = write_readings(folder, {identity: checked})
        except OSError as error:
            say(f"  {folder} cannot be written ({error.strerror}).")
            continue
        if not written.left:
            say(f"  {written.files[0] if written.files else 'there already'}: {checked.verdict}")
            return True
    say(
        f"  Not written. Put it into the statement's cite yourself: "
        f'checked = {{ by = "{checked.by}", on = "{checked.on}", verdict = "{checked.verdict}" }}'
    )
    return False
