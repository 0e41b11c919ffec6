"""`mesoplan explain`."""

import re
from typing import Any

import click

from mesoplan.cli import options

_CODE = re.compile(r"[A-Za-z]{2}[0-9]{3}")
_EPILOG = """\b
Examples:
  mesoplan explain cocktail.toml
  mesoplan explain cocktail.toml --format html > why.html
  mesoplan explain PT211
"""


@click.command("explain", epilog=_EPILOG)
@click.argument("what", metavar="FILE_OR_CODE", type=click.Path())
@options.patient_options
@options.place_options
@options.format_option("table", "json", "jsonl", "csv", "markdown", "html")
@options.fail_on_option
@options.catalog_option
def command(what: str, **given: Any) -> int:
    """Everything behind a check of FILE: every finding, its statements, and the path to each source.

    With the code of a rule (such as PT211): what it checks, why, and what to do instead.
    """
    from mesoplan.cli.case_input import case_from_file, faults_at, is_file_name, with_options

    if not is_file_name(what) and _CODE.fullmatch(what):
        from mesoplan.cli.output import emit_page
        from mesoplan.cli.rules import find_rule
        from mesoplan.report.lists import rule_page

        emit_page(rule_page(find_rule(what)), given["format_"])
        return 0
    from mesoplan.cli.codes import exit_code
    from mesoplan.cli.language import engine_for
    from mesoplan.cli.render import emit_check

    engine = engine_for(given["catalogs"], given["format_"])
    with faults_at(what):
        answer = engine.check(with_options(case_from_file(what), given))
    emit_check(answer, engine.catalog, given["format_"], verbose=True, file=what, trace=True)
    return exit_code(answer.result.verdict, given["fail_on"])
