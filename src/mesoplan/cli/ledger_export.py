"""`mesoplan ledger export`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door
from mesoplan.cli import options

_EPILOG = """\b
Examples:
  mesoplan ledger export P-0042 > P-0042.json
  mesoplan ledger export --all > log.jsonl
"""


@click.command("export", epilog=_EPILOG)
@click.argument("patient", metavar="PSEUDONYM", required=False)
@click.option("--all", "whole", is_flag=True, help="The whole log as it is, sealed, a line of JSON an entry.")
@door.place
@options.format_option("json", "table", "markdown", "html")
def command(patient: str | None, **given: Any) -> int:
    """Everything the ledger knows of one patient, opened: answers, sessions, notes, reasons, events.

    What is printed is personal data in clear. With --all the whole log is printed as it is, which is what
    another program needs to check the chain.
    """
    from mesoplan.cli.output import emit

    if bool(patient) == given["whole"]:
        raise click.UsageError("name a patient, or --all.")
    with door.opened(given) as ledger:
        from mesoplan.ledger.privacy import export, whole_log

        if patient is None:
            for line in whole_log(ledger):
                emit(line + "\n")
            return 0
        found = export(ledger, patient)
    from mesoplan.report.ledger_pages import export_page

    door.show(found, export_page, given["format_"])
    return 0
