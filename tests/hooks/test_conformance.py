"""Our answers keep what CDS Hooks asks; the judge of that is judged by a service that answers badly."""

from datetime import date
from typing import Any

import pytest
from tests.fhir_maps.made import (
    KNEE,
    NO_KNOWN_ALLERGY,
    WEIGHT,
    Resource,
    as_r5,
    bundle,
    condition,
    named,
    order,
    part,
    request,
)
from tests.fhir_maps.random_cases import random_cases
from tests.hooks.conformance import card_faults, discovery_faults, response_faults
from tests.hooks.fake_service import DISCOVERY, GOOD, PLANTED, Card

import mesoplan
from mesoplan.fhir.emit import Release, orders_of_items
from mesoplan.hooks.service import Service

TODAY = date(2026, 11, 27)
AKIS = order(part("akis-25", 1, "mL"), part("lidocaine", 20, "mg"), **KNEE)


@pytest.fixture(scope="session")
def engine() -> mesoplan.Engine:
    return mesoplan.Engine(mesoplan.load_catalog())


@pytest.fixture(scope="session")
def service(engine: mesoplan.Engine) -> Service:
    return Service(engine, jurisdiction="IT", home="https://cds.example.org")


def test_a_good_card_has_no_fault() -> None:
    assert not list(response_faults({"cards": [GOOD]}))
    assert not list(discovery_faults(DISCOVERY))


@pytest.mark.parametrize("what", PLANTED)
def test_every_planted_fault_is_found_by_itself(what: str) -> None:
    found = list(response_faults({"cards": [PLANTED[what]]}))
    assert len(found) == 1, found


def test_a_response_that_is_none_is_found() -> None:
    bodies: list[Any] = [[], {}, {"cards": None}, {"cards": {}}, {"cards": [7]}, {"cards": [GOOD, GOOD]}]
    for body in bodies:
        assert list(response_faults(body)), body


@pytest.mark.parametrize(
    "service_of", [{"hook": "order-sign"}, {**DISCOVERY["services"][0], "prefetch": {"a": "{{x}}"}}]
)
def test_a_discovery_that_is_none_is_found(service_of: Card) -> None:
    assert list(discovery_faults({"services": [service_of]}))
    assert list(discovery_faults({"services": DISCOVERY["services"] * 2}))


def test_what_we_discover_conforms(service: Service) -> None:
    assert not list(discovery_faults(service.discovery()))


@pytest.mark.parametrize("hook", ["order-select", "order-sign", "patient-view"])
@pytest.mark.parametrize(
    "orders",
    [
        [],
        [AKIS],
        [as_r5(AKIS)],
        [AKIS, named("Warfarin Sodium 5 MG Oral Tablet", identity="o2")],
        [{key: value for key, value in AKIS.items() if key != "id"}],
        [order(part("snake oil " * 30, 1, "mL"))],
        [{"resourceType": "ServiceRequest"}],
    ],
)
@pytest.mark.parametrize(
    "record",
    [
        {},
        {"observations": bundle(WEIGHT), "allergies": bundle(NO_KNOWN_ALLERGY)},
        {"conditions": bundle(*(condition(f"Nothing known {number} " * 20) for number in range(30)))},
    ],
)
def test_what_we_answer_conforms(service: Service, hook: str, orders: list[Resource], record: Any) -> None:
    found = service.call(f"mesoplan-{hook}", request(hook, orders, **record), today=TODAY)
    assert not list(response_faults(found))
    assert found["cards"]


@pytest.mark.parametrize("release", ["R4", "R4B", "R5"])
def test_cards_about_random_orders_conform(
    engine: mesoplan.Engine, service: Service, release: Release
) -> None:
    for case in random_cases(engine, 12):
        items = engine.check(case).resolved.cocktail
        orders = orders_of_items(items, engine.catalog, release)
        found = service.call("mesoplan-order-sign", request("order-sign", orders), today=TODAY)
        assert not list(response_faults(found))
        assert all(not list(card_faults(each)) for each in found["cards"])
        assert "verdict" in found["cards"][0].get("extension", {}).get("mesoplan", {}), found["cards"][0]
