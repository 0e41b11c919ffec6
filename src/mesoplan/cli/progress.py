"""One line on the terminal while a search takes long; nothing where nobody looks."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

_SECONDS_BEFORE = 0.7
_SECONDS_BETWEEN = 0.2


@contextmanager
def progress() -> Iterator[Callable[[int, int], object] | None]:
    """What to call with the checks made and the repairs found; None when the errors are no terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    next_at = monotonic() + _SECONDS_BEFORE
    shown = 0

    def told(checks: int, found: int) -> None:
        nonlocal next_at, shown
        now = monotonic()
        if now < next_at:
            return
        next_at = now + _SECONDS_BETWEEN
        line = f"looking for repairs: {checks} checks, {found} found"
        sys.stderr.write(f"\r{line:<{shown}}")
        sys.stderr.flush()
        shown = len(line)

    try:
        yield told
    finally:
        if shown:
            sys.stderr.write(f"\r{'':<{shown}}\r")
            sys.stderr.flush()
