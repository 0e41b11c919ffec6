"""A short run of every attack in CI; the longer one is `python -m tests.fuzz --minutes 30`."""

import random
from typing import Any

import pytest
from tests.fuzz import loosening, mutations
from tests.fuzz.answers import try_pair
from tests.fuzz.attacks import ATTACKS
from tests.fuzz.base import FIXTURE, TODAY, base, small_engine
from tests.fuzz.draw import Draw
from tests.fuzz.loosening import draw_loosening, laid_over, try_loosening
from tests.fuzz.relations import RELATIONS
from tests.fuzz.shrink import shrunk

from mesoplan import Engine, load_catalog
from mesoplan.catalog.build import draft, finish


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_catalog())


COUNTS = {
    "api": 8,
    "file": 20,
    "name": 10,
    "amount": 20,
    "line": 6,
    "command": 2,
    "overlay": 2,
    "plan": 4,
    "repair": 1,
    "why-not": 1,
}


@pytest.mark.parametrize(("name", "count"), COUNTS.items(), ids=list(COUNTS))
def test_a_short_run_finds_nothing(engine: Engine, name: str, count: int) -> None:
    """So many draws of several inputs each."""
    draw, attempt = ATTACKS[name]
    for number in range(count):
        for drawn in draw(Draw(random.Random(f"ci {name} {number}"), engine.catalog)):
            assert attempt(engine, drawn) == "", drawn


@pytest.mark.parametrize("size", ["shipped", "small"])
@pytest.mark.parametrize("relation", dict.fromkeys(RELATIONS), ids=lambda each: each.__name__)
def test_the_laws_hold_between_pairs_of_cases(engine: Engine, relation: Any, size: str) -> None:
    asked, count = (engine, 12) if size == "shipped" else (small_engine(), 40)
    for number in range(count):
        draw = Draw(random.Random(f"ci {relation.__name__} {number}"), asked.catalog)
        pair = relation(draw, draw.case())
        if pair is not None:
            assert try_pair(asked, {"relation": relation.__name__, **pair._asdict()}) == "", pair


def test_a_pair_that_breaks_a_law_is_seen(engine: Engine) -> None:
    """What the attack looks for, turned round: it has to be found."""
    row = {"product": "lidocaine-2-plain", "volume": "18 mL"}
    patient = {"sex": "male", "age": 40, "weight": "60 kg", "conditions": []}
    blocked = {"patient": patient, "cocktail": [row], "jurisdiction": "US"}
    less = {**blocked, "cocktail": [{**row, "volume": "0.5 mL"}]}
    asked = {"relation": "x", "before": blocked, "after": less, "same": False, "unless_open": False}
    assert try_pair(engine, asked) == "x: blocked, then incomplete"
    assert try_pair(engine, {**asked, "before": less, "after": blocked}) == ""


def test_a_failure_is_made_small() -> None:
    found = shrunk({"a": [1, 2, {"b": "xxBADxx"}], "c": 3}, lambda each: "BAD" in str(each))
    assert "BAD" in str(found)
    assert len(str(found)) <= len(str({"a": [{"b": "BAD"}]}))


def test_no_overlay_of_a_short_run_loosens(engine: Engine) -> None:
    outcomes = set()
    for number in range(8):
        (drawn,) = draw_loosening(Draw(random.Random(f"ci loosening {number}"), engine.catalog))
        outcomes.add(laid_over(drawn) is None)
        assert try_loosening(engine, drawn) == "", drawn
    assert outcomes == {True, False}, "some are refused, some are laid over"


def test_an_overlay_that_loosens_would_be_seen(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base without its interactions stands for what an overlay must not make of it."""
    whole = draft(base(), (), TODAY)
    bare = finish(whole._replace(tables={**whole.tables, "interaction": {}}))
    monkeypatch.setattr(loosening, "laid_over", lambda asked, base=None: bare)
    files = sorted((FIXTURE / "interactions").glob("*.toml"))
    found = [try_loosening(engine, {"name": "", "text": file.stem, "about": file.stem}) for file in files]
    assert any(found)


def test_a_changed_field_is_a_fault_or_makes_no_verdict_milder(engine: Engine) -> None:
    rng, fields = random.Random("ci mutations"), sorted(mutations.places())
    assert len(fields) > 800
    outcomes = {
        mutations.tried(engine, mutations.drawn(rng, rng.choice(mutations.places()[field])))
        for field in fields[::3]
    }
    assert {"refused", "ledger"} <= outcomes <= {"refused", "ledger", "same record", "no milder"}
