"""What the commands of the ledger share: which ledger, the clock, how its answers are printed."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli.options import format_option, together

if TYPE_CHECKING:
    from mesoplan.engine import Engine
    from mesoplan.ledger.journal import Ledger
    from mesoplan.report.page import Page

DEFAULT = "mesoplan-ledger.db"

place = together(
    click.option(
        "--ledger",
        "ledger",
        metavar="FILE|URL",
        envvar="MESOPLAN_LEDGER",
        help="The ledger: a file, or postgresql://… (else mesoplan.toml, else mesoplan-ledger.db).",
    ),
    click.option(
        "--keys",
        metavar="FILE",
        envvar="MESOPLAN_LEDGER_KEYS",
        help="The file with the patients' keys (else beside the ledger).",
    ),
    click.option(
        "--anchor",
        metavar="FILE",
        envvar="MESOPLAN_LEDGER_ANCHOR",
        help="The file with the ledger's heads, better on another disk (else beside the ledger).",
    ),
)

answer_format = format_option("table", "json", "markdown", "html")


class Where:
    """The three files of a ledger, by options, environment and mesoplan.toml in this order."""

    def __init__(self, given: dict[str, Any]) -> None:
        from mesoplan.cli.settings import settings

        found = settings()
        self.ledger: str = given.get("ledger") or found.ledger or DEFAULT
        self.keys: str = given.get("keys") or found.ledger_keys
        self.anchor: str = given.get("anchor") or found.ledger_anchor


@contextmanager
def opened(given: dict[str, Any]) -> Iterator["Ledger"]:
    """The ledger that the options name, closed again at the end."""
    with needed_extra():
        from mesoplan.ledger.journal import Ledger
    where = Where(given)
    ledger = Ledger.open(where.ledger, keys=where.keys, anchor=where.anchor)
    try:
        yield ledger
    finally:
        ledger.store.close()


@contextmanager
def needed_extra() -> Iterator[None]:
    """A library that is not installed, as an error that says which extra it is in."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"the ledger needs {error.name}, which is not installed. Nothing was done. "
            "Install it: pip install 'mesoplan[ledger]'."
        ) from None


def now() -> datetime.datetime:
    """The clock of this machine, in UTC: the one place where the ledger's commands look at it."""
    return datetime.datetime.now(datetime.UTC)


def moment(text: str | None, option: str) -> datetime.datetime | None:
    """A moment with its offset, as an option gives it."""
    if text is None:
        return None
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'{option} "{text[:40]}" is no time: 2026-11-26T09:10+01:00.') from None
    if found.tzinfo is None:
        raise click.UsageError(f'{option} "{text[:40]}" has no offset from UTC: 2026-11-26T09:10+01:00.')
    return found


def day(text: str | None, option: str) -> datetime.date | None:
    """A day, as an option gives it."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'{option} "{text[:40]}" is no day: 2026-11-26.') from None


def today(text: str | None, option: str) -> datetime.date:
    """The day that an option gives, else this machine's."""
    return day(text, option) or datetime.date.today()


def pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    """What a repeatable option NAME=VALUE gives; one name once."""
    found: dict[str, str] = {}
    for each in given:
        name, joint, value = each.partition("=")
        if not joint or not name.strip() or not value.strip():
            raise click.UsageError(f'{option} "{each[:80]}" is not PRODUCT=VALUE, such as akis-25=L1234.')
        if name.strip() in found:
            raise click.UsageError(f"{option}: {name.strip()} stands twice.")
        found[name.strip()] = value.strip()
    return found


def product_of(name: str, engine: "Engine") -> str:
    """A product by any of its names. Raises `UnknownName`, and a usage error for an ingredient."""
    found = engine.catalog.resolve(name, ("substance",), "product called")
    if found.kind != "product":
        raise click.UsageError(
            f'"{name[:60]}" is an ingredient, and lots are of products. '
            f"`mesoplan show {found.id}` lists them."
        )
    return found.id


def packed_catalog(catalogs: tuple[str, ...]) -> bytes:
    """The catalog with its overlays as one file, to be kept beside the answers it gave."""
    from mesoplan.catalog.packing import packed
    from mesoplan.cli.output import say

    say("A catalog that the ledger does not hold yet: it is kept with the answer, once.")
    return packed(catalogs)


def show(record: Any, page: "Callable[[Any], Page]", format_: str) -> None:
    """Print an answer of the ledger: a page for people, its document for programs."""
    from mesoplan.cli.output import emit, emit_page

    if format_ == "json":
        from mesoplan.report.ledger_json import ledger_json

        emit(ledger_json(record))
    else:
        emit_page(page(record), format_)


def show_recorded(record: Any, format_: str) -> int:
    """Print that something was recorded."""
    from mesoplan.report.ledger_pages import recorded_page

    show(record, recorded_page, format_)
    return 0


@contextmanager
def counted(what: str) -> Iterator[Callable[[int], None]]:
    """A line that counts on the terminal while something long goes on; nothing where nobody looks."""
    import os
    import sys

    from mesoplan.cli.streams import mutter_raw

    quiet = not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"
    width = 0

    def tick(number: int) -> None:
        nonlocal width
        if not quiet:
            line = f"{what}: {number:,}"
            mutter_raw(f"\r{line:<{width}}")
            width = len(line)

    yield tick
    if width:
        mutter_raw(f"\r{'':<{width}}\r")
