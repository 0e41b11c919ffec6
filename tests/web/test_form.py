"""A form says what a case file says, and a case file what a form says: nothing is lost on the way."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve, spelt_out
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.web.form import fields_of, filled, toml_of

_TESTS = Path(__file__).parents[1]


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case that the tests of other parts hold as data."""
    for file in sorted(_TESTS.rglob("*.toml")):
        try:
            table = tomllib.loads(file.read_text("utf-8"))
        except tomllib.TOMLDecodeError:
            continue
        yield from _inside(f"{file.relative_to(_TESTS)}", table)


def _inside(name: str, value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if "cocktail" in value and set(value) & {"goal", "patient", "zone", "session"}:
            known = {key: each for key, each in value.items() if key in Case._fields}
            yield name, known
        for key, each in value.items():
            yield from _inside(f"{name}:{key}", each)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _inside(f"{name}[{place}]", each)


def _pairs(fields: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (key, one) for key, value in fields.items() for one in (value if isinstance(value, list) else [value])
    ]


def _same(case: Case, engine: Engine) -> tuple[object, object] | None:
    """The case as it is understood, and as it is after it went through the fields; None: it is refused."""
    try:
        case = spelt_out(case, engine.catalog)
        before = resolve(case, engine.catalog)
    except CaseError:
        return None
    again = case_from(filled(_pairs(fields_of(case))).case)
    return before._replace(readings=()), resolve(again, engine.catalog)._replace(readings=())


def test_every_case_file_goes_through_the_fields_and_stays_what_it_is(engine: Engine) -> None:
    seen = 0
    for name, raw in _cases():
        try:
            found = _same(case_from(raw), engine)
        except CaseError:
            continue
        if found is not None:
            seen += 1
            assert found[0] == found[1], name
    assert seen > 100


def test_a_saved_case_is_the_case_on_the_page(engine: Engine) -> None:
    for name, raw in list(_cases())[::3]:
        try:
            case = spelt_out(case_from(raw), engine.catalog)
        except CaseError:
            continue
        form = filled(_pairs(fields_of(case))).case
        assert tomllib.loads(toml_of(form)) == _plain(form), name


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


_TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.booleans() | st.integers(-(10**12), 10**12) | _TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
        max_leaves=8,
    )
)
def test_what_is_written_as_toml_is_read_as_it_was(value: object) -> None:
    table = {"key": value, "x": {"y": value}}
    assert tomllib.loads(toml_of(table)) == table


def test_an_empty_field_is_not_asked_and_a_tick_says_none() -> None:
    assert filled([("age", ""), ("conditions", " ")]).case == {}
    assert filled([("no_conditions", "1")]).case == {"patient": {"conditions": []}}


def test_a_list_without_the_tick_stays_open_and_with_it_is_closed() -> None:
    named = ("conditions", "epilepsy, asthma")
    assert filled([named]).case["patient"] == {
        "conditions": ["epilepsy", "asthma"],
        "open": ["conditions"],
    }
    assert filled([named, ("no_conditions", "1")]).case["patient"] == {"conditions": ["epilepsy", "asthma"]}


def test_two_answers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(CaseError, match="answered twice"):
        filled([("fact", "pregnant=no"), ("fact", "pregnant=yes")])


def test_an_amount_without_a_name_is_not_dropped() -> None:
    found = filled([("amount3", "5 mg")])
    assert found.case["cocktail"] == [{"amount": "5 mg"}] and found.rows == (3,)


@pytest.mark.parametrize("rest", ["{", "[]", '{"patient": 3}', '{"patient": {"open": 3}}', "[" * 5000])
def test_a_rest_that_was_tampered_with_is_refused(rest: str) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        filled([("rest", rest)])
