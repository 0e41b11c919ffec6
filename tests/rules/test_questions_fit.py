"""Nobody is asked what cannot be true of them."""

import datetime
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, Content, Item
from mesoplan.model.line import Line
from mesoplan.rules.patient.pt211_not_asked import RULE
from mesoplan.rules.run import ask, check
from mesoplan.rules.scene import Scene

OF_BEARING = {
    "pregnant",
    "pregnancy-third-trimester",
    "breastfeeding",
    "childbearing-potential-without-contraception",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return finish(draft(shipped_catalog(), (), datetime.date(2026, 11, 27)))


def _asked(catalog: Catalog, patient: dict[str, Any]) -> set[str]:
    """Every fact of which PT211 says that it was not asked, over all actives of the catalog."""
    knowledge = Knowledge(catalog)
    items = tuple(
        Item(Line("cocktail", position), "", (Content(identity, None),), None, 1)
        for position, (identity, record) in enumerate(catalog.table("ingredient").items())
        if record.role in ("active", "anaesthetic")
    )
    scene = Scene(resolve(Case(patient=patient), catalog), knowledge, items)
    needs = (need for each in ask(scene, (RULE,)) for found in each.judgements for need in found.needs)
    return {need.id for need in needs if need.kind == "fact"}


def test_a_woman_of_thirty_is_asked_about_pregnancy(catalog: Catalog) -> None:
    asked = _asked(catalog, {"sex": "female", "age": 30})
    assert asked >= OF_BEARING
    assert {each for each in asked if catalog.fact(each).sex == "male"} == set()


def test_somebody_whose_sex_was_not_said_is_asked_both(catalog: Catalog) -> None:
    assert {"pregnant", "male-wanting-fertility"} <= _asked(catalog, {"age": 30})


@pytest.mark.parametrize("age", [None, 18, 41, 72])
def test_a_man_is_not_asked_about_pregnancy(catalog: Catalog, age: int | None) -> None:
    asked = _asked(catalog, {"sex": "male", **({} if age is None else {"age": age})})
    assert {each for each in asked if catalog.fact(each).sex == "female"} == set()
    assert asked & OF_BEARING == set()


@pytest.mark.parametrize("sex", [{"sex": "female"}, {}])
def test_a_woman_of_72_is_not_asked_about_pregnancy(catalog: Catalog, sex: dict[str, str]) -> None:
    asked = _asked(catalog, {**sex, "age": 72})
    assert asked & OF_BEARING == set()
    if sex:
        assert not asked & {"trying-to-conceive", "no-contraception"}


def test_the_age_is_that_of_the_policy_file(catalog: Catalog) -> None:
    (policy,) = [each for each in catalog.table("policy").values() if each.kind == "asking"]
    (limit,) = [each.value for each in policy.parameters if each.name == "not-asked-of-women-above"]
    assert "pregnant" in _asked(catalog, {"sex": "female", "age": int(limit)})
    assert "pregnant" not in _asked(catalog, {"sex": "female", "age": int(limit) + 1})


def test_what_is_said_is_heard_at_any_age(catalog: Catalog) -> None:
    case = Case(
        goal="skin-hydration",
        patient={"sex": "female", "age": 72, "pregnant": True},
        cocktail=({"ingredient": "hyaluronic-acid"},),
    )
    knowledge = Knowledge(catalog)
    scene = Scene(resolve(case, catalog), knowledge)
    assert scene.answer("pregnant") == "yes"


def test_what_a_class_and_its_member_both_say_is_one_finding(catalog: Catalog) -> None:
    case = Case(
        goal="knee-osteoarthritis",
        patient={"sex": "male", "age": 61, "conditions": [], "allergies": [], "medicines": ["metoprolol"]},
        cocktail=({"product": "lidocaine-2-plain", "volume": "1 mL"},),
    )
    report = check(Scene(resolve(case, catalog), Knowledge(catalog)))
    spoken = [each for each in report.findings if each.code == "PT207" and "beta-blocker" in each.subjects]
    assert len(spoken) == 1
    assert {each.id.split("#")[0] for each in spoken[0].statements} == {"amide-anaesthetic", "lidocaine"}
