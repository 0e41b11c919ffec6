"""`mesoplan screen`."""

from typing import Any

import click

from mesoplan.cli import codes, options

_EPILOG = """\b
Examples:
  mesoplan screen plans.parquet answers --procs 4
  mesoplan screen plans.csv answers --keep-reads
  mesoplan screen plans.csv answers-now --changed-from answers --reports changed
  mesoplan screen plans.parquet answers --engine spark --procs 8
"""


@click.command("screen", epilog=_EPILOG)
@click.argument("cases", type=click.Path())
@click.argument("out", type=click.Path())
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Processes on this machine, or Spark.",
)
@click.option("--procs", type=click.IntRange(1, 1024), default=1, show_default=True, help="How many at once.")
@click.option("--verdicts", is_flag=True, help="Only the verdict of each row, by masks: much faster.")
@click.option("--keep-reads", "reads", is_flag=True, help="Keep with each answer what it hangs on.")
@click.option(
    "--changed-from",
    default="",
    metavar="FOLDER",
    help="An earlier run of the same rows: ask anew only what the new catalog can change.",
)
@click.option(
    "--reports",
    default="",
    metavar="FOLDER",
    help="Write whole reports there: with --changed-from of rows with another verdict, else of every row.",
)
@options.format_option("table", "json", "markdown", "html")
@options.catalog_option
def command(cases: str, out: str, reports: str, format_: str, catalogs: tuple[str, ...], **given: Any) -> int:
    """Check every case in CASES into the folder OUT: one row out for every row in.

    CASES is Parquet, JSONL or CSV with the columns id and case (a case file as JSON). OUT gets Parquet
    parts with the columns id, status, verdict, codes, required, answered, digest, error and catalog, and
    the summary as _summary.txt and _summary.json. A run that was stopped goes on where it was when it is
    started again. With --changed-from it says what changed for whom, by which statement, the worst first.
    The exit code is 70 when a row crashed; all rows are written all the same.
    """
    from datetime import date
    from pathlib import Path

    from mesoplan.cli.output import emit, emit_page
    from mesoplan.cli.progress import counted
    from mesoplan.engine import Engine
    from mesoplan.report.json_out import dumped
    from mesoplan.report.page_text import Paper, page_text
    from mesoplan.report.screen_words import screen_page
    from mesoplan.screen.run import Wish, screen
    from mesoplan.screen.written import write_reports, write_summary

    catalog = Engine.open(catalogs).catalog
    wish = Wish(**given, reports=bool(reports))
    with counted("rows") as tell:
        told = screen(Path(cases), Path(out), catalog, wish, day=date.today(), tell=tell)
    page = screen_page(told)
    write_summary(Path(out), dumped(told), page_text(page, Paper(100, False)))
    if reports:
        write_reports(Path(out), Path(reports))
    if format_ == "json":
        emit(dumped(told))
    else:
        emit_page(page, format_)
    return codes.INTERNAL if told.status["crashed"] else codes.OK
