"""`mesoplan ledger replay`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan ledger replay 7
  mesoplan ledger replay 7 --today
"""


@click.command("replay", epilog=_EPILOG)
@click.argument("entry", type=click.IntRange(1))
@click.option("--today", is_flag=True, help="On today's catalog: what changed for this patient?")
@door.place
@door.answer_format
@options.catalog_option
def command(entry: int, **given: Any) -> int:
    """Give the answer of ENTRY again, on the catalog it came from, and compare byte by byte.

    With --today the same case is asked of today's catalog: which findings appeared, which are gone. The
    exit code is 0 when it is the same, 1 when it differs, 3 when it cannot be told (the patient was erased).
    """
    from mesoplan.cli import codes
    from mesoplan.engine import Engine
    from mesoplan.report.ledger_pages import replayed_page

    engine = Engine.open(given["catalogs"]) if given["today"] else None
    with door.opened(given) as ledger:
        from mesoplan.ledger.replay import replay

        found = replay(ledger, entry, engine)
    door.show(found, lambda record: replayed_page(record, today=given["today"]), given["format_"])
    return {"same": codes.OK, "erased": codes.INCOMPLETE}.get(found.outcome, codes.BLOCKED)
