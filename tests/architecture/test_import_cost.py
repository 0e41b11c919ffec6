"""What an import loads, as lists of modules: a list does not flicker as a timing does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_FIXTURE = Path(__file__).parents[1] / "catalog" / "fixture"
_HEAVY = ("pydantic", "networkx", "click", "rapidfuzz", "platformdirs")

_CHECK = f"""
import mesoplan
catalog = mesoplan.load_catalog(base={str(_FIXTURE)!r})
case = mesoplan.Case(goal="low-back-pain", zone="lower-back", patient={{"sex": "male"}},
                     cocktail=({{"product": "lidocaine-1-plain", "amount": "10 mg"}},))
assert mesoplan.check(case, None, catalog).findings
"""


def _loaded(program: str, cache: Path) -> set[str]:
    """The top-level modules that a fresh interpreter has after the program."""
    said = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "MESOPLAN_CACHE_DIR": str(cache)},
    )
    assert said.returncode == 0, said.stderr
    return set(json.loads(said.stdout.splitlines()[-1]))


def _refused(loaded: set[str], *names: str) -> list[str]:
    return [name for name in names if name in loaded]


def test_importing_mesoplan_loads_nothing(tmp_path: Path) -> None:
    loaded = _loaded("import mesoplan", tmp_path)
    assert _refused(loaded, *_HEAVY, "tomllib", "decimal") == []
    assert {name for name in loaded if name.startswith("mesoplan")} == {"mesoplan"}


def test_the_command_line_starts_with_click_alone(tmp_path: Path) -> None:
    loaded = _loaded("import mesoplan.cli.main", tmp_path)
    assert _refused(loaded, "pydantic", "networkx", "rapidfuzz", "platformdirs") == []
    assert _refused(loaded, "mesoplan.api", "mesoplan.rules", "mesoplan.planner", "mesoplan.report") == []


def test_a_warm_check_needs_no_schema_no_graph_and_no_parser(tmp_path: Path) -> None:
    _loaded(_CHECK, tmp_path)
    warm = _loaded(_CHECK, tmp_path)
    assert _refused(warm, "pydantic", "networkx", "click", "rapidfuzz") == []
    assert _refused(warm, "tomllib", "mesoplan.catalog.build", "mesoplan.model.schema") == []


@pytest.mark.parametrize("module", ["mesoplan.quantity", "mesoplan.model.case", "mesoplan.solver"])
def test_the_lower_floors_need_the_standard_library_only(module: str, tmp_path: Path) -> None:
    assert _refused(_loaded(f"import {module}", tmp_path), *_HEAVY) == []
