"""`mesoplan repair`."""

from functools import partial
from typing import Any

import click

from mesoplan.cli import codes, complete, options

_EPILOG = """\b
Examples:
  mesoplan repair cocktail.toml
  mesoplan repair "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL" --goal neck-pain --zone neck --jurisdiction IT
  mesoplan repair cocktail.toml --answered        also settle what is not known
  mesoplan repair cocktail.toml --how-much 0      how much of the first item passes
"""


@click.command("repair", epilog=_EPILOG)
@click.argument("what")
@click.option("--goal", metavar="NAME", shell_complete=complete.goals, help="What is treated.")
@options.patient_options
@options.place_options
@options.extent_options
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
def command(what: str, **given: Any) -> int:
    """Every minimal change that makes the cocktail in WHAT pass, cheapest first, each verified.

    WHAT is a case file ("-" reads stdin), or one line of text as for `check`.

    The exit code is 0 when the cocktail passes as it is or can be repaired, 4 when no change makes it
    pass, 3 when the search ended before that was settled.
    """
    from mesoplan.cli.case_input import faults_at, is_file_name
    from mesoplan.cli.check import case_of
    from mesoplan.cli.language import engine_for
    from mesoplan.cli.progress import progress
    from mesoplan.cli.render import emit_answer
    from mesoplan.report.explain_words import repair_lines, threshold_lines

    engine = engine_for(given["catalogs"], given["format_"])
    with faults_at(what if is_file_name(what) else ""):
        case = case_of(what, given)
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
