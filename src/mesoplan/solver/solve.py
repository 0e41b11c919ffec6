"""The two questions most callers have: the best plans, and the best dosing of one set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .answer import Answer, Plan
from .budget import Budget
from .problem import Problem
from .query import Query, Unlike
from .tuning import TUNING, Tuning

if TYPE_CHECKING:
    from .multipliers import Multipliers


def best_dosing(problem: Problem, items: Sequence[int]) -> Plan | None:
    """The exact best doses and syringes of this very set; None when the problem does not allow it."""
    chosen = tuple(sorted(set(items)))
    if not chosen or len(chosen) > problem.max_items or not set(problem.mandatory) <= set(chosen):
        return None
    only = problem._replace(mandatory=chosen, max_items=len(chosen))
    return next(iter(best_plans(only).plans), None)


def best_plans(
    problem: Problem,
    k: int = 1,
    *,
    floor: int | None = None,
    budget: Budget | None = None,
    unlike: Sequence[Unlike] = (),
    multipliers: Multipliers | None = None,
    tuning: Tuning = TUNING,
) -> Answer:
    """The k best plans of a well-formed problem (see `problem.check`), best first.

    Equal values are ordered by item numbers, so the answer is the same on any machine.

    Args:
        floor: plans worth less are not plans; without it a plan of negative value is one.
        budget: when to stop early; the answer then says how good a missed plan can be.
        unlike: earlier plans that every plan must differ from.
        multipliers: those of a similar problem, to start from; they change the work, never the answer.
        tuning: how the work is done; never the answer.
    """
    from .branch_and_bound import Search  # where nothing may be planned, nothing is searched

    query = Query(k=k, floor=floor, unlike=tuple(unlike))
    return Search(problem, query, budget or Budget(), multipliers, tuning).run()
