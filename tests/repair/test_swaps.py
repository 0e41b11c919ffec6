"""An exchange serves the same goal by a shared mechanism, as a regimen for the goal gives it."""

from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, Item
from mesoplan.planner.for_goal import goal_mechanisms, regimens_of
from mesoplan.repair.repair import repair
from mesoplan.repair.swaps import swaps
from mesoplan.rules.registry import RULES
from mesoplan.rules.scene import Scene

WOMAN: dict[str, Any] = {
    "sex": "female",
    "age": 40,
    "weight": "60 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "pregnant": False,
    "breastfeeding": False,
}
TOO_MUCH = {"ingredient": "dutasteride", "amount": "40 mg", "volume": "1 mL"}


def _scene(knowledge: Knowledge, goal: str, *rows: dict[str, Any], zone: str = "scalp") -> Scene:
    case = Case(goal=goal, zone=zone, jurisdiction="EU", patient=WOMAN, cocktail=rows)
    return Scene(resolve(case, knowledge.catalog), knowledge)


def _product(scene: Scene, identity: str) -> Item:
    item = scene.items[0]
    return item._replace(product=identity)


def test_an_exchange_is_somebody_s_regimen_for_the_goal(knowledge: Knowledge) -> None:
    scene = _scene(knowledge, "female-pattern-hair-loss", TOO_MUCH)
    wanted = goal_mechanisms(scene)
    own = {each.id for each in knowledge.catalog.ingredient("dutasteride").mechanisms} & set(wanted)
    others = [
        each for each in swaps(scene.items[0], scene, RULES).items if "dutasteride" not in each.ingredients
    ]
    given = {
        (name, amount.low)
        for regimen in regimens_of(scene)
        for item in regimen.items
        for name in (item.ingredient, item.product)
        for _, amount in item.amounts
    }
    for each in others:
        acts = {one.id for name in each.ingredients for one in knowledge.catalog.ingredient(name).mechanisms}
        assert acts & own
        amounts = [content.amount for content in each.contents] + [each.volume]
        assert any(
            (name, amount) in given for name in (*each.ingredients, each.product) for amount in amounts
        )


@pytest.mark.parametrize(
    "row",
    (
        {"product": "lidocaine-2-plain", "volume": "1 mL"},
        {"product": "sodium-chloride-0-9", "volume": "1 mL"},
    ),
)
def test_nothing_stands_in_for_what_serves_no_goal(row: dict[str, Any], knowledge: Knowledge) -> None:
    scene = _scene(knowledge, "female-pattern-hair-loss", row)
    held = set(scene.items[0].ingredients)
    for each in swaps(scene.items[0], scene, RULES).items:
        assert set(each.ingredients) == held


def test_without_a_goal_only_another_product_stands_in(knowledge: Knowledge) -> None:
    scene = _scene(knowledge, "", {"product": "lidocaine-2-plain", "volume": "1 mL"})
    assert all(each.ingredients == ("lidocaine",) for each in swaps(scene.items[0], scene, RULES).items)


def test_a_repair_says_what_is_left_for_the_goal(knowledge: Knowledge) -> None:
    rows = (
        {"ingredient": "minoxidil", "amount": "5 mg", "volume": "1 mL"},
        {"ingredient": "finasteride", "amount": "1 mg", "volume": "1 mL", "syringe": 2},
    )
    case = Case(
        goal="female-pattern-hair-loss",
        zone="scalp",
        jurisdiction="EU",
        patient={**WOMAN, "pregnant": True},
        cocktail=rows,
    )
    scene = Scene(resolve(case, knowledge.catalog), knowledge)
    found = repair(scene, max_checks=60)
    for each in found.repairs:
        held = {name for items in each.sessions for item in items for name in item.ingredients}
        assert {one.ingredient for one in each.left} <= held
        assert all(one.in_favour or one.against for one in each.left)
    kept = repair(_scene(knowledge, "female-pattern-hair-loss", rows[0]), max_checks=20)
    assert kept.passes or kept.repairs


def test_what_nobody_knows_the_inside_of_stands_in_for_nothing(knowledge: Knowledge) -> None:
    row = {"ingredient": "hyaluronic acid", "amount": "16 mg"}
    scene = _scene(knowledge, "skin-rejuvenation", row, zone="face")
    made = knowledge.catalog.index.products_of["hyaluronic-acid"]
    assert any(scene.with_items((_product(scene, each),)).hearsay for each in made)  # there are such products
    for each in swaps(scene.items[0], scene, RULES).items:
        assert not scene.with_items((each,)).hearsay, each.product


def test_no_exchange_lifts_what_pregnancy_forbids(knowledge: Knowledge) -> None:
    row = {"ingredient": "hyaluronic acid", "amount": "16 mg"}
    case = Case(
        goal="skin-rejuvenation",
        zone="face",
        jurisdiction="IT",
        patient={**WOMAN, "pregnant": True},
        cocktail=(row,),
    )
    found = repair(Scene(resolve(case, knowledge.catalog), knowledge))
    assert not found.passes
    before = {
        ref.id for each in found.report.findings if each.severity == "forbid" for ref in each.statements
    }
    for each in found.repairs:
        after = {ref.id for one in each.reports for finding in one.findings for ref in finding.statements}
        assert not before & after


def test_no_exchange_warns_of_the_fact_that_forbids_the_item(knowledge: Knowledge) -> None:
    """Another anti-inflammatory, whose label words the bleeding more mildly, takes no bleeding away."""
    patient = {**WOMAN, "age": 81, "medicines": ["apixaban"]}
    row = {"product": "piroxicam-20", "volume": "1 mL"}
    case = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="FR", patient=patient, cocktail=(row,))
    scene = Scene(resolve(case, knowledge.catalog), knowledge)
    offered = {name for each in swaps(scene.items[0], scene, RULES).items for name in each.ingredients}
    assert not any(knowledge.is_a(name, "nsaid") for name in offered), offered
