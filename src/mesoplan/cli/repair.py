"""`mesoplan repair`."""

from typing import Any

import click

from mesoplan.cli import codes, options

_EPILOG = """\b
Examples:
  mesoplan repair cocktail.toml
  mesoplan repair cocktail.toml --answered        also settle what is not known
  mesoplan repair cocktail.toml --how-much 0      how much of the first item passes
"""


@click.command("repair", epilog=_EPILOG)
@click.argument("file", type=click.Path())
@options.patient_options
@options.place_options
@options.prefer_option
@click.option("--answered", is_flag=True, help="Nothing may stay unknown, not only nothing forbidden.")
@click.option(
    "--how-much",
    type=click.IntRange(0),
    metavar="N",
    help="Instead: how much of item N (from 0) passes, solved exactly.",
)
@options.format_option("table", "json")
@options.catalog_option
def command(file: str, **given: Any) -> int:
    """Every minimal change that makes the cocktail in FILE pass, cheapest first, each verified.

    The exit code is 0 when the cocktail passes as it is or can be repaired, 4 when no change found
    makes it pass.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.case_input import case_from_file, faults_at, with_options
    from mesoplan.cli.progress import progress
    from mesoplan.cli.render import emit_answer
    from mesoplan.explain_api import repair, threshold
    from mesoplan.report.explain_words import repair_lines, threshold_lines

    catalog = load_catalog(given["catalogs"])
    with faults_at(file):
        case = with_options(case_from_file(file), given)
        if given["how_much"] is not None:
            solved = threshold(case, given["how_much"], catalog, answered=given["answered"])
            emit_answer(solved, threshold_lines(solved, catalog), given["format_"])
            return codes.OK
        with progress() as told:
            found = repair(case, catalog, answered=given["answered"], prefer=given["prefer"], told=told)
    emit_answer(found, repair_lines(found, catalog), given["format_"])
    passes = (
        found.report.verdict != "blocked"
        if not given["answered"]
        else (found.report.verdict in ("clear", "caution"))
    )
    return codes.OK if passes or found.repairs else codes.NO_PLAN
