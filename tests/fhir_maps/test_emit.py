"""Answers as FHIR: valid by a library that knows nothing of us, and true to the answer."""

import json
import random
from typing import Any

import pytest

import mesoplan
from mesoplan.errors import BadRequest
from mesoplan.fhir.catalog_out import catalog_resources
from mesoplan.fhir.emit import Release, checked_bundle, issue, planned_bundle

RELEASES: tuple[Release, ...] = ("R4", "R4B", "R5")


@pytest.fixture(scope="session")
def engine() -> mesoplan.Engine:
    return mesoplan.Engine(mesoplan.load_catalog())


def _validate(resource: dict[str, Any], release: str) -> None:
    if release == "R5":
        from fhir.resources import get_fhir_model_class
    else:
        from fhir.resources.R4B import get_fhir_model_class
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)


def _cases(engine: mesoplan.Engine, count: int) -> list[mesoplan.Case]:
    """Random cases over the vocabulary, by a fixed seed."""
    draw = random.Random(20261127)
    catalog = engine.catalog
    pick = {kind: sorted(catalog.table(kind)) for kind in ("ingredient", "product", "goal", "fact")}
    cases: list[mesoplan.Case] = []
    while len(cases) < count:
        rows: list[dict[str, Any]] = [
            {
                "ingredient": draw.choice(pick["ingredient"]),
                "amount": f"{draw.randint(1, 40)} mg",
                "syringe": 1,
            }
            if draw.random() < 0.6
            else {"product": draw.choice(pick["product"]), "volume": "0.5 mL", "syringe": draw.randint(1, 2)}
            for _ in range(draw.randint(1, 3))
        ]
        patient = {draw.choice(pick["fact"]): True, "age": draw.randint(18, 80)}
        case = mesoplan.Case(
            goal=draw.choice(pick["goal"]), jurisdiction="EU", patient=patient, cocktail=tuple(rows)
        )
        try:
            engine.check(case)
        except mesoplan.MesoplanError:
            continue
        cases.append(case)
    return cases


@pytest.mark.parametrize("release", RELEASES)
def test_random_answers_are_valid_resources(engine: mesoplan.Engine, release: Release) -> None:
    for case in _cases(engine, 25):
        answer = engine.check(case)
        made = checked_bundle(answer, engine.catalog, release, recorded="2026-11-27T10:00:00Z")
        for entry in made["entry"]:
            _validate(entry["resource"], release)
        _validate(made, release)
        again = checked_bundle(engine.check(case), engine.catalog, release, recorded="2026-11-27T10:00:00Z")
        assert json.dumps(made) == json.dumps(again)


@pytest.mark.parametrize("release", RELEASES)
def test_a_plan_is_proposals_and_what_to_ask(engine: mesoplan.Engine, release: Release) -> None:
    man = {"sex": "male", "age": 61, "weight": "80 kg", "conditions": [], "allergies": [], "medicines": []}
    case = mesoplan.Case(goal="submental-fat", zone="submental", jurisdiction="US", patient=man)
    made = planned_bundle(engine.plan(case), engine.catalog, release)
    kinds = [entry["resource"]["resourceType"] for entry in made["entry"]]
    assert "MedicationRequest" in kinds and kinds[-1] == "GuidanceResponse"
    assert all(
        entry["resource"]["intent"] == "proposal"
        for entry in made["entry"]
        if entry["resource"]["resourceType"] == "MedicationRequest"
    )
    _validate(made, release)


def test_unknown_is_never_a_severity(engine: mesoplan.Engine) -> None:
    case = mesoplan.Case(goal="melasma", cocktail=({"ingredient": "tranexamic-acid", "amount": "4 mg"},))
    answer = engine.check(case)
    unknown = [each for each in answer.result.findings if each.severity == "unknown"]
    assert unknown
    made = checked_bundle(answer, engine.catalog)
    issues = [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == "DetectedIssue"]
    assert len(issues) == len(answer.result.findings) - len(unknown)
    guidance = made["entry"][-1]["resource"]
    assert guidance["status"] == "data-required"
    assert {each["text"] for each in guidance["note"]} == {each.message for each in unknown}
    with pytest.raises(BadRequest):
        issue(unknown[0], "x", [], "R4")


@pytest.mark.parametrize("release", ["R4B", "R5"])
def test_the_catalog_goes_out_valid(engine: mesoplan.Engine, release: Release) -> None:
    every = list(catalog_resources(engine.catalog, release))
    assert len({each["id"] for each in every}) == len(every)
    for each in every[:: len(every) // 150]:
        _validate(each, release)
    kinds = {each["resourceType"] for each in every}
    assert kinds == {"MedicationKnowledge", "ClinicalUseDefinition"}


def test_a_planted_fault_is_found_by_the_library(engine: mesoplan.Engine) -> None:
    case = mesoplan.Case(goal="melasma", cocktail=({"ingredient": "tranexamic-acid", "amount": "4 mg"},))
    made = checked_bundle(engine.check(case), engine.catalog)
    made["entry"][0]["resource"]["medicationCodeableConcept"] = {"text": "two of one choice"}
    with pytest.raises(ValueError, match="medication"):
        _validate(made["entry"][0]["resource"], "R4")
