"""`mesoplan repair`."""

from functools import partial
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
@options.deadline_option
@options.format_option("table", "json")
@options.catalog_option
def command(file: str, **given: Any) -> int:
    """Every minimal change that makes the cocktail in FILE pass, cheapest first, each verified.

    The exit code is 0 when the cocktail passes as it is or can be repaired, 4 when no change makes it
    pass, 3 when the search ended before that was settled.
    """
    from mesoplan.cli.case_input import case_from_file, faults_at, with_options
    from mesoplan.cli.progress import progress
    from mesoplan.cli.render import emit_answer
    from mesoplan.engine import Engine
    from mesoplan.report.explain_words import repair_lines, threshold_lines

    engine = Engine.open(given["catalogs"])
    with faults_at(file):
        case = with_options(case_from_file(file), given)
        if given["how_much"] is not None:
            solved = engine.threshold(case, given["how_much"], answered=given["answered"])
            emit_answer(solved, threshold_lines, engine.catalog, given["format_"])
            return codes.OK
        with progress(given["deadline"]) as observer:
            answer = engine.repair(
                case, answered=given["answered"], prefer=given["prefer"], observer=observer
            )
    goal = answer.resolved.goal
    emit_answer(answer, partial(repair_lines, goal=goal), engine.catalog, given["format_"])
    found = answer.result
    if found.passes or found.repairs:
        return codes.OK
    return codes.NO_PLAN if found.complete else codes.INCOMPLETE
