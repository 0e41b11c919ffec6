"""`mesoplan ledger backup`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger backup /mnt/second/mesoplan-2026-11-27.db
  mesoplan ledger backup today.db
  mesoplan ledger verify --ledger today.db --anchor mesoplan-ledger.db.anchor
"""


@click.command("backup", epilog=_EPILOG)
@click.argument("file", type=click.Path())
@door.place
@door.answer_format
def command(file: str, **given: Any) -> int:
    """Copy the log into FILE while it is in use; whole or not at all. The copy is a ledger of its own.

    The keys are not in it. Back the key file up to another place, and prune those backups after an erasure:
    with both, an erased patient could be read again.
    """
    from mesoplan.report.ledger_pages import kept_page

    with door.opened(given) as ledger, door.counted("entries copied") as tick:
        from mesoplan.ledger.backup import backup

        kept = backup(ledger.store, file, tick)
    door.show(kept, kept_page, given["format_"])
    return 0
