"""Solved questions: each one asked changes the answer, none that is left out does."""

from collections.abc import Callable

import pytest

from mesoplan.cases.assume import assumed
from mesoplan.model.plan import Keeps, Opens, PlanReport
from mesoplan.planner.ground import Ground, prepare
from mesoplan.planner.plan import plan
from mesoplan.planner.questions import solved_questions
from mesoplan.planner.worlds import Worlds, first_of, outcome
from mesoplan.quantity import Quantity

PATIENT = {"sex": "female", "age": 34, "weight": "62 kg", "conditions": [], "allergies": []}


@pytest.fixture
def ground(grounded: Callable[..., Ground]) -> Ground:
    return grounded("melasma", zone="face", patient=PATIENT)


def _planned(ground: Ground, yes: tuple[str, ...], no: tuple[str, ...]) -> tuple[object, object]:
    """Planned afresh, with nothing remembered."""
    scene = ground.scene
    patient = assumed(scene.case.patient, scene.catalog, yes=yes, no=no)
    made = prepare(scene.case._replace(patient=patient), scene.knowledge)
    found = outcome(first_of(made))
    return found.ingredients, found.verdict


def test_exactly_the_facts_that_change_the_answer_are_asked(ground: Ground) -> None:
    worlds = Worlds(ground)
    asked = {each.fact for each in solved_questions(Worlds(ground)) if each.yes is not None}
    assert asked and asked < set(worlds.facts)
    for fact in worlds.facts:
        rest = tuple(each for each in worlds.facts if each not in ground.scene.catalog.lineage("fact", fact))
        if fact in worlds._wanted:
            continue
        yes = _planned(ground, (fact,), rest)
        no = _planned(ground, (), worlds.facts)
        if yes != no:
            assert fact in asked, fact
        elif fact in asked:
            assert _planned(ground, (), rest) != no, fact


def test_what_keeps_ingredients_out_comes_first(ground: Ground) -> None:
    first, *_ = solved_questions(Worlds(ground))
    assert isinstance(first.effect, Opens)
    assert first.yes is not None and first.no is not None and first.yes != first.no
    assert first.no.ingredients


def test_an_answered_case_asks_nothing_that_was_answered(grounded: Callable[..., Ground]) -> None:
    questions = solved_questions(Worlds(grounded("melasma", zone="face")))
    assert not any(each.fact in ("pregnant", "breastfeeding") for each in questions)


def test_no_to_a_question_and_its_companions_lets_in_what_it_says(grounded: Callable[..., Ground]) -> None:
    def planned(*absent: str) -> PlanReport:
        patient = {"sex": "female", "age": 34, **dict.fromkeys(absent, False)}
        ground = grounded("female-pattern-hair-loss", zone="scalp", patient=patient)
        return plan(ground.scene.case, ground.scene.knowledge)

    opening = [each for each in planned().questions if isinstance(each.effect, Opens)]
    assert len(opening) > 1
    for question in opening:
        facts = [each.replace("-", "_") for each in (question.fact, *question.effect.with_facts)]
        after = {each.ingredient for each in planned(*facts).left_out if "PT211" in each.codes}
        assert not after & set(question.decides)
        if question.effect.with_facts:
            alone = planned(facts[0]).left_out
            assert {each.ingredient for each in alone if "PT211" in each.codes} & set(question.decides)


@pytest.mark.parametrize("solve", (False, True))
def test_a_dose_per_area_asks_for_the_area_until_it_is_said(
    grounded: Callable[..., Ground], solve: bool
) -> None:
    case = {"zone": "submental", "jurisdiction": "US"}
    ground = grounded("submental-fat", **case)
    asked = plan(ground.scene.case, ground.scene.knowledge, solve_questions=solve).questions
    area = [each for each in asked if str(each.need) == "session.area"]
    assert [each.effect for each in area] == [Keeps()]
    assert area[0].decides == ("deoxycholic-acid",)
    assert not any(each.need.kind in ("amount", "volume") for each in asked)
    there = ground.scene.case._replace(
        session=ground.scene.case.session._replace(area=Quantity.parse("12 cm2"))
    )
    said = plan(there, ground.scene.knowledge, solve_questions=solve)
    assert "session.area" not in {str(each.need) for each in said.questions}
    assert said.plans[0].items[0].contents[0].amount == Quantity.parse("24 mg")
