"""What is not judged changes no plan: the rest promises no more, and what was not looked at is said."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan import solver
from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.planner.candidates import Waiting, looked_at
from mesoplan.planner.extent import FIRST, USUAL, Extent, extent_of
from mesoplan.planner.ground import Best, Ground, answered, asking_of, best, prepare
from mesoplan.planner.one_regimen import Candidate
from mesoplan.planner.plan import plan
from mesoplan.planner.problem import build

GOALS = (
    "skin-rejuvenation",
    "submental-fat",
    "melasma",
    "hyperhidrosis",
    "neck-pain",
    "female-pattern-hair-loss",
)
ANSWERED: dict[str, Any] = {"age": 40, "weight": "70 kg", "conditions": [], "allergies": [], "medicines": []}
PATIENTS: tuple[dict[str, Any], ...] = (
    {"sex": "female", "pregnant": False, "breastfeeding": False, **ANSWERED},
    {"sex": "male", **ANSWERED},
    {"sex": "female", "age": 16},
)
Asked = Callable[..., ResolvedCase]


@pytest.fixture
def asked(knowledge: Knowledge) -> Asked:
    def made(goal: str, patient: dict[str, Any], **more: Any) -> ResolvedCase:
        return resolve(Case(goal=goal, jurisdiction="EU", patient=patient, **more), knowledge.catalog)

    return made


def the_best(ground: Ground, k: int) -> tuple[Ground, Best]:
    return answered(ground, k, lambda wide, left: best(wide, k, budget=left))


@pytest.mark.parametrize("patient", PATIENTS)
@pytest.mark.parametrize("goal", GOALS)
def test_a_regimen_is_worth_no_more_than_it_promises(
    goal: str, patient: dict[str, Any], asked: Asked, knowledge: Knowledge
) -> None:
    case = asked(goal, patient)
    none = prepare(case, knowledge, extent=Extent(first=0))
    promised = {each.regimen.id: each for each in none.found.waiting}
    whole = prepare(case, knowledge)
    assert {each.id for each in whole.found.candidates} <= set(promised)
    if whole.model is None:
        return
    alone = whole.model.problem._replace(max_items=1)
    for each in solver.best_plans(alone, len(alone.items), floor=None).plans:
        candidate = whole.found.candidates[each.items[0]]
        waiting: Waiting = promised[candidate.id]
        assert each.value <= waiting.most
        assert candidate.standing == waiting.standing


@pytest.mark.parametrize("patient", PATIENTS)
@pytest.mark.parametrize("goal", GOALS)
def test_the_same_plans_when_regimens_wait(
    goal: str, patient: dict[str, Any], asked: Asked, knowledge: Knowledge
) -> None:
    for limits in ({}, {"exclude": ["glycolic-acid"], "max_ingredients": 1}):
        case = asked(goal, patient, limits=limits)
        for k in (1, 3):
            _, whole = the_best(prepare(case, knowledge), k)
            for extent in (Extent(first=1), FIRST):
                ground, part = the_best(prepare(case, knowledge, extent=extent), k)
                assert _said(part) == _said(whole)
                assert part.proved
        assert ground.found.untold == 0


def _said(found: Best) -> list[tuple[Any, ...]]:
    return [(each.kind, each.regimens, each.found.value, each.report, each.syringes) for each in found.plans]


def test_a_first_suggestion_needs_few_regimens(asked: Asked, knowledge: Knowledge) -> None:
    case = asked("skin-rejuvenation", PATIENTS[0])
    ground, found = the_best(prepare(case, knowledge, extent=FIRST), 1)
    assert found.proved and found.plans
    assert ground.found.waiting


def test_where_judging_ends_early_the_bound_holds(asked: Asked, knowledge: Knowledge) -> None:
    case = asked("skin-rejuvenation", PATIENTS[0])
    _, whole = the_best(prepare(case, knowledge), 3)
    for ways in (0, 1, 4):
        ground, part = the_best(prepare(case, knowledge, extent=Extent(first=1, ways=ways)), 3)
        assert not part.proved
        assert ground.found.waiting
        assert part.bound is not None and part.bound >= max(each.found.value for each in whole.plans)


def test_what_was_not_looked_at_is_said(
    asked: Asked, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mesoplan.planner.extent.USUAL", USUAL._replace(first=1, ways=2, told=3))
    case = asked("skin-rejuvenation", PATIENTS[0])
    part = plan(case, knowledge)
    assert part.status == "best-found" and not part.search.proved
    assert part.search.not_judged and part.search.not_listed
    whole = plan(case, knowledge, budget=100_000)
    assert whole.status == "optimal"
    assert whole.search.not_judged == whole.search.not_listed == 0
    assert part.search.bound is not None and part.search.bound >= whole.plans[0].score.total
    listed = [each.shown for each in part.left_out if not each.regimen]
    every = sorted((each.shown for each in whole.left_out if not each.regimen), reverse=True)
    assert sorted(listed, reverse=True) == every[:3]


def test_told_how_long_to_search_all_is_looked_at() -> None:
    assert extent_of(None, only_first=False, whole=False) == USUAL
    assert extent_of(50, only_first=False, whole=False) == Extent()
    assert extent_of(None, only_first=False, whole=True).first is None


def test_a_pair_is_judged_alike_in_every_dose(asked: Asked, knowledge: Knowledge) -> None:
    ground = prepare(asked("skin-rejuvenation", PATIENTS[0]), knowledge)
    assert ground.base is not None

    def pairs(candidates: tuple[Candidate, ...]) -> Any:
        return build(ground.scene, candidates, ground.rules, ground.points, ground.numbers).pairs()

    found, pairs_before = ground.found.candidates, ground.base.pairs()
    turned = tuple(each._replace(choices=each.choices[::-1]) for each in found)
    again = pairs(turned)
    for one in range(len(found)):
        for other in range(one + 1, len(found)):
            same = _products(found[one]) == _products(turned[one])
            if same and _products(found[other]) == _products(turned[other]):
                assert again.antagonisms.get((one, other)) == pairs_before.antagonisms.get((one, other))
                assert again.apart[one] >> other & 1 == pairs_before.apart[one] >> other & 1


def _products(candidate: Candidate) -> list[str]:
    return [each.product for each in candidate.choices[0].items]


def test_more_pairs_than_may_be_asked_about_prove_nothing(asked: Asked, knowledge: Knowledge) -> None:
    case = asked("melasma", PATIENTS[0])
    most = 50
    _, whole = the_best(prepare(case, knowledge), most)
    _, part = the_best(prepare(case, knowledge, extent=Extent(pairs=0)), most)
    assert whole.proved and not part.proved
    assert _said(part) == [each for each in _said(whole) if each[0] != "combined"]
    assert part.bound is not None and part.bound >= max(each.found.value for each in whole.plans)


@pytest.mark.parametrize("patient", PATIENTS)
@pytest.mark.parametrize("goal", GOALS)
def test_what_was_looked_at_comes_no_earlier_than_it_promises(
    goal: str, patient: dict[str, Any], asked: Asked, knowledge: Knowledge
) -> None:
    case = asked(goal, patient)
    none = prepare(case, knowledge, extent=Extent(first=0))
    loose = {each.regimen.id: each for each in none.found.waiting}
    seen = looked_at(none.found, len(loose), asking_of(none)).waiting
    assert sorted(each.place for each in seen) == [each.place for each in seen]
    promised = {each.regimen.id: each for each in seen}
    assert all(each.most <= loose[name].most for name, each in promised.items())
    whole = prepare(case, knowledge)
    if whole.model is None:
        return
    alone = whole.model.problem._replace(max_items=1)
    for each in solver.best_plans(alone, len(alone.items), floor=None).plans:
        candidate = whole.found.candidates[each.items[0]]
        waiting = promised[candidate.id]
        assert each.value <= waiting.most
        part = int(candidate.kind(each.options[0]) == "adapted")
        assert waiting.place <= (part, candidate.standing, -each.value)
