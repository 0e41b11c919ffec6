"""`mesoplan screen`."""

from typing import TYPE_CHECKING, Any

import click

from mesoplan.cli import codes, options
from mesoplan.cli import ledger_door as door

if TYPE_CHECKING:
    from pathlib import Path

_EPILOG = """\b
Examples:
  mesoplan screen plans.parquet answers --procs 4
  mesoplan screen plans.csv answers --keep-reads
  mesoplan screen plans.csv answers-now --changed-from answers --reports changed
  mesoplan screen plans.parquet answers --engine spark --procs 8
  mesoplan screen --from-ledger answers
"""


@click.command("screen", epilog=_EPILOG)
@click.argument("cases", type=click.Path(), required=False, metavar="CASES")
@click.argument("out", type=click.Path(), required=False, metavar="OUT")
@click.option(
    "--from-ledger",
    is_flag=True,
    help="Instead of CASES: for each patient in the ledger the last answer about each cocktail.",
)
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
@door.place
@options.format_option("table", "json", "markdown", "html")
@options.catalog_option
def command(
    cases: str | None, out: str | None, reports: str, format_: str, catalogs: tuple[str, ...], **given: Any
) -> int:
    """Check every case in CASES into the folder OUT: one row out for every row in.

    CASES is Parquet, JSONL or CSV with the columns id and case (a case file as JSON). OUT gets Parquet
    parts with the columns id, status, verdict, codes, required, answered, digest, error and catalog, and
    the summary as _summary.txt and _summary.json. A run that was stopped goes on where it was when it is
    started again. With --changed-from it says what changed for whom, by which statement, the worst first.
    With --from-ledger the same is said of the saved answers; the folder then holds pseudonyms and findings
    of patients, and is to be kept as the ledger is. The exit code is 70 when a row crashed; all rows are
    written all the same.
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

    if given["from_ledger"] and cases and out:
        raise click.UsageError("with --from-ledger there are no CASES. Give OUT alone.")
    folder = cases if given["from_ledger"] else out
    if not folder or not cases:
        raise click.UsageError("give CASES and OUT, or --from-ledger and OUT.")
    catalog = Engine.open(catalogs).catalog
    places = {name: given.pop(name) for name in ("ledger", "keys", "anchor")}
    saved = given.pop("from_ledger")
    wish = Wish(**given, reports=bool(reports), saved=saved)
    source = _saved(Path(folder), places) if saved else Path(cases)
    try:
        with counted("rows") as tell:
            told = screen(source, Path(folder), catalog, wish, day=date.today(), tell=tell)
    finally:
        if saved:
            source.unlink(missing_ok=True)
    page = screen_page(told)
    write_summary(Path(folder), dumped(told), page_text(page, Paper(100, False)))
    if reports:
        write_reports(Path(folder), Path(reports))
    if format_ == "json":
        emit(dumped(told))
    else:
        emit_page(page, format_)
    return codes.INTERNAL if told.status["crashed"] else codes.OK


def _saved(folder: "Path", places: dict[str, Any]) -> "Path":
    """The saved answers as rows in the folder of the run, for as long as it runs."""
    from mesoplan.screen.pieces import write_rows

    with door.opened(places) as ledger:
        from mesoplan.ledger.saved import saved_rows

        rows = saved_rows(ledger)
    target = folder / "_cases" / "saved.parquet"
    write_rows(rows, ("id", "case", "answer"), target)
    return target
