"""`mesoplan ledger init`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger init --clinic "Practice at the Park"
  mesoplan ledger init --clinic "Practice at the Park" --ledger /srv/mesoplan.db \\
      --keys /srv/keys/mesoplan.keys --anchor /mnt/second/mesoplan.anchor
  mesoplan ledger init --clinic Hospital --ledger postgresql://owner@db/mesoplan \\
      --keys /srv/keys/mesoplan.keys --anchor /mnt/second/mesoplan.anchor --role app
"""


@click.command("init", epilog=_EPILOG)
@click.option("--clinic", metavar="NAME", help="Whose ledger it is; stands in every entry.")
@click.option("--role", metavar="NAME", help="PostgreSQL: let this role read and append, and nothing else.")
@click.option("--upgrade", is_flag=True, help="Bring the tables of an older ledger up to this version.")
@door.place
@door.answer_format
def command(**given: Any) -> int:
    """Make a new, empty ledger with its key file and its anchor.

    The three files belong on different disks: who has the anchor can tell when the ledger was cut or
    rewritten, and a backup of the keys beside a backup of the ledger would bring erased patients back.
    """
    with door.needed_extra():
        from mesoplan.ledger import setup
        from mesoplan.ledger.journal import Ledger
    where = door.Where(given)
    if given["upgrade"]:
        with door.needed_extra():
            setup.upgrade(where.ledger)
        with door.opened(given) as ledger:
            from mesoplan.report.ledger_pages import head_page

            door.show(ledger.head(), head_page, given["format_"])
        return 0
    with door.needed_extra():
        ledger = Ledger.create(
            where.ledger,
            clinic=given["clinic"] or "",
            now=door.now(),
            keys=where.keys,
            anchor=where.anchor,
        )
    try:
        if given["role"]:
            setup.grant(ledger.store, given["role"])
        from mesoplan.report.ledger_pages import began_page

        door.show(
            ledger.head(),
            lambda head: began_page(head, ledger.keys.file, ledger.anchor),
            given["format_"],
        )
    finally:
        ledger.store.close()
    return 0
