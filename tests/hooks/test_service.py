"""CDS Hooks calls and their cards, without a server."""

import json
import uuid
from datetime import date
from typing import Any

import pytest
from tests.fhir_maps.made import (
    KNEE,
    MAN,
    NO_KNOWN_ALLERGY,
    WEIGHT,
    Resource,
    allergy,
    as_r5,
    bundle,
    condition,
    named,
    order,
    part,
    request,
)

import mesoplan
from mesoplan.hooks.feedback import FeedbackFile, joined
from mesoplan.hooks.refused import Refused
from mesoplan.hooks.service import HOOKS, Service

TODAY = date(2026, 11, 27)
BLOCKED = order(part("akis-25", 1, "mL"), part("lidocaine-2-plain", 1, "mL"), **KNEE)
TABLET = named("Ketorolac 10 mg oral tablet", identity="order-9")
RECORD: Resource = {"observations": bundle(WEIGHT), "allergies": bundle(NO_KNOWN_ALLERGY)}


@pytest.fixture(scope="session")
def service() -> Service:
    return Service(
        mesoplan.Engine(mesoplan.load_catalog()), jurisdiction="IT", home="https://cds.example.org"
    )


def _cards(service: Service, orders: list[Resource], hook: str = "order-sign", **prefetch: Any) -> Any:
    found = service.call(f"mesoplan-{hook}", request(hook, orders, **prefetch), today=TODAY)
    return found["cards"]


def test_discovery_lists_what_is_answered(service: Service) -> None:
    listed = service.discovery()["services"]
    assert {each["hook"] for each in listed} == set(HOOKS)
    assert all(each["id"] and each["description"] and each["prefetch"]["patient"] for each in listed)


def test_a_prohibition_is_one_critical_card_with_a_way_out(service: Service) -> None:
    cards = _cards(service, [BLOCKED], **RECORD)
    assert cards[0]["extension"]["mesoplan"]["verdict"] == "blocked"
    critical = [each for each in cards if each["indicator"] == "critical" and "overrideReasons" in each]
    findings = cards[0]["extension"]["mesoplan"]["findings"]
    assert [each["extension"]["mesoplan"]["finding"] for each in critical] == findings[: len(critical)]
    deletion = {
        "type": "delete",
        "description": "Withdraw order order-1",
        "resourceId": "MedicationRequest/order-1",
    }
    assert critical[0]["suggestions"][0]["actions"] == [deletion]


def test_a_repair_is_orders_that_the_service_itself_lets_pass(service: Service) -> None:
    cards = _cards(service, [BLOCKED], **RECORD)
    (repairs,) = [each for each in cards if each.get("selectionBehavior") == "at-most-one"]
    for suggestion in repairs["suggestions"]:
        changed = [action["resource"] for action in suggestion["actions"] if action["type"] != "delete"]
        again = _cards(service, changed, **RECORD)
        assert again[0]["extension"]["mesoplan"]["verdict"] != "blocked", suggestion["label"]


def test_the_repairs_are_counted_as_they_are_listed(service: Service) -> None:
    cards = _cards(service, [BLOCKED], **RECORD)
    (repairs,) = [each for each in cards if each.get("selectionBehavior") == "at-most-one"]
    listed = repairs["detail"].splitlines()
    assert repairs["summary"].startswith(f"{len(listed)} change")
    assert 1 <= len(repairs["suggestions"]) <= len(listed)
    for each in repairs["suggestions"]:
        assert len(each["label"]) <= 80
        whole = each["label"].removesuffix(" …")
        assert any(whole in line for line in listed)


def test_a_summary_is_short_and_a_card_has_eight_lines(service: Service) -> None:
    many = bundle(*(condition(f"Disease {number} of no catalog") for number in range(40)))
    for cards in (_cards(service, [BLOCKED]), _cards(service, [BLOCKED], conditions=many)):
        for each in cards:
            assert 0 < len(each["summary"]) < 140
            assert uuid.UUID(each["uuid"])
        assert len(cards[0]["detail"].splitlines()) <= 8


def test_the_same_call_has_the_same_answer(service: Service) -> None:
    assert json.dumps(_cards(service, [BLOCKED])) == json.dumps(_cards(service, [BLOCKED]))


def _without_resources(card: Any) -> Any:
    """A card without the resources of its actions, which each release writes its own way."""
    kept = json.loads(json.dumps(card))
    for suggestion in kept.get("suggestions", ()):
        for action in suggestion["actions"]:
            action.pop("resource", None)
    return kept


@pytest.mark.parametrize(
    "made", [BLOCKED, order(part("lidocaine", 20, "mg"), **KNEE), order(part("snake oil", 1, "mL"))]
)
def test_the_releases_get_the_same_answer(service: Service, made: Resource) -> None:
    first, second = _cards(service, [made], **RECORD), _cards(service, [as_r5(made)], **RECORD)
    assert list(map(_without_resources, first)) == list(map(_without_resources, second))


@pytest.mark.parametrize("tablet", [TABLET, named("Nonsensium 5 mg tablet", identity="order-9")])
def test_a_tablet_beside_the_injection_is_no_warning(service: Service, tablet: Resource) -> None:
    alone = _cards(service, [BLOCKED])
    beside = _cards(service, [BLOCKED, tablet])
    extra = beside[-1]
    assert extra["indicator"] == "info" and "1 order was not looked at" in extra["summary"]
    assert [each["indicator"] for each in beside[:-1]] == [each["indicator"] for each in alone]
    assert not any("NOT CHECKED" in each["summary"] for each in beside)


def test_a_tablet_beside_the_injection_is_a_medicine(service: Service) -> None:
    def findings(*orders: Resource) -> set[str]:
        return set(_cards(service, list(orders))[0]["extension"]["mesoplan"]["findings"])

    warfarin = named("Warfarin Sodium 5 MG Oral Tablet", identity="order-9")
    more = findings(BLOCKED, warfarin) - findings(BLOCKED)
    assert more and all("warfarin" in each or "anticoagulant" in each for each in more)
    known = request("order-sign", [BLOCKED], medicines=bundle(named("warfarin", status="active")))
    said = service.call("mesoplan-order-sign", known, today=TODAY)["cards"][0]["extension"]["mesoplan"]
    assert set(said["findings"]) == findings(BLOCKED, warfarin)


def test_only_tablets_are_one_quiet_card(service: Service) -> None:
    cards = _cards(service, [TABLET])
    assert [each["indicator"] for each in cards] == ["info"]


SCAN: Resource = {
    "resourceType": "ServiceRequest",
    "id": "s1",
    "status": "draft",
    "code": {"text": "CT abdomen"},
}
DIET: Resource = {"resourceType": "NutritionOrder", "id": "n1", "status": "draft"}


@pytest.mark.parametrize("orders", [[], [SCAN], [DIET, SCAN]])
def test_orders_of_no_medicine_are_one_quiet_card(service: Service, orders: list[Resource]) -> None:
    (card,) = _cards(service, orders)
    assert card["indicator"] == "info"
    assert "no medicine is ordered" in card["summary"]


def test_a_scan_beside_the_injection_changes_nothing(service: Service) -> None:
    assert _cards(service, [BLOCKED, SCAN], **RECORD) == _cards(service, [BLOCKED], **RECORD)


def test_an_order_of_an_older_release_is_not_checked(service: Service) -> None:
    old = {"resourceType": "MedicationOrder", "id": "o1", "medicationCodeableConcept": {"text": "lidocaine"}}
    (card,) = _cards(service, [old])
    assert card["indicator"] == "warning"
    assert card["summary"].startswith("NOT CHECKED") and "lidocaine" in card["summary"]


@pytest.mark.parametrize("name", ["snake oil", "procainamide", "lidocane"])
def test_an_order_is_judged_whole_or_not_at_all(service: Service, name: str) -> None:
    cards = _cards(service, [order(part("lidocaine", 10, "mg"), part(name, 1, "mL"))])
    assert cards[0]["summary"].startswith("NOT CHECKED") and name in cards[0]["summary"]
    assert "verdict" not in json.dumps(cards)


def test_an_amount_that_cannot_be_read_is_not_checked(service: Service) -> None:
    cards = _cards(service, [order(part("lidocaine", 10, "[drp]"))])
    assert cards[0]["summary"].startswith("NOT CHECKED")


def test_a_list_that_is_not_understood_leaves_no_fewer_questions(service: Service) -> None:
    bare = _cards(service, [BLOCKED])[0]["extension"]["mesoplan"]
    unknown = _cards(service, [BLOCKED], conditions=bundle(condition("Nothing that is known")))
    said = unknown[0]["extension"]["mesoplan"]
    assert set(said["questions"]) >= set(bare["questions"])
    assert "Nothing that is known" in unknown[0]["detail"]


def test_a_record_is_read_before_anything_is_ordered(service: Service) -> None:
    given = request("patient-view", [], conditions=bundle(condition("epilepsy")))
    del given["context"]["draftOrders"]
    (card,) = service.call("mesoplan-patient-view", given, today=TODAY)["cards"]
    assert "epilepsy" in card["detail"]
    assert "1 entry" in card["summary"]


def test_a_record_counts_its_medicines_and_allergies_too(service: Service) -> None:
    given = request(
        "patient-view",
        [],
        medicines=bundle(named("Warfarin Sodium 5 MG Oral Tablet"), named("Ketorolac 10 mg tablet")),
        allergies=bundle(allergy("sulfite")),
    )
    (card,) = service.call("mesoplan-patient-view", given, today=TODAY)["cards"]
    assert "3 entries" in card["summary"]
    assert all(name in card["detail"].lower() for name in ("warfarin", "ketorolac", "sulfite"))


def test_a_record_nobody_knows_and_one_that_was_not_sent_are_told_apart(service: Service) -> None:
    unknown = request("patient-view", [], conditions=bundle(condition("Carcinoma of endocrine pancreas")))
    (card,) = service.call("mesoplan-patient-view", unknown, today=TODAY)["cards"]
    assert "none of the entries" in card["summary"] and "Carcinoma" in card["detail"]
    (card,) = service.call("mesoplan-patient-view", request("patient-view", []), today=TODAY)["cards"]
    assert "no conditions" in card["summary"]
    none = request("patient-view", [], allergies=bundle(NO_KNOWN_ALLERGY))
    (card,) = service.call("mesoplan-patient-view", none, today=TODAY)["cards"]
    assert "1 entry" in card["summary"] and "no known allergy" in card["detail"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"hook": "order-select"}, 400),
        ({"context": None}, 400),
        ({"context": {}}, 400),
        ({"prefetch": {}}, 412),
        ({"prefetch": {"patient": {"resourceType": "Patient", "birthDate": "x"}}}, 422),
        ({"prefetch": {"patient": MAN, "conditions": 7}}, 422),
        ({"prefetch": {"patient": {**MAN, "id": "somebody-else"}}}, 422),
        ({"hookInstance": 7}, 400),
    ],
)
def test_what_cannot_be_answered_is_refused(service: Service, change: Resource, status: int) -> None:
    with pytest.raises(Refused) as refused:
        service.call("mesoplan-order-sign", request("order-sign", [BLOCKED]) | change, today=TODAY)
    assert refused.value.status == status


@pytest.mark.parametrize("said", ["p1", "Patient/p1", "https://ehr.example.org/fhir/Patient/p1"])
def test_the_patient_of_the_context_is_known_in_all_its_spellings(service: Service, said: str) -> None:
    given = request("order-sign", [BLOCKED])
    given["context"]["patientId"] = said
    assert service.call("mesoplan-order-sign", given, today=TODAY)["cards"]


def test_feedback_is_kept_as_it_came_and_joined_to_the_finding(service: Service, tmp_path: Any) -> None:
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    cards = _cards(service, [BLOCKED])
    file.issued(cards)
    critical = next(each for each in cards if "overrideReasons" in each)
    reason = {"reason": {"code": "risk-benefit-ratio"}, "userComment": "é ✓"}
    posted = {
        "feedback": [
            {
                "card": critical["uuid"],
                "outcome": "overridden",
                "overrideReason": reason,
                "outcomeTimestamp": "t",
            },
            {"card": str(uuid.uuid4()), "outcome": "accepted", "acceptedSuggestions": []},
        ]
    }
    text = json.dumps(posted, ensure_ascii=False, indent=3)
    file.keep("mesoplan-order-sign", text)
    first, second = joined(file.path)
    assert first.finding == critical["extension"]["mesoplan"]["finding"]
    assert (first.outcome, first.reason, first.comment) == ("overridden", "risk-benefit-ratio", "é ✓")
    assert second.finding == ""
    kept = [json.loads(line) for line in file.path.read_text("utf-8").splitlines()]
    assert kept[-1]["verbatim"] == text
    for bad in ("{", "{}", '{"feedback": []}', '{"feedback": [{"card": "x", "outcome": "shrugged"}]}'):
        with pytest.raises(Refused):
            file.keep("mesoplan-order-sign", bad)


def test_a_killed_writer_spoils_only_its_own_line(tmp_path: Any) -> None:
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    text = json.dumps({"feedback": [{"card": "a", "outcome": "accepted"}]})
    file.keep("s", text)
    with file.path.open("a") as cut:
        cut.write('{"kind": "feedback", "verb')
    file.keep("s", text)
    assert [each.card for each in joined(file.path)] == ["a", "a"]
