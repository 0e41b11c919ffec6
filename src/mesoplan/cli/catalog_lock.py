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

    FOLDER is a base catalog or a clinic's own folder. The lines that come and go are printed; a line that
    goes is a statement that is retired or was changed, and a reviewer should see it.
    """
    import datetime

    from mesoplan.catalog.load import choose_base
    from mesoplan.catalog.locking import locked
    from mesoplan.cli import codes
    from mesoplan.cli.output import emit, say

    lock = locked(folder or choose_base(None, ())[0], datetime.date.today())
    if lock.unreadable:
        for fault in lock.unreadable:
            say(f"error: {fault}")
        say("The ledger was not written: what cannot be read would look retired.")
        return codes.CATALOG
    emit("".join([*(f"- {line}\n" for line in lock.gone), *(f"+ {line}\n" for line in lock.new)]))
    if only_check:
        new, gone = len(lock.new), len(lock.gone)
        say(f"{new} statements are not in the ledger, {gone} of the ledger are in no file.")
        return codes.OK if lock.is_up_to_date else codes.CATALOG
    lock.write()
    say(f"{lock.file}: {len(lock.lines) - 1} lines, {len(lock.new)} new, {len(lock.gone)} retired.")
    return codes.OK
