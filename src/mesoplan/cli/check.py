"""`mesoplan check`."""

from typing import Any

import click

from mesoplan.cli import options
from mesoplan.cli.codes import exit_code

_EPILOG = """\b
Examples:
  mesoplan check cocktail.toml
  mesoplan check cocktail.toml --sex female --age 34 --not-pregnant --no-conditions
  mesoplan check cocktail.toml --format json | jq .verdict
  cat cocktail.toml | mesoplan check -
"""


@click.command("check", epilog=_EPILOG)
@click.argument("file", type=click.Path())
@options.patient_options
@options.place_options
@options.ask_option
@options.verbose_option
@options.format_option("table", "json", "jsonl", "csv", "markdown", "html")
@options.fail_on_option
@options.catalog_option
def command(file: str, **given: Any) -> int:
    """Check the cocktail in FILE ("-" reads stdin).

    What forbids it comes first, then what has to be asked or found out, then what to weigh. The
    exit code follows the verdict: 0 clear or caution, 1 blocked, 3 incomplete.
    """
    from mesoplan.cli.case_input import case_from_file, faults_at, with_options
    from mesoplan.cli.output import say
    from mesoplan.cli.render import emit_check
    from mesoplan.engine import Engine

    engine = Engine.open(given["catalogs"])
    with faults_at(file):
        answer = engine.check(with_options(case_from_file(file), given))
        if given["ask"]:
            from mesoplan.cli.ask import ask_and_keep

            answer = engine.check(ask_and_keep(answer, engine.catalog, file))
    if answer.case.limits:
        say("The case's [limits] bound what `plan` suggests; a check does not look at them.")
    emit_check(answer, engine.catalog, given["format_"], verbose=given["verbose"], file=file)
    return exit_code(answer.result.verdict, given["fail_on"])
