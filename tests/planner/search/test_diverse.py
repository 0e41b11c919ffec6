"""Each diverse plan is the best that is far enough from all before it."""

from __future__ import annotations

import pytest

from mesoplan.planner.search import Budget
from mesoplan.planner.search.diverse import diverse_plans


@pytest.mark.parametrize(("most_shared", "least_different"), [(1, 0), (0, 0), (None, 2), (None, 4), (2, 3)])
def test_diverse_plans_are_those_of_brute_force(
    instances, naive, most_shared: int | None, least_different: int
) -> None:
    for seed in range(60):
        problem = instances.tiny(seed)
        expected = []
        for plan in naive.best_plans(problem, 10**6):
            if len(expected) < 4 and all(
                (most_shared is None or len(set(plan.items) & set(other.items)) <= most_shared)
                and len(set(plan.items) ^ set(other.items)) >= max(1, least_different)
                for other in expected
            ):
                expected.append(plan)
        answer = diverse_plans(problem, 4, most_shared=most_shared, least_different=least_different)
        assert answer.plans == tuple(expected), f"tiny({seed})"
        assert answer.status == ("optimal" if expected else "infeasible")


def test_a_budget_is_for_all_plans_together(instances) -> None:
    problem = instances.catalog_like(30, seed=4)
    answer = diverse_plans(problem, 5, most_shared=2, budget=Budget(nodes=100))
    assert answer.status == "best-found"
    assert answer.counters.nodes <= 100
    assert answer.plans[:1] == diverse_plans(problem, 1).plans
