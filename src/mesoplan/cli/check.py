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

    with faults_at(file):
        case = with_options(case_from_file(file), given)
    checked = checked_case(case, file, given["catalogs"])
    if given["ask"]:
        from mesoplan.cli.ask import ask_and_keep

        case = ask_and_keep(checked, file)
        checked = checked_case(case, file, given["catalogs"])
    if case.limits:
        say("The case's [limits] bound what `plan` suggests; a check does not look at them.")
    emit_check(checked, given["format_"], verbose=given["verbose"], file=file)
    return exit_code(checked.report.verdict, given["fail_on"])


def checked_case(case: Any, where: str, catalogs: tuple[str, ...]) -> Any:
    """The case checked against the catalog, with everything that the renderers need."""
    from mesoplan.api import check
    from mesoplan.cases.resolve import resolve
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import faults_at
    from mesoplan.report.answers import Checked

    catalog = load_catalog(catalogs)
    with faults_at(where):
        return Checked(check(case, None, catalog), case, resolve(case, catalog), catalog)
