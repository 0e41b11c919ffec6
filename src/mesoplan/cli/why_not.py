"""`mesoplan why-not`."""

from typing import Any

import click

from mesoplan.cli import codes, complete, options

_EPILOG = """\b
Examples:
  mesoplan why-not biotin female-pattern-hair-loss --sex female --not-pregnant --zone scalp
  mesoplan why-not buflomedil case.toml
"""


@click.command("why-not", epilog=_EPILOG)
@click.argument("ingredient", shell_complete=complete.names)
@click.argument("goal_or_file", shell_complete=complete.goals)
@options.patient_options
@options.place_options
@options.limit_options
@options.prefer_option
@options.format_option("table", "json")
@options.catalog_option
def command(ingredient: str, goal_or_file: str, **given: Any) -> int:
    """What keeps INGREDIENT out of the first plan, and the cheapest change that lets it in."""
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import asked_case, faults_at
    from mesoplan.cli.render import emit_answer
    from mesoplan.explain_api import why_not
    from mesoplan.report.explain_words import why_not_lines

    case, where = asked_case(goal_or_file, given)
    catalog = load_catalog(given["catalogs"])
    with faults_at(where):
        found = why_not(case, ingredient, catalog, prefer=given["prefer"])
    emit_answer(found, why_not_lines(found, catalog), given["format_"])
    return codes.OK
