"""`mesoplan ledger erase`."""

from typing import Any

import click

from mesoplan.cli import ledger_door as door

_EPILOG = """\b
Example:
  mesoplan ledger erase P-0042 --reason "order of the court, 2026-11-20" --by "Dr B" --yes
"""


@click.command("erase", epilog=_EPILOG)
@click.argument("patient", metavar="PSEUDONYM")
@click.option("--reason", metavar="TEXT", default="", help="Why; stands in the log in clear.")
@click.option("--by", metavar="NAME", default="", help="Who ordered it.")
@click.option("--yes", is_flag=True, help="Do it: what is erased cannot be read again.")
@door.place
@door.answer_format
def command(patient: str, **given: Any) -> int:
    """Destroy the key of a patient: nothing sealed about PSEUDONYM can be read again.

    Pseudonym, products, lots, doses and days stay, so that the log holds and recalls still find the
    sessions. Laws on keeping health records may forbid it: the controller decides, not this command. Backups
    of the key file still hold the key: prune them.
    """
    from mesoplan.cli.output import say

    with door.opened(given) as ledger:
        from mesoplan.ledger.privacy import erase

        if not given["yes"]:
            raise click.UsageError(
                f"nothing was erased. What is known of {patient[:64]} could never be read again, and a law "
                "may ask you to keep it. `mesoplan ledger export` first, then repeat with --yes."
            )
        said = erase(ledger, door.now(), patient=patient, reason=given["reason"], by=given["by"])
        if said is None:
            from mesoplan.report.ledger_pages import head_page

            say(f"{patient} had been erased before; its key is gone.")
            door.show(ledger.head(), head_page, given["format_"])
            return 0
        say(f"Prune the backups of {ledger.keys.file}: they still hold the key of {patient}.")
    return door.show_recorded(said, given["format_"])
