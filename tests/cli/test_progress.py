"""Long work says on a terminal that it goes on, and leaves nothing behind."""

import io

import pytest

from mesoplan.cli import progress as module
from mesoplan.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_search_tells_how_far_it_is_and_clears_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, clock = Terminal(), iter([0.0, 0.1, 1.0, 1.05, 1.5])
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(module, "monotonic", lambda: next(clock))
    with progress() as told:
        assert told is not None
        for checks in (1, 20, 21, 30):
            told.check(checks, 2)
    lines = screen.getvalue().split("\r")
    assert [line.strip() for line in lines if line.strip()] == [
        "looking for repairs: 20 checks, 2 found",
        "looking for repairs: 30 checks, 2 found",
    ]
    assert screen.getvalue().endswith(" \r")


def test_a_short_search_and_a_pipe_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as told:
        assert told is not None
        told.check(1, 0)
    assert screen.getvalue() == ""
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with progress() as told:
        assert told is None
