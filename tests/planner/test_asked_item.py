"""`why-not` with a brand or an amount: whose regimen gives it so, and what a check objects to."""

from collections.abc import Callable

import pytest

from mesoplan.catalog.catalog import UnknownName
from mesoplan.errors import BadRequest
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.why import AskedItem
from mesoplan.planner.asked_item import asked_for, asked_item
from mesoplan.planner.ground import Ground

Grounded = Callable[..., Ground]


def _asked(text: str, ground: Ground) -> AskedItem:
    item, _ = asked_for(text, ground.scene.catalog)
    assert item is not None
    return asked_item(item, ground)


def test_a_brand_at_its_own_amount_is_given_so_and_at_half_of_it_is_not(grounded: Grounded) -> None:
    ground = grounded("skin-laxity", zone="face")
    whole, half = _asked("Profhilo 2 mL", ground), _asked("Profhilo 1 mL", ground)
    assert any(each.fits and "2 mL" in each.as_given for each in whole.given)
    assert half.given and not any(each.fits for each in half.given)
    assert {each.regimen for each in whole.given} == {each.regimen for each in half.given}


def test_an_amount_of_a_substance_is_held_to_the_products_that_hold_it_alone(grounded: Grounded) -> None:
    ground = grounded("female-pattern-hair-loss", zone="scalp")
    given = {each.regimen: each.fits for each in _asked("minoxidil 10 mg", ground).given}
    assert given["c05-minoxidil-women"]
    assert not any(each.fits for each in _asked("minoxidil 5 mg", ground).given)


def test_a_slip_of_the_point_is_told(grounded: Grounded) -> None:
    found = _asked("minoxidil 5000 mg", grounded("female-pattern-hair-loss", zone="scalp"))
    assert "DS508" in {each.code for each in found.findings}


def test_an_ingredient_alone_is_no_item(knowledge: Knowledge) -> None:
    catalog = knowledge.catalog
    assert asked_for("minoxidil", catalog) == (None, "minoxidil")
    item, name = asked_for("NCTF 135HA", catalog)
    assert item is not None and item.product == "nctf-135ha" and name in item.ingredients


@pytest.mark.parametrize("text", ["frobnicate", "frobnicate 3 mg"])
def test_what_nobody_knows_is_said(text: str, knowledge: Knowledge) -> None:
    with pytest.raises(UnknownName):
        asked_for(text, knowledge.catalog)


def test_two_things_are_not_one(knowledge: Knowledge) -> None:
    with pytest.raises(BadRequest, match="not one thing"):
        asked_for("lidocaine 1 mg + biotin 1 mg", knowledge.catalog)
