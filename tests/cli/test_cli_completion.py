"""Completion in four shells, and the page for man: every command is in both."""

import os
import shutil
import subprocess
import sys

import pytest

from mesoplan.cli.main import COMMANDS
from mesoplan.cli.reference import manual


def _run(**environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "mesoplan"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout


@pytest.mark.parametrize(
    ("shell", "word"),
    [("bash", "complete"), ("zsh", "#compdef"), ("fish", "complete"), ("powershell", "Register")],
)
def test_each_shell_is_given_a_script(shell: str, word: str) -> None:
    if shell == "bash" and not shutil.which("bash"):
        pytest.skip("no bash here, and click asks it for its version")
    assert word in _run(_MESOPLAN_COMPLETE=f"{shell}_source")


def test_powershell_is_given_commands_options_and_ids() -> None:
    def completed(words: str, typed: str) -> list[str]:
        out = _run(_MESOPLAN_COMPLETE="powershell_complete", COMP_WORDS=words, COMP_CWORD=typed)
        return [line.split("\t")[1] for line in out.splitlines()]

    assert completed("mesoplan ", "") == list(COMMANDS)
    assert completed("mesoplan rep", "rep") == ["repair"]
    assert "--jurisdiction" in completed("mesoplan plan --juris", "--juris")
    assert "female-pattern-hair-loss" in completed("mesoplan plan female", "female")


def test_the_manual_page_names_every_command() -> None:
    page = manual().replace("\\-", "-")
    for name in COMMANDS:
        assert f".SS mesoplan {name}\n" in page
    assert ".SH EXIT STATUS" in page and ".B MESOPLAN_CATALOG" in page
