"""One line on the terminal while a search takes long; nothing where nobody looks."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from mesoplan.cli.streams import mutter_raw
from mesoplan.engine import Deadline
from mesoplan.model.observer import Observer

_SECONDS_BEFORE = 0.7
_SECONDS_BETWEEN = 0.2


class Line:
    """An observer that writes how the search for repairs goes on."""

    def __init__(self, deadline: Deadline | None = None) -> None:
        self._deadline = deadline
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
        mutter_raw(f"\r{line:<{self.width}}")
        self.width = len(line)

    def ended(self, question: str) -> None:
        """Nothing; the line goes when the command is done with it."""

    def stops(self) -> bool:
        """At the deadline, if there is one; else Ctrl-C does."""
        return self._deadline is not None and self._deadline.stops()


@contextmanager
def progress(seconds: float | None = None) -> Iterator[Observer | None]:
    """The observer to hand over: the line where the errors are a terminal, an end after some seconds."""
    deadline = None if seconds is None else Deadline(seconds)
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield deadline
        return
    line = Line(deadline)
    try:
        yield line
    finally:
        if line.width:
            mutter_raw(f"\r{'':<{line.width}}\r")


@contextmanager
def counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """Hears how many are done, of how many, and shows it where the errors are a terminal."""
    shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    width = 0

    def tell(done: int, of: int) -> None:
        nonlocal width
        if shown:
            line = f"{done} of {of} {what}"
            mutter_raw(f"\r{line:<{width}}")
            width = len(line)

    try:
        yield tell
    finally:
        if width:
            mutter_raw(f"\r{'':<{width}}\r")
