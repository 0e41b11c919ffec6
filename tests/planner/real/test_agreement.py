"""On the real catalog `plan` agrees with brute force over `check`, and with CP-SAT on the optimum.

A small sweep; `benchmarks/real_catalog.py` runs every goal for 50 patients.
"""

from types import ModuleType

import pytest

from mesoplan import solver as search
from mesoplan.knowledge.questions import Knowledge
from mesoplan.planner.ground import best, prepare

K = 10
GOALS = (
    "female-pattern-hair-loss",
    "male-pattern-hair-loss",
    "androgenetic-alopecia",
    "alopecia-areata",
    "melasma",
    "acute-low-back-pain",
    "neck-pain",
    "submental-fat",
    "skin-rejuvenation",
    "skin-laxity",
)


@pytest.mark.parametrize("goal", GOALS)
def test_same_plans_as_brute_force(goal: str, knowledge: Knowledge, oracles: ModuleType) -> None:
    for case in oracles.cases(knowledge.catalog, goal, 3, seed=7):
        ground = prepare(case, knowledge)
        answer = best(ground, K)
        assert answer.proved
        ours = [(each.kind, each.found.value, each.regimens) for each in answer.plans]
        theirs = oracles.brute_best(ground, K)
        assert [each[:2] for each in ours] == [(each.kind, each.value) for each in theirs], case
        tied = {value for _, value, _ in ours if [each[1] for each in ours].count(value) > 1}
        assert [names for _, value, names in ours if value not in tied] == [
            each.regimens for each in theirs if each.value not in tied
        ], case
        assert all(each.report.verdict != "blocked" for each in answer.plans)


@pytest.mark.parametrize("goal", ("male-pattern-hair-loss", "skin-rejuvenation", "melasma"))
def test_same_optimum_as_cpsat(
    goal: str, knowledge: Knowledge, oracles: ModuleType, solver: ModuleType
) -> None:
    for case in oracles.cases(knowledge.catalog, goal, 2, seed=11):
        ground = prepare(case, knowledge)
        if ground.model is None:
            continue
        plans = search.best_plans(ground.model.with_pairs().problem, 1, floor=None).plans
        optimum = oracles.cpsat_best(ground, solver.best_sets)
        assert optimum == (plans[0].value if plans else None), case
