"""The commands' own help as one Markdown page, and as a page for ``man``.

``python -m mesoplan.cli.reference docs/cli.md`` writes both, and runs the console sessions of README.md
and of the other pages beside it anew; tests compare.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from mesoplan.cli.main import cli
from mesoplan.version import VERSION

_HEAD = """\
# The commands

This page is made from the commands' own help: `python -m mesoplan.cli.reference docs/cli.md`.

Data goes to stdout, words to stderr. `NO_COLOR` and `FORCE_COLOR` are honoured, colour never says
anything alone, and text is as wide as the terminal (`COLUMNS`), never under 60.

| exit code | means |
|---|---|
| 0 | clear or caution (`find`: something was found) |
| 1 | blocked (`find`: nothing was found; with `--fail-on caution`: a caution) |
| 2 | usage, unknown name, or a case that cannot be read |
| 3 | incomplete: something needed is unknown |
| 4 | no plan exists |
| 5 | the catalog is invalid |
| 6 | the ledger is broken, truncated or forked |
| 70 | internal error; `MESOPLAN_DEBUG=1` shows where |
| 130 | interrupted |

`--fail-on blocked` makes only a blocked verdict fail, `--fail-on caution` also a caution.

| variable | does |
|---|---|
| `MESOPLAN_CATALOG` | overlay folders, as with `--catalog` (separated like `PATH`) |
| `MESOPLAN_LEDGER` | the ledger, as with `--ledger` |
| `MESOPLAN_LEDGER_KEYS`, `MESOPLAN_LEDGER_ANCHOR` | its two other files |
| `MESOPLAN_CACHE_DIR` | where compiled catalogs are kept |
| `MESOPLAN_DEBUG` | `1` shows the traceback of an internal error |

## Shell completion

Commands, options, and the ids of goals, zones, ingredients and patient facts:

```sh
eval "$(_MESOPLAN_COMPLETE=bash_source mesoplan)"     # in ~/.bashrc
eval "$(_MESOPLAN_COMPLETE=zsh_source mesoplan)"      # in ~/.zshrc
_MESOPLAN_COMPLETE=fish_source mesoplan | source      # in ~/.config/fish/completions/mesoplan.fish
```

```powershell
$env:_MESOPLAN_COMPLETE = "powershell_source"                # in $PROFILE
mesoplan | Out-String | Invoke-Expression
$env:_MESOPLAN_COMPLETE = $null
```
"""


def reference() -> str:
    """The page, with the help of every command at 90 columns."""
    parts = [_HEAD]
    for path, command, context in _commands(cli, _context(cli, None, "mesoplan")):
        help_text = command.get_help(context).rstrip()
        parts.append(f"\n## `{path}`\n\n```text\n{help_text}\n```\n")
    return "".join(parts)


def manual() -> str:
    """The same as one page for ``man``: every command with its help, the exit codes and the variables."""
    summary = "plans, checks and explains injectable mesotherapy cocktails"
    parts = [
        f'.TH MESOPLAN 1 "" "mesoplan {VERSION}" "User Commands"',
        f".SH NAME\nmesoplan \\- {summary}",
        ".SH SYNOPSIS\n.B mesoplan\n.I COMMAND\n[OPTIONS] [ARGUMENTS]",
        ".SH COMMANDS",
    ]
    for path, command, context in _commands(cli, _context(cli, None, "mesoplan")):
        context.terminal_width = context.max_content_width = 76
        parts.append(f".SS {_roff(path)}\n.nf\n{_roff(command.get_help(context).rstrip())}\n.fi")
    for title, table in (("EXIT STATUS", "exit code"), ("ENVIRONMENT", "variable")):
        rows = "\n".join(f".TP\n.B {_roff(name)}\n{_roff(text)}" for name, text in _rows(table))
        parts.append(f".SH {title}\n{rows}")
    return "\n".join(parts) + "\n"


def _rows(first: str) -> Iterator[tuple[str, str]]:
    """The rows of the table of the page's head whose first column is called so."""
    lines = iter(_HEAD.splitlines())
    for line in lines:
        if line.startswith(f"| {first} |"):
            break
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            return
        name, text = (cell.strip().replace("`", "") for cell in line.strip("|").split("|", 1))
        yield name, text


def _roff(text: str) -> str:
    """Text that a typesetter prints as it stands: no escapes, no requests, no clever hyphens."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in plain.splitlines())


def _commands(
    command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    context.terminal_width = context.max_content_width = 90
    yield context.command_path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _commands(inner, _context(inner, context, name))


def _context(command: click.Command, parent: click.Context | None, name: str) -> click.Context:
    return click.Context(command, parent=parent, info_name=name, **command.context_settings)


if __name__ == "__main__":
    from mesoplan.cli.sessions import refreshed

    target = Path(sys.argv[1])
    target.write_text(reference(), "utf-8")
    target.with_name("mesoplan.1").write_text(manual(), "utf-8")
    for page in (target.parent.parent / "README.md", *sorted(target.parent.glob("*.md"))):
        page.write_text(refreshed(page.read_text("utf-8")), "utf-8")
