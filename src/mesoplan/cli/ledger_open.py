"""`mesoplan ledger open`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan ledger open botox-100-u C1234 --keep "24 h"
  mesoplan ledger open lidocaine-2-plain L77 --at 2026-11-26T09:10+01:00 --by "nurse A"
"""


@click.command("open", epilog=_EPILOG)
@click.argument("product")
@click.argument("lot")
@click.option("--at", metavar="TIME", help="When, if not now: 2026-11-26T09:10+01:00.")
@click.option(
    "--keep", metavar="TIME", help='How long it may be used, such as "24 h"; else as the catalog says.'
)
@click.option("--by", metavar="NAME", default="", help="Who opened it.")
@door.place
@door.answer_format
@options.catalog_option
def command(product: str, lot: str, **given: Any) -> int:
    """Record that a container of a LOT of PRODUCT was opened, and until when it may be used.

    Without --keep the shortest time counts that the catalog states for an opened container of it; where it
    states none, the entry says so and the container counts as open until it is used up.
    """
    from mesoplan.engine import Engine

    engine = Engine.open(given["catalogs"])
    name = door.product_of(product, engine)
    at = door.moment(given["at"], "--at") or door.now()
    with door.opened(given) as ledger:
        from mesoplan.ledger.acts import open_container
        from mesoplan.ledger.shelf import keep_until, refuse_unusable

        refuse_unusable(ledger, {name: lot}, at.date())
        recorded = open_container(
            ledger,
            door.now(),
            product=name,
            lot=lot,
            at=at,
            keep_until=keep_until(engine.catalog, name, at, given["keep"]),
            by=given["by"],
        )
    return door.show_recorded(recorded, given["format_"])
