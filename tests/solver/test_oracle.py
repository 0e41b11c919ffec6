"""An independent solver agrees on the values and on the order of the best plans."""

from __future__ import annotations

import pytest

from mesoplan.solver import best_plans


@pytest.mark.parametrize("start", range(0, 120, 30))
def test_cp_sat_agrees_on_tiny_problems(instances, oracle, start: int) -> None:
    for seed in range(start, start + 30):
        problem = instances.tiny(seed, judged=False)
        found = oracle.best_sets(problem, 4, ties=True)
        assert found.proved
        ours = [(plan.value, plan.items) for plan in best_plans(problem, 4).plans]
        assert ours == [tuple(other) for other in found.plans], f"tiny({seed})"


@pytest.mark.parametrize(
    ("n", "max_items", "facets", "syringes", "family"),
    [
        (14, 3, 5, 2, "real"),
        (14, 4, 2, 1, "real"),
        (16, 3, 1, 3, "real"),
        (12, 4, 8, 2, "flat"),
        (24, 4, 5, 2, "real"),
    ],
)
def test_cp_sat_agrees_on_catalog_like_problems(
    instances, oracle, n: int, max_items: int, facets: int, syringes: int, family: str
) -> None:
    for seed in (1, 2):
        problem = instances.catalog_like(
            n, max_items=max_items, facets=facets, syringes=syringes, family=family, seed=seed
        )._replace(extra_syringe_cost=40 * seed)
        found = oracle.best_sets(problem, 3, ties=True)
        assert found.proved
        ours = [(plan.value, plan.items) for plan in best_plans(problem, 3).plans]
        assert ours == [tuple(other) for other in found.plans]
