"""What clinicians put aside in their own system becomes an override of the clinic's ledger."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.fhir_maps.made import KNEE, Resource, order, part, request

import mesoplan
from mesoplan.errors import LedgerError
from mesoplan.hooks.feedback import FeedbackFile, joined
from mesoplan.hooks.overriding import Overriding
from mesoplan.hooks.service import Called, Service
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.overrides import REASONS

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
BLOCKED = order(part("akis-25", 1, "mL"), part("lidocaine-2-plain", 1, "mL"), **KNEE)
HARMLESS = order(part("lidocaine", 20, "mg"), **KNEE)


@pytest.fixture(scope="session")
def engine() -> mesoplan.Engine:
    return mesoplan.Engine(mesoplan.load_catalog())


@pytest.fixture(scope="session")
def service(engine: mesoplan.Engine) -> Service:
    return Service(engine, jurisdiction="IT")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.create(str(tmp_path / "ledger.db"), clinic="Practice at the Park", now=NOW)


@pytest.fixture
def overriding(ledger: Ledger, tmp_path: Path) -> Overriding:
    return Overriding(ledger, FeedbackFile(tmp_path / "feedback.jsonl"), lambda: b"a packed catalog")


def _called(service: Service, made: Resource = BLOCKED) -> Called:
    return service.answered("mesoplan-order-sign", request("order-sign", [made]), today=NOW.date())


def _critical(called: Called) -> Any:
    return next(each for each in called.cards if "overrideReasons" in each)


def _posted(card: str, code: str = "risk-benefit-ratio", comment: str = "", **more: Any) -> str:
    reason = {"reason": {"code": code}, **({"userComment": comment} if comment else {})}
    return json.dumps(
        {"feedback": [{"card": card, "outcome": "overridden", "overrideReason": reason, **more}]}
    )


def _shown(overriding: Overriding, service: Service, made: Resource = BLOCKED) -> Any:
    called = _called(service, made)
    overriding.feedback.issued(called.cards, entry=overriding.told(called, NOW), by=called.by)
    return _critical(called)


def _overrides(ledger: Ledger) -> list[dict[str, Any]]:
    return [each.data for each in ledger.store.entries(("override",))]


def test_a_card_that_is_overridden_is_an_override_of_that_day(
    overriding: Overriding, service: Service, ledger: Ledger
) -> None:
    card = _shown(overriding, service)
    text = _posted(card["uuid"], comment="agreed with the rheumatologist")
    overriding.feedback.keep("s", text, NOW)
    assert len(overriding.settle(NOW, text).entries) == 1
    (made,) = _overrides(ledger)
    assert made["finding"] == card["extension"]["mesoplan"]["finding"]
    assert (made["patient"], made["by"]) == ("p1", "Practitioner/example")
    assert made["reason"] == "benefit-outweighs"
    assert made["day"] == made["until"] == "2026-11-27"
    check = ledger.store.entry(made["answer"])
    assert check.kind == "check" and json.loads(ledger.answer_text(check) or "")["verdict"] == "blocked"
    (entry,) = ledger.store.entries(("override",))
    assert ledger.opened(entry, "words") == "Benefit outweighs the risk: agreed with the rheumatologist"
    (outcome,) = joined(overriding.feedback.path)
    assert list(joined(overriding.feedback.path, text)) == [outcome._replace(kept="")]
    assert (outcome.entry, outcome.by) == (made["answer"], "Practitioner/example")


def test_it_is_recorded_once_however_often_it_is_posted(
    overriding: Overriding, service: Service, ledger: Ledger
) -> None:
    text = _posted(_shown(overriding, service)["uuid"])
    for _ in range(3):
        overriding.feedback.keep("s", text, NOW)
        overriding.settle(NOW, text)
    overriding.settle(NOW)
    assert len(_overrides(ledger)) == 1


def test_what_was_kept_and_not_recorded_is_made_up_for(
    overriding: Overriding, service: Service, ledger: Ledger
) -> None:
    """As after a crash between the two, or while the ledger could not be written."""
    overriding.feedback.keep("s", _posted(_shown(overriding, service)["uuid"]), NOW)
    assert not _overrides(ledger)
    overriding.settle(NOW + timedelta(days=3))
    (made,) = _overrides(ledger)
    assert made["day"] == made["until"] == "2026-11-27"  # the day on which it was said


def test_the_day_is_that_of_the_place_where_it_was_said(
    overriding: Overriding, service: Service, ledger: Ledger
) -> None:
    text = _posted(_shown(overriding, service)["uuid"])
    late = datetime(2026, 11, 28, 0, 30, tzinfo=timezone(timedelta(hours=2)))  # 22:30 of the 27th in UTC
    overriding.feedback.keep("s", text, late)
    overriding.settle(late + timedelta(minutes=1), text)
    assert _overrides(ledger)[0]["until"] == "2026-11-28"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("risk-benefit-ratio", "benefit-outweighs"),
        ("mitigate-risk-negative-outcome", "known-and-monitored"),
        ("policy-contradicts", "does-not-apply"),
        ("patient-contraindication", "no-alternative"),
        *((each, each) for each in REASONS),
    ],
)
def test_every_reason_that_a_card_offers_is_one_of_the_ledger(
    overriding: Overriding, service: Service, ledger: Ledger, code: str, reason: str
) -> None:
    card = _shown(overriding, service)
    offered = {each["code"] for each in card["overrideReasons"]}
    assert code in offered or code in REASONS
    text = _posted(card["uuid"], code)
    overriding.feedback.keep("s", text, NOW)
    overriding.settle(NOW, text)
    assert [each["reason"] for each in _overrides(ledger)] == [reason]


@pytest.mark.parametrize(
    "text",
    [
        _posted("5d8c2a35-5a6e-4c0e-9a5b-0e8f6cf2a001"),
        json.dumps({"feedback": [{"card": "x", "outcome": "accepted", "acceptedSuggestions": []}]}),
    ],
)
def test_feedback_about_nothing_that_was_shown_is_no_override(
    overriding: Overriding, service: Service, ledger: Ledger, text: str
) -> None:
    _shown(overriding, service)
    overriding.feedback.keep("s", text, NOW)
    overriding.settle(NOW, text)
    assert not _overrides(ledger)


def test_no_reason_is_no_override(overriding: Overriding, service: Service, ledger: Ledger) -> None:
    card = _shown(overriding, service)["uuid"]
    for text in (
        _posted(card, "whatever"),
        json.dumps({"feedback": [{"card": card, "outcome": "overridden"}]}),
        json.dumps({"feedback": [{"card": card, "outcome": "overridden", "overrideReason": 7}]}),
        json.dumps(
            {"feedback": [{"card": card, "outcome": "overridden", "overrideReason": {"reason": "x"}}]}
        ),
    ):
        overriding.feedback.keep("s", text, NOW)
        overriding.settle(NOW, text)
    assert not _overrides(ledger)


def test_only_what_can_be_overridden_is_recorded(
    overriding: Overriding, service: Service, ledger: Ledger
) -> None:
    before = ledger.head().entry
    assert overriding.told(_called(service, HARMLESS), NOW) == 0
    assert overriding.told(_called(service, order(part("snake oil", 1, "mL"))), NOW) == 0
    assert ledger.head().entry == before


def test_the_same_call_is_recorded_once(overriding: Overriding, service: Service, ledger: Ledger) -> None:
    called = _called(service)
    entry = overriding.told(called, NOW)
    assert overriding.told(called, NOW) == entry
    assert len(list(ledger.store.entries(("check",)))) == 1


def test_an_erased_patient_is_not_written_about(
    overriding: Overriding, service: Service, ledger: Ledger
) -> None:
    from mesoplan.ledger.privacy import erase

    text = _posted(_shown(overriding, service)["uuid"])
    erase(ledger, NOW, patient="p1", reason="asked for it", by="controller")
    overriding.feedback.keep("s", text, NOW)
    settled = overriding.settle(NOW, text)
    assert settled.entries == () and settled.failed == 1
    assert not _overrides(ledger)
    with pytest.raises(LedgerError):
        overriding.told(_called(service), NOW)


def test_a_file_without_a_ledger_reads_as_before(tmp_path: Path, service: Service) -> None:
    file = FeedbackFile(tmp_path / "feedback.jsonl")
    card = _critical(_called(service))
    file.issued([card])
    file.keep("s", _posted(card["uuid"]))
    (outcome,) = joined(file.path)
    assert (outcome.finding, outcome.entry) == (card["extension"]["mesoplan"]["finding"], 0)


def test_a_catalog_is_kept_before_the_first_answer(ledger: Ledger, engine: mesoplan.Engine) -> None:
    made: list[int] = []

    def pack() -> bytes:
        made.append(1)
        return b"a packed catalog"

    ledger.adopt(engine.stamp, NOW, pack)
    ledger.adopt(engine.stamp, NOW, pack)
    assert len(made) == 1
    assert ledger.catalog_pack(engine.stamp.hash) == b"a packed catalog"
    answer = engine.check(mesoplan.Case(cocktail=({"ingredient": "lidocaine", "amount": "20 mg"},)))
    ledger.add(answer, NOW, catalog=pack)
    assert len(made) == 1
    assert date.fromisoformat(ledger.head().at[:10]) == NOW.date()
