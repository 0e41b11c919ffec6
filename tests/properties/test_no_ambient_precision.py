"""An answer never hangs on the decimal context of the process that asks."""

from decimal import getcontext, localcontext

import pytest

from mesoplan import Case, Engine, load_catalog

ROWS = (
    {"product": "sodium-bicarbonate-8-4", "volume": "1 mL"},
    {"product": "lidocaine-2-plain", "volume": "1 mL"},
)
CASE = Case(zone="scalp", patient={"sex": "female", "age": 34, "weight": "62 kg"})


@pytest.fixture(scope="module")
def engine() -> Engine:
    """A door to the shipped catalog."""
    return Engine(load_catalog())


@pytest.mark.parametrize("digits", [9, 50, 90])
def test_a_threshold_is_the_same_under_every_precision(digits: int, engine: Engine) -> None:
    with localcontext() as context:
        context.prec = 28
        expected = engine.threshold(CASE, 0, cocktail=ROWS).to_json()
    with localcontext() as context:
        context.prec = digits
        assert getcontext().prec == digits
        assert engine.threshold(CASE, 0, cocktail=ROWS).to_json() == expected
