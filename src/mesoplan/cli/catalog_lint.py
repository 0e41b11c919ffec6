"""`mesoplan catalog lint`."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mesoplan.cli import codes, options

if TYPE_CHECKING:
    from mesoplan.catalog.build import Draft
    from mesoplan.catalog.fault import Fault

#: Part of the key of what is remembered: an edited linter asks again.
_CODE_TIME = max(
    (
        file.stat().st_mtime_ns
        for folder in ("catalog", "model")
        for file in (Path(__file__).parents[1] / folder).rglob("*.py")
    ),
    default=0,
)

_EPILOG = """\b
Examples:
  mesoplan catalog lint
  mesoplan catalog lint --catalog our-clinic --format json
"""


@click.command("lint", epilog=_EPILOG)
@click.option("--no-warnings", is_flag=True, help="Show only what keeps the catalog from use.")
@click.option("-v", "--verbose", is_flag=True, help="List every warning, not only one of each code.")
@options.format_option("table", "json", "csv", "markdown")
@options.catalog_option
def command(no_warnings: bool, verbose: bool, format_: str, catalogs: tuple[str, ...]) -> int:
    """Every fault of the catalog in one run: where, what, so what, what next.

    The exit code is 5 when there are errors and 0 when there are only warnings.
    """
    from mesoplan.cli.output import emit, emit_page

    found = linted(catalogs)
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

        emit_page(lint_page(found, full=verbose), format_)
    return codes.CATALOG if any(each.level == "error" for each in found) else codes.OK


def linted(catalogs: tuple[str, ...]) -> "tuple[Fault, ...]":
    """Every fault; remembered for as long as no file, no code and no day has changed."""
    from mesoplan.catalog import snapshot
    from mesoplan.catalog.load import ENGINE, choose_base

    base, above = choose_base(None, catalogs)
    try:
        today = datetime.date.today().isoformat()
        key = snapshot.fingerprint((base, *above), f"lint {ENGINE} {_CODE_TIME} {today}")
    except OSError:
        return faults_of(read_draft(catalogs))
    kept = snapshot.load_faults(key)
    if kept is None:
        kept = faults_of(read_draft(catalogs))
        snapshot.save_faults(key, kept)
    return kept


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
