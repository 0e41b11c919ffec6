"""`mesoplan ledger recall`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan ledger recall akis-25 --lot 0000200406E13
  mesoplan ledger recall akis-25 --lot "00002*"
  mesoplan ledger recall akis-25 --since 2026-09-01 --until 2026-10-31
  mesoplan ledger recall --lot 0000200406E13 --format json | jq -r '.patients[]'
"""


@click.command("recall", epilog=_EPILOG)
@click.argument("product", required=False)
@click.option(
    "--lot", metavar="PATTERN", default="", help="The lot, or a pattern with * and ?; else every lot."
)
@click.option("--since", metavar="DAY", help="Only what happened on this day or later.")
@click.option("--until", metavar="DAY", help="Only what happened on this day or earlier.")
@door.place
@door.answer_format
@options.catalog_option
def command(product: str | None, **given: Any) -> int:
    """Whom and what a recalled PRODUCT or lot concerns: patients, sessions, preparations, containers, stock.

    What was given without its lot is a group of its own and never left out: it may have been this one. Lots
    that a person would read as the same (O for 0, hyphens, case) are named. The exit code is 0, concerned or
    not.
    """
    from mesoplan.engine import Engine
    from mesoplan.report.ledger_shelf_page import recall_page

    if not product and not given["lot"]:
        raise click.UsageError("name a product or a --lot: what is recalled?")
    engine = Engine.open(given["catalogs"])
    name = door.product_of(product, engine) if product else ""
    with door.opened(given) as ledger:
        from mesoplan.ledger.recall import recall

        found = recall(
            ledger,
            product=name,
            lot=given["lot"],
            since=door.day(given["since"], "--since"),
            until=door.day(given["until"], "--until"),
            ingredients=tuple(each.ingredient for each in engine.catalog.product(name).contains)
            if name
            else (),
            day=door.today(None, ""),
        )
    door.show(found, lambda record: recall_page(record, engine.catalog), given["format_"])
    return 0
