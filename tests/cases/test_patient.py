"""The patient table: what was said, what was denied, and what nobody asked."""

from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.facts import NO, NOT_APPLICABLE, NOT_ASKED, YES
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, Patient


def _patient(catalog: Catalog, **patient: Any) -> Patient:
    return resolve(Case(patient=patient), catalog).patient


def _faults(catalog: Catalog, **patient: Any) -> dict[str, str]:
    with pytest.raises(CaseError) as caught:
        _patient(catalog, **patient)
    return {fault.key: str(fault) for fault in caught.value.faults}


def _answer(knowledge: Knowledge, fact: str, **patient: Any) -> str:
    return knowledge.patient_answer(_patient(knowledge.catalog, **patient), fact)


def test_what_is_left_out_was_not_asked(catalog: Catalog) -> None:
    assert _patient(catalog) == Patient()


def test_yes_reaches_what_it_is_a_kind_of(catalog: Catalog) -> None:
    patient = _patient(catalog, medicines=["warfarin"], conditions=["epilepsy"])
    assert {"warfarin", "vitamin-k-antagonist", "anticoagulant", "epilepsy", "seizure-history"} <= patient.yes


@pytest.mark.parametrize(
    ("fact", "patient", "expected"),
    [
        ("epilepsy", {}, NOT_ASKED),
        ("epilepsy", {"conditions": []}, NO),
        ("epilepsy", {"conditions": ["epilepsy"]}, YES),
        ("seizure-history", {"conditions": ["Epilepsy"]}, YES),
        ("epilepsy", {"absent": ["epilepsy"]}, NO),
        ("epilepsy", {"absent": ["seizures"]}, NO),
        ("seizure-history", {"absent": ["epilepsy"]}, NOT_ASKED),
        ("epilepsy", {"epilepsy": True}, YES),
        ("epilepsy", {"epilepsy": False}, NO),
        ("epilepsy", {"medicines": [], "allergies": []}, NOT_ASKED),
        ("warfarin", {"medicines": []}, NO),
        ("warfarin", {"conditions": []}, NOT_ASKED),
        ("pregnant", {"conditions": []}, NOT_ASKED),
        ("pregnant", {"conditions": ["pregnancy"]}, YES),
        ("pregnant", {"pregnant": True}, YES),
        ("pregnant", {"pregnant": False}, NO),
        ("pregnant", {"sex": "male"}, NOT_APPLICABLE),
        ("pregnant", {"sex": "Female "}, NOT_ASKED),
        ("pregnancy-third-trimester", {"pregnant": False}, NO),
        ("breastfeeding", {"conditions": [], "sex": "female"}, NOT_ASKED),
    ],
)
def test_patient_answer(fact: str, patient: dict[str, Any], expected: str, knowledge: Knowledge) -> None:
    assert _answer(knowledge, fact, **patient) == expected


@pytest.mark.parametrize(
    ("fact", "patient"),
    [
        ("pregnancy-third-trimester", {"sex": "female", "conditions": []}),
        ("pregnancy-third-trimester", {"sex": "female", "pregnant": True, "conditions": []}),
        ("levodopa-without-carbidopa", {"medicines": ["levodopa"]}),
        ("diabetes-insulin-treated", {"conditions": ["diabetes"]}),
    ],
)
def test_a_list_does_not_deny_a_kind_of_what_it_names(
    fact: str, patient: dict[str, Any], knowledge: Knowledge
) -> None:
    assert _answer(knowledge, fact, **patient) == NOT_ASKED


def test_an_allergy_means_what_it_is_about(catalog: Catalog) -> None:
    allergens = dict(_patient(catalog, allergies=["sulfites"]).allergens)
    assert "allergy-sulfite" in allergens
    assert _patient(catalog, allergies=["taurine"]).allergens == (("taurine", "taurine"),)


def test_an_allergy_to_a_product_means_all_that_is_in_it(catalog: Catalog) -> None:
    about = {allergen for _, allergen in _patient(catalog, allergies=["kybella"]).allergens}
    assert {"deoxycholic-acid", "benzyl-alcohol"} <= about


def test_an_allergy_with_its_own_key_means_the_same(catalog: Catalog) -> None:
    assert (
        _patient(catalog, allergy_sulfite=True).allergens
        == _patient(catalog, allergies=["sulfite"]).allergens
    )


def test_unmapped_is_kept_and_does_not_hide_what_is_known(catalog: Catalog) -> None:
    patient = _patient(
        catalog,
        conditions=[
            {"name": "Gorlin–Goltz of the moon", "unmapped": True},
            {"name": "epilepsy", "unmapped": True},
        ],
    )
    assert patient.unmapped == ("Gorlin–Goltz of the moon",)
    assert "epilepsy" in patient.yes


@pytest.mark.parametrize(
    ("patient", "key", "said"),
    [
        ({"conditions": ["epilepsi"]}, "patient.conditions[0]", "epilepsy"),
        ({"conditions": ["epilepsi"]}, "patient.conditions[0]", 'write "epilepsi?"'),
        ({"conditions": ["warfarin"]}, "patient.conditions[0]", "medicines"),
        ({"medicines": ["epilepsy"]}, "patient.medicines[0]", "conditions"),
        ({"conditions": [{"name": "x", "unmapped": "yes"}]}, "patient.conditions[0]", "not"),
        ({"conditions": [{}]}, "patient.conditions[0]", "name"),
        ({"conditions": [7]}, "patient.conditions[0]", "name"),
        ({"pregnnant": True}, "patient.pregnnant", "pregnant"),
        ({"pregnant": 1}, "patient.pregnant", "true or false"),
        ({"sex": "x"}, "patient.sex", "female"),
        ({"age": -1}, "patient.age", "0 to 120"),
        ({"age": 121}, "patient.age", "0 to 120"),
        ({"age": True}, "patient.age", "not an age"),
        ({"weight": "62"}, "patient.weight", 'no unit. Write "62 kg"'),
        ({"weight": "62 g"}, "patient.weight", "kg"),
        ({"weight": "9000 kg"}, "patient.weight", "not a body weight"),
        ({"weight": "62 mL"}, "patient.weight", "kg"),
        ({"sex": "male", "pregnant": True}, "patient.pregnant", "contradicts"),
        ({"epilepsy": False, "conditions": ["epilepsy"]}, "patient.epilepsy", "true and as false"),
        ({"absent": ["epilepsy"], "conditions": ["epilepsy"]}, "patient.epilepsy", "true and as false"),
    ],
)
def test_what_cannot_be_meant_is_a_fault(
    patient: dict[str, Any], key: str, said: str, catalog: Catalog
) -> None:
    faults = _faults(catalog, **patient)
    assert said in faults.get(key, f"no fault at {key}: {faults}")


def test_a_contradiction_through_the_hierarchy(catalog: Catalog) -> None:
    _faults(catalog, conditions=["epilepsy"], absent=["seizure-history"])


@pytest.mark.parametrize("weight", ["62 kg", "62.5 kg", "0.3 kg", "500 kg"])
def test_weights(weight: str, catalog: Catalog) -> None:
    assert _patient(catalog, weight=weight).weight is not None


def test_a_thousand_conditions_and_strange_letters(catalog: Catalog) -> None:
    faults = _faults(catalog, conditions=["ж" * 500, "\u202eyspelipe", "epi\x00lepsia", "💉"])
    assert {"patient.conditions[0]", "patient.conditions[3]"} <= set(faults)
    assert all(len(text) < 1500 for text in faults.values())


@pytest.mark.parametrize("said", ["sulfite", "sulfite allergy", "Allergy to sulfite", "allergic to sulfite"])
def test_an_allergy_is_said_in_many_ways(said: str, catalog: Catalog) -> None:
    assert _patient(catalog, allergies=[said]).said == ("allergy-sulfite",)


def test_a_question_mark_shows_a_name_as_not_assessed(catalog: Catalog) -> None:
    """On the command line nobody writes a table; what the catalog knows is read all the same."""
    patient = resolve(Case(patient={"medicines": ["zerbaxane?", "warfarin?"]}), catalog).patient
    assert patient.unmapped == ("zerbaxane",)
    assert "warfarin" in patient.said
    assert "?" in str(_faults(catalog, medicines=["zerbaxane"]))
    assert _faults(catalog, medicines=["?"])


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("amlodipina", "amlodipine"),
        ("omeprazol 20 mg", "proton-pump-inhibitor"),
        ("bisoprololo", "bisoprolol"),
    ],
)
def test_a_medicine_is_known_with_the_ending_of_another_language(
    name: str, fact: str, catalog: Catalog
) -> None:
    assert fact in resolve(Case(patient={"medicines": [name]}), catalog).patient.said


def test_an_allergy_to_a_member_is_one_to_its_family(catalog: Catalog) -> None:
    """Bupivacaine is no fact of its own, and lidocaine is of the same family."""
    allergens = resolve(Case(patient={"allergies": ["bupivacaine"]}), catalog).patient.allergens
    assert ("bupivacaine", "amide-anaesthetic") in allergens
    assert not any(family == "ester-anaesthetic" for _, family in allergens)
