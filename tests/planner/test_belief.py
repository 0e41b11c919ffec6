"""Thousandths of a belief by a short bisection are those of the exact quantile, rounded down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesoplan.worth.belief import lower_bound, parts_below

_SHAPES = st.floats(0.01, 400, allow_nan=False)


@given(_SHAPES, _SHAPES, st.sampled_from((0.025, 0.05, 0.1, 0.2, 0.5)))
def test_parts_are_those_of_the_quantile(works: float, does_not: float, level: float) -> None:
    assert parts_below(1000, works, does_not, level) == int(lower_bound(works, does_not, level) * 1000)


@pytest.mark.parametrize(("works", "does_not", "parts"), [(1, 1, 100), (5, 0.0169, 1000), (0.01, 5, 0)])
def test_parts_at_the_ends(works: float, does_not: float, parts: int) -> None:
    level = 0.5 if parts != 100 else 0.1
    assert parts_below(1000, works, does_not, level) == parts
