"""Every way a command can end, as one line on stderr and an exit code; never a traceback."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click

from mesoplan.cli import codes
from mesoplan.errors import MesoplanError


def guarded(run: Callable[[], Any]) -> int:
    """Run a command and give its exit code."""
    try:
        result = run()
        _flush()
        return result if isinstance(result, int) else codes.OK
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        _line("interrupted")
        return codes.INTERRUPTED
    except click.UsageError as error:
        _usage(error)
        return codes.USAGE
    except click.ClickException as error:
        _line(f"error: {error.format_message()}")
        return codes.USAGE
    except BrokenPipeError:
        silence()
        return codes.OK
    except Exception as error:
        return _failed(error)


def silence() -> None:
    """Nobody reads stdout any more: throw the rest away without a word."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass


def _flush() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence()


def _failed(error: Exception) -> int:
    """What mesoplan raises on purpose says its lines and its exit code; the rest is a fault of ours."""
    if isinstance(error, MesoplanError):
        for line in error.lines():
            _line(line)
        return error.exit_code
    return _internal(error)


def _internal(error: Exception) -> int:
    if os.environ.get("MESOPLAN_DEBUG") == "1":
        import traceback

        traceback.print_exc()
    else:
        what = " ".join(str(error).split())[:200]
        _line(f"internal error: {type(error).__name__}: {what}")
        _line(
            "Nothing was decided. Please report this with the command and the case; "
            "MESOPLAN_DEBUG=1 shows where it happened."
        )
    return codes.INTERNAL


def _usage(error: click.UsageError) -> None:
    _line(f"error: {error.format_message()}")
    if error.ctx is not None:
        _line(f"`{error.ctx.command_path} --help` shows how.")


def _line(text: str) -> None:
    printable = "".join(char if char.isprintable() else " " for char in text)
    with suppress(OSError):
        click.echo(printable, err=True)
