"""The repair of a published regimen: the first of all repairs, and none is looked for where none can help."""

from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.planner.ground import prepare
from mesoplan.planner.published import goals_of, scene_of
from mesoplan.repair.published import MAX_CHECKS, no_change_helps
from mesoplan.repair.repair import repair, smallest
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

NONE: dict[str, Any] = {"conditions": [], "allergies": [], "medicines": []}
MAN: dict[str, Any] = {"sex": "male", "age": 40, "weight": "80 kg", **NONE}
PREGNANT: dict[str, Any] = {"sex": "female", "age": 30, "pregnant": True, **NONE}


def blocked(goal: str, patient: dict[str, Any], knowledge: Knowledge) -> list[Scene]:
    case = resolve(Case(goal=goal, jurisdiction="EU", patient=patient), knowledge.catalog)
    ground = prepare(case, knowledge)
    wanted = goals_of(ground.scene)
    found = [
        scene_of(each.record, ground.scene, ground.numbers)
        for each in knowledge.regimens_for(goal)
        if not wanted.isdisjoint(each.record.goals)
    ]
    return [each for each in found if each is not None and check(each).verdict == "blocked"]


@pytest.mark.parametrize(
    ("goal", "patient"),
    (
        ("female-pattern-hair-loss", MAN),
        ("chronic-spinal-pain", MAN),
        ("knee-osteoarthritis", MAN),
        ("migraine", PREGNANT),
        ("melasma", PREGNANT),
    ),
)
def test_the_smallest_repair_is_the_first_of_all(
    goal: str, patient: dict[str, Any], knowledge: Knowledge
) -> None:
    scenes = blocked(goal, patient, knowledge)
    assert scenes
    for scene in scenes[:6]:
        found = repair(scene, max_checks=MAX_CHECKS, most=1).repairs
        first = found[0].changes if found else ()
        assert smallest(scene, prefer="evidence", checks=MAX_CHECKS, observer=None) == first
        if no_change_helps(scene):
            assert not found


def test_no_change_of_a_cocktail_makes_a_man_a_woman(knowledge: Knowledge) -> None:
    scenes = blocked("female-pattern-hair-loss", MAN, knowledge)
    assert scenes and all(map(no_change_helps, scenes))


def test_what_an_item_brings_may_be_changed(knowledge: Knowledge) -> None:
    scenes = blocked("melasma", PREGNANT, knowledge)
    assert scenes and not any(map(no_change_helps, scenes))
