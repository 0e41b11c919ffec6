"""`mesoplan catalog lint`."""

import datetime
from typing import TYPE_CHECKING

import click

from mesoplan.cli import codes, options

if TYPE_CHECKING:
    from mesoplan.catalog.build import Draft
    from mesoplan.catalog.fault import Fault

_EPILOG = """\b
Examples:
  mesoplan catalog lint
  mesoplan catalog lint --catalog our-clinic --format json
"""


@click.command("lint", epilog=_EPILOG)
@click.option("--no-warnings", is_flag=True, help="Show only what keeps the catalog from use.")
@options.format_option("table", "json", "csv", "markdown")
@options.catalog_option
def command(no_warnings: bool, format_: str, catalogs: tuple[str, ...]) -> int:
    """Every fault of the catalog in one run: where, what, so what, what next.

    The exit code is 5 when there are errors and 0 when there are only warnings.
    """
    from mesoplan.cli.output import emit, emit_page

    found = faults_of(read_draft(catalogs))
    if no_warnings:
        found = tuple(each for each in found if each.level == "error")
    if format_ == "json":
        from mesoplan.report.json_out import dumped

        emit(dumped(found))
    elif format_ == "csv":
        from mesoplan.report.rows import csv_text

        emit(csv_text(("code", "file", "key", "what", "so_what", "next", "level"), found))
    else:
        from mesoplan.report.catalog_pages import lint_page

        emit_page(lint_page(found), format_)
    return codes.CATALOG if any(each.level == "error" for each in found) else codes.OK


def read_draft(catalogs: tuple[str, ...]) -> "Draft":
    """The catalog as far as it can be read; never raises for content."""
    from mesoplan.catalog.build import draft
    from mesoplan.catalog.load import choose_base

    base, above = choose_base(None, catalogs)
    return draft(base, above, datetime.date.today())


def faults_of(read: "Draft") -> "tuple[Fault, ...]":
    """Every fault of a draft: those of reading and linking, and those of the linter."""
    from mesoplan.catalog.lint.run import lint
    from mesoplan.rules.registry import RULES

    return lint(read, datetime.date.today(), frozenset(rule.code for rule in RULES))
