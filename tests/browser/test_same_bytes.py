"""The Python in the browser answers with the bytes of this one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def _json(*command: str) -> dict[str, Any]:
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def test_210_answers_are_the_same_in_the_browser(built: Path, node_module: Callable[[str], Path]) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    here = _json(sys.executable, str(HERE / "answers.py"), str(built / "catalog.pack"))
    there = _json(node, str(HERE / "answers.mjs"), str(node_module("pyodide").parent), str(built))
    assert len(here["answers"]) == 210 and here["refused"] < 105
    assert {name: each for name, each in here["answers"].items() if there["answers"][name] != each} == {}
    assert list(there["answers"]) == list(here["answers"])
