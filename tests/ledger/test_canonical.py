"""The canonical text of an entry: one spelling for one value."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoplan.errors import LedgerError
from mesoplan.ledger.canonical import GENESIS, canonical, entry_hash

_texts = st.text(st.characters(codec="utf-8"), max_size=12)
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=12,
)


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_normal(key): _normal(each) for key, each in value.items()}
    return [_normal(each) for each in value] if isinstance(value, list) else value


@given(_values)
def test_reading_it_back_gives_the_same_text(value: Any) -> None:
    try:
        text = canonical(value)
    except LedgerError:  # two keys that are one in normal form
        return
    assert json.loads(text) == _normal(value)
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(_texts, st.integers(), min_size=2, max_size=6))
def test_the_order_of_keys_does_not_count(value: dict[str, int]) -> None:
    turned = dict(reversed(list(value.items())))
    try:
        assert canonical(value) == canonical(turned)
    except LedgerError:
        return


@pytest.mark.parametrize("value", [0.5, float("nan"), {"a": [1.0]}, {1: "a"}, b"x", {"a": {1, 2}}, "\ud800"])
def test_what_has_no_one_spelling_is_refused(value: Any) -> None:
    with pytest.raises(LedgerError):
        canonical(value)


def test_two_spellings_of_one_key_are_refused() -> None:
    with pytest.raises(LedgerError, match="two spellings"):
        canonical({"é": 1, "e\u0301": 2})


def test_a_lot_stays_what_it_is() -> None:
    assert canonical({"lot": "0000200406E13"}) == '{"lot":"0000200406E13"}'


@given(st.integers(1, 10**9), _texts, _texts, _texts)
def test_any_change_of_any_part_changes_the_hash(seq: int, kind: str, at: str, clinic: str) -> None:
    body = canonical({"a": 1})
    whole = entry_hash(GENESIS, seq, kind, at, clinic, body)
    assert whole != entry_hash(GENESIS, seq + 1, kind, at, clinic, body)
    assert whole != entry_hash(GENESIS, seq, kind + "x", at, clinic, body)
    assert whole != entry_hash(GENESIS, seq, kind, at + "x", clinic, body)
    assert whole != entry_hash(GENESIS, seq, kind, at, clinic + "x", body)
    assert whole != entry_hash(GENESIS, seq, kind, at, clinic, canonical({"a": 2}))
    assert whole != entry_hash("f" * 64, seq, kind, at, clinic, body)


@given(_texts, _texts)
def test_parts_do_not_run_into_each_other(kind: str, at: str) -> None:
    if kind != at:
        assert entry_hash(GENESIS, 1, kind, at, "", "{}") != entry_hash(GENESIS, 1, at, kind, "", "{}")
