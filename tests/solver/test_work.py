"""How much work a search does is deterministic, so a slower engine shows up here and not on a clock.

The limits are about twice what was counted when they were written.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mesoplan
from mesoplan.solver import best_plans
from mesoplan.solver.syringes import fewest_syringes


@pytest.mark.parametrize(
    ("n", "max_items", "facets", "nodes", "multiplier_steps"),
    [(30, 5, 5, 1_700, 750), (100, 5, 5, 7_200, 1_300), (100, 3, 1, 8_300, 750)],
)
def test_ten_plans_take_no_more_work_than_before(
    instances, n: int, max_items: int, facets: int, nodes: int, multiplier_steps: int
) -> None:
    total_nodes = total_steps = 0
    for seed in (1, 2, 3, 4):
        problem = instances.catalog_like(n, max_items=max_items, facets=facets, seed=seed)
        counters = best_plans(problem, 10).counters
        total_nodes += counters.nodes
        total_steps += counters.multiplier_steps
    assert total_nodes <= nodes
    assert total_steps <= multiplier_steps


def test_most_candidates_of_a_large_problem_are_never_searched(instances) -> None:
    answer = best_plans(instances.catalog_like(1000, seed=1), 10)
    assert answer.status == "optimal"
    assert answer.counters.candidates <= 150


def test_a_plan_says_why_it_has_so_many_syringes(instances) -> None:
    problem = instances.catalog_like(30, seed=1)
    for plan in best_plans(problem, 10).plans:
        solved = fewest_syringes(problem, tuple(zip(plan.items, plan.options, strict=True)))
        assert solved is not None
        filling, proof = solved
        assert filling.syringes == plan.syringes
        assert proof.least == len(plan.syringes)


def test_importing_the_engine_loads_no_heavy_module() -> None:
    heavy = "{'dataclasses', 'json', 'decimal', 'pydantic', 'networkx', 'numpy', 'click'}"
    code = f"import sys; import mesoplan.solver; print(*sorted({heavy} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(Path(mesoplan.__path__[0]).parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
