"""Standard streams that cannot break an answer: closed ones, narrow encodings, a full disk behind stderr."""

import os
import sys
from contextlib import suppress
from typing import TextIO


def prepare() -> None:
    """Make stdin, stdout and stderr fit to be used; what is fit already is left as it is.

    A stream that the caller closed leads nowhere. Redirected output is UTF-8, whatever the terminal
    speaks, because pages and JSON are; on a terminal, a character that it cannot show is shown as its
    escape, as are the bytes of an argument that are no text.
    """
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_the_closed()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            shown = stream is sys.stderr or _isatty(stream)
            reconfigure(encoding=None if shown else "utf-8", errors="backslashreplace")


def _open_the_closed() -> None:
    """Descriptors 0 to 2 lead somewhere, so that no file that is opened later takes their place."""
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(opened)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


def _isatty(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (OSError, ValueError):
        return False


def silence(stream: TextIO | None = None) -> None:
    """Nobody reads a stream (stdout, when none is named) any more: throw the rest away without a word."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, (stream or sys.stdout).fileno())
        os.close(nowhere)


def mutter(text: str) -> None:
    """A line on stderr; when nobody can hear it, the answer stands all the same."""
    printable = "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)
    mutter_raw(f"{printable}\n")


def mutter_raw(text: str) -> None:
    """The same for what moves the cursor."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        silence(sys.stderr)
