"""`mesoplan ledger correct`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan ledger correct 14 --lot akis-25=0000200406E13 --words "misread from the ampoule" --by "nurse A"
  mesoplan ledger correct 14 --words "it was the left side" --by "nurse A"
"""


@click.command("correct", epilog=_EPILOG)
@click.argument("entry", type=click.IntRange(1))
@click.option("--lot", "lots", multiple=True, metavar="PRODUCT=LOT", help="The right lot; repeatable.")
@click.option("--words", metavar="TEXT", default="", help="What is right; sealed with the patient's key.")
@click.option("--by", metavar="NAME", required=True, help="Who says so.")
@door.place
@door.answer_format
@options.catalog_option
def command(entry: int, **given: Any) -> int:
    """Say what is right where ENTRY is wrong. The entry stays as it is; the correction points at it.

    A recall lists a corrected session under both lots, a list of the shelf counts the corrected one.
    """
    from mesoplan.engine import Engine

    pairs = door.pairs(given["lots"], "--lot")
    engine = Engine.open(given["catalogs"]) if pairs else None
    lots = {door.product_of(name, engine): lot for name, lot in pairs.items()} if engine else {}
    with door.opened(given) as ledger:
        from mesoplan.ledger.acts import correct

        said = correct(ledger, door.now(), entry=entry, words=given["words"], by=given["by"], lots=lots)
    return door.show_recorded(said, given["format_"])
