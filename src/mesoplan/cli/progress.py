"""One line on the terminal while a search takes long; nothing where nobody looks."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

_SECONDS_BEFORE = 0.7
_SECONDS_BETWEEN = 0.2


class Line:
    """An observer that writes how the search for repairs goes on."""

    def __init__(self) -> None:
        self._next = monotonic() + _SECONDS_BEFORE
        self.width = 0

    def started(self, question: str) -> None:
        """Nothing is said before it takes long."""

    def node(self, nodes: int) -> None:
        """Nothing."""

    def plan(self, ingredients: tuple[str, ...], score: int) -> None:
        """Nothing."""

    def check(self, checks: int, found: int) -> None:
        """The line, a few times a second."""
        now = monotonic()
        if now < self._next:
            return
        self._next = now + _SECONDS_BETWEEN
        line = f"looking for repairs: {checks} checks, {found} found"
        sys.stderr.write(f"\r{line:<{self.width}}")
        sys.stderr.flush()
        self.width = len(line)

    def ended(self, question: str) -> None:
        """Nothing; the line goes when the command is done with it."""

    def stops(self) -> bool:
        """Never: Ctrl-C does."""
        return False


@contextmanager
def progress() -> Iterator[Line | None]:
    """The observer to hand over; None when the errors are no terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    line = Line()
    try:
        yield line
    finally:
        if line.width:
            sys.stderr.write(f"\r{'':<{line.width}}\r")
            sys.stderr.flush()
