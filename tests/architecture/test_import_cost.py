"""What an import loads, as lists of modules: a list does not flicker as a timing does."""

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_FIXTURE = Path(__file__).parents[1] / "catalog" / "fixture"
_LEDGER = ("sqlalchemy", "alembic", "cryptography", "psycopg")
_HEAVY = ("pydantic", "networkx", "click", "tabulate", "rapidfuzz", "platformdirs", *_LEDGER)

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
    assert _refused(loaded, "pydantic", "networkx", "tabulate", "rapidfuzz", "platformdirs", *_LEDGER) == []
    assert _refused(loaded, "mesoplan.api", "mesoplan.rules", "mesoplan.planner", "mesoplan.report") == []


def test_a_warm_check_needs_no_schema_no_graph_and_no_parser(tmp_path: Path) -> None:
    _loaded(_CHECK, tmp_path)
    warm = _loaded(_CHECK, tmp_path)
    assert _refused(warm, "pydantic", "networkx", "click", "tabulate", "rapidfuzz", *_LEDGER) == []
    assert _refused(warm, "tomllib", "mesoplan.catalog.build", "mesoplan.model.schema") == []


def test_the_help_of_the_ledger_needs_no_database(tmp_path: Path) -> None:
    every = """import importlib, mesoplan.cli.ledger
for module, _ in mesoplan.cli.ledger.COMMANDS.values():
    importlib.import_module(module)"""
    assert _refused(_loaded(every, tmp_path), *_LEDGER, "mesoplan.ledger", "mesoplan.engine") == []


_USE = """
from mesoplan.ledger.journal import Ledger
Ledger.open({where!r}).head()
"""


def test_a_ledger_in_a_file_is_used_without_migrations_or_a_server(
    tmp_path: Path,
) -> None:
    from mesoplan.ledger.journal import Ledger

    where = str(tmp_path / "clinic.db")
    now = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    Ledger.create(where, clinic="c", now=now).store.close()
    assert _refused(_loaded(_USE.format(where=where), tmp_path), "alembic", "psycopg") == []


@pytest.mark.parametrize("module", ["mesoplan.quantity", "mesoplan.model.case", "mesoplan.solver"])
def test_the_lower_floors_need_the_standard_library_only(module: str, tmp_path: Path) -> None:
    assert _refused(_loaded(f"import {module}", tmp_path), *_HEAVY) == []
