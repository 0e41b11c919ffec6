"""Loads the second and third planner of the real catalog, shared with the benchmarks."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


def _load(name: str) -> ModuleType:
    spec = spec_from_file_location(f"real_tests_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def oracles() -> ModuleType:
    """Patients, brute force, CP-SAT with lazy judging."""
    return _load("real_oracles")


@pytest.fixture(scope="session")
def solver() -> ModuleType:
    """The CP-SAT model; skips where OR-Tools is not installed."""
    pytest.importorskip("ortools")
    return _load("search_oracle")
