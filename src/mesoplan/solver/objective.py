"""The objective, term by term. This is the definition; the rest of the engine must agree with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from mesoplan.record import NamedTuple

from .problem import Content, Option, Problem, ProblemError


class Score(NamedTuple):
    """The terms of a plan's value."""

    coverage: tuple[int, ...]
    """Weighted coverage of each facet."""
    risk: int
    price: int
    burden: int
    """Weighted; taken off."""
    synergies: int
    antagonisms: int
    extra_syringes: int
    penalties: int
    """What the judge takes off, over all syringes."""

    @property
    def value(self) -> int:
        """The sum of the terms."""
        return (
            sum(self.coverage)
            + self.synergies
            - self.risk
            - self.price
            - self.burden
            - self.antagonisms
            - self.extra_syringes
            - self.penalties
        )


def facet_coverage(problem: Problem, options: Iterable[Option], facet: int) -> int:
    """Slots x the best benefits of one facet, before the facet's weight."""
    benefits = sorted((option.benefit[facet] for option in options), reverse=True)
    return sum(slot * benefit for slot, benefit in zip(problem.slots, benefits, strict=False))


def pair_value(problem: Problem, items: Sequence[int]) -> tuple[int, int]:
    """What the pairs among these ascending items add and take away."""
    added = taken = 0
    for pair in combinations(items, 2):
        added += problem.synergies.get(pair, 0)
        taken += problem.antagonisms.get(pair, 0)
    return added, taken


def score(
    problem: Problem,
    items: tuple[int, ...],
    options: tuple[int, ...],
    syringes: tuple[tuple[int, ...], ...],
) -> Score:
    """The terms of a plan; raises ValueError when the judge forbids one of its syringes."""
    chosen = [problem.items[i].options[o] for i, o in zip(items, options, strict=True)]
    added, taken = pair_value(problem, items)
    costs = problem.costs
    return Score(
        coverage=tuple(
            weight * facet_coverage(problem, chosen, facet) for facet, weight in enumerate(problem.weights)
        ),
        risk=costs.risk * sum(option.risk for option in chosen),
        price=costs.price * sum(option.price for option in chosen),
        burden=costs.burden * sum(option.burden for option in chosen),
        synergies=added,
        antagonisms=taken,
        extra_syringes=problem.extra_syringe_cost * (len(syringes) - 1),
        penalties=_penalties(problem, dict(zip(items, options, strict=True)), syringes),
    )


def _penalties(problem: Problem, option_of: dict[int, int], syringes: tuple[tuple[int, ...], ...]) -> int:
    if problem.judge is None:
        return 0
    total = 0
    for syringe in syringes:
        content: Content = tuple((item, option_of[item]) for item in syringe)
        penalty = problem.judge(content)
        if penalty is None:
            raise ProblemError((f"the judge forbids the syringe {content}",))
        total += penalty
    return total
