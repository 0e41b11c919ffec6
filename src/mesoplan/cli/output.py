"""Data on stdout, words on stderr."""

import os
import sys
from pathlib import Path

import click

from mesoplan.cli.guard import write
from mesoplan.cli.streams import mutter
from mesoplan.report.page import Page
from mesoplan.report.page_text import Paper, page_text


def emit(text: str) -> None:
    """Data to stdout, exactly as given. A reader that has gone away is no error."""
    write(text)


def say(text: str) -> None:
    """Words for the person at the terminal, on stderr."""
    mutter(text)


def paper() -> Paper:
    """The terminal's width and whether it takes colour (NO_COLOR and FORCE_COLOR decide first)."""
    return Paper(_columns(), _colour())


def _columns() -> int:
    """The width of the terminal: as COLUMNS says, else as it is, else 80."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def _colour() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def emit_page(page: Page, format_: str) -> None:
    """A page in one of the formats that every page has: table, markdown, html."""
    if format_ == "markdown":
        from mesoplan.report.page_markdown import page_markdown

        emit(page_markdown(page))
    elif format_ == "html":
        from mesoplan.report.page_html import page_html

        emit(page_html(page))
    else:
        emit(page_text(page, paper()))


def write_or_emit(text: str, target: str | None) -> None:
    """Data to a file when one is named, else to stdout."""
    if target is None or target == "-":
        emit(text)
        return
    try:
        Path(target).write_text(text, "utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is no name of a file"
        raise click.ClickException(f"{target} cannot be written ({why}).") from None
    say(f"wrote {target}")
