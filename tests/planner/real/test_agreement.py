"""On the real catalog `plan` agrees with brute force over `check`, and with CP-SAT on the optimum.

A small sweep; `benchmarks/real_catalog.py` runs every goal for 50 patients.
"""

from types import ModuleType

import pytest

from mesoplan.knowledge.questions import Knowledge
from mesoplan.planner.ground import best, prepare

K = 10
MOST = 60_000
GOALS = (
    "female-pattern-hair-loss",
    "hair-loss",
    "androgenetic-alopecia",
    "melasma",
    "musculoskeletal-pain",
    "neck-pain",
    "submental-fat",
    "skin-rejuvenation",
    "migraine",
)


@pytest.mark.parametrize("goal", GOALS)
def test_same_plans_as_brute_force(goal: str, knowledge: Knowledge, oracles: ModuleType) -> None:
    for case in oracles.cases(knowledge.catalog, goal, 3, seed=7):
        ground = prepare(case, knowledge)
        if oracles.size_of(ground) > MOST:
            continue
        answer = best(ground, K, floor=ground.floor)
        assert answer.proved
        ours = [(each.found.value, each.ingredients) for each in answer.plans]
        theirs = oracles.brute_best(ground, K)
        assert [value for value, _ in ours] == [each.value for each in theirs[: len(ours)]], case
        last = ours[-1][0] if len(ours) == K else None
        assert {names for value, names in ours if value != last} == {
            each.ingredients for each in theirs if each.value != last
        }, case
        assert all(each.report.verdict != "blocked" for each in answer.plans)


@pytest.mark.parametrize("goal", ("fine-lines", "knee-osteoarthritis", "androgenetic-alopecia"))
def test_the_same_with_everything_that_has_a_dose(
    goal: str, knowledge: Knowledge, oracles: ModuleType
) -> None:
    """Larger problems of the same rules: every ingredient with a dose, plans of any value."""
    for case in oracles.cases(knowledge.catalog, goal, 2, seed=1):
        ground = oracles.wide(prepare(case, knowledge))
        if oracles.size_of(ground) > MOST:
            continue
        ours = [(each.found.value, each.ingredients) for each in best(ground, K, floor=None).plans]
        theirs = oracles.brute_best(ground, K, None)
        assert [value for value, _ in ours] == [each.value for each in theirs[: len(ours)]], case
        assert len(ours) == min(K, len(theirs))


@pytest.mark.parametrize("goal", ("hair-loss", "neck-pain", "melasma"))
def test_same_optimum_as_cpsat(
    goal: str, knowledge: Knowledge, oracles: ModuleType, solver: ModuleType
) -> None:
    for case in oracles.cases(knowledge.catalog, goal, 2, seed=11):
        ground = prepare(case, knowledge)
        if ground.model is None or oracles.size_of(ground) > MOST:
            continue
        plans = best(ground, 1, floor=ground.floor).plans
        optimum = oracles.cpsat_best(ground, solver.best_sets, oracles.every_value(ground))
        assert optimum == (plans[0].found.value if plans else None), case
