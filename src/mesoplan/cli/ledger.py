"""`mesoplan ledger`."""

import click

from mesoplan.cli.lazy import LazyGroup

#: Name to module and one line of help. Adding a command is adding a line.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("mesoplan.cli.ledger_init", "A new ledger, its key file and its anchor."),
    "add": ("mesoplan.cli.ledger_add", "Check or plan a case, and record the answer."),
    "prepare": ("mesoplan.cli.ledger_prepare", "Prepare a cocktail, and record the sheet and its draws."),
    "give": ("mesoplan.cli.ledger_give", "Record a session: what was given, with which lots."),
    "event": ("mesoplan.cli.ledger_event", "Record an adverse event, or print one for an authority."),
    "open": ("mesoplan.cli.ledger_open", "Record that a container was opened."),
    "lot": ("mesoplan.cli.ledger_lot", "Record a lot that arrived, or list what is on the shelf."),
    "recall": ("mesoplan.cli.ledger_recall", "Whom and what a recalled product or lot concerns."),
    "override": ("mesoplan.cli.ledger_override", "Put a finding aside for a time, with a reason."),
    "correct": ("mesoplan.cli.ledger_correct", "Say what is right where an entry is wrong."),
    "erase": ("mesoplan.cli.ledger_erase", "Destroy a patient's key; the log and recalls stay."),
    "verify": ("mesoplan.cli.ledger_verify", "Whether the log is what it was."),
    "head": ("mesoplan.cli.ledger_head", "The last entry: its number and hash."),
    "replay": ("mesoplan.cli.ledger_replay", "An old answer again, on its own catalog or on today's."),
    "export": ("mesoplan.cli.ledger_export", "Everything about one patient, or the whole log."),
    "backup": ("mesoplan.cli.ledger_backup", "A copy of the log while it is in use."),
    "restore": ("mesoplan.cli.ledger_restore", "A log from its copy."),
}


@click.group("ledger", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Keep what was planned, prepared and given, with which lot, and why a warning was overridden.

    Where the ledger is: --ledger, else MESOPLAN_LEDGER, else `ledger` in mesoplan.toml, else
    mesoplan-ledger.db in this folder. Needs the extra: pip install 'mesoplan[ledger]'.
    """
