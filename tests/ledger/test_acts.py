"""Lots, sessions, recalls, overrides, replay, privacy, events: over both databases."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.conftest import LOT, START, Clock

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.errors import LedgerDamaged, LedgerError
from mesoplan.ledger import acts, adverse, anchor
from mesoplan.ledger.backup import backup, restore
from mesoplan.ledger.history import record_of
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.overrides import end, expire, override
from mesoplan.ledger.privacy import ERASED, erase, export, whole_log
from mesoplan.ledger.recall import recall
from mesoplan.ledger.replay import replay
from mesoplan.ledger.shelf import refuse_unusable, stock, usable_stock
from mesoplan.ledger.verify import rebuild, verify
from mesoplan.model.case import Case
from mesoplan.model.ledger import Recalled, Verified
from mesoplan.report.answer import answer_from

DAY = START.date()
Made = Callable[..., Case]


def _verified(ledger: Ledger) -> Verified:
    return verify(ledger.store, [anchor.read(ledger.anchor)])


def _give(
    ledger: Ledger,
    clock: Clock,
    engine: Engine,
    patient: str = "P-1",
    lot: str = LOT,
    product: str = "clear-ampoule",
    **told: Any,
) -> int:
    case = Case(goal="glow", zone="plain-zone", cocktail=({"product": product, "volume": "1 mL"},))
    items = [acts.Given(each, lot) for each in engine.check(case).resolved.cocktail]
    said = acts.give(
        ledger,
        clock(),
        patient=patient,
        given=items,
        told=acts.Told(**{"day": DAY, "goal": "glow", "zone": "plain-zone", "by": "nurse A", **told}),
    )
    return said.entries[-1]


def _recalled(ledger: Ledger, lot: str = "", **given: Any) -> Recalled:
    return recall(
        ledger,
        **{"product": "clear-ampoule", "lot": lot, "ingredients": ("clear-drug",), "day": DAY, **given},
    )


def _check(
    ledger: Ledger, clock: Clock, engine: Engine, case: Case, pack: bytes, patient: str = "P-1"
) -> int:
    return ledger.add(engine.check(case), clock(), patient=patient, catalog=lambda: pack).entries[0]


# ---------------------------------------------------------------------- answers and replay


def test_an_answer_is_kept_byte_by_byte(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes]
) -> None:
    answer = engine.check(
        case(patient={"conditions": [{"name": "e\u0301tat, \u1112\u1161", "unmapped": True}]})
    )
    for patient in ("", "P-1"):
        number = ledger.add(answer, clock(), patient=patient, catalog=lambda: packed[1]).entries[0]
        text = ledger.answer_text(ledger.store.entry(number))
        assert text == answer.to_json()
    adopted = list(ledger.store.entries(("catalog-adopted",)))
    assert len(adopted) == 1, "a catalog is kept once for each content"
    assert ledger.catalog_pack(answer.catalog.hash) == packed[1]


def test_a_replay_gives_the_same_bytes(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes]
) -> None:
    checked = _check(ledger, clock, engine, case(), packed[1])
    asked = {"k": 2, "prefer": "safety"}
    plan = engine.plan(case(cocktail=()), k=2, prefer="safety")
    planned = ledger.add(plan, clock(), patient="P-1", asked=asked, catalog=lambda: packed[1]).entries[0]
    for number in (checked, planned):
        found = replay(ledger, number)
        assert (found.outcome, found.differences) == ("same", ())


def test_a_replay_on_todays_catalog_says_what_changed(
    ledger: Ledger,
    clock: Clock,
    engine: Engine,
    case: Made,
    packed: tuple[Catalog, bytes],
    folder: Path,
    tmp_path: Path,
) -> None:
    from mesoplan.catalog.build import build_packed
    from mesoplan.catalog.pack import catalog_of

    number = _check(ledger, clock, engine, case(), packed[1])
    over = tmp_path / "over"
    (over / "ingredients").mkdir(parents=True)
    (over / "catalog.toml").write_text((folder / "catalog.toml").read_text().replace('"base"', '"overlay"'))
    (over / "ingredients" / "clear-drug.toml").write_text(
        '[[limits]]\nmax = "1 mg"\nover = "session"\nbasis = "label"\n'
        'cite = { source = "label-fixture", at = "label", access = "label" }\n'
    )
    newer = Engine(catalog_of(build_packed(folder, (over,), date(2026, 1, 1))[1], date(2026, 1, 1)))
    found = replay(ledger, number, newer)
    assert found.outcome == "differs"
    assert (found.verdict_then, found.verdict_now) == ("clear", "blocked")
    assert any(each.startswith("DS501/above/") for each in found.appeared)
    assert replay(ledger, number, engine).outcome == "same"
    assert replay(ledger, number).outcome == "same", "on its own catalog nothing changed"


def test_an_answer_of_another_engine_is_named(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes]
) -> None:
    answer = engine.check(case())._replace(engine="mesoplan 0.0.9")
    number = ledger.add(answer, clock(), patient="P-1", catalog=lambda: packed[1]).entries[0]
    found = replay(ledger, number)
    assert found.outcome == "engine-differs"
    assert found.engine_then == "mesoplan 0.0.9"
    assert [each.path for each in found.differences] == ["engine"]


def test_only_an_answer_is_replayed(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no answer"):
        replay(ledger, 1)


# ---------------------------------------------------------------------- recall


def test_a_recall_finds_whom_a_lot_reached_and_what_was_not_recorded(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes]
) -> None:
    acts.receive(
        ledger,
        clock(),
        product="clear-ampoule",
        lot=LOT,
        expires="2027-02",
        containers=10,
        volume="1 mL",
        day=DAY,
    )
    acts.open_container(ledger, clock(), product="clear-ampoule", lot=LOT, at=START)
    answer = engine.prepare(case())
    body, draws = acts.draws_of(answer.result, "P-1", {"clear-ampoule": LOT}, "nurse A")
    prepared = ledger.add(
        answer,
        clock(),
        patient="P-1",
        catalog=lambda: packed[1],
        more=draws,
        body={**body, "day": DAY.isoformat()},
    )
    session = _give(ledger, clock, engine, preparation=prepared.entries[0])
    other = _give(ledger, clock, engine, patient="P-2", lot="0000200406E14")
    bare = _give(ledger, clock, engine, patient="P-3", lot="")
    event = adverse.record_event(
        ledger, clock(), session=session, reaction=adverse.Reaction(words="swelling"), by="Dr B", day=DAY
    )
    found = _recalled(ledger, LOT)
    assert [each.entry for each in found.sessions] == [session]
    assert [(each.entry, each.volume) for each in found.preparations] == [(prepared.entries[0], "1 mL")]
    assert found.patients == ("P-1",)
    assert [each.lot for each in found.containers] == [LOT]
    assert [(each.lot, each.left) for each in found.stock] == [(LOT, "9 mL")]
    assert [each.entry for each in found.events] == [event.entries[0]]
    assert [each.entry for each in found.unrecorded] == [bare]
    assert found.unrecorded_patients == ("P-3",)
    wide = _recalled(ledger, "0000200406*")
    assert [each.entry for each in wide.sessions] == [session, other]
    assert wide.patients == ("P-1", "P-2")
    assert [each.entry for each in _recalled(ledger, "", since=DAY + timedelta(days=1)).sessions] == []
    assert _recalled(ledger, "x").unrecorded == found.unrecorded, "a missing lot may have been any"


def test_a_lot_written_otherwise_is_named_and_not_taken_for_it(
    ledger: Ledger, clock: Clock, engine: Engine
) -> None:
    _give(ledger, clock, engine, lot="OO00200406e13")
    found = _recalled(ledger, LOT)
    assert found.sessions == () and found.similar == ("OO00200406e13",)


def test_an_ingredient_without_a_product_may_have_been_the_recalled_one(
    ledger: Ledger, clock: Clock, engine: Engine
) -> None:
    case = Case(cocktail=({"ingredient": "clear-drug", "amount": "10 mg", "volume": "1 mL"},))
    items = [acts.Given(each) for each in engine.check(case).resolved.cocktail]
    items = [each._replace(item=each.item._replace(product="")) for each in items]
    said = acts.give(ledger, clock(), patient="P-9", given=items, told=acts.Told(day=DAY))
    found = _recalled(ledger, LOT)
    assert [each.entry for each in found.unrecorded] == list(said.entries)


def test_a_corrected_lot_is_found_under_both(ledger: Ledger, clock: Clock, engine: Engine) -> None:
    session = _give(ledger, clock, engine, lot="0000200406E18")
    bare = _give(ledger, clock, engine, patient="P-2", lot="")
    for number in (session, bare):
        acts.correct(
            ledger, clock(), entry=number, words="misread", by="nurse A", lots={"clear-ampoule": LOT}
        )
    assert [each.entry for each in _recalled(ledger, LOT).sessions] == [session, bare]
    old = _recalled(ledger, "0000200406E18")
    assert [(each.entry, len(each.corrected_by)) for each in old.sessions] == [(session, 1)]
    assert _recalled(ledger, LOT).unrecorded == (), "the lot of that session is known now"
    assert ledger.store.entry(session).data["items"][0]["lot"] == "0000200406E18", "nothing is edited"


@pytest.mark.parametrize("lot", ["", " L1", "L1 ", "a\nb", "x" * 81])
def test_what_is_no_lot_is_refused(lot: str, ledger: Ledger, clock: Clock) -> None:
    with pytest.raises(LedgerError, match="no lot"):
        acts.receive(ledger, clock(), product="clear-ampoule", lot=lot, expires="", containers=1)
    assert ledger.head().entry == 1


# ---------------------------------------------------------------------- the shelf


def test_the_shelf_counts_what_came_and_went(ledger: Ledger, clock: Clock, engine: Engine) -> None:
    acts.receive(
        ledger,
        clock(),
        product="clear-ampoule",
        lot="A",
        expires="2026-11-00",
        containers=2,
        volume="1 mL",
        day=DAY,
    )
    acts.receive(
        ledger,
        clock(),
        product="clear-ampoule",
        lot="B",
        expires="2027-02",
        containers=3,
        volume="1 mL",
        day=DAY,
    )
    _give(ledger, clock, engine, lot="B")
    lots = {each.lot: each for each in stock(ledger, DAY).lots}
    assert (lots["A"].expires, lots["A"].state, lots["A"].left) == ("2026-11-30", "usable", "2 mL")
    assert (lots["B"].expires, lots["B"].left, lots["B"].given) == ("2027-02-28", "2 mL", 1)
    assert usable_stock(ledger, DAY) == (
        {"product": "clear-ampoule", "volume": "2 mL"},
        {"product": "clear-ampoule", "volume": "2 mL"},
    )
    later = date(2026, 12, 1)
    assert {each.lot: each.state for each in stock(ledger, later).lots} == {"A": "expired", "B": "usable"}
    with pytest.raises(LedgerError, match="expired on 2026-11-30"):
        refuse_unusable(ledger, {"clear-ampoule": "A"}, later)
    refuse_unusable(ledger, {"clear-ampoule": "B"}, later)


# ---------------------------------------------------------------------- overrides


def _overridden(
    ledger: Ledger,
    clock: Clock,
    engine: Engine,
    case: Case,
    pack: bytes,
    until: date = DAY + timedelta(days=14),
) -> tuple[int, str]:
    answer = engine.check(case)
    stop = next(each for each in answer.result.findings if each.severity == "forbid")
    number = ledger.add(answer, clock(), patient="P-1", catalog=lambda: pack).entries[0]
    said = override(
        ledger,
        clock(),
        answer=number,
        finding=stop.id,
        reason="specialist-agreed",
        words="The neurologist agreed by letter.",
        by="Dr B",
        day=DAY,
        until=until,
        look_again=until,
    )
    return said.entries[-1], stop.id


@pytest.fixture
def blocked(engine: Engine, case: Made) -> Case:
    """A case with one finding that forbids and nothing that is unknown."""
    found = case(
        session={"use_within": "1 h", "interval": "2 wk"},
        cocktail=({"product": "deep-ampoule", "volume": "1 mL"},),
        technique="",
        goal="",
        zone="",
    )
    report = engine.check(found).result
    assert [each.code for each in report.findings if each.severity == "forbid"], report.findings
    return found


def test_an_override_is_shown_and_never_makes_clear(
    ledger: Ledger, clock: Clock, engine: Engine, blocked: Case, packed: tuple[Catalog, bytes]
) -> None:
    number, finding = _overridden(ledger, clock, engine, blocked, packed[1])
    again = engine.check(blocked._replace(record=record_of(ledger, "P-1", DAY)))
    (marked,) = [each for each in again.result.findings if each.id == finding]
    assert marked.severity == "forbid", "what forbids still says so"
    assert [(each.by, each.words, each.entry) for each in marked.overridden] == [
        ("Dr B", "The neurologist agreed by letter.", number)
    ]
    assert again.result.verdict != "clear"
    assert answer_from(again.to_json()).to_json() == again.to_json()


def test_after_its_last_day_the_finding_stands_again(
    ledger: Ledger, clock: Clock, engine: Engine, blocked: Case, packed: tuple[Catalog, bytes]
) -> None:
    number, finding = _overridden(ledger, clock, engine, blocked, packed[1])
    last, after = DAY + timedelta(days=14), DAY + timedelta(days=15)
    for day, holds in ((last, True), (after, False)):
        report = engine.check(blocked._replace(record=record_of(ledger, "P-1", day))).result
        assert [bool(each.overridden) for each in report.findings if each.id == finding] == [holds]
    assert engine.check(blocked._replace(record=record_of(ledger, "P-1", after))).result.verdict == "blocked"
    expire(ledger, "P-1", after, clock())
    expire(ledger, "P-1", after, clock())
    ended = list(ledger.store.entries(("override-expired",)))
    assert [(each.data["override"], each.data["why"]) for each in ended] == [(number, "ended")]


def test_a_withdrawn_override_ends_that_day(
    ledger: Ledger, clock: Clock, engine: Engine, blocked: Case, packed: tuple[Catalog, bytes]
) -> None:
    number, finding = _overridden(ledger, clock, engine, blocked, packed[1])
    end(ledger, clock(), entry=number, why="withdrawn", by="Dr B", day=DAY)
    report = engine.check(blocked._replace(record=record_of(ledger, "P-1", DAY))).result
    assert report.verdict == "blocked"
    assert [each.overridden for each in report.findings if each.id == finding] == [()]


def test_an_override_holds_for_its_patient_alone(
    ledger: Ledger, clock: Clock, engine: Engine, blocked: Case, packed: tuple[Catalog, bytes]
) -> None:
    _overridden(ledger, clock, engine, blocked, packed[1])
    report = engine.check(blocked._replace(record=record_of(ledger, "P-2", DAY))).result
    assert report.verdict == "blocked"


def test_an_override_of_a_milder_finding_does_not_hold(engine: Engine, blocked: Case) -> None:
    stop = next(each for each in engine.check(blocked).result.findings if each.severity == "forbid")
    said = {
        "finding": stop.id,
        "severity": "caution",
        "reason": "does-not-apply",
        "words": "It was a caution when I looked.",
        "by": "Dr B",
        "since": "2026-11-01",
        "until": "2026-11-30",
    }
    record = {"on": "2026-11-15", "overrides": (said,)}
    assert engine.check(blocked._replace(record=record)).result.verdict == "blocked"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"finding": "DS501/none"}, "has no finding"),
        ({"reason": "because"}, "no reason"),
        ({"words": "ok"}, "in words"),
        ({"by": " "}, "--by"),
        ({"until": DAY + timedelta(days=400)}, "within a year"),
        ({"until": DAY - timedelta(days=1)}, "within a year"),
        ({"look_again": DAY + timedelta(days=99)}, "look again"),
        ({"answer": 1}, "about no patient"),
    ],
)
def test_an_override_without_its_reasons_is_refused(
    change: dict[str, Any],
    says: str,
    ledger: Ledger,
    clock: Clock,
    engine: Engine,
    blocked: Case,
    packed: tuple[Catalog, bytes],
) -> None:
    answer = engine.check(blocked)
    stop = next(each for each in answer.result.findings if each.severity == "forbid")
    number = ledger.add(answer, clock(), patient="P-1", catalog=lambda: packed[1]).entries[0]
    before = ledger.head()
    told: dict[str, Any] = {
        "answer": number,
        "finding": stop.id,
        "reason": "no-alternative",
        "words": "There is no other one here.",
        "by": "Dr B",
        "day": DAY,
        "until": DAY,
    }
    with pytest.raises(LedgerError, match=says):
        override(ledger, clock(), **{**told, **change})
    assert ledger.head() == before


# ---------------------------------------------------------------------- earlier sessions


def test_a_check_knows_the_earlier_sessions(ledger: Ledger, clock: Clock, engine: Engine, case: Made) -> None:
    _give(ledger, clock, engine, product="deep-ampoule")
    now = case(cocktail=({"product": "deep-ampoule", "volume": "1 mL"},), technique="", goal="", zone="")
    for days, soon in ((14, True), (28, False)):
        record = record_of(ledger, "P-1", DAY + timedelta(days=days))
        report = engine.check(now._replace(record=record)).result
        assert any(each.code == "RT604" and each.topic == "too-soon" for each in report.findings) == soon
    assert record_of(ledger, "P-2", DAY) == {"on": DAY.isoformat(), "sessions": (), "overrides": ()}


def test_a_check_knows_of_earlier_events(ledger: Ledger, clock: Clock, engine: Engine, case: Made) -> None:
    session = _give(ledger, clock, engine)

    def verdict() -> tuple[str, list[str]]:
        report = engine.check(case(record=record_of(ledger, "P-1", DAY))).result
        return report.verdict, [each.topic for each in report.findings if each.code == "PT217"]

    assert verdict()[1] == []
    for serious, topic in (((), "event"), (("hospitalisation",), "serious-event"), ((), "serious-event")):
        told = adverse.Reaction(words="swelling", serious=serious)
        adverse.record_event(ledger, clock(), session=session, reaction=told, by="Dr B", day=DAY)
        assert verdict() == ("incomplete" if topic == "serious-event" else "caution", [topic])


# ---------------------------------------------------------------------- privacy


SECRET = "a note that nobody else may read"


def _whole(ledger: Ledger) -> str:
    return "\n".join(whole_log(ledger))


def test_what_is_personal_is_sealed_in_the_log(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes]
) -> None:
    number = _check(ledger, clock, engine, case(patient={"weight": "61.7 kg"}), packed[1])
    _give(ledger, clock, engine, note=SECRET)
    stored = ledger.store.document(ledger.store.entry(number).data["document"])
    assert b"61.7" not in stored
    assert SECRET not in _whole(ledger) and "glow" not in _whole(ledger)
    told = export(ledger, "P-1")
    assert any(SECRET in each.body for each in told.entries)
    assert any("61.7 kg" in each.body for each in told.entries)


def test_erasure_leaves_chain_and_recall_and_nothing_personal(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes]
) -> None:
    number = _check(ledger, clock, engine, case(), packed[1])
    session = _give(ledger, clock, engine, note=SECRET)
    other = _give(ledger, clock, engine, patient="P-2", note=SECRET)
    old_keys = Path(ledger.keys.file).read_bytes()
    erase(ledger, clock(), patient="P-1", reason="order of the court", by="Dr B")
    assert _verified(ledger).state == "whole"
    assert [each.entry for each in _recalled(ledger, LOT).sessions] == [session, other]
    assert replay(ledger, number).outcome == "erased"
    told = export(ledger, "P-1")
    assert told.erased and not any(SECRET in each.body for each in told.entries)
    assert any(ERASED in each.body for each in told.entries)
    assert any(SECRET in each.body for each in export(ledger, "P-2").entries), "of nobody else"
    with pytest.raises(LedgerError, match="was erased"):
        _give(ledger, clock, engine)
    with pytest.raises(LedgerError, match="was erased"):
        record_of(ledger, "P-1", DAY)
    # an old copy of the key file comes back
    Path(ledger.keys.file).write_bytes(old_keys)
    found = verify(ledger.store, kept_keys=ledger.keys.patients())
    assert [(each.what, each.found) for each in found.warnings] == [("kept-key", "P-1")]
    assert replay(ledger, number).outcome == "erased"
    assert erase(ledger, clock(), patient="P-1", reason="again", by="Dr B") is None
    assert "P-1" not in ledger.keys.patients() and "P-2" in ledger.keys.patients()


def test_a_sealed_text_opens_only_where_it_was_sealed(ledger: Ledger) -> None:
    sealed = ledger.keys.seal("P-1", "session", b"secret")
    assert ledger.keys.open("P-1", "session", sealed) == b"secret"
    assert ledger.keys.open("P-2", "session", sealed) is None
    ledger.keys.seal("P-2", "session", b"x")
    for patient, about, data in (
        ("P-2", "session", sealed),
        ("P-1", "override", sealed),
        ("P-1", "session", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        ("P-1", "session", b"short"),
    ):
        with pytest.raises(LedgerError, match="does not open"):
            ledger.keys.open(patient, about, data)


def test_the_key_file_is_its_owners_alone(ledger: Ledger) -> None:
    ledger.keys.seal("P-1", "session", b"x")
    assert Path(ledger.keys.file).stat().st_mode & 0o077 == 0


def test_without_the_key_file_nothing_is_recorded(ledger: Ledger, clock: Clock, engine: Engine) -> None:
    _give(ledger, clock, engine)
    before = ledger.head()
    Path(ledger.keys.file).unlink()
    with pytest.raises(LedgerError, match="key file"):
        _give(ledger, clock, engine)
    with pytest.raises(LedgerError, match="key file"):
        erase(ledger, clock(), patient="P-1", reason="r", by="b")
    assert ledger.head() == before


@pytest.mark.parametrize("name", ["", "Anna Schmidt", "a" * 65, "a\nb"])
def test_what_is_no_pseudonym_is_refused(name: str, ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no pseudonym"):
        ledger.patient(name)


_acts = st.lists(
    st.tuples(
        st.sampled_from(["give", "bare", "lot", "event", "correct"]),
        st.sampled_from(["P-1", "P-2", "P-3"]),
        st.sampled_from(["A", "B", LOT]),
    ),
    max_size=10,
)


@given(done=_acts, erased=st.sampled_from(["P-1", "P-2", "P-3"]))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_after_any_acts_an_erasure_changes_neither_chain_nor_recall(
    done: list[tuple[str, str, str]], erased: str, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clock = Clock()
    folder = tmp_path_factory.mktemp("ledger")
    ledger = Ledger.create(str(folder / "l.db"), clinic="c", now=clock())
    last = 0
    for what, patient, lot in done:
        if what in ("give", "bare"):
            last = _give(
                ledger, clock, engine, patient=patient, lot=lot if what == "give" else "", note=SECRET
            )
        elif what == "lot":
            acts.receive(ledger, clock(), product="clear-ampoule", lot=lot, expires="", containers=1)
        elif what == "event" and last:
            adverse.record_event(
                ledger, clock(), session=last, reaction=adverse.Reaction(words=SECRET), by="b", day=DAY
            )
        elif what == "correct" and last:
            acts.correct(ledger, clock(), entry=last, words=SECRET, by="b", lots={"clear-ampoule": lot})
    before = _recalled(ledger)
    if list(ledger.store.about(erased)):
        erase(ledger, clock(), patient=erased, reason="r", by="b")
        assert not any(SECRET in each.body for each in export(ledger, erased).entries)
    assert _verified(ledger).state == "whole"
    assert _recalled(ledger)._replace(head=before.head) == before
    rebuild(ledger.store)
    assert _recalled(ledger)._replace(head=before.head) == before
    ledger.store.close()


# ---------------------------------------------------------------------- backup


def test_a_backup_is_the_ledger_and_an_older_one_is_truncated(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes], tmp_path: Path
) -> None:
    number = _check(ledger, clock, engine, case(), packed[1])
    _give(ledger, clock, engine)
    kept = backup(ledger.store, str(tmp_path / "copy.db"))
    assert kept.head.hash == ledger.head().hash
    _give(ledger, clock, engine, patient="P-2")
    target = str(tmp_path / "restored.db")
    assert restore(str(tmp_path / "copy.db"), target).head.entry == kept.head.entry
    restored = Ledger.open(target, keys=ledger.keys.file, anchor=ledger.anchor)
    found = _verified(restored)
    assert found.state == "truncated", "against the newer anchor"
    assert [each.entry for each in found.damages] == [ledger.head().entry]
    assert replay(restored, number).outcome == "same"
    assert [each.patient for each in _recalled(restored, LOT).sessions] == ["P-1"]
    restored.store.close()
    with pytest.raises(LedgerError, match="already"):
        restore(str(tmp_path / "copy.db"), target)
    with pytest.raises(LedgerError, match="already"):
        backup(ledger.store, str(tmp_path / "copy.db"))


def test_a_backup_is_restored_to_a_server(cluster: Any, tmp_path: Path, clock: Clock, engine: Engine) -> None:
    ledger = Ledger.create(str(tmp_path / "a.db"), clinic="c", now=clock())
    _give(ledger, clock, engine)
    backup(ledger.store, str(tmp_path / "copy.db"))
    address = cluster.database()
    restore(str(tmp_path / "copy.db"), address)
    moved = Ledger.open(address, keys=ledger.keys.file, anchor=ledger.anchor)
    assert _verified(moved).state == "whole"
    _give(moved, clock, engine)
    assert _verified(moved).state == "whole"
    moved.store.close()
    ledger.store.close()


def test_a_broken_ledger_is_not_copied_without_a_word(tmp_path: Path, clock: Clock, engine: Engine) -> None:
    import sqlite3

    ledger = Ledger.create(str(tmp_path / "a.db"), clinic="c", now=clock())
    _give(ledger, clock, engine)
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute("DROP TRIGGER entry_is_not_changed")
    connection.execute("UPDATE entry SET clinic = 'd' WHERE seq = 2")
    connection.commit()
    connection.close()
    with pytest.raises(LedgerDamaged, match="BROKEN: entry 2") as caught:
        backup(ledger.store, str(tmp_path / "copy.db"))
    assert (caught.value.word, caught.value.exit_code) == ("broken", 6)
    assert not list(tmp_path.glob("copy*"))
    ledger.store.close()


# ---------------------------------------------------------------------- adverse events


def test_an_event_suspects_what_was_given_and_says_what_a_report_lacks(
    ledger: Ledger, clock: Clock, engine: Engine, case: Made, packed: tuple[Catalog, bytes]
) -> None:
    from mesoplan.report.ledger_adverse import authority_text

    _check(ledger, clock, engine, case(), packed[1])
    session = _give(ledger, clock, engine)
    told = adverse.Reaction(words="swelling of the neck", onset=DAY.isoformat(), serious=("hospitalisation",))
    number = adverse.record_event(
        ledger, clock(), session=session, reaction=told, by="Dr B", day=DAY
    ).entries[0]
    found = adverse.report(ledger, number)
    assert [(each.product, each.lot, each.dose) for each in found.suspects] == [
        ("clear-ampoule", LOT, "1 mL")
    ]
    assert (found.sex, found.age, found.lacks) == ("female", "40", ("reporter",))
    assert "swelling" not in _whole(ledger)
    for authority, words in (
        ("uk-yellow-card", ["Batch: " + LOT, "What happened: swelling of the neck", "Sex: female"]),
        ("us-medwatch", ["Lot: " + LOT, "Outcome attributed to it: hospitalisation", "Age: 40"]),
    ):
        text = authority_text(found, authority, engine.catalog)
        for each in (*words, "Not sent by mesoplan", "A report needs as well: who reports"):
            assert each in text


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"words": " "}, "what happened"),
        ({"words": "x", "serious": ("bad",)}, "--serious"),
        ({"words": "x", "outcome": "fine"}, "--outcome"),
        ({"words": "x", "abated": "maybe"}, "--abated"),
    ],
)
def test_an_event_that_says_nothing_is_refused(
    told: dict[str, Any], says: str, ledger: Ledger, clock: Clock, engine: Engine
) -> None:
    session = _give(ledger, clock, engine)
    with pytest.raises(LedgerError, match=says):
        adverse.record_event(
            ledger, clock(), session=session, reaction=adverse.Reaction(**told), by="b", day=DAY
        )
    with pytest.raises(LedgerError, match="no session"):
        adverse.record_event(
            ledger, clock(), session=1, reaction=adverse.Reaction(words="x"), by="b", day=DAY
        )
    assert ledger.head().entry == session


def test_the_exported_log_is_enough_to_check_the_chain(ledger: Ledger, clock: Clock, engine: Engine) -> None:
    import hashlib

    _give(ledger, clock, engine)
    prev = "0" * 64
    for line in whole_log(ledger):
        row = json.loads(line)
        head = ",".join(json.dumps(row[key], ensure_ascii=False) for key in ("seq", "kind", "at", "clinic"))
        data = b"mesoplan/ledger/1\0" + bytes.fromhex(prev) + f"[{head},{row['body']}]".encode()
        assert row["prev"] == prev and hashlib.sha256(data).hexdigest() == row["hash"]
        prev = row["hash"]
