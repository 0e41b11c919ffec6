"""`mesoplan ledger add`."""

from typing import Any

import click

from mesoplan.cli import complete, options
from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Examples:
  mesoplan ledger add cocktail.toml --patient P-0042
  mesoplan ledger add hair.toml --patient P-0042 --plan -k 5
  mesoplan ledger add "akis-25 1 mL" --goal neck-pain --zone neck --jurisdiction IT --patient P-0042
"""


@click.command("add", epilog=_EPILOG)
@click.argument("what")
@click.option("--patient", metavar="PSEUDONYM", default="", help="Whom it is about; never a name.")
@click.option("--plan", "plans", is_flag=True, help="Plan the case, though it has a cocktail.")
@click.option("-k", type=click.IntRange(1, 100), default=3, show_default=True, help="Plans: how many.")
@options.prefer_option
@click.option("--goal", metavar="NAME", shell_complete=complete.goals, help="What is treated.")
@options.patient_options
@options.place_options
@options.verbose_option
@door.place
@door.answer_format
@options.fail_on_option
@options.catalog_option
def command(what: str, **given: Any) -> int:
    """Check or plan the case in WHAT (a file, "-", or one line of text) and record the answer as it is.

    A case with a cocktail is checked, one without is planned. With --patient the check knows the earlier
    sessions and overrides that the ledger holds. The exit code follows the verdict, as that of `check` and
    `plan`; what was recorded is named on stderr.
    """
    from mesoplan.cli.case_input import faults_at, is_file_name
    from mesoplan.cli.check import case_of
    from mesoplan.cli.codes import exit_code
    from mesoplan.cli.ledger_record import with_record
    from mesoplan.cli.output import say
    from mesoplan.cli.plan import exit_code as plan_exit_code
    from mesoplan.cli.render import emit_check, emit_plan
    from mesoplan.engine import Engine
    from mesoplan.report.ledger_pages import recorded_words

    engine = Engine.open(given["catalogs"])
    where = what if is_file_name(what) else ""
    with door.opened(given) as ledger, faults_at(where):
        case = case_of(what, given)
        if given["patient"]:
            from mesoplan.ledger.overrides import expire

            ledger.patient(given["patient"])
            expire(ledger, given["patient"], door.today(None, ""), door.now())
            case = with_record(case, ledger, given["patient"], None)
        plans = given["plans"] or not case.cocktail
        asked: dict[str, Any] = {"k": given["k"], "prefer": given["prefer"]} if plans else {}
        answer: Any = engine.plan(case, **asked) if plans else engine.check(case)
        recorded = ledger.add(
            answer,
            door.now(),
            patient=given["patient"],
            asked=asked,
            catalog=lambda: door.packed_catalog(given["catalogs"]),
        )
    if plans:
        emit_plan(answer, engine.catalog, given["format_"], verbose=given["verbose"])
    else:
        emit_check(
            answer, engine.catalog, given["format_"], verbose=given["verbose"], file=where or f'"{what}"'
        )
    say(recorded_words(recorded))
    if plans:
        return plan_exit_code(answer.result, given["fail_on"])
    return exit_code(answer.result.verdict, given["fail_on"])
