"""Plans of the shipped catalog, prepared: a sheet or the missing number, never both.

The whole grid: ``python benchmarks/prepare_grid.py``.
"""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from mesoplan.engine import Engine
from mesoplan.model.preparation import MissingNumber, Preparation

#: A goal of each kind: fat, hair, pain, skin, a disease of the skin, one whose products are powders.
GOALS = (
    "submental-fat",
    "female-pattern-hair-loss",
    "neck-pain",
    "melasma",
    "alopecia-areata",
    "enlarged-pores",
)


@pytest.fixture(scope="module")
def grid() -> ModuleType:
    """The grid of the benchmarks, whose folder is no package."""
    folder = str(Path(__file__).parents[2] / "benchmarks")
    sys.path.insert(0, folder)
    try:
        return import_module("prepare_grid")
    finally:
        sys.path.remove(folder)


@pytest.mark.parametrize("goal", GOALS)
def test_a_plan_prepares_or_says_which_number_is_missing(engine: Engine, grid: ModuleType, goal: str) -> None:
    seen, faults = grid.of_goal(engine, goal, patients=2, seed=3)
    assert not faults
    assert seen["cases"] == 2
    assert seen["plans"] == seen["prepared"] + seen["draft"] + seen["missing"] + seen["refused"]


def test_the_grid_tells_an_answer_that_is_both_or_neither(grid: ModuleType) -> None:
    neither = Preparation(
        outcome="draft",
        verdict="clear",
        sheet=None,
        missing=(),
        gaps=(),
        law=(),
        codes=(),
        devices=(),
    )
    assert list(grid.wrong(neither))
    lack = MissingNumber(lack="volume", line="cocktail[0]", subject="akis-25")
    assert not list(grid.wrong(neither._replace(outcome="missing", missing=(lack,))))
    assert list(grid.wrong(neither._replace(missing=(lack,))))
