"""Which of the user's demands clash, and the smallest ways out.

A set of demands is *unsatisfiable* when no plan meets all of them; a *correction set* is a set of demands
without which a plan exists. A smallest unsatisfiable set is found between the two, by implicit hitting sets:
the smallest set of demands that touches every correction set known so far is asked for a plan; if there is
none, it is the answer, otherwise it is grown to a largest satisfiable set, and what is left over is a new
correction set.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

from mesoplan.record import NamedTuple

from .answer import Answer
from .branch_and_bound import Search
from .budget import Budget
from .demand import Demand
from .pareto import forbid_only
from .problem import CostWeights, Problem, ProblemError, bits, mask_of
from .query import Query
from .tuning import TUNING


class Unsatisfiable(NamedTuple):
    """Whether demands clash, and which."""

    status: Literal["unsatisfiable", "satisfiable", "unknown"]
    """`satisfiable`: a plan meets all demands. `unknown`: the budget ended before that was decided."""
    demands: tuple[str, ...]
    """No plan meets all of these; dropping any one of them is what to try. Empty when there is no plan
    even without demands."""
    smallest: bool
    """Whether it is proved that none has fewer demands; not when a question ran out of budget."""
    corrections: tuple[tuple[str, ...], ...]
    """Sets of demands whose removal leaves a plan, of which no part is enough; not all of them."""
    questions: int
    """How many times it was asked whether a plan exists."""


class CorrectionSets(NamedTuple):
    """The smallest ways to give up demands so that a plan exists."""

    sets: tuple[tuple[str, ...], ...]
    """Fewest demands first, then in the order of the demands. No set contains another."""
    complete: bool
    """Whether these are all (of the size that was asked for)."""
    questions: int


def has_plan(problem: Problem, budget: Budget | None = None) -> bool | None:
    """Whether any plan exists; None when the budget ended before that was known."""
    answer = _any_plan(problem, budget or Budget())
    if answer.plans:
        return True
    return False if answer.status == "infeasible" else None


def _any_plan(problem: Problem, budget: Budget) -> Answer:
    floors = problem.min_coverage or (0,) * len(problem.weights)
    weights = tuple(1 + TUNING.coverage_scale // least if least else 0 for least in floors)
    bare = problem._replace(
        weights=weights,
        costs=CostWeights(0, 0, 0),
        synergies={},
        antagonisms={},
        extra_syringe_cost=0,
        judge=forbid_only(problem.judge),
    )
    # Only the coverage that is asked for counts. Every plan has at least that much, so a bound below
    # it proves that there is none; and what promises most of it is tried first.
    floor = sum(weight * least for weight, least in zip(weights, floors, strict=True))
    return Search(bare, Query(floor=floor, any_plans=True), budget).run()


class _Oracle:
    """Answers whether a set of demands (a mask) has a plan, and asks nothing twice."""

    __slots__ = ("_budget", "_demands", "_problem", "_with", "_without", "questions", "unknown")

    def __init__(self, problem: Problem, demands: Sequence[Demand], budget: Budget | None) -> None:
        self._problem = problem
        self._demands = demands
        self._budget = budget or Budget()
        """What is left of it for all further questions together."""
        self._with: list[int] = []
        self._without: list[int] = []
        self.questions = 0
        self.unknown = 0

    def has_plan(self, mask: int) -> bool:
        """An unanswered question counts as yes, so that every conflict reported is a true one."""
        if any(mask & known == mask for known in self._with):
            return True
        if any(mask & known == known for known in self._without):
            return False
        problem = self._problem
        for number in bits(mask):
            problem = self._demands[number].apply(problem)
        self.questions += 1
        answer = _any_plan(problem, self._budget)
        self._budget = self._budget.without(answer.counters.nodes, answer.counters.work)
        impossible = answer.status == "infeasible"
        if not impossible and not answer.plans:
            self.unknown += 1
        (self._without if impossible else self._with).append(mask)
        return not impossible

    def names(self, mask: int) -> tuple[str, ...]:
        return tuple(self._demands[number].name for number in bits(mask))


def smallest_unsatisfiable(
    problem: Problem, demands: Sequence[Demand], budget: Budget | None = None
) -> Unsatisfiable:
    """An unsatisfiable set with the fewest demands, or the answer that there is none.

    `budget` is for each question. Of several smallest conflicts it is the one found first, which
    depends only on the problem and on the order of the demands.
    """
    oracle = _Oracle(problem, demands, budget)
    everything = (1 << len(demands)) - 1
    if oracle.has_plan(everything):
        status: Literal["satisfiable", "unknown"] = "unknown" if oracle.unknown else "satisfiable"
        return Unsatisfiable(status, (), False, (), oracle.questions)
    corrections: list[int] = []
    while True:
        touching = _smallest_touching(corrections, len(demands))
        if not oracle.has_plan(touching):
            return Unsatisfiable(
                "unsatisfiable",
                oracle.names(touching),
                oracle.unknown == 0,
                tuple(oracle.names(correction) for correction in corrections),
                oracle.questions,
            )
        corrections.append(everything & ~_grown(oracle, touching, everything))


def correction_sets(
    problem: Problem,
    demands: Sequence[Demand],
    *,
    most_dropped: int | None = None,
    budget: Budget | None = None,
) -> CorrectionSets:
    """All smallest ways to give up demands; with `most_dropped`, only those of at most that size.

    An empty set among them means that nothing has to be given up.
    """
    oracle = _Oracle(problem, demands, budget)
    everything = (1 << len(demands)) - 1
    found: list[int] = []
    most = len(demands) if most_dropped is None else min(most_dropped, len(demands))
    for size in range(most + 1):
        for dropped in combinations(range(len(demands)), size):
            mask = mask_of(dropped)
            kept = everything & ~mask
            if any(mask & known == known for known in found):
                continue
            if oracle.has_plan(kept):
                found.append(mask)
            else:
                _shrink(oracle, kept)
    return CorrectionSets(tuple(oracle.names(mask) for mask in found), oracle.unknown == 0, oracle.questions)


def _grown(oracle: _Oracle, mask: int, everything: int) -> int:
    """A set of demands with a plan that no further demand can join."""
    for number in bits(everything & ~mask):
        if oracle.has_plan(mask | 1 << number):
            mask |= 1 << number
    return mask


def _shrink(oracle: _Oracle, mask: int) -> None:
    """Drops demands from a conflict while it stays one; the oracle then knows a small conflict, which
    answers for every set that contains it."""
    for number in bits(mask):
        if not oracle.has_plan(mask & ~(1 << number)):
            mask &= ~(1 << number)


def _smallest_touching(sets: Sequence[int], size: int) -> int:
    """The smallest mask that shares a member with every set; of several, the first in order."""
    members = sorted({member for each in sets for member in bits(each)})
    for count in range(size + 1):
        for chosen in combinations(members, count):
            mask = mask_of(chosen)
            if all(mask & each for each in sets):
                return mask
    raise ProblemError(("a set without members cannot be touched",))
