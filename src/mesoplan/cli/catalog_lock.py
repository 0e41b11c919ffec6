"""`mesoplan catalog lock`."""

from pathlib import Path

import click

_EPILOG = """\b
Examples:
  mesoplan catalog lock
  mesoplan catalog lock catalog --check
"""


@click.command("lock", epilog=_EPILOG)
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Write nothing; exit code 5 when the ledger is not up to date.",
)
def command(folder: Path | None, only_check: bool) -> int:
    """Write the ledger of FOLDER: the list of every statement, so that none can go missing unseen.

    Without FOLDER it is the base catalog's: that of MESOPLAN_CATALOG, else the shipped one.

    The lines that come and go are printed; a line that goes is a statement that is retired, and a
    reviewer should see it.
    """
    import datetime

    from mesoplan.catalog.build import draft
    from mesoplan.catalog.layout import LEDGER_FILE
    from mesoplan.catalog.ledger import ledger_lines
    from mesoplan.catalog.load import choose_base
    from mesoplan.cli import codes
    from mesoplan.cli.output import emit, say

    folder = folder or choose_base(None, ())[0]
    read = draft(folder, (), datetime.date.today())
    unreadable = [each for each in read.faults if each.code in ("CA001", "CA002", "CA003", "CA006")]
    if unreadable:
        for fault in unreadable:
            say(f"error: {fault}")
        say("The ledger was not written: what cannot be read would look retired.")
        return codes.CATALOG
    lines = ledger_lines(read.tables)
    before, now = set(read.ledger or ()), set(lines)
    for line in sorted(before - now):
        emit(f"- {line}\n")
    for line in sorted(now - before):
        emit(f"+ {line}\n")
    gone, new = len(before - now), len(now - before)
    if only_check:
        say(f"{new} statements are not in the ledger, {gone} of the ledger are in no file.")
        return codes.CATALOG if gone or new else codes.OK
    (folder / LEDGER_FILE).write_text("\n".join(lines) + "\n", "utf-8")
    say(f"{folder / LEDGER_FILE}: {len(lines) - 1} lines, {new} new, {gone} retired.")
    return codes.OK
