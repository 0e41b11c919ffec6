"""What of a record and an order becomes a case, and what stays unasked."""

from datetime import date
from typing import Any

import pytest
from tests.fhir_maps.made import (
    KNEE,
    MAN,
    NO_KNOWN_ALLERGY,
    SNOMED,
    WEIGHT,
    WOMAN,
    Resource,
    allergy,
    amount,
    as_r5,
    bundle,
    concept,
    condition,
    named,
    observation,
    order,
    part,
)

import mesoplan
from mesoplan.fhir.case import CaseRead, case_of
from mesoplan.fhir.codes import Codes
from mesoplan.fhir.elements import NotFhir

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="session")
def codes() -> Codes:
    return Codes(mesoplan.load_catalog())


@pytest.fixture(scope="session")
def engine() -> mesoplan.Engine:
    return mesoplan.Engine(mesoplan.load_catalog())


def _read(codes: Codes, orders: list[Resource], **record: Any) -> CaseRead:
    return case_of({"patient": MAN, **record}, bundle(*orders), codes, today=TODAY)


def _questions(engine: mesoplan.Engine, read: CaseRead) -> set[str]:
    report = engine.check(mesoplan.case_from({**read.case, "jurisdiction": "IT"})).result
    return {str(need) for finding in report.findings for need in finding.needs if need.of_patient}


def test_one_order_is_one_syringe(codes: Codes) -> None:
    first = order(part("akis-25", 1, "mL"), **KNEE)
    second = order(part("Lidocaine", 20, "mg", "N01BB02"), identity="order-2", **KNEE)
    case = _read(codes, [first, second], observations=bundle(WEIGHT)).case
    assert case["cocktail"] == [
        {"product": "akis-25", "syringe": 1, "volume": "1 mL"},
        {"ingredient": "lidocaine", "syringe": 2, "amount": "20 mg"},
    ]
    assert (case["goal"], case["zone"]) == ("knee-osteoarthritis", "knee")
    assert case["patient"] == {"sex": "male", "age": 61, "weight": "80 kg"}


def test_the_releases_say_the_same(codes: Codes) -> None:
    made = order(part("akis-25", 1, "mL"), part("lidocaine", 20, "mg"), **KNEE)
    assert _read(codes, [made]).case == _read(codes, [as_r5(made)]).case


def test_a_strength_per_millilitre_is_multiplied_by_the_dose(codes: Codes) -> None:
    dose = {"doseAndRate": [{"doseQuantity": amount(2, "mL")}]}
    made = order(part("lidocaine", 10, "mg", below=amount(1, "mL")), dosageInstruction=[dose])
    assert _read(codes, [made]).case["cocktail"] == [
        {"ingredient": "lidocaine", "syringe": 1, "amount": "20 mg"}
    ]
    without = order(part("lidocaine", 10, "mg", below=amount(1, "mL")))
    assert "concentration" in _read(codes, [without]).orders.not_understood[0]


@pytest.mark.parametrize("name", ["lidocane", "procainamide", "snake oil", "lidocaine and something", "gel"])
def test_only_an_exact_name_is_understood(codes: Codes, name: str) -> None:
    assert _read(codes, [order(part(name, 5, "mg"))]).orders.not_understood == (name,)


def test_a_code_of_another_system_is_no_code(codes: Codes) -> None:
    strange = order(part("", 5, "mg", "N01BB02"))
    strange["contained"][0]["ingredient"][0]["itemCodeableConcept"]["coding"][0]["system"] = "urn:other"
    assert _read(codes, [strange]).orders.not_understood


def test_goal_zone_and_substance_are_known_by_their_codes_alone(codes: Codes) -> None:
    made = order(
        part("", 20, "mg", "6387"),
        reasonCode=[concept("", "L80", "http://hl7.org/fhir/sid/icd-10")],
        dosageInstruction=[{"site": concept("", "33712006", SNOMED)}],
    )
    coding = made["contained"][0]["ingredient"][0]["itemCodeableConcept"]["coding"][0]
    coding["system"] = "http://www.nlm.nih.gov/research/umls/rxnorm"
    case = _read(codes, [made]).case
    assert (case["cocktail"][0]["ingredient"], case["goal"], case["zone"]) == (
        "lidocaine",
        "vitiligo",
        "hand",
    )


def test_codes_that_mean_two_things_mean_nothing(codes: Codes) -> None:
    two = concept("", "N01BB02")
    two["coding"].append({"system": "http://www.whocc.no/atc", "code": "G04CB02"})
    made = order({"itemCodeableConcept": two})
    assert _read(codes, [made]).orders.not_understood


@pytest.mark.parametrize(
    "tablet",
    [
        named("Ketorolac 10 mg oral tablet"),
        named("Warfarin", dosageInstruction=[{"route": concept("", "26643006", SNOMED)}]),
        named("minoxidil", dosageInstruction=[{"text": "apply as a lotion"}]),
    ],
)
def test_what_no_needle_takes_is_a_medicine_of_the_patient(codes: Codes, tablet: Resource) -> None:
    injection = order(part("lidocaine", 20, "mg"))
    read = _read(codes, [injection, tablet])
    assert not read.orders.not_understood
    assert len(read.case["cocktail"]) == 1
    assert len(read.orders.not_injected) == 1
    patient = read.case["patient"]
    assert "medicines" in patient or any(value is True for value in patient.values())


def test_gel_is_no_word_for_something_that_is_not_injected(codes: Codes) -> None:
    assert not _read(codes, [named("hyaluronic acid gel")]).orders.not_injected


def test_an_empty_record_asks_as_much_as_none(codes: Codes, engine: mesoplan.Engine) -> None:
    made = order(part("lidocaine", 20, "mg"), **KNEE)
    empty = {"conditions": bundle(), "medicines": bundle(), "allergies": bundle()}
    assert _questions(engine, _read(codes, [made], **empty)) == _questions(engine, _read(codes, [made]))


def test_an_entry_nobody_knows_takes_no_question_away(codes: Codes, engine: mesoplan.Engine) -> None:
    made = order(part("lidocaine", 20, "mg"), **KNEE)
    bare = _questions(engine, _read(codes, [made]))
    unknown = bundle(condition("A disease that is in no catalog"))
    read = _read(codes, [made], conditions=unknown, medicines=bundle(named("Nonsensium 5 mg tablet")))
    assert _questions(engine, read) >= bare
    assert read.patient.not_understood == ("A disease that is in no catalog", "Nonsensium 5 mg tablet")


def test_only_an_explicit_no_known_allergy_is_a_no(codes: Codes) -> None:
    made = order(part("lidocaine", 20, "mg"))
    assert _read(codes, [made], allergies=bundle(NO_KNOWN_ALLERGY)).case["patient"]["allergies"] == []
    drugs = bundle(allergy("No known drug allergy", "409137002"))
    said = _read(codes, [made], allergies=drugs).case["patient"]
    assert said["allergies"] and "allergies" in said["open"]
    both = _read(codes, [made], allergies=bundle(NO_KNOWN_ALLERGY, allergy("sulfite")))
    assert both.case["patient"]["allergies"] and "allergies" in both.case["patient"]["open"]


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"clinicalStatus": {"coding": [{"code": "active"}]}}, True),
        ({"clinicalStatus": {"coding": [{"code": "resolved"}]}}, False),
        ({"verificationStatus": {"coding": [{"code": "refuted"}]}}, False),
    ],
)
def test_a_condition_that_is_over_or_refuted_says_nothing(codes: Codes, more: Resource, counts: bool) -> None:
    said = condition("epilepsy", **more)
    patient = _read(codes, [], conditions=bundle(said)).case["patient"]
    assert (patient.get("epilepsy") is True) is counts


def test_a_narrower_code_of_icd_counts_as_the_wider_one(codes: Codes) -> None:
    known = next(
        code for kind, field, code in codes._coded if (kind, field) == ("fact", "icd10") and "." not in code
    )
    system = "http://hl7.org/fhir/sid/icd-10-cm"
    wide = _read(codes, [], conditions=bundle(condition("", known, system))).case["patient"]
    narrow = _read(codes, [], conditions=bundle(condition("", f"{known}.12", system))).case["patient"]
    assert wide == narrow and len(wide) == 3
    beside = _read(codes, [], conditions=bundle(condition("", f"{known}1", system))).case["patient"]
    assert "conditions" in beside


@pytest.mark.parametrize(
    ("born", "age"),
    [("1965-11-27", 61), ("1965-11-28", 60), ("1965", None), ("1965-12", 60), ("1965-11", None)],
)
def test_the_age_is_that_of_the_orders_day(codes: Codes, born: str, age: int | None) -> None:
    read = _read(
        codes, [named("lidocaine", authoredOn="2026-11-27T09:00:00Z")], patient={**MAN, "birthDate": born}
    )
    assert read.case["patient"].get("age") == age


def test_a_no_counts_on_its_own_day_and_a_yes_on_any(codes: Codes) -> None:
    no = {"coding": [{"system": SNOMED, "code": "60001007"}]}
    yes = {"coding": [{"system": SNOMED, "code": "77386006"}]}

    def said(value: Resource, day: str) -> Any:
        seen = observation("82810-3", valueCodeableConcept=value, effectiveDateTime=day)
        record = {"patient": WOMAN, "observations": bundle(seen)}
        return case_of(record, None, codes, today=TODAY).case["patient"].get("pregnant")

    assert said(no, "2026-11-27") is False
    assert said(no, "2026-08-01") is None
    assert said(yes, "2026-08-01") is True


def test_the_latest_observation_counts(codes: Codes) -> None:
    old = {**WEIGHT, "effectiveDateTime": "2020-01-01", "valueQuantity": amount(60, "kg")}
    new = {**WEIGHT, "effectiveDateTime": "2026-01-01"}
    assert _read(codes, [], observations=bundle(new, old)).case["patient"]["weight"] == "80 kg"
    stone = {**WEIGHT, "valueQuantity": amount(12, "[stone_av]")}
    assert "weight" not in _read(codes, [], observations=bundle(stone)).case["patient"]


def test_two_places_are_two_sessions(codes: Codes) -> None:
    knee = order(part("lidocaine", 20, "mg"), **KNEE)
    neck = order(part("lidocaine", 20, "mg"), identity="o2", dosageInstruction=[{"site": {"text": "neck"}}])
    assert "several zones" in _read(codes, [knee, neck]).orders.not_understood[0]


@pytest.mark.parametrize(
    "drafts",
    [
        7,
        {"resourceType": "Bundle", "entry": "x"},
        bundle({"resourceType": "MedicationRequest", "contained": "x"}),
        bundle({"resourceType": "MedicationRequest", "dosageInstruction": {}}),
        bundle(order(part("lidocaine", True, "mg"))),
        bundle(order({"itemCodeableConcept": {"coding": [{"code": 7}]}})),
    ],
)
def test_what_is_no_fhir_is_refused_by_its_place(codes: Codes, drafts: Any) -> None:
    with pytest.raises(NotFhir):
        case_of({"patient": MAN}, drafts, codes, today=TODAY)
