"""`mesoplan ledger head`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger head
  mesoplan ledger head --format json | jq -r '"\\(.entry):\\(.hash)"' > head-of-today.txt
"""


@click.command("head", epilog=_EPILOG)
@door.place
@door.answer_format
def command(**given: Any) -> int:
    """The last entry's number and hash: write them down where nobody who can write the ledger can reach.

    `mesoplan ledger verify --head NUMBER:HASH` compares later.
    """
    from mesoplan.report.ledger_pages import head_page

    with door.opened(given) as ledger:
        door.show(ledger.head(), head_page, given["format_"])
    return 0
