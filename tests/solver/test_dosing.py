"""The dosing of a given set is the one brute force prefers."""

from __future__ import annotations

from itertools import combinations

from mesoplan.solver import best_dosing


def test_a_set_gets_its_exact_best_dosing(instances, naive) -> None:
    for seed in range(80):
        problem = instances.tiny(seed)
        for size in range(1, problem.max_items + 1):
            for items in list(combinations(range(len(problem.items)), size))[:6]:
                allowed = naive.allowed_set(problem, items)
                expected = naive.best_dosing(problem, items) if allowed else None
                assert best_dosing(problem, items) == expected


def test_the_order_of_the_items_does_not_matter(instances) -> None:
    problem = instances.catalog_like(30, seed=1)
    assert best_dosing(problem, (9, 2)) == best_dosing(problem, (2, 9, 9))


def test_no_items_and_too_many_items_have_no_dosing(instances) -> None:
    problem = instances.catalog_like(30, max_items=2, seed=1)
    assert best_dosing(problem, ()) is None
    assert best_dosing(problem, (1, 2, 3)) is None
