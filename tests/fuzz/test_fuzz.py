"""A short run of every attack in CI; the longer one is `python -m tests.fuzz --minutes 30`."""

import random
from typing import Any

import pytest
from tests.fuzz import loosening
from tests.fuzz.attacks import ATTACKS, try_pair
from tests.fuzz.base import FIXTURE, TODAY, base
from tests.fuzz.draw import Draw
from tests.fuzz.loosening import draw_loosening, laid_over, try_loosening
from tests.fuzz.relations import RELATIONS
from tests.fuzz.shrink import shrunk

from mesoplan import Engine, load_catalog
from mesoplan.catalog.build import draft, finish


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_catalog())


@pytest.mark.parametrize(
    ("name", "count"), [("api", 150), ("file", 150), ("name", 150), ("command", 12), ("overlay", 6)]
)
def test_a_short_run_finds_nothing(engine: Engine, name: str, count: int) -> None:
    draw, attempt = ATTACKS[name]
    for number in range(count):
        drawn = draw(Draw(random.Random(f"ci {name} {number}"), engine.catalog))
        assert attempt(engine, drawn) == "", drawn


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda each: each.__name__)
def test_the_laws_hold_between_pairs_of_cases(engine: Engine, relation: Any) -> None:
    for number in range(30):
        draw = Draw(random.Random(f"ci {relation.__name__} {number}"), engine.catalog)
        pair = relation(draw, draw.case())
        assert try_pair(engine, {"relation": relation.__name__, **pair._asdict()}) == "", pair


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
        drawn = draw_loosening(Draw(random.Random(f"ci loosening {number}"), engine.catalog))
        outcomes.add(laid_over(drawn) is None)
        assert try_loosening(engine, drawn) == "", drawn
    assert outcomes == {True, False}, "some are refused, some are laid over"


def test_an_overlay_that_loosens_would_be_seen(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base without its interactions stands for what an overlay must not make of it."""
    whole = draft(base(), (), TODAY)
    bare = finish(whole._replace(tables={**whole.tables, "interaction": {}}))
    monkeypatch.setattr(loosening, "laid_over", lambda asked: bare)
    files = sorted((FIXTURE / "interactions").glob("*.toml"))
    found = [try_loosening(engine, {"name": "", "text": file.stem, "about": file.stem}) for file in files]
    assert any(found)
