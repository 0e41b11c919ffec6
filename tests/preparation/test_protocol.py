"""The steps of a session come from what the check says: nothing is left out, nothing is said twice."""

from datetime import date
from typing import Any

from mesoplan.engine import Engine
from mesoplan.model.case import Case

from .conftest import PATIENT
from .test_prepare_cases import AKIS, BICARBONATE, LIDOCAINE, sheet_of


def test_a_fact_is_one_step_however_many_ingredients_ask_for_it(prepare: Any) -> None:
    steps = sheet_of(prepare(AKIS, LIDOCAINE, BICARBONATE, technique="italian-wheal")).protocol
    keys = [(each.topic, tuple(sorted(each.data.items()))) for each in steps]
    assert len(keys) == len(set(keys))
    assert any(len(each.subjects) > 1 for each in steps if each.topic == "watch")


def test_what_was_denied_and_would_forbid_is_asked_again(engine: Engine, prepare: Any) -> None:
    steps = sheet_of(prepare(AKIS)).protocol
    (asked,) = [each for each in steps if each.topic == "ask-again"]
    assert asked.subjects and asked.statements
    patient = {key: value for key, value in PATIENT.items() if key not in ("conditions", "medicines")}
    nobody = sheet_of(prepare(AKIS, patient=patient)).protocol
    still = {fact for each in nobody if each.topic == "ask-again" for fact in each.subjects}
    assert still < set(asked.subjects)


def test_a_test_dose_comes_first_until_its_result_is_known(engine: Engine) -> None:
    row = {"product": "vitrase", "volume": "1 mL"}
    case = Case(goal="skin-rejuvenation", zone="face", jurisdiction="US", patient=PATIENT, cocktail=(row,))
    steps = engine.prepare(case, draft=True).result.sheet
    assert steps is not None
    tests = [each for each in steps.protocol if each.topic == "test-dose"]
    required = engine.catalog.ingredient("hyaluronidase").test_doses
    assert required, "the catalog asks for a test dose of hyaluronidase"
    if any(each.required for each in required):
        assert tests and tests[0].when == "before"
        fact = next(each.fact for each in required if each.required)
        done = case._replace(patient={**PATIENT, fact: True})
        after = engine.prepare(done, draft=True).result.sheet
        assert after is not None
        assert not [each for each in after.protocol if each.topic == "test-dose"]


def test_advice_keeps_every_source_and_shows_the_longest(prepare: Any) -> None:
    told = sheet_of(prepare(AKIS)).care
    care = {(each.when, each.activity): each for each in told}
    # "None for a day" and "little for two days" are two pieces of advice, not one range.
    alcohol = [
        (each.advice, str(each.longest))
        for each in told
        if each.when == "before" and each.activity == "alcohol"
    ]
    assert sorted(alcohol) == [("little", "2 d"), ("none", "24 h")]
    sauna = care["after", "sauna, whirlpool, warm pool"]
    assert (str(sauna.longest), str(sauna.shortest), len(sauna.statements)) == ("1 wk", "24 h", 3)
    assert {when for when, _ in care} == {"before", "preparing", "after", "emergency"}
    emergency = [each for each in care.values() if each.when == "emergency"]
    assert all(each.statements[0].access == "recalled" for each in emergency)
    assert not any(char.isdigit() for each in emergency for char in each.advice)


def test_a_course_follows_the_regimen_that_gave_these_ingredients(engine: Engine) -> None:
    """Where no label asks for an interval, a regimen of the same actives for the goal gives it."""
    found = 0
    for identity, regimen in engine.catalog.table("regimen").items():
        if not (regimen.is_reproducible and regimen.interval and regimen.goals and regimen.cite.supports):
            continue
        rows = [
            {"ingredient": item.ingredient, "amount": str(item.per_session.low), "volume": "1 mL"}
            for item in regimen.items
            if item.ingredient and item.per_session is not None
        ]
        roles = {engine.catalog.ingredient(each).role for each in engine.catalog.given_by(identity)}
        if len(rows) != len(regimen.items) or roles == {"vehicle"}:
            continue
        case = Case(goal=regimen.goals[0], jurisdiction="IT", cocktail=tuple(rows))
        sheet = engine.prepare(case, first=date(2026, 1, 31), draft=True).result.sheet
        if sheet is None:
            continue
        assert sheet.schedule is not None, identity
        assert sheet.schedule.source != "case"
        found += 1
        if found == 5:
            break
    assert found, "no regimen of the catalog could be tried"
