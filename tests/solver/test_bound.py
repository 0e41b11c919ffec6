"""The bound holds at any multipliers, for every set of every subproblem; and a wrong one would be noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from mesoplan.solver import Plan, Problem, constraints, prepared
from mesoplan.solver.bound import SCALE, Relaxation
from mesoplan.solver.constraint_kinds import Constraint, ConstraintKey
from mesoplan.solver.multipliers import Multipliers
from mesoplan.solver.prepared import Prepared
from mesoplan.solver.problem import bits
from mesoplan.solver.subgradient import Subgradient
from mesoplan.solver.subproblem import Subproblem
from mesoplan.solver.tuning import TUNING, Effort


def drawn(random: Random, subproblem: Subproblem) -> Multipliers:
    """Multipliers of every kind, far from good ones."""
    problem = subproblem.prepared.problem

    def draw(most: int) -> float:
        return 0.0 if random.random() < 0.3 else random.random() * most

    initial: dict[ConstraintKey, float] = {}
    discovered: dict[ConstraintKey, float] = {}
    for a, b, worth in subproblem.pairs:
        if worth > 0:
            initial["synergy", (a, b)] = draw(2 * worth)
        else:
            discovered["antagonism", (a, b)] = draw(-2 * worth)
    for wanted in subproblem.coverings:
        initial["covering", tuple(bits(wanted))] = draw(30)
    for item, needed in subproblem.needs.items():
        for alternatives in needed:
            discovered["requirement", (item, *bits(alternatives))] = draw(30)
    apart = problem.apart_rows()
    for item in subproblem.candidates:
        for other in bits(apart[item]):
            if item < other:
                discovered["clique", (item, other)] = draw(30)
    return Multipliers(
        slots=tuple(tuple(draw(40) for _ in problem.slots) for _ in problem.weights),
        loads=tuple(draw(2) for _ in subproblem.prepared.limits),
        minima=tuple(draw(9) for _ in subproblem.prepared.minima),
        initial=initial,
        discovered=discovered,
    )


def relaxed(subproblem: Subproblem, multipliers: Multipliers) -> Relaxation:
    """The relaxation at these very multipliers."""
    search = Subgradient(subproblem, multipliers, None, TUNING)
    return Relaxation(subproblem, search.settle(Effort(0, 0.0, until_flat=False)))


def settled(subproblem: Subproblem) -> Multipliers:
    """Good multipliers, at which the bound is tight for some sets."""
    return Subgradient(subproblem, None, None, TUNING).settle(Effort(40, 0.1, until_flat=True)).multipliers


def subproblems(problem: Problem, plans: tuple[Plan, ...]) -> Iterator[tuple[Subproblem, list[Plan]]]:
    """The root, and for each item the sets that hold it; with the plans in each."""
    ready = Prepared(problem)
    mandatory = tuple(sorted(set(problem.mandatory)))
    if not all(item in ready.of for item in mandatory):
        return
    for more in ((), *((item,) for item in ready.of if item not in mandatory)):
        fixed = tuple(sorted((*mandatory, *more)))
        banned = 0
        for item in fixed:
            banned |= ready.apart[item]
        candidates = [item for item in ready.of if item not in fixed and not banned >> item & 1]
        if len(fixed) <= problem.max_items:
            inside = [plan for plan in plans if set(fixed) <= set(plan.items)]
            yield Subproblem(ready, fixed, candidates), inside


def violations(problems: list[Problem], naive: Any) -> Iterator[str]:
    """Plans that are worth more than the bound of their own set, over several draws of multipliers."""
    for number, problem in enumerate(problems):
        random = Random(number)
        plans = naive.best_plans(problem, 10**6)
        for subproblem, inside in subproblems(problem, plans):
            if not all(subproblem.coverings):
                yield from (f"problem {number}: {plan.items} was thought impossible" for plan in inside)
                continue
            good, any_at_all = settled(subproblem), drawn(random, subproblem)
            mixed = good._replace(initial=any_at_all.initial, discovered=any_at_all.discovered)
            for multipliers in (good, mixed, any_at_all):
                relaxation = relaxed(subproblem, multipliers)
                for plan in inside:
                    bound = bound_of_set(relaxation, plan)
                    if bound is None or bound < plan.value * SCALE:
                        yield f"problem {number}: {plan.items} is worth {plan.value}, bound {bound} / {SCALE}"


def bound_of_set(relaxation: Relaxation, plan: Plan) -> int | None:
    """The relaxation at one set; None when the set is not in it."""
    added = set(plan.items) - set(relaxation.subproblem.fixed)
    if not added <= relaxation.worth_of.keys():
        return None
    return relaxation.constant + relaxation.fixed_worth + sum(relaxation.worth_of[item] for item in added)


@pytest.fixture(scope="module")
def problems(instances: Any) -> list[Problem]:
    """Small problems with every kind of constraint; half of them without what the bound leaves aside."""
    found = [instances.tiny(seed) for seed in range(500, 570)]
    found += [
        problem._replace(
            judge=None,
            extra_syringe_cost=0,
            separate=(),
            synergies={pair: 5 * worth for pair, worth in problem.synergies.items()},
        )
        for problem in found
    ]
    assert any(problem.requires for problem in found) and any(problem.min_coverage for problem in found)
    assert any(problem.synergies for problem in found) and any(problem.antagonisms for problem in found)
    return found


def test_no_plan_is_worth_more_than_the_bound_of_its_set_at_any_multipliers(
    problems: list[Problem], naive: Any
) -> None:
    assert list(violations(problems, naive)) == []


Build = Callable[..., Constraint]


def _lighter(build: Build) -> Build:
    """The same constraint with a constant that is one too small."""

    def made(*arguments: Any) -> Constraint:
        right = build(*arguments)
        return right._replace(constant=right.constant - 1)

    return made


def _without_gain(build: Build) -> Build:
    """The same constraint without what it gives to items."""

    def made(*arguments: Any) -> Constraint:
        right = build(*arguments)
        return right._replace(terms=tuple((item, min(0, sign)) for item, sign in right.terms))

    return made


def _worth_less(build: Build) -> Build:
    """A synergy of which a part is lost."""

    def made(a: int, b: int, worth: int) -> Constraint:
        return build(a, b, worth - 1)

    return made


@pytest.mark.parametrize(
    ("home", "kind", "broken"),
    [
        (prepared, "synergy", _worth_less),
        (constraints, "antagonism", _lighter),
        (constraints, "clique", _lighter),
        (constraints, "requirement", _without_gain),
        (constraints, "covering", _lighter),
        (constraints, "covering", _without_gain),
    ],
)
def test_a_wrong_constraint_of_each_kind_is_noticed(
    home: Any,
    kind: str,
    broken: Callable[[Build], Build],
    problems: list[Problem],
    naive: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(home, kind, broken(getattr(home, kind)))
    assert any(violations(problems, naive))
