"""Every way a command can end, as one line on stderr and an exit code; never a traceback."""

import errno
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from mesoplan.cli import codes
from mesoplan.cli.streams import mutter, silence
from mesoplan.errors import MesoplanError

#: No place on the device or in the quota, a broken device.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


class OutputError(Exception):
    """The answer was found and could not be handed over."""


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
    except OutputError as error:
        return _unwritten(str(error))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return _unwritten(error.strerror)
        return _failed(error)


def write(text: str) -> None:
    """Data to stdout, at once and exactly as given. A reader that has gone away is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        raise OutputError(error.strerror) from None


def _flush() -> None:
    write("")


def _unwritten(why: str | None) -> int:
    silence()
    _line(f"error: the answer could not be written ({why}).")
    return codes.USAGE


def _failed(error: Exception) -> int:
    """What mesoplan raises on purpose says its lines and its exit code; the rest is a fault of ours."""
    if isinstance(error, MesoplanError):
        for line in error.lines():
            _line(line)
        return error.exit_code
    if isinstance(error, ModuleNotFoundError) and not (error.name or "mesoplan").startswith("mesoplan"):
        _line(f"error: {error.name} is not installed, and this command needs it.")
        _line("mesoplan.pyz holds pure Python only: install mesoplan for this (pip, pipx or uv).")
        return codes.USAGE
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
    mutter("".join(char if char.isprintable() else " " for char in text))
