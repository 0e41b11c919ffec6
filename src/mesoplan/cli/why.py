"""`mesoplan why`."""

from typing import Any

import click

from mesoplan.cli import codes, complete, options

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
@options.extent_options
@options.limit_options
@options.prefer_option
@options.deadline_option
@options.format_option("table", "json")
@options.catalog_option
@options.goal_alone
def command(ingredient: str, goal_or_file: str, **given: Any) -> int:
    """Why INGREDIENT is in the plan: what it adds, by which studies, at which dose."""
    from mesoplan.cli.case_input import asked_case, faults_at, in_order
    from mesoplan.cli.language import engine_for
    from mesoplan.cli.progress import progress
    from mesoplan.cli.render import emit_answer
    from mesoplan.report.explain_words import why_lines

    case, where = asked_case(goal_or_file, given)
    engine = engine_for(given["catalogs"], given["format_"])
    in_order(engine.catalog, ingredient, goal_or_file)
    with faults_at(where), progress(given["deadline"]) as observer:
        answer = engine.why(case, ingredient, prefer=given["prefer"], observer=observer)
    emit_answer(answer, why_lines, engine.catalog, given["format_"])
    return codes.OK if answer.result.rank else codes.NO_PLAN
