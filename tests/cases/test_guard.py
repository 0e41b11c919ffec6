"""The guard at the door: whatever a case is made of, it is read whole or refused with a place and a word."""

import copy
import json
import pickle
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoplan.cases.fault import FULL, CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case

_KEYS = [*Case._fields]


def _error(case: Any, catalog: Catalog) -> CaseError:
    with pytest.raises(CaseError) as caught:
        resolve(case, catalog)
    return caught.value


@pytest.mark.parametrize("key", _KEYS)
@pytest.mark.parametrize(
    "value", [None, 1, 1.5, True, b"x", object(), {1, 2}, [None], ["a"], [[]], ({},), float("nan")]
)
def test_a_wrong_type_is_a_case_error(key: str, value: Any, catalog: Catalog) -> None:
    if key in ("cocktail", "stock") and value == ({},):
        pytest.skip("a list of tables")
    error = _error(Case(**{key: value}), catalog)
    assert all(fault.key.startswith(key) for fault in error.faults)


@pytest.mark.parametrize("case", [None, {"goal": "melasma"}, "melasma", 3, ("melasma",)])
def test_what_is_no_case_is_a_case_error(case: Any, catalog: Catalog) -> None:
    assert "mesoplan.Case" in str(_error(case, catalog))


def test_no_two_cases_share_a_table_that_can_be_written_to() -> None:
    for key in ("patient", "limits", "session", "prices"):
        with pytest.raises(TypeError):
            getattr(Case(), key)["pregnant"] = True
        assert getattr(Case(), key) == {}


def test_an_empty_case_can_be_copied_pickled_and_compared() -> None:
    case = Case(goal="melasma")
    assert pickle.loads(pickle.dumps(case)) == case == copy.deepcopy(case)
    assert hash(type(case.patient)) is not None
    assert dict(case.patient) == {} and json.dumps(dict(case.limits)) == "{}"


_STRANGE = {
    "surrogate": "\ud800",
    "nul": "a\x00b",
    "escape": "\x1b[31m",
    "control": "\x9b",
    "long": "x" * 5000,
    "5000 digits": 10**5000,
    "400 digits": 10**400,
    "decimal": Decimal("1" * 4000),
}


@pytest.mark.parametrize("strange", _STRANGE)
@pytest.mark.parametrize("place", ["goal", "patient", "conditions", "amount", "item", "include", "key"])
def test_strange_text_and_huge_numbers_are_refused_in_words(
    strange: str, place: str, catalog: Catalog
) -> None:
    value: Any = _STRANGE[strange]
    if place == "key" and not isinstance(value, str):
        pytest.skip("a key is text")
    case = {
        "goal": lambda: Case(goal=value),
        "patient": lambda: Case(patient={"age": value}),
        "conditions": lambda: Case(patient={"conditions": [value]}),
        "amount": lambda: Case(cocktail=({"item": "lidocaine", "amount": value},)),
        "item": lambda: Case(cocktail=({"item": value},)),
        "include": lambda: Case(limits={"include": [value]}),
        "key": lambda: Case(patient={value: True}),
    }[place]()
    text = str(_error(case, catalog))
    assert len(text) < 1500
    text.encode("utf-8")


@pytest.mark.parametrize("key", ["conditions", "allergies", "medicines", "absent"])
def test_many_unknown_names_are_answered_quickly_and_counted(key: str, catalog: Catalog) -> None:
    start = time.process_time()
    error = _error(Case(patient={key: [f"unobtainium {number}" for number in range(400)]}), catalog)
    assert time.process_time() - start < 2
    assert len(error.faults) == 400
    assert str(error).count("\n") == FULL
    assert "and 380 more" in str(error)
    assert "at most" in str(_error(Case(patient={key: ["x"] * 25_000}), catalog))


def test_many_unknown_demands_and_products_too(catalog: Catalog) -> None:
    many = [f"unobtainium {number}" for number in range(400)]
    start = time.process_time()
    _error(Case(limits={"include": many, "exclude": many}), catalog)
    _error(Case(stock=tuple({"product": name, "volume": "1 mL"} for name in many)), catalog)
    assert time.process_time() - start < 3


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.decimals(allow_nan=True)
    | st.sampled_from(["lidocaine", "2 mL", "10 mg", "warfarin", "female", "40", "80 kg"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(
            ["item", "ingredient", "product", "amount", "volume", "concentration", "form", "syringe"]
        ),
        _VALUES,
        max_size=4,
    ),
    max_size=3,
)


@given(
    st.dictionaries(
        st.sampled_from(["sex", "age", "weight", "conditions", "medicines", "allergies", "absent", "open"]),
        _VALUES,
        max_size=4,
    ),
    _ROWS,
    st.dictionaries(st.sampled_from(["points", "area", "route", "interval", "technique", "place"]), _VALUES),
    st.dictionaries(st.sampled_from(["include", "max_volume", "max_cost", "unknown_mixing"]), _VALUES),
)
def test_any_case_is_resolved_or_a_case_error(
    catalog: Catalog, patient: Any, cocktail: Any, session: Any, limits: Any
) -> None:
    case = Case(patient=patient, cocktail=tuple(cocktail), session=session, limits=limits)
    try:
        resolve(case, catalog)
    except CaseError as error:
        assert error.faults
        assert str(error)


def test_a_case_error_can_be_pickled(catalog: Catalog) -> None:
    error = _error(Case(goal="melasmaa"), catalog)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
