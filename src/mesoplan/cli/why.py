"""`mesoplan why`."""

from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import codes, complete, options

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog
    from mesoplan.model.case import Case

_EPILOG = """\b
Examples:
  mesoplan why dutasteride male-pattern-hair-loss --sex male --age 30 --zone scalp --jurisdiction EU
  mesoplan why lidocaine case.toml --format json
"""


@click.command("why", epilog=_EPILOG)
@click.argument("ingredient", shell_complete=complete.names)
@click.argument("goal_or_file", shell_complete=complete.goals)
@options.patient_options
@options.place_options
@options.limit_options
@options.prefer_option
@options.format_option("table", "json")
@options.catalog_option
def command(ingredient: str, goal_or_file: str, **given: Any) -> int:
    """Why INGREDIENT is in the plan: what it adds, by which studies, at which dose."""
    from mesoplan.cli.case_input import faults_at
    from mesoplan.explain_api import why
    from mesoplan.report.explain_words import why_lines

    case, catalog, where = asked_case(goal_or_file, given)
    with faults_at(where):
        found = why(case, ingredient, catalog, prefer=given["prefer"])
    print_answer(found, why_lines(found, catalog), given["format_"])
    return codes.OK if found.rank else codes.NO_PLAN


def asked_case(goal_or_file: str, given: dict[str, Any]) -> "tuple[Case, Catalog, str]":
    """The case that a goal or a file and the options describe, the catalog, and the file's name."""
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import case_from_file, faults_at, is_file_name, with_options
    from mesoplan.model.case import Case

    in_file = is_file_name(goal_or_file)
    where = goal_or_file if in_file else ""
    with faults_at(where):
        case = case_from_file(goal_or_file) if in_file else Case(goal=goal_or_file)
        case = with_options(case, given)
    return case, load_catalog(given["catalogs"]), where


def print_answer(found: Any, lines: list[str], format_: str) -> None:
    """The answer as its lines, or as the record in JSON."""
    from mesoplan.cli.output import emit

    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(found))
    else:
        emit("\n".join(lines) + "\n")
