"""`mesoplan regimens`."""

from typing import Any

import click

from mesoplan.cli import codes, complete, options

_EPILOG = """\b
Examples:
  mesoplan regimens cellulite
  mesoplan regimens melasma --sex female --age 40 --zone face --jurisdiction IT
  mesoplan regimens case.toml --format json
"""


@click.command("regimens", epilog=_EPILOG)
@click.argument("goal_or_file", shell_complete=complete.goals)
@options.patient_options
@options.place_options
@options.prefer_option
@options.verbose_option
@options.deadline_option
@options.format_option("table", "json", "jsonl", "csv", "markdown", "html")
@options.catalog_option
@options.goal_alone
def command(goal_or_file: str, **given: Any) -> int:
    """What was published for a goal, whatever came of it, and what did not help.

    Each regimen stands with what a check says of it in this case today, why, the smallest change after
    which nothing forbids it, and the number that is missing before anybody could give it again. None of
    them is a suggestion. The exit code is 0, also when nothing was published.
    """
    from mesoplan.cli.case_input import asked_case, faults_at
    from mesoplan.cli.language import engine_for
    from mesoplan.cli.progress import progress
    from mesoplan.cli.render import emit_regimens

    case, where = asked_case(goal_or_file, given)
    engine = engine_for(given["catalogs"], given["format_"])
    with faults_at(where), progress(given["deadline"]) as observer:
        answer = engine.regimens(case, prefer=given["prefer"], observer=observer)
    emit_regimens(answer, engine.catalog, given["format_"], verbose=given["verbose"])
    return codes.OK
