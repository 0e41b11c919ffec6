"""`mesoplan new case`."""

from pathlib import Path

import click

from mesoplan.cli import complete, options
from mesoplan.cli.lazy import LazyGroup

_EPILOG = """\b
Examples:
  mesoplan new case neck-pain
  mesoplan new case "crow's feet lines" --into case.toml
"""


class _NewGroup(LazyGroup):
    """`new GOAL` is `new case GOAL`: there is nothing else to make."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.table and not args[0].startswith("-"):
            args = ["case", *args]
        return super().resolve_command(ctx, args)


@click.group("new", cls=_NewGroup, table={"case": ("mesoplan.cli.new_case", "A commented case file.")})
def command() -> None:
    """A file to fill in."""


@click.command("case", epilog=_EPILOG)
@click.argument("goal", shell_complete=complete.goals)
@click.option(
    "--into",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it to this file; an existing one is left alone.",
)
@options.catalog_option
def case_command(goal: str, target: Path | None, catalogs: tuple[str, ...]) -> None:
    """A commented case file for GOAL, with what matters for it.

    What is not filled in stays not asked; `check --ask` and `plan --ask` put the questions one by one.
    """
    from mesoplan.catalog.load import load_catalog
    from mesoplan.cli.output import emit, say
    from mesoplan.report.case_template import case_template

    text = case_template(goal, load_catalog(catalogs))
    if target is None:
        emit(text)
        return
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f"{target} exists and was left alone.") from None
    except OSError as error:
        raise click.UsageError(f"{target} cannot be written ({error.strerror}).") from None
    say(f"wrote {target}")
