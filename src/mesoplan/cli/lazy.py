"""A group of commands that are imported when they are called, not when help is printed."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NoReturn

import click

from mesoplan.cli.guard import guarded


class LazyGroup(click.Group):
    """Commands from a table: name to (module, one line of help).

    The module has its command under ``command``. Errors become one line on stderr and an exit
    code of the contract; see :mod:`mesoplan.cli.guard`.
    """

    def __init__(self, table: Mapping[str, tuple[str, str]], **settings: Any) -> None:
        super().__init__(**settings)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        found: click.Command = import_module(self.table[cmd_name][0]).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=line)
            for name, (_, line) in self.table.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.table and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], self.table, n=1)
            offer = f' Did you mean "{near[0]}"?' if near else ""
            ctx.fail(f'no command "{args[0]}".{offer}')
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        def run() -> Any:
            settings: dict[str, Any] = {**extra, "standalone_mode": False}
            given = args[0] if args else extra.get("args")
            if any("\0" in word for word in given or ()):
                raise click.UsageError("an argument has the control character U+0000.")
            return click.Group.main(self, *args, **settings)

        if not standalone_mode:
            return run()
        return _leave(guarded(run))


def _leave(code: int) -> NoReturn:
    raise SystemExit(code)
