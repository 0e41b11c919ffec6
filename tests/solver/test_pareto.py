"""The front is the whole front, and a part of it says so."""

from __future__ import annotations

from itertools import combinations

from mesoplan.solver import Budget, score
from mesoplan.solver.pareto import forbid_only, pareto_front


def brute_front(problem, naive) -> set[tuple[int, int, int]]:
    without_penalties = problem._replace(judge=forbid_only(problem.judge))
    points = set()
    for size in range(1, problem.max_items + 1):
        for items in combinations(range(len(problem.items)), size):
            if naive.allowed_set(problem, items):
                for plan in naive.all_dosings(without_penalties, items):
                    points.add(axes(problem, plan))
    return {
        point for point in points if not any(other != point and dominates(other, point) for other in points)
    }


def axes(problem, plan) -> tuple[int, int, int]:
    chosen = [problem.items[i].options[o] for i, o in zip(plan.items, plan.options, strict=True)]
    terms = score(problem, plan.items, plan.options, plan.syringes)
    return (
        sum(terms.coverage) + terms.synergies - terms.antagonisms,
        sum(option.risk for option in chosen),
        sum(option.price + option.burden for option in chosen),
    )


def dominates(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[0] >= other[0] and one[1] <= other[1] and one[2] <= other[2]


def test_the_front_is_that_of_brute_force(instances, naive) -> None:
    for seed in range(100):
        problem = instances.tiny(seed)
        front = pareto_front(problem)
        assert front.complete
        assert {point[:3] for point in front.points} == brute_front(problem, naive)
        assert len({point[:3] for point in front.points}) == len(front.points)
        for point in front.points:
            assert axes(problem, point.plan) == point[:3]
            plan = point.plan
            terms = score(problem, plan.items, plan.options, plan.syringes)
            assert terms.value == plan.value


def test_an_unfinished_front_says_so_and_has_only_points_of_the_front(instances) -> None:
    problem = instances.catalog_like(12, max_items=2, seed=1)
    whole = pareto_front(problem)
    assert whole.complete and len(whole.points) > 5
    points = {point[:3] for point in whole.points}
    for part in (pareto_front(problem, most_points=5), pareto_front(problem, budget=Budget(60))):
        assert not part.complete
        assert 0 < len(part.points) < len(points)
        assert {point[:3] for point in part.points} <= points
