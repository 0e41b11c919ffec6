"""Why and why not: the sums add up, and every change that is proposed lets the ingredient in."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.planner.ground import Ground, best
from mesoplan.planner.why import why
from mesoplan.planner.why_not import why_not

FPHL = "female-pattern-hair-loss"


@pytest.mark.parametrize("goal", (FPHL, "melasma", "skin-rejuvenation", "submental-fat"))
def test_the_terms_add_up_to_what_it_is_worth(goal: str, grounded: Callable[..., Ground]) -> None:
    ground = grounded(goal, session={"area": "20 cm2"})
    first = best(ground, 1).plans[0]
    for ingredient in first.ingredients:
        found = why(ground, ingredient)
        assert found.rank == 1 and found.proved
        assert found.plan.score == first.found.value
        assert sum(each.difference for each in found.terms) == found.worth
        assert found.plan.score is not None
        assert found.worth == found.plan.score - (found.without.score or 0)
        assert ingredient not in found.without.ingredients
        assert found.dose is not None and found.dose.statement.access != "recalled"
        for belief in found.beliefs:
            for study in belief.studies:
                assert study.direction != "benefit" or study.statement.access != "recalled"


def test_without_it_is_the_best_plan_without_it(grounded: Callable[..., Ground]) -> None:
    ground = grounded(FPHL)
    planned = {each for plan in best(ground, 3).plans for each in plan.ingredients}
    assert len(planned) > 1
    for ingredient in sorted(planned):
        found = why(ground, ingredient)
        banned = grounded(FPHL, limits={"exclude": [ingredient]})
        other = best(banned, 1).plans[0]
        assert found.rank > 0 and ingredient not in other.ingredients
        assert (found.without.ingredients, found.without.score) == (other.ingredients, other.found.value)


def test_what_is_in_no_plan_has_rank_zero(grounded: Callable[..., Ground]) -> None:
    assert why(grounded(FPHL), "biotin").rank == 0
    assert why(grounded("striae"), "biotin").rank == 0


def test_left_out_names_codes_and_no_change_when_there_is_none(grounded: Callable[..., Ground]) -> None:
    found = why_not(grounded(FPHL), "buflomedil")
    assert found.state == "left-out" and "RG702" in found.codes
    assert found.openings == () and found.complete


def test_another_technique_is_one_of_the_goal(grounded: Callable[..., Ground]) -> None:
    ground = grounded("knee-osteoarthritis", zone="knee", patient={"sex": "male", "age": 60})
    assert ground.scene.goal is not None and ground.scene.goal.techniques
    for ingredient in ("piroxicam", "diclofenac"):
        for opening in why_not(ground, ingredient).openings:
            meant = {each.to for each in opening.changes if each.kind == "technique"}
            assert meant <= set(ground.scene.goal.techniques)


def test_an_open_question_is_the_cheapest_change(grounded: Callable[..., Ground]) -> None:
    ground = grounded(FPHL, patient={"sex": "female", "age": 34})
    found = why_not(ground, "minoxidil")
    (cheapest, *_) = found.openings
    assert [each.kind for each in cheapest.changes] == ["ask"]
    assert set(cheapest.changes[0].facts) == {"breastfeeding", "pregnant"}
    assert "minoxidil" in cheapest.plan.ingredients


def test_a_true_fact_is_never_proposed_to_be_otherwise(grounded: Callable[..., Ground]) -> None:
    ground = grounded(
        FPHL,
        patient={
            "sex": "female",
            "age": 34,
            "pregnant": True,
            "breastfeeding": False,
            "conditions": [],
            "medicines": [],
            "allergies": [],
        },
    )
    found = why_not(ground, "minoxidil")
    assert found.state == "left-out" and "PT205" in found.codes
    assert not any(
        each.kind in ("ask", "state") and "pregnant" in each.facts
        for opening in found.openings
        for each in opening.changes
    )


def test_an_excluded_ingredient_comes_back_with_the_demand_dropped(
    grounded: Callable[..., Ground],
) -> None:
    found = why_not(grounded(FPHL, limits={"exclude": ["minoxidil"]}), "minoxidil")
    assert found.state == "clashes"
    assert [each.kind for each in found.openings[0].changes] == ["withdraw"]
    assert found.openings[0].misses_by == 0


def test_two_changes_where_one_is_not_enough(grounded: Callable[..., Ground]) -> None:
    ground = grounded(FPHL, patient={"sex": "female", "age": 34}, limits={"exclude": ["dutasteride"]})
    (only,) = why_not(ground, "dutasteride").openings
    assert sorted(each.kind for each in only.changes) == ["ask", "withdraw"]


def test_outscored_says_by_how_much(grounded: Callable[..., Ground]) -> None:
    ground = grounded("skin-rejuvenation")
    first = best(ground, 1).plans[0]
    names = sorted({name for each in ground.found.candidates for name in each.actives})
    for name in names:
        found = why_not(ground, name)
        if name in first.ingredients:
            assert found.state == "in-first-plan"
            continue
        if found.state != "outscored":
            continue
        assert ground.model is not None and found.misses_by is not None
        held = [
            each.found.value
            for place in ground.model.holding(name)
            for each in best(
                ground,
                1,
                model=ground.model._replace(problem=ground.model.problem._replace(mandatory=(place,))),
            ).plans
        ]
        assert found.misses_by == max(0, first.found.value - max(held))
        for opening in found.openings:
            assert name in opening.plan.ingredients and opening.misses_by == 0


def test_stock_is_named(grounded: Callable[..., Ground]) -> None:
    stock: Any = ({"product": "tranexamic-acid-100-ampoule", "volume": "5 mL"},)
    found = why_not(grounded(FPHL, stock=stock), "minoxidil")
    assert "STOCK" in found.codes
    assert [each.kind for each in found.openings[0].changes] == ["stock"]
