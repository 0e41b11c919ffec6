"""Every cocktail either prepares or says which number is missing, never both; and the law comes first."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.catalog import UnknownName
from mesoplan.engine import Engine
from mesoplan.errors import BadRequest
from mesoplan.model.case import Case
from mesoplan.report.answer import answer_from

from .conftest import PATIENT

COCKTAILS = tomllib.loads((Path(__file__).parent / "cocktails.toml").read_text("utf-8"))
WOMAN = {**PATIENT, "sex": "female", "age": 38, "pregnant": False, "breastfeeding": False}


def case_of(name: str, **given: Any) -> Case:
    written = COCKTAILS[name]
    patient = WOMAN if written["sex"] == "female" else PATIENT
    return Case(
        goal=written["goal"],
        zone=written["zone"],
        jurisdiction=written["jurisdiction"],
        patient=patient,
        cocktail=tuple(written["cocktail"]),
        **given,
    )


@pytest.mark.parametrize("name", COCKTAILS)
def test_a_cocktail_prepares_or_says_which_number_is_missing_never_both(engine: Engine, name: str) -> None:
    answer = engine.prepare(case_of(name, session={"place": "pharmacy"}), draft=True)
    found = answer.result
    assert (found.sheet is None) == bool(found.missing), found.outcome
    assert found.outcome == ("missing" if found.missing else "draft")
    assert answer_from(answer.to_json()) == answer


@pytest.mark.parametrize("name", COCKTAILS)
def test_what_the_check_does_not_allow_has_no_sheet_without_a_draft(engine: Engine, name: str) -> None:
    case = case_of(name)
    verdict = engine.check(case).result.verdict
    found = engine.prepare(case).result
    assert found.verdict == verdict
    if verdict in ("blocked", "incomplete"):
        assert found.sheet is None
        assert found.outcome in ("refused", verdict)


def test_where_only_pharmacies_mix_there_is_a_refusal_with_the_law(engine: Engine) -> None:
    case = case_of("02-minox-biotin-dexp")
    for draft in (False, True):
        found = engine.prepare(case, draft=draft).result
        assert (found.outcome, found.sheet) == ("refused", None)
        assert {each.code for each in found.law} == {"RG705"}
        assert all(each.statements for each in found.law)
    alone = engine.prepare(case_of("05-nctf"), draft=True).result
    assert (alone.outcome, alone.law) == ("draft", ())


def test_worst_cases_hold_the_nominal_amount_and_come_in_the_same_bytes(engine: Engine) -> None:
    for name in COCKTAILS:
        case = case_of(name, session={"place": "pharmacy"})
        answer = engine.prepare(case, draft=True)
        assert answer.to_json() == engine.prepare(case, draft=True).to_json()
        for filling in answer.result.sheet.fillings if answer.result.sheet else ():
            for each in filling.held:
                assert each.worst.low <= each.amount <= each.worst.high
                low, high = each.worst_concentration
                assert low <= each.concentration <= high


def test_more_syringes_never_measure_worse(engine: Engine) -> None:
    row = {"product": "sodium-chloride-0-9", "volume": "7.3 mL"}
    errors = []
    for syringes in (("20mL",), ("20mL", "bd-plastipak-10-ml"), ("20mL", "bd-10-ml-fine-marks")):
        case = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", cocktail=(row,))
        found = engine.prepare(case, syringes=syringes, draft=True).result
        assert found.sheet is not None
        errors.append(found.sheet.fillings[0].draws[0].error)
    assert errors == sorted(errors, reverse=True)
    assert len(set(errors)) > 1


def test_a_syringe_without_a_model_is_asked_for(engine: Engine) -> None:
    case = case_of("05-nctf")
    with pytest.raises(UnknownName, match="bd-10-ml-fine-marks"):
        engine.prepare(case, syringes=["10mL"])
    with pytest.raises(UnknownName, match="7mL"):
        engine.prepare(case, syringes=["7mL"])


def test_a_start_without_its_offset_is_refused(engine: Engine) -> None:
    import datetime

    with pytest.raises(BadRequest, match="offset"):
        engine.prepare(case_of("05-nctf"), start=datetime.datetime(2026, 11, 26, 9, 10))


def test_what_the_check_allows_is_prepared_and_is_no_draft(engine: Engine) -> None:
    case = Case(
        goal="localised-fat",
        zone="abdomen",
        jurisdiction="IT",
        technique="italian-wheal",
        patient=PATIENT,
        session={"use_within": "30 min"},
        cocktail=({"product": "lidocaine-2-plain", "volume": "1 mL"},),
    )
    verdict = engine.check(case).result.verdict
    assert verdict in ("caution", "clear"), "another case is needed here"
    for draft in (False, True):
        found = engine.prepare(case, draft=draft).result
        assert (found.outcome, found.codes, found.missing) == ("prepared", (), ())
        assert found.sheet is not None
    missing = engine.prepare(case._replace(cocktail=({"product": "lidocaine-2-plain"},))).result
    assert missing.sheet is None
    assert [each.lack for each in missing.missing] == ["volume"]
