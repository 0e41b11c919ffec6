"""Of the ways to give a regimen only those are judged that can be among the best; the best are the same."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.plan import LeftOut
from mesoplan.model.regimen import Regimen
from mesoplan.planner import one_regimen
from mesoplan.planner.concrete import concretes
from mesoplan.planner.for_goal import actives_of, regimens_of
from mesoplan.planner.ground import asking_of, prepare
from mesoplan.planner.one_regimen import MAX_CHOICES, Asking, Choice, candidate, is_worth, kept_out
from mesoplan.rules.run import ask
from mesoplan.rules.scene import Scene
from mesoplan.worth.benefit import regimen_belief
from mesoplan.worth.verdicts import cost, stops

NONE: dict[str, Any] = {"conditions": [], "allergies": [], "medicines": []}
PATIENTS: tuple[dict[str, Any], ...] = (
    {"sex": "male", "age": 40, "weight": "80 kg", **NONE},
    {"sex": "female", "age": 70, "conditions": ["epilepsy"], "medicines": ["warfarin"]},
)
GOALS = ("fine-lines", "skin-rejuvenation", "submental-fat", "musculoskeletal-pain", "melasma", "keloid")


@pytest.fixture
def asking(knowledge: Knowledge) -> Callable[..., Asking]:
    def made(goal: str, patient: dict[str, Any], place: str) -> Asking:
        case = resolve(Case(goal=goal, jurisdiction=place, patient=patient), knowledge.catalog)
        return asking_of(prepare(case, knowledge))

    return made


def every_way(regimen: Regimen, asking: Asking) -> list[tuple[Any, ...]]:
    """Each way that nothing stops, by all that ranks it, in the order in which ways are made."""
    scene, actives = asking.scene, actives_of(regimen, asking.scene)
    found: list[tuple[Any, ...]] = []
    for made in concretes(regimen, scene, asking.numbers, asking.products):
        belief = regimen_belief(regimen, actives, made, scene, asking.numbers)
        there = Scene(made.within(scene.case), scene.knowledge, made.items)
        asked = tuple(ask(there, asking.rules))
        if stops(asked, there):
            continue
        judged = tuple((each.rule, one) for each in asked for one in each.judgements if hasattr(one, "topic"))
        sold = [
            not item.product
            or not scene.case.jurisdiction
            or any(
                each.record.state == "marketed"
                for each in scene.knowledge.market(item.product, scene.case.jurisdiction)
            )
            for item in made.items
        ]
        share = one_regimen.share_of(made.departures)
        rank = (-share, sold.count(False), -belief.thousandths, cost(judged, asking.points))
        found.append((rank, made.items, made.departures, belief))
    return sorted(found, key=lambda each: each[0])


@pytest.mark.parametrize("patient", PATIENTS)
@pytest.mark.parametrize("goal", GOALS)
def test_the_best_ways_are_those_of_all(
    goal: str, patient: dict[str, Any], asking: Callable[..., Asking]
) -> None:
    there = asking(goal, patient, "IT")
    for regimen in regimens_of(there.scene):
        made, _ = candidate(regimen, there, told=True)
        if kept_out(regimen, there.scene):
            continue
        wanted = every_way(regimen, there)
        if not wanted:
            assert isinstance(made, LeftOut) and made.codes != (one_regimen.NOTHING_SHOWN,)
            continue
        best = wanted[0]
        if not is_worth(regimen, best[3].thousandths, there):
            assert isinstance(made, LeftOut) and made.shown == best[3].thousandths
            continue
        assert not isinstance(made, LeftOut)
        if best[0][0] == -1:
            wanted = [each for each in wanted if each[0][0] == -1]
        assert [_told(each) for each in made.choices] == [
            (items, departures, belief, rank[3]) for rank, items, departures, belief in wanted[:MAX_CHOICES]
        ]


def _told(choice: Choice) -> tuple[Any, ...]:
    return choice.items, choice.departures, choice.belief, choice.points


def test_what_comes_behind_the_best_is_not_judged(
    asking: Callable[..., Asking], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = asking("fine-lines", PATIENTS[0], "EU")
    judged: list[Scene] = []

    def heard(scene: Scene, rules: Any) -> Any:
        judged.append(scene)
        return ask(scene, rules)

    monkeypatch.setattr(one_regimen, "ask", heard)
    ways = sum(candidate(each, there, told=True)[1] for each in regimens_of(there.scene))
    assert 0 < len(judged) < ways
