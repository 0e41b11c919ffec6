"""`mesoplan ledger give`."""

from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import complete, options
from mesoplan.cli import ledger_door as door

if TYPE_CHECKING:
    from mesoplan.ledger.journal import Ledger
    from mesoplan.model.case import Case

_EPILOG = """\b
Examples:
  mesoplan ledger give 12 --by "nurse A" --points 20 --side left
  mesoplan ledger give 12 --volume akis-25="0.8 mL" --note "stopped after 16 points, pain"
  mesoplan ledger give "akis-25 1 mL" --patient P-0042 --lot akis-25=0000200406E13 --day 2026-11-20
"""


@click.command("give", epilog=_EPILOG)
@click.argument("what")
@click.option("--patient", metavar="PSEUDONYM", default="", help="Whom; a preparation says it itself.")
@click.option("--lot", "lots", multiple=True, metavar="PRODUCT=LOT", help="From which lot; repeatable.")
@click.option(
    "--volume",
    "volumes",
    multiple=True,
    metavar="PRODUCT=VOLUME",
    help="Given, where it is not all; repeatable.",
)
@click.option("--day", metavar="DAY", help="When it was given, if not today: 2026-11-26.")
@click.option("--by", metavar="NAME", default="", help="Who gave it.")
@click.option("--points", type=click.IntRange(1, 5000), metavar="N", help="How many injections.")
@click.option("--side", metavar="TEXT", default="", help="On which side.")
@click.option("--note", metavar="TEXT", default="", help="What happened; sealed with the patient's key.")
@click.option("--goal", metavar="NAME", shell_complete=complete.goals, help="What was treated.")
@options.place_options
@door.place
@door.answer_format
@options.catalog_option
def command(what: str, **given: Any) -> int:
    """Record a session: WHAT is the entry of a preparation, or a case file or line given without one.

    What was given counts from now on: for the interval to the next session, for maxima of a course, for
    recalls. A product without a lot is recorded as "lot not recorded", and every recall of it lists it.
    """
    from mesoplan.cli.case_input import faults_at
    from mesoplan.engine import Engine

    engine = Engine.open(given["catalogs"])
    lots = {door.product_of(name, engine): lot for name, lot in door.pairs(given["lots"], "--lot").items()}
    volumes = {
        door.product_of(name, engine): text for name, text in door.pairs(given["volumes"], "--volume").items()
    }
    with door.opened(given) as ledger, faults_at("" if what.isdecimal() else what):
        from mesoplan.ledger.acts import Given, Told, give

        case, patient, known = _case(what, given, ledger)
        if not patient:
            raise click.UsageError("--patient is missing: a session is somebody's. Nothing was recorded.")
        case = _with_volumes(case, volumes, engine)
        resolved = engine.check(case._replace(record={})).resolved
        if not resolved.cocktail:
            raise click.UsageError(f"{what} has no items: what was given? Nothing was recorded.")
        held = [each.product for each in resolved.cocktail]
        for product in lots:
            if product not in held:
                raise click.UsageError(f"--lot {product}: it was not given. Nothing was recorded.")
        told = Told(
            day=door.today(given["day"], "--day"),
            by=given["by"],
            preparation=int(what) if what.isdecimal() else 0,
            side=given["side"],
            points=given["points"] or resolved.session.points,
            note=given["note"],
            goal=resolved.goal,
            zone=resolved.zone,
            technique=resolved.session.technique,
            route=resolved.session.route,
        )
        items = [
            Given(each, lots.get(each.product, known.get(each.product, ""))) for each in resolved.cocktail
        ]
        recorded = give(ledger, door.now(), patient=patient, given=items, told=told)
    return door.show_recorded(recorded, given["format_"])


def _case(what: str, given: dict[str, Any], ledger: "Ledger") -> "tuple[Case, str, dict[str, str]]":
    """What was given, to whom, and from which lots, as far as the preparation says."""
    from mesoplan.cli.check import case_of

    if not what.isdecimal():
        return case_of(what, given), given["patient"], {}
    from mesoplan.ledger.acts import lots_of
    from mesoplan.report.answer import answer_from

    entry = ledger.store.entry(int(what))
    if entry.kind != "preparation":
        raise click.UsageError(f"entry {what} is no preparation ({entry.kind}). Nothing was recorded.")
    patient = str(entry.data["patient"])
    if given["patient"] and given["patient"] != patient:
        raise click.UsageError(
            f"entry {what} was prepared for {patient}, not for {given['patient']}. Nothing was recorded. "
            "Is this the right syringe?"
        )
    text = ledger.answer_text(entry)
    if text is None:
        raise click.UsageError(f"the patient of entry {what} was erased. Nothing was recorded.")
    return answer_from(text).case, patient, lots_of(ledger, entry)


def _with_volumes(case: "Case", volumes: dict[str, str], engine: Any) -> "Case":
    """The case with the volumes that were really given."""
    if not volumes:
        return case
    rows = []
    told = set()
    for row, item in zip(
        engine.check(case).case.cocktail,
        engine.check(case._replace(record={})).resolved.cocktail,
        strict=True,
    ):
        if item.product in volumes:
            told.add(item.product)
            rows.append({"product": item.product, "volume": volumes[item.product], "syringe": item.syringe})
        else:
            rows.append(dict(row))
    for product in volumes:
        if product not in told:
            raise click.UsageError(f"--volume {product}: it is not in the cocktail. Nothing was recorded.")
    return case._replace(cocktail=tuple(rows))
