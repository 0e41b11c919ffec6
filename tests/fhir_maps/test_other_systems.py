"""How other systems write what they send: looser than the specification, and still one meaning."""

from datetime import date
from typing import Any

import pytest
from tests.fhir_maps.made import MAN, Resource, allergy, bundle, condition, named, order, part

import mesoplan
from mesoplan.fhir.case import CaseRead, case_of
from mesoplan.fhir.codes import Codes
from mesoplan.fhir.drug_names import ingredients_of
from mesoplan.fhir.elements import Concept, NotFhir

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="session")
def codes() -> Codes:
    return Codes(mesoplan.load_catalog())


def _read(codes: Codes, drafts: Any = None, **record: Any) -> CaseRead:
    return case_of({"patient": MAN, **record}, drafts, codes, today=TODAY)


def _taken(codes: Codes, *names: str) -> CaseRead:
    return _read(codes, medicines=bundle(*(named(each, status="active") for each in names)))


def test_a_search_for_one_patient_is_that_patient(codes: Codes) -> None:
    assert _read(codes, patient=bundle(MAN)).case["patient"] == _read(codes).case["patient"]


@pytest.mark.parametrize("found", [bundle(MAN, {**MAN, "id": "p2"}), bundle(), bundle(condition("epilepsy"))])
def test_a_search_for_another_number_of_patients_is_refused(codes: Codes, found: Resource) -> None:
    with pytest.raises(NotFhir, match="one Patient"):
        _read(codes, patient=found)


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({"clinicalStatus": "active", "verificationStatus": "confirmed"}, True),
        ({"clinicalStatus": "resolved"}, False),
        ({"verificationStatus": "refuted"}, False),
    ],
)
def test_a_status_may_be_a_bare_code(codes: Codes, more: Resource, counts: bool) -> None:
    patient = _read(codes, conditions=bundle(condition("epilepsy", **more))).case["patient"]
    assert (patient.get("epilepsy") is True) is counts
    patient = _read(codes, allergies=bundle(allergy("sulfite", **more))).case["patient"]
    assert ("allergies" in patient) is counts


def test_an_entry_may_be_the_resource_itself(codes: Codes) -> None:
    made = order(part("lidocaine", 20, "mg"))
    bare = {"resourceType": "Bundle", "entry": [made]}
    assert _read(codes, bare).case == _read(codes, bundle(made)).case
    problems = {"resourceType": "Bundle", "entry": [condition("epilepsy")]}
    assert _read(codes, conditions=problems).case["patient"]["epilepsy"] is True


@pytest.mark.parametrize("kind", ["MedicationOrder", "MedicationPrescription"])
def test_an_order_of_an_older_release_is_not_overlooked(codes: Codes, kind: str) -> None:
    old = {"resourceType": kind, "id": "o1", "medicationCodeableConcept": {"text": "lidocaine"}}
    (lost,) = _read(codes, bundle(old)).orders.not_understood
    assert kind in lost and "lidocaine" in lost
    tablet = {**old, "medicationCodeableConcept": {"text": "Warfarin 5 MG Oral Tablet"}}
    read = _read(codes, bundle(tablet))
    assert not read.orders.not_understood and read.case["patient"]["warfarin"] is True


def test_what_orders_no_medicine_is_no_order(codes: Codes) -> None:
    scan = {"resourceType": "ServiceRequest", "id": "s1", "code": {"text": "CT abdomen"}}
    read = _read(codes, bundle(scan)).orders
    assert not (read.orders or read.not_understood or read.not_injected)


def test_a_list_says_what_of_it_was_not_read(codes: Codes) -> None:
    given = {"resourceType": "MedicationDispense", "medicationCodeableConcept": {"text": "warfarin"}}
    read = _read(codes, medicines=bundle(given, given)).patient
    assert read.said == _read(codes).patient.said
    assert any("MedicationDispense" in each for each in read.notes)
    trouble = {"resourceType": "OperationOutcome"}
    assert any("conditions" in each for each in _read(codes, conditions=trouble).patient.notes)


def test_a_statement_of_not_taking_is_no_medicine(codes: Codes) -> None:
    said = {"resourceType": "MedicationStatement", "status": "active", "taken": "n"}
    said["medicationCodeableConcept"] = {"text": "warfarin"}  # type: ignore[assignment]
    assert "warfarin" not in _read(codes, medicines=bundle(said)).case["patient"]
    assert _read(codes, medicines=bundle({**said, "taken": "y"})).case["patient"]["warfarin"] is True


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Warfarin Sodium 0.5 MG Oral Tablet", [("Warfarin Sodium", "Warfarin")]),
        ("Warfarin Sodium 10 MG", [("Warfarin Sodium", "Warfarin")]),
        ("Warfarin 5 mg tablets", [("Warfarin",)]),
        ("Warfarina 2,5 mg compresse", [("Warfarina",)]),
        ("Warfarin Sodium 5 MG Oral Tablet [Coumadin]", [("Warfarin Sodium", "Warfarin")]),
        ("72 HR Fentanyl 0.075 MG/HR Transdermal System", [("Fentanyl",)]),
        ("cyclosporine, modified 50 MG Oral Capsule", [("cyclosporine, modified", "cyclosporine")]),
        ("Diclofenac Sodium 0.01 MG/MG Topical Gel [Voltaren]", [("Diclofenac Sodium", "Diclofenac")]),
        (
            "Acetaminophen 325 MG / tramadol hydrochloride 37.5 MG Oral Tablet [Ultracet]",
            [("Acetaminophen",), ("tramadol hydrochloride", "tramadol")],
        ),
        ("0.4 ML Enoxaparin sodium 100 MG/ML Prefilled Syringe", [("Enoxaparin sodium", "Enoxaparin")]),
    ],
)
def test_the_name_of_a_drug_says_its_ingredients(name: str, parts: list[tuple[str, ...]]) -> None:
    assert list(ingredients_of(name)) == parts


@pytest.mark.parametrize(
    "name",
    [
        "warfarin",
        "Warfarin 5 mg stopped in 2019",
        "Warfarin 5 mg tablet, never taken",
        "no Warfarin",
        "5 mg",
        "Tablet",
        "",
        "Acetaminophen 325 MG / something",
        " / ".join(["a 1 MG"] * 400),
    ],
)
def test_other_words_are_no_name_of_a_drug(name: str) -> None:
    assert not list(ingredients_of(name))


def test_a_drug_of_the_record_counts_by_its_ingredient(codes: Codes) -> None:
    read = _taken(codes, "Warfarin Sodium 0.5 MG Oral Tablet")
    assert read.case["patient"]["warfarin"] is True
    assert not read.patient.not_understood


@pytest.mark.parametrize("bare", ["diclofenac", "ketorolac", "warfarin", "heparin"])
def test_with_its_salt_and_strength_it_is_the_same_medicine(codes: Codes, bare: str) -> None:
    for name in (f"{bare} Sodium 50 MG Oral Tablet", f"{bare} 50 MG Oral Tablet"):
        assert _taken(codes, name).case["patient"] == _taken(codes, bare).case["patient"]


def test_only_an_exact_ingredient_counts(codes: Codes) -> None:
    for name in ("Warfarine-like 5 MG Oral Tablet", "No warfarin 5 MG Oral Tablet", "Nonsensium 5 mg tablet"):
        read = _taken(codes, name)
        assert read.patient.not_understood == (name,)
        assert not any(value is True for value in read.case["patient"].values())


def test_an_allergy_to_a_drug_is_one_to_its_ingredient(codes: Codes) -> None:
    drug = allergy("Diclofenac Sodium 50 MG Delayed Release Oral Tablet")
    read = _read(codes, allergies=bundle(drug))
    assert (
        read.case["patient"]["allergies"]
        == _read(codes, allergies=bundle(allergy("diclofenac"))).case["patient"]["allergies"]
    )
    assert not read.patient.not_understood


def test_of_two_ingredients_the_known_one_counts_and_the_drug_is_shown(codes: Codes) -> None:
    name = "Nonsensium 325 MG / warfarin sodium 5 MG Oral Tablet"
    read = _taken(codes, name)
    assert read.case["patient"]["warfarin"] is True
    assert read.patient.not_understood == (name,)


def test_what_is_injected_is_not_taken_apart(codes: Codes) -> None:
    drug = named("Lidocaine hydrochloride 10 MG/ML Injectable Solution")
    assert _read(codes, bundle(drug)).orders.not_understood


@pytest.mark.parametrize(
    ("unii", "means"),
    [
        ("7TQO7W3VT8", "bupivacaine"),
        ("20RD1DZH99", "riboflavin"),
        ("T2410KM04A", None),  # heparin
        ("957E6438QA", None),  # teniposide
    ],
)
def test_a_unii_means_its_own_substance_only(codes: Codes, unii: str, means: str | None) -> None:
    found = codes.meant(Concept((("http://fdasis.nlm.nih.gov", unii),), ()), ("substance",))
    assert (found.id if found else None) == means
