"""`mesoplan ledger lot`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan ledger lot akis-25 0000200406E13 --expires 2027-02 --count 10 --volume "1 mL"
  mesoplan ledger lot
  mesoplan ledger lot akis-25
"""


@click.command("lot", epilog=_EPILOG)
@click.argument("product", required=False)
@click.argument("lot", required=False)
@click.option("--expires", metavar="DAY", default="", help="As printed: 2027-02 or 2027-02-14.")
@click.option("--count", type=click.IntRange(1, 100_000), metavar="N", help="How many containers came.")
@click.option("--volume", metavar="AMOUNT", help='In each, such as "1 mL"; else as the catalog says.')
@click.option("--by", metavar="NAME", default="", help="Who took it in.")
@click.option("--day", metavar="DAY", help="When it came, or the day of the list, if not today.")
@door.place
@door.answer_format
@options.catalog_option
def command(product: str | None, lot: str | None, **given: Any) -> int:
    """Record a LOT of PRODUCT that arrived; without a lot, list what the ledger says is on the shelf.

    A lot is copied sign by sign and never read as a number. The list counts what was received and given;
    what was thrown away the ledger does not know.
    """
    from mesoplan.engine import Engine
    from mesoplan.report.ledger_shelf_page import stock_page

    engine = Engine.open(given["catalogs"])
    name = door.product_of(product, engine) if product else ""
    with door.opened(given) as ledger:
        from mesoplan.ledger.acts import receive
        from mesoplan.ledger.shelf import container_volume, stock

        if lot is None:
            found = stock(ledger, door.today(given["day"], "--day"))
            if name:
                found = found._replace(lots=tuple(each for each in found.lots if each.product == name))
            door.show(found, lambda record: stock_page(record, engine.catalog), given["format_"])
            return 0
        if not given["count"]:
            raise click.UsageError("--count is missing: how many containers came? Nothing was recorded.")
        recorded = receive(
            ledger,
            door.now(),
            product=name,
            lot=lot,
            expires=given["expires"],
            containers=given["count"],
            volume=container_volume(engine.catalog, name, given["volume"]),
            by=given["by"],
            day=door.day(given["day"], "--day"),
        )
    return door.show_recorded(recorded, given["format_"])
