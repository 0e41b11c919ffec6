"""`mesoplan catalog`."""

import click

from mesoplan.cli.lazy import LazyGroup

#: Name to module and one line of help. Adding a command is adding a line.
COMMANDS: dict[str, tuple[str, str]] = {
    "lint": ("mesoplan.cli.catalog_lint", "Every fault and warning, each with file and key."),
    "stats": ("mesoplan.cli.catalog_stats", "How much there is, and how it was read."),
    "sample": ("mesoplan.cli.catalog_sample", "Statements drawn by a seed, to hold against sources."),
    "gaps": ("mesoplan.cli.catalog_gaps", "Which missing data keep most cases open."),
    "diff": ("mesoplan.cli.catalog_diff", "What another catalog states and decides differently."),
    "new": ("mesoplan.cli.catalog_new", "A template for a new file."),
    "export": ("mesoplan.cli.catalog_export", "Everything, as JSON or JSON lines."),
    "pack": ("mesoplan.cli.catalog_pack", "The catalog, compiled into one file."),
    "lock": ("mesoplan.cli.catalog_lock", "Write the ledger of statements after a review."),
}


@click.group("catalog", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Look after the catalog: the shipped one, or a clinic's own folder."""
