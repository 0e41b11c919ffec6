"""Loads what the tests share with the benchmarks: the seeded problems and the CP-SAT model."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
BENCHMARKS = HERE.parents[1] / "benchmarks"


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"search_tests_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def instances() -> ModuleType:
    """Seeded problems."""
    return _load(BENCHMARKS / "instances.py")


@pytest.fixture(scope="session")
def naive() -> ModuleType:
    """Brute force."""
    return _load(HERE / "naive.py")


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    """The CP-SAT model; skips where OR-Tools is not installed."""
    pytest.importorskip("ortools")
    return _load(BENCHMARKS / "search_oracle.py")
