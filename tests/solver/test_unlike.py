"""Plans kept apart: each is the best that is far enough from all before it."""

from __future__ import annotations

import pytest

from mesoplan.solver import Plan, Problem, Unlike, best_plans


def kept_apart(problem: Problem, k: int, most_shared: int | None, least_different: int) -> list[Plan]:
    """One search for each plan, as the planner does it."""
    plans: list[Plan] = []
    while len(plans) < k:
        unlike = [Unlike(plan.items, most_shared, max(1, least_different)) for plan in plans]
        answer = best_plans(problem, 1, unlike=unlike)
        if not answer.plans:
            break
        plans += answer.plans
    return plans


@pytest.mark.parametrize(("most_shared", "least_different"), [(1, 0), (0, 0), (None, 2), (None, 4), (2, 3)])
def test_plans_kept_apart_are_those_of_brute_force(
    instances, naive, most_shared: int | None, least_different: int
) -> None:
    for seed in range(60):
        problem = instances.tiny(seed)
        expected: list[Plan] = []
        for plan in naive.best_plans(problem, 10**6):
            if len(expected) < 4 and all(
                (most_shared is None or len(set(plan.items) & set(other.items)) <= most_shared)
                and len(set(plan.items) ^ set(other.items)) >= max(1, least_different)
                for other in expected
            ):
                expected.append(plan)
        assert kept_apart(problem, 4, most_shared, least_different) == expected, f"tiny({seed})"
