"""`mesoplan check`."""

from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import complete, options
from mesoplan.cli.codes import exit_code

if TYPE_CHECKING:
    from mesoplan.engine import Engine
    from mesoplan.model.case import Case

_EPILOG = """\b
Examples:
  mesoplan check cocktail.toml
  mesoplan check "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL" --goal neck-pain --zone neck --jurisdiction IT
  mesoplan check cocktail.toml --sex female --age 34 --not-pregnant --no-conditions
  mesoplan check cocktail.toml --format json | jq .verdict
  mesoplan check cocktail.toml --patient P-0042
  mesoplan check clinic/*.toml
  cat cocktail.toml | mesoplan check -
"""


@click.command("check", epilog=_EPILOG)
@click.argument("what", nargs=-1, required=True)
@click.option("--goal", metavar="NAME", shell_complete=complete.goals, help="What is treated.")
@options.patient_options
@options.place_options
@options.extent_options
@options.record_options
@options.ask_option
@options.verbose_option
@options.format_option("table", "json", "jsonl", "csv", "markdown", "html")
@options.fail_on_option
@options.catalog_option
def command(what: tuple[str, ...], **given: Any) -> int:
    """Check the cocktail in WHAT: a case file ("-" reads stdin), or one line of text.

    In a line "+" joins what shares a syringe and "|" begins the next one. What forbids the cocktail comes
    first, then what has to be asked or found out, then what to weigh. The exit code follows the verdict: 0
    clear or caution, 1 blocked, 3 incomplete. Several files give a table and the worst exit code.
    With --patient it knows the sessions and overrides of the ledger.
    """
    from mesoplan.cli.language import engine_for

    engine = engine_for(given["catalogs"], given["format_"])
    if len(what) > 1:
        if given["patient"]:
            raise click.UsageError("--patient is about one patient, and so about one case.")
        from mesoplan.cli.check_many import check_many

        return check_many(engine, what, given)
    return _check(engine, what[0], given)


def _check(engine: "Engine", what: str, given: dict[str, Any]) -> int:
    from mesoplan.cli.case_input import faults_at, is_file_name
    from mesoplan.cli.output import say
    from mesoplan.cli.render import emit_check

    where = what if is_file_name(what) else ""
    with faults_at(where):
        answer = engine.check(_recorded(case_of(what, given), given))
        if given["ask"]:
            from mesoplan.cli.ask import ask_and_keep

            if not where:
                raise click.UsageError("--ask keeps the answers in a case file; a line of text has none.")
            answered = ask_and_keep(answer, engine.catalog, where)
            answer = engine.check(answered._replace(record=answer.case.record))
    if set(answer.case.limits) - {"unknown_mixing"}:
        say("The case's [limits] bound what `plan` suggests; a check looks at `unknown_mixing` only.")
    emit_check(answer, engine.catalog, given["format_"], verbose=given["verbose"], file=where or f'"{what}"')
    return exit_code(answer.result.verdict, given["fail_on"])


def _recorded(case: "Case", given: dict[str, Any]) -> "Case":
    if not given["patient"]:
        return case
    from mesoplan.cli.ledger_record import recorded_case

    return recorded_case(case, given)


def case_of(what: str, given: dict[str, Any]) -> "Case":
    """The case that a file or a line of text and the options describe."""
    from mesoplan.cli.case_input import case_from_file, is_file_name, with_options
    from mesoplan.model.case import Case

    case = case_from_file(what) if is_file_name(what) else Case(cocktail=what)
    if given.get("goal"):
        case = case._replace(goal=given["goal"])
    return with_options(case, given)
