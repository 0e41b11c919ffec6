"""`mesoplan`: the commands, and the entry point."""

import os

import click

from mesoplan.cli.lazy import LazyGroup
from mesoplan.cli.streams import prepare
from mesoplan.version import VERSION

#: Name to module and one line of help. Adding a command is adding a line.
COMMANDS: dict[str, tuple[str, str]] = {
    "plan": ("mesoplan.cli.plan", "Suggest the best cocktails for a goal or a case file."),
    "check": ("mesoplan.cli.check", "Check a cocktail that somebody wrote."),
    "prepare": ("mesoplan.cli.prepare", "What goes into which syringe, at which mark, in which order."),
    "explain": ("mesoplan.cli.explain", "Everything behind a check, or what a code means."),
    "why": ("mesoplan.cli.why", "Why an ingredient is in the plan."),
    "why-not": ("mesoplan.cli.why_not", "What keeps an ingredient out, and what would let it in."),
    "repair": ("mesoplan.cli.repair", "Every minimal change that makes a cocktail pass."),
    "screen": ("mesoplan.cli.screen", "Check many cases at once, into a folder of answers."),
    "new": ("mesoplan.cli.new", "A commented case file for a goal."),
    "show": ("mesoplan.cli.show", "What the catalog says of an ingredient, product, goal ..."),
    "find": ("mesoplan.cli.find", "Find anything in the catalog by a part of its name."),
    "goals": ("mesoplan.cli.goals", "The goals, as a tree."),
    "regimens": ("mesoplan.cli.regimens", "What was published for a goal, judged today; no suggestions."),
    "rules": ("mesoplan.cli.rules", "The rules of a check, and what each is for."),
    "graph": ("mesoplan.cli.graph", "Who interacts with whom, as GraphML, JSON or a page."),
    "catalog": ("mesoplan.cli.catalog", "Lint, count, export and lock the catalog."),
    "desk": ("mesoplan.cli.desk", "The page: build, check while typing, compare, print."),
    "ledger": ("mesoplan.cli.ledger", "What was planned, prepared and given, and with which lot."),
    "serve": ("mesoplan.cli.serve", "Answer over HTTP: JSON, and CDS Hooks for clinical systems."),
    "mcp": ("mesoplan.cli.mcp", "Answer an AI agent over stdio (Model Context Protocol)."),
    "doctor": ("mesoplan.cli.doctor", "Versions, catalog, cache: is this installation sound?"),
}

_HELP = """Plan, check and explain injectable mesotherapy cocktails from a sourced catalog.

It shows what is known, how well, and what is not known. The practitioner decides.

\b
Examples:
  mesoplan plan female-pattern-hair-loss --sex female --age 34 --zone scalp --jurisdiction EU
  mesoplan check cocktail.toml
  mesoplan show dutasteride

\b
Exit codes: 0 clear or caution, 1 blocked, 2 usage or unknown name, 3 incomplete,
4 no plan exists, 5 catalog invalid, 6 ledger broken, truncated or forked, 70 internal.
"""


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    help=_HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """The installed command."""
    prepare()
    if os.environ.get("_MESOPLAN_COMPLETE", "").startswith("powershell"):
        from mesoplan.cli.powershell import register

        register()
    cli(prog_name="mesoplan")
