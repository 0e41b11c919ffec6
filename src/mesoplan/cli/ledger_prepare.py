"""`mesoplan ledger prepare`."""

from typing import Any

import click

from mesoplan.cli import complete, options
from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger prepare cocktail.toml --patient P-0042 --lot akis-25=0000200406E13 --by "nurse A"
  mesoplan ledger prepare cocktail.toml --patient P-0042 --start 2026-11-26T09:10+01:00 --pdf sheet.pdf
"""


@click.command("prepare", epilog=_EPILOG)
@click.argument("what")
@click.option("--patient", metavar="PSEUDONYM", required=True, help="For whom it is; never a name.")
@click.option("--lot", "lots", multiple=True, metavar="PRODUCT=LOT", help="From which lot; repeatable.")
@click.option("--by", metavar="NAME", default="", help="Who prepares it.")
@click.option("--goal", metavar="NAME", shell_complete=complete.goals, help="What is treated.")
@options.patient_options
@options.place_options
@click.option("--syringes", metavar="NAMES", help='Those there are, such as "1mL,2.5mL,5mL".')
@click.option("--start", metavar="TIME", help="The first puncture, with its offset: 2026-11-26T09:10+01:00.")
@click.option("--pdf", type=click.Path(), metavar="FILE", help="The worksheet as PDF (needs the extra pdf).")
@click.option("--labels", type=click.Path(), metavar="FILE", help="Labels of 60 × 30 mm as PDF.")
@options.verbose_option
@door.place
@door.answer_format
@options.fail_on_option
@options.catalog_option
def command(what: str, **given: Any) -> int:
    """Prepare the cocktail in WHAT as `mesoplan prepare` does, and record sheet, draws and lots.

    The sheet is printed after it is recorded, and its foot names the entry: a sheet without a number was
    never recorded. A draw without --lot is recorded as "lot not recorded". A lot that the ledger says is
    expired is refused.
    """
    from mesoplan.cli.case_input import faults_at, is_file_name
    from mesoplan.cli.check import case_of
    from mesoplan.cli.ledger_record import with_record
    from mesoplan.cli.output import say
    from mesoplan.cli.prepare import code_of, hand_out, syringes_of
    from mesoplan.engine import Engine
    from mesoplan.model.lot import Lot
    from mesoplan.report.ledger_pages import recorded_words
    from mesoplan.report.ledger_shelf_page import lots_words

    engine = Engine.open(given["catalogs"])
    where = what if is_file_name(what) else ""
    names = syringes_of(given["syringes"])
    start = door.moment(given["start"], "--start")
    lots = {door.product_of(name, engine): lot for name, lot in door.pairs(given["lots"], "--lot").items()}
    recorded = None
    with door.opened(given) as ledger, faults_at(where):
        from mesoplan.ledger.acts import draws_of
        from mesoplan.ledger.overrides import expire
        from mesoplan.ledger.shelf import refuse_unusable

        day = start.date() if start else None
        ledger.patient(given["patient"])
        expire(ledger, given["patient"], day or door.today(None, ""), door.now())
        case = with_record(case_of(what, given), ledger, given["patient"], day)
        answer = engine.prepare(case, syringes=names, start=start)
        refuse_unusable(ledger, lots, day or door.today(None, ""))
        if answer.result.sheet is not None:
            body, draws = draws_of(answer.result, given["patient"], lots, given["by"])
            recorded = ledger.add(
                answer,
                door.now(),
                patient=given["patient"],
                asked={"syringes": names, "start": given["start"] or ""},
                catalog=lambda: door.packed_catalog(given["catalogs"]),
                more=draws,
                body={**body, "day": (day or door.today(None, "")).isoformat()},
            )
    foot = f"{recorded_words(recorded)} {lots_words(lots, engine.catalog)}" if recorded else ""
    hand_out(
        answer,
        engine.catalog,
        given,
        what,
        lots={product: Lot(number) for product, number in lots.items()},
        foot=foot,
    )
    say(foot or "Not recorded: there is no sheet.")
    return code_of(answer, given["fail_on"])
