"""Lists of facts: closed, open, unmapped; and what people write for sex, age, weight and medicines."""

from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, Patient


def _patient(catalog: Catalog, **patient: Any) -> Patient:
    return resolve(Case(patient=patient), catalog).patient


def _refusal(catalog: Catalog, **patient: Any) -> str:
    with pytest.raises(CaseError) as caught:
        _patient(catalog, **patient)
    return str(caught.value)


@pytest.mark.parametrize(
    ("key", "name", "other"),
    [
        ("conditions", "epilepsy", "asthma"),
        ("medicines", "warfarin", "lithium"),
        ("allergies", "soy", "allergy-latex"),
    ],
)
def test_an_open_list_names_what_is_known_and_answers_nothing_else(
    key: str, name: str, other: str, catalog: Catalog, knowledge: Knowledge
) -> None:
    closed = _patient(catalog, **{key: [name]})
    opened = _patient(catalog, **{key: [name], "open": [key]})
    assert opened.said == closed.said
    assert knowledge.patient_answer(closed, other) == "no"
    assert knowledge.patient_answer(opened, other) == "not-asked"
    assert knowledge.patient_answer(opened, closed.said[0]) == "yes"
    unmapped = _patient(catalog, **{key: [name, {"name": "a rare thing", "unmapped": True}]})
    assert knowledge.patient_answer(unmapped, other) == "not-asked"
    assert unmapped.unmapped == ("a rare thing",)


def test_a_negative_fact_stays_said_beside_an_open_list(catalog: Catalog, knowledge: Knowledge) -> None:
    patient = _patient(catalog, conditions=["epilepsy"], open=["conditions"], absent=["asthma"])
    assert knowledge.patient_answer(patient, "asthma") == "no"


@pytest.mark.parametrize("value", ["conditions", ["diseases"], [3], 5])
def test_what_is_no_list_of_lists_is_refused(value: Any, catalog: Catalog) -> None:
    assert "patient.open" in _refusal(catalog, conditions=[], open=value)


@pytest.mark.parametrize("none", ["none", "None", "nil", "no"])
def test_none_is_an_empty_list(none: str, catalog: Catalog) -> None:
    assert _patient(catalog, allergies=[none]) == _patient(catalog, allergies=[])
    assert "patient.allergies" in _refusal(catalog, allergies=["soy", "none of the others"])


def test_a_substance_taken_as_a_medicine_is_its_fact_or_is_shown_as_not_assessed(catalog: Catalog) -> None:
    known = _patient(catalog, medicines=["tranexamic acid"])
    assert known.said == ("tranexamic-acid-therapy",)
    for name, ingredient in (("glutathione", "glutathione"), ("taurine 500 mg", "taurine")):
        case = resolve(Case(patient={"medicines": [name]}), catalog)
        assert case.patient.taken == (ingredient,)
        assert case.patient.unmapped == (name,)
        assert case.readings[0].key == "patient.medicines[0]"


def test_no_substance_of_the_catalog_is_told_to_move_to_the_allergies(catalog: Catalog) -> None:
    for identity, record in catalog.table("ingredient").items():
        for name in (identity, record.label):
            try:
                patient = _patient(catalog, medicines=[name])
            except CaseError as error:
                assert "may be" in str(error), name
                continue
            assert patient.said or patient.taken, name


@pytest.mark.parametrize(("name", "fact"), [("Aspirin 100", "aspirin"), ("Kardegic 75 mg", "aspirin")])
def test_a_medicine_may_carry_its_dose(name: str, fact: str, catalog: Catalog) -> None:
    assert _patient(catalog, medicines=[name]).said == (fact,)


def test_sex_age_and_weight_as_people_write_them(catalog: Catalog) -> None:
    patient = _patient(catalog, sex="f", age="34y")
    assert (patient.sex, patient.age) == ("female", 34)
    assert _patient(catalog, sex="M", age="34 years").sex == "male"
    assert 'Write "62 kg"' in _refusal(catalog, weight="62")
    assert 'Write "80 kg"' in _refusal(catalog, weight=80)
    assert "patient.age" in _refusal(catalog, age="8 months")
    assert "patient.sex" in _refusal(catalog, sex="x")


@pytest.mark.parametrize("place", ["AU", "Japan", "California", "us-ca", "Türkiye", "Deutschland", "Polonia"])
def test_every_country_may_be_named(place: str, catalog: Catalog) -> None:
    assert resolve(Case(jurisdiction=place), catalog).jurisdiction


def test_countries_hold_what_their_union_says(catalog: Catalog) -> None:
    assert "eu" in catalog.lineage("jurisdiction", "pt")
    assert "us" in catalog.lineage("jurisdiction", "us-ca")
    assert catalog.lineage("jurisdiction", "au") == ("au",)
    assert len(catalog.table("jurisdiction")) > 295


@pytest.mark.parametrize("word", ["crow's feet", "jawline", "tennis elbow"])
def test_the_nearest_is_said(word: str, catalog: Catalog) -> None:
    kind = "goal" if word == "tennis elbow" else "zone"
    (reading,) = resolve(Case(**{kind: word}), catalog).readings  # type: ignore[arg-type]
    assert (reading.key, reading.said) == (kind, word)
    assert reading.why
