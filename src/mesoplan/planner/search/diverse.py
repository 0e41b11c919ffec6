"""Plans that differ from each other: each is the best that is far enough from all before it."""

from __future__ import annotations

from .answer import Answer, Budget, Counters, Plan
from .problem import Problem
from .search import Search, Unlike


def diverse_plans(
    problem: Problem,
    k: int,
    *,
    most_shared: int | None = None,
    least_different: int = 0,
    floor: int | None = None,
    budget: Budget | None = None,
) -> Answer:
    """The best plan, then the best one unlike it, then the best one unlike both, up to k plans.

    Args:
        most_shared: how many items two plans may have in common at most.
        least_different: how many items must be in one of two plans but not in both.
        floor: plans worth less are not plans.
        budget: for all searches together.

    In the answer, `bound` is that of the first plan, and `unlisted` that of any further plan that is
    far enough from all listed ones. `optimal` means that every plan was proved the best of its turn.
    """
    plans: list[Plan] = []
    counters = Counters()
    best: int | None = None
    unlisted: int | None = None
    prices = None
    limits = budget or Budget()
    while len(plans) < k:
        unlike = [Unlike(plan.items, most_shared, max(1, least_different)) for plan in plans]
        search = Search(problem, 1, floor, limits.without(counters.nodes), unlike, prices)
        answer = search.run()
        prices = search.prices
        counters = counters.plus(answer.counters)
        if best is None:
            best = answer.bound
        if answer.status == "infeasible":
            return Answer("optimal" if plans else "infeasible", tuple(plans), best, None, counters)
        plans += answer.plans
        unlisted = answer.bound
        if answer.status == "best-found":
            return Answer("best-found", tuple(plans), best, unlisted, counters)
    return Answer("optimal", tuple(plans), best, unlisted, counters)
