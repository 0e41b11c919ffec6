"""Answers as FHIR: valid by a library that knows nothing of us, and true to the answer."""

import json
from typing import Any

import pytest
from tests.fhir_maps.random_cases import random_cases

import mesoplan
from mesoplan.errors import BadRequest
from mesoplan.fhir.catalog_out import catalog_resources
from mesoplan.fhir.codes import Codes
from mesoplan.fhir.emit import Release, checked_bundle, issue, orders_of_items, planned_bundle
from mesoplan.fhir.order import orders_of
from mesoplan.model.case import Item

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


@pytest.mark.parametrize("release", RELEASES)
def test_random_answers_are_valid_resources(engine: mesoplan.Engine, release: Release) -> None:
    for case in random_cases(engine, 25):
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


@pytest.mark.parametrize("release", RELEASES)
def test_what_is_proposed_is_read_again_as_it_was(engine: mesoplan.Engine, release: Release) -> None:
    codes = Codes(engine.catalog)
    for case in random_cases(engine, 60):
        items = engine.check(case).resolved.cocktail
        orders = orders_of_items(items, engine.catalog, release)
        entries = {"resourceType": "Bundle", "entry": [{"resource": each} for each in orders]}
        read = orders_of(entries, codes)
        assert not read.not_understood and not read.not_injected
        again = mesoplan.case_from(
            {"goal": case.goal, "jurisdiction": "EU", "cocktail": read.said["cocktail"]}
        )
        found = engine.check(again).resolved.cocktail
        told = [(each.product, each.ingredients, each.syringe) for each in sorted(items, key=_by_syringe)]
        syringes = {each: place for place, each in enumerate(sorted({each.syringe for each in items}), 1)}
        assert [(each.product, each.ingredients, each.syringe) for each in found] == [
            (product, ingredients, syringes[syringe]) for product, ingredients, syringe in told
        ]
        for before, after in zip(sorted(items, key=_by_syringe), found, strict=True):
            assert before.contents[0].amount == after.contents[0].amount


def _by_syringe(item: Item) -> int:
    return item.syringe
