"""`mesoplan ledger restore`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger restore /mnt/second/mesoplan-2026-11-27.db --ledger restored.db
  mesoplan ledger verify --ledger restored.db --anchor /mnt/second/mesoplan.anchor
"""


@click.command("restore", epilog=_EPILOG)
@click.argument("file", type=click.Path())
@door.place
@door.answer_format
def command(file: str, **given: Any) -> int:
    """Make a log at --ledger from its copy FILE; never over one that is there.

    Nothing is added to it: `verify` against the old anchor then says "truncated" when entries after the copy
    are lost. Before anybody writes again, put what is lost aside on paper, and begin a new anchor.
    """
    with door.needed_extra():
        from mesoplan.ledger.backup import restore
    from mesoplan.report.ledger_pages import kept_page

    with door.counted("entries copied") as tick:
        kept = restore(file, door.Where(given).ledger, tick)
    door.show(kept, kept_page, given["format_"])
    return 0
