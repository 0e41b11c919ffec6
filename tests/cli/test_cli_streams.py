"""A command whose streams are closed, full, or speak little: its answer and its exit code stand."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import mesoplan

SOURCES = str(Path(mesoplan.__file__).parents[1])
Shell = Callable[..., "subprocess.CompletedProcess[bytes]"]
CaseFile = Callable[..., str]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell's redirections")


@pytest.fixture
def shell(folder: Path, tmp_path: Path) -> Shell:
    """Run a line of the shell in which $M is the command."""

    def run(line: str, **more: str) -> "subprocess.CompletedProcess[bytes]":
        environment = {
            **os.environ,
            "M": f"{sys.executable} -m mesoplan",
            "MESOPLAN_CATALOG": str(folder),
            "MESOPLAN_CACHE_DIR": str(tmp_path / "cache"),
            "PYTHONPATH": SOURCES,
            **more,
        }
        return subprocess.run(
            ["sh", "-c", line], capture_output=True, cwd=tmp_path, env=environment, check=False, timeout=60
        )

    return run


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_a_redirected_page_is_utf_8_whatever_the_locale_says(
    shell: Shell, case: CaseFile, encoding: str
) -> None:
    found = shell(f"$M explain {case()} --format html", PYTHONIOENCODING=encoding)
    assert (found.returncode, found.stderr) == (0, b"")
    assert "\u2192" in found.stdout.decode("utf-8")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_the_verdict_survives_streams_that_lead_nowhere(shell: Shell, case: CaseFile, closed: str) -> None:
    file = case(product='"caution-ampoule"', conditions='["odd disease"]')
    assert shell(f"$M check {file} --format csv {closed}").returncode == 1


@pytest.mark.parametrize("command", ["check FILE", "check FILE --format json", "--help", "goals"])
def test_an_answer_that_cannot_be_written_is_no_success(shell: Shell, case: CaseFile, command: str) -> None:
    found = shell(f"$M {command.replace('FILE', case())} >/dev/full")
    assert found.returncode == 2
    assert found.stderr == b"error: the answer could not be written (No space left on device).\n"


def test_bytes_that_are_no_text_are_shown_and_refused(shell: Shell, case: CaseFile) -> None:
    for command in ("show", "check", f"check {case()} --condition", "plan", "find", "graph", "why-not x"):
        found = shell(f"$M {command} \"$(printf 'a\\377b')\"")
        assert found.returncode in (0, 1, 2), command
        assert b"Traceback" not in found.stderr and b"internal" not in found.stderr


def test_a_user_without_a_home_gets_an_answer(shell: Shell, case: CaseFile) -> None:
    keep = f"PYTHONPATH={SOURCES} MESOPLAN_CATALOG=$MESOPLAN_CATALOG"
    found = shell(f"env -i {keep} $M check {case()}")
    assert found.returncode == 0, found.stderr


def test_ctrl_c_while_it_is_still_loading_shows_no_traceback(folder: Path, tmp_path: Path) -> None:
    """However early: from the first line of ours on."""
    slow = tmp_path / "click.py"  # stands for the slow import of a library
    slow.write_text("import os, time\nopen('started', 'w').close()\ntime.sleep(30)\n", "utf-8")
    command = subprocess.Popen(
        [sys.executable, "-m", "mesoplan", "goals"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCES}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until = time.monotonic() + 30
    while not (tmp_path / "started").exists() and time.monotonic() < until:
        time.sleep(0.02)
    command.send_signal(signal.SIGINT)
    _, said = command.communicate(timeout=30)
    assert (command.returncode, said) == (130, b"")
