"""`mesoplan screen`."""

from typing import Any

import click

from mesoplan.cli import codes, options

_EPILOG = """\b
Examples:
  mesoplan screen plans.parquet answers --procs 4
  mesoplan screen plans.csv answers
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
    help="An earlier run with --keep-reads: work out only what the new catalog can have changed.",
)
@options.format_option("table", "json")
@options.catalog_option
def command(cases: str, out: str, format_: str, catalogs: tuple[str, ...], **given: Any) -> int:
    """Check every case in CASES into the folder OUT: one row out for every row in.

    CASES is Parquet, JSONL or CSV with the columns id and case (a case file as JSON). OUT gets Parquet
    parts with the columns id, status, verdict, codes, required, answered, digest, error and catalog. A run
    that was stopped goes on where it was when it is started again. The exit code is 70 when a row
    crashed; all rows are written all the same.
    """
    from datetime import date
    from pathlib import Path

    from mesoplan.cli.output import emit, emit_page
    from mesoplan.cli.progress import counted
    from mesoplan.engine import Engine
    from mesoplan.report.json_out import dumped
    from mesoplan.report.screen_words import screen_page
    from mesoplan.screen.run import Wish, screen

    catalog = Engine.open(catalogs).catalog
    with counted("rows") as tell:
        told = screen(Path(cases), Path(out), catalog, Wish(**given), day=date.today(), tell=tell)
    if format_ == "json":
        emit(dumped(told._asdict()))
    else:
        emit_page(screen_page(told), format_)
    return codes.INTERNAL if told.status["crashed"] else codes.OK
