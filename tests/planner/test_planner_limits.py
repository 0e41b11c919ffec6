"""A plan is searched for within bounds: a cap that is exact, and a default budget that ends honestly."""

from collections.abc import Callable
from itertools import combinations
from random import Random

import pytest

from mesoplan import solver
from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.plan import PlanReport
from mesoplan.planner.limits import DEFAULT, MOST_QUEUED, budget_of, most_together
from mesoplan.planner.plan import plan

ASKED = {"sex": "male", "age": 40, "weight": "80 kg", "conditions": [], "allergies": [], "medicines": []}


def by_trial(sets: list[frozenset[str]], most: int) -> int:
    names = sorted(frozenset().union(*sets)) if sets else []
    chosen = [frozenset(each) for each in combinations(names, min(most, len(names)))]
    return max((sum(one <= whole for one in sets) for whole in chosen), default=0)


def test_combinations_count_by_how_many_fit() -> None:
    random = Random(3)
    for _ in range(200):
        names = "abcdefgh"[: random.randint(2, 8)]
        sizes = [random.randint(2, 4) for _ in range(random.randint(0, 7))]
        sets = [frozenset(random.sample(names, min(size, len(names)))) for size in sizes]
        most = random.randint(1, 6)
        assert most_together(sets, most) == by_trial(sets, most)


def test_too_many_to_try_are_all_counted() -> None:
    sets = [frozenset({f"a{n}", f"a{n + 1}"}) for n in range(60)]
    assert most_together(sets, 40) == 60


def test_what_a_caller_may_give() -> None:
    assert budget_of(None) == DEFAULT and DEFAULT.work is not None and DEFAULT.queued is not None
    assert budget_of(7) == solver.Budget(nodes=7, queued=MOST_QUEUED)
    own = solver.Budget(clock=lambda: 0.0, deadline=1.0)
    assert budget_of(own) is own


@pytest.fixture
def planned(knowledge: Knowledge) -> Callable[..., PlanReport]:
    case = Case(goal="androgenetic-alopecia", zone="scalp", jurisdiction="EU", patient=ASKED)

    def made(budget: int | solver.Budget | None) -> PlanReport:
        return plan(resolve(case, knowledge.catalog), knowledge, k=2, budget=budget)

    return made


def test_a_stopped_plan_says_so_and_claims_no_more_than_is_true(planned: Callable[..., PlanReport]) -> None:
    whole = planned(None)
    assert whole.status == "optimal" and whole.search is not None and whole.search.proved
    for budget in (solver.Budget(work=0), solver.Budget(work=10), 0, solver.Budget(clock=lambda: 1.0)):
        part = planned(budget)
        assert part.status == "best-found" and part.search is not None and not part.search.proved
        assert part.search.bound is not None and part.search.bound >= whole.plans[0].score.total
        assert part == planned(budget)
        for one in part.plans:
            assert one.verdict != "blocked"
