"""What amounts compare, add, convert and cancel, and what never does."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest

from mesoplan.quantity import (
    IncompatibleUnits,
    InexactConversion,
    NotANumber,
    Quantity,
    QuantityError,
    Unit,
)

q = Quantity.parse

# One unit a dimension, brand, substance and form: no two of these ever mix.
APART = [
    "mg", "mg{base}", "mg{HCl}", "mmol", "mmol{base}", "meq{sodium}", "meq{calcium}", "mosm",
    "[iU]{hyaluronidase}", "[iU]{calcitonin}", "[USP'U]{hyaluronidase}", "[U]{hyaluronidase}",
    "[U]{onabotulinumtoxinA}", "[U]{abobotulinumtoxinA}", "kg", "mL", "cm", "cm2", "{point}",
    "{session}", "{vial}", "{EUR}", "{USD}", "d", "mo", "Cel", "[pH]", "% w/w", "% v/v", "1",
    "mg/mL", "mg{HCl}/mL", "mg/kg", "mg/kg/d", "mg/cm2", "mg/{session}", "mosm/kg", "mosm/L",
    "mL/cm2", "mL/{point}", "mL/kg", "mmol/L", "g/mol", "/d", "/mo", "{session}/wk", "mg/d",
    "[U]{onabotulinumtoxinA}/mL", "[U]{abobotulinumtoxinA}/mL", "mg{base}/mg{HCl}", "mg2",
]  # fmt: skip


@pytest.mark.parametrize("left", APART)
def test_different_things_never_mix(left: str) -> None:
    a = Quantity(1, left)
    for right in APART:
        if right == left:
            continue
        b = Quantity(1, right)
        assert a.dimension != b.dimension
        assert a != b
        for mix in (
            lambda b: a < b,
            lambda b: a <= b,
            lambda b: a > b,
            lambda b: a >= b,
            lambda b: a + b,
            lambda b: a - b,
            lambda b: a.to(b.unit),
            lambda b: a.to(b.unit.code, exact=False),
            lambda b: max(a, b),
        ):
            with pytest.raises(IncompatibleUnits) as caught:
                mix(b)
            assert caught.value.reason


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("mg{HCl}", "mg{base}", "salt and base weigh differently"),
        ("mg", "mg{base}", "mg{base} says its form, mg does not"),
        ("mg{base}/mL", "mg/mL", "mg{base}/mL says its form, mg/mL does not"),
        ("[iU]{a}", "[iU]{b}", "A unit of a is not a unit of b"),
        ("[U]{a}/mL", "[U]{b}/mL", "A unit of a is not a unit of b"),
        ("[iU]{a}", "mg", "units of activity"),
        ("[iU]{a}", "[USP'U]{a}", "units of activity"),
        ("mosm/kg", "mosm/L", "without the density"),
        ("mo", "d", "no fixed number of days"),
        ("{session}/mo", "{session}/wk", "no fixed number of days"),
        ("kg", "g", "kg is body weight"),
        ("% w/w", "% w/v", "takes a density"),
        ("% v/v", "mL", "takes a density"),
        ("{point}", "{session}", "different things"),
        ("{EUR}", "{USD}", "different things"),
        ("mg", "mL", "mg is mass, mL is volume"),
    ],
)
def test_the_refusal_names_the_trap(left: str, right: str, reason: str) -> None:
    with pytest.raises(IncompatibleUnits) as caught:
        Quantity(1, left).to(right)
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("given", "unit", "expected"),
    [
        ("1 g", "mg", "1000 mg"),
        ("0.50 mg", "ug", "500 µg"),
        ("0.125 mg", "µg", "125 µg"),
        ("100 ng", "ug", "0.1 µg"),
        ("2 % w/v", "mg/mL", "20 mg/mL"),
        ("20 mg/mL", "% w/v", "2 % w/v"),
        ("1 ug/uL", "mg/mL", "1 mg/mL"),
        ("10 mg/mL", "g/L", "10 g/L"),
        ("1 m2", "cm2", "10000 cm2"),
        ("1 mL/cm2", "uL/mm2", "10 µL/mm2"),
        ("2 wk", "d", "14 d"),
        ("90 min", "h", "1.5 h"),
        ("24 mg/d", "mg/h", "1 mg/h"),
        ("2 a", "mo", "24 mo"),
        ("18 mo", "a", "1.5 a"),
        ("10 mg{HCl}", "g{HCl}", "0.01 g{HCl}"),
        ("5 [pH]", "[pH]", "5 [pH]"),
    ],
)
def test_conversions(given: str, unit: str, expected: str) -> None:
    assert str(q(given).to(unit)) == expected
    assert q(given).to(unit) == q(given)
    assert hash(q(given).to(unit)) == hash(q(given))


def test_a_conversion_without_an_exact_decimal_is_refused_or_rounded_on_request() -> None:
    with pytest.raises(InexactConversion, match="exact=False"):
        q("1 d").to("wk")
    rounded = q("1 d").to("wk", exact=False)
    assert rounded.value == Decimal("0." + "142857" * 8 + "14")
    assert rounded != q("1 d")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("10 mg/mL", "2 mL", "20 mg"),
        ("10 mg/mL", "200 uL", "2 mg"),
        ("4.5 mg/kg", "62 kg", "279 mg"),
        ("2 % w/v", "5 mL", "100 mg"),
        ("2 % w/v", "3 1", "6 % w/v"),
        ("20 % v/v", "2 mL", "0.4 mL"),
        ("5 % w/w", "30 g", "1.5 g"),
        ("0.02 mL/{point}", "30 {point}", "0.6 mL"),
        ("0.1 mL/cm2", "50 cm2", "5 mL"),
        ("10 mg/h", "30 min", "5 mg"),
        ("10 mg{HCl}", "0.8656 mg{base}/mg{HCl}", "8.656 mg{base}"),
        ("2 cm", "30 mm", "600 mm2"),
        ("50 {EUR}/{vial}", "2 {vial}", "100 {EUR}"),
        ("1 /d", "2 wk", "14 1"),
    ],
)
def test_products_cancel_units(left: str, right: str, expected: str) -> None:
    assert str(q(left) * q(right)) == expected
    assert str(q(right) * q(left)) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("279 mg", "62 kg", "4.5 mg/kg"),
        ("1 g", "500 mg", "2 1"),
        ("20 mg", "10 mg/mL", "2 mL"),
        ("20 mg", "2 mL", "10 mg/mL"),
        ("6 [pH]", "1 1", None),
        ("0.4 mL", "20 % v/v", "2 mL"),
        ("2 % w/v", "10 mg/mL", "2 1"),
        ("10 % w/w", "5 % w/w", "2 1"),
        ("100 mg", "2 % w/v", "5 mL"),
        ("300 mosm/kg", "2 1", "150 mOsm/kg"),
        ("10 mg{HCl}", "5 mg", "2 mg{HCl}/mg"),
        ("0 mg", "5 mg", "0 1"),
        ("2 mo", "1 d", "2 mo/d"),
        ("1 mosm", "62 kg", None),
        ("300 mosm/kg", "1 mosm", None),
    ],
)
def test_quotients_cancel_units(left: str, right: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(IncompatibleUnits):
            q(left) / q(right)
    else:
        assert str(q(left) / q(right)) == expected


def test_a_weighted_mean_of_osmolalities() -> None:
    total = q("308 mosm/kg") * q("2 mL") + q("500 mosm/kg") * q("1 mL")
    assert str(total / q("3 mL")) == "372 mOsm/kg"


def test_body_weight_never_stands_in_for_solvent_or_substance() -> None:
    for product in (
        lambda: q("300 mosm/kg") * q("62 kg"),
        lambda: q("4.5 mg/kg") * q("10 mosm"),
        lambda: q("5 % w/w") * q("10 mL"),
        lambda: q("5 % v/v") * q("10 mg"),
        lambda: q("5 % v/v") * q("5 % v/v"),
        lambda: q("2 mm2") * q("4 mm"),
    ):
        with pytest.raises(IncompatibleUnits):
            product()
    assert (q("4.5 mg/kg") * q("62000 g")).dimension != "mass"


def test_scales_have_differences_but_no_multiples() -> None:
    assert str(q("7.4 [pH]") - q("7.0 [pH]")) == "0.4 [pH]"
    for multiple in (lambda: q("7 [pH]") * 2, lambda: q("8 Cel") / 2, lambda: 2 * q("8 Cel")):
        with pytest.raises(IncompatibleUnits, match="no multiples"):
            multiple()


def test_sums_stay_in_the_left_unit_where_that_is_exact() -> None:
    assert str(q("5 mg") + q("200 ug")) == "5.2 mg"
    assert str(q("200 ug") + q("5 mg")) == "5200 µg"
    assert str(q("1 wk") + q("1 d")) == "8 d"
    assert str(q("2 % w/v") - q("5 mg/mL")) == "1.5 % w/v"
    assert str(q("0.50 mL") + q("0.50 mL")) == "1 mL"
    assert sum([q("1 mg"), q("2 mg")], Quantity.zero("mg")) == q("3 mg")


def test_numbers_scale_an_amount() -> None:
    assert str(q("2 mg") * 3) == str(3 * q("2 mg")) == str(Decimal(3) * q("2 mg")) == "6 mg"
    assert str(q("1 mg") / 4) == "0.25 mg"
    assert str(q("1 mg") / 3) == "0." + "3" * 50 + " mg"
    assert str(-q("1 mg")) == "-1 mg"
    assert abs(-q("1 mg")) == q("1 mg")
    for zero in (0, Decimal(0), q("0 1")):
        with pytest.raises(NotANumber, match="Division by zero"):
            q("1 mg") / zero
    for number in (Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(NotANumber, match="finite"):
            q("1 mg") * number


@pytest.mark.parametrize("value", [0.1, True, "1", None, 1j])
def test_only_exact_numbers_make_an_amount(value: Decimal) -> None:
    with pytest.raises(TypeError, match="Decimal"):
        Quantity(value, "mg")


def test_floats_are_refused_everywhere() -> None:
    for use in (
        lambda: q("1 mg") * 0.5,  # type: ignore[operator]
        lambda: 0.5 * q("1 mg"),  # type: ignore[operator]
        lambda: q("1 mg") / 0.5,  # type: ignore[operator]
        lambda: q("1 mg{HCl}").as_form("base", factor=0.8),  # type: ignore[arg-type]
        lambda: q("1 mg") + 0.5,  # type: ignore[operator]
        lambda: q("1 mg") < 0.5,  # type: ignore[operator]
    ):
        with pytest.raises(TypeError):
            use()


@pytest.mark.parametrize(
    "value",
    [Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+31"), Decimal("1E-31"),
     Decimal("1E+999999"), Decimal("0E+999999"), Decimal("0E-999999"), 10**40,
     pytest.param(10**5000, id="5001 digits")],
)  # fmt: skip
def test_values_out_of_range_are_refused(value: Decimal | int) -> None:
    with pytest.raises(NotANumber):
        Quantity(value, "mg")


def test_results_out_of_range_are_refused() -> None:
    big, small = Quantity(10**30, "mg"), Quantity(Decimal("1E-30"), "g")
    for result in (lambda: big * big, lambda: small * small, lambda: big.to("ng")):
        with pytest.raises(QuantityError):
            result()
    with pytest.raises(IncompatibleUnits, match="Powers above 9"):
        q("2 mg9") * q("2 mg")


def test_zero() -> None:
    assert Quantity.zero("mg").is_zero
    assert q("0.00 mg").is_zero
    assert not q("0.01 mg").is_zero
    assert Quantity.zero("mg") == q("0 g")
    assert Quantity.zero("mg") != Quantity.zero("mL")


def test_equality_with_other_things_is_plain_false() -> None:
    assert q("1 mg") != 1
    assert q("1 1") != 1
    assert q("1 mg") != "1 mg"
    assert Unit.parse("mg") != "mg"
    with pytest.raises(TypeError):
        q("1 mg") < 1  # type: ignore[operator]  # noqa: B015
    with pytest.raises(TypeError):
        q("1 mg") + 1  # type: ignore[operator]


def test_forms_convert_only_with_a_stated_factor() -> None:
    salt = q("10 mg{HCl}/mL")
    base = salt.as_form("base", factor=Decimal("0.8656"))
    assert str(base) == "8.656 mg{base}/mL"
    assert base.form == "base"
    assert salt.as_form("HCl", factor=1) is salt
    assert str(q("2 mL/mg{HCl}").as_form("base", factor=Decimal("0.5"))) == "4 mL/mg{base}"
    assert str(q("10 mg").with_form("HCl")) == "10 mg{HCl}"
    assert q("10 mg").form is None
    assert q("1 mg{base}/mg{HCl}").form is None


def test_forms_that_cannot_be_told_are_refused() -> None:
    cases = [
        (lambda: q("10 mg").as_form("base", factor=1), IncompatibleUnits, "does not say its form"),
        (lambda: q("1 mg{a}").as_form("a", factor=2), IncompatibleUnits, "already"),
        (lambda: q("1 mg{a}").with_form("b"), IncompatibleUnits, "already counts a"),
        (lambda: q("1 mL").with_form("b"), IncompatibleUnits, "one mass or mole"),
        (lambda: q("1 % w/v").with_form("b"), IncompatibleUnits, "one mass or mole"),
        (lambda: q("1 mg{a}/mg{b}").as_form("c", factor=1), IncompatibleUnits, "one mass"),
        (lambda: q("1 mg{a}").as_form("b", factor=0), NotANumber, "above 0"),
        (lambda: q("1 mg{a}").as_form("b", factor=-1), NotANumber, "above 0"),
        (lambda: q("1 mg{a}").as_form("b", factor=Decimal("NaN")), NotANumber, "finite"),
        (lambda: q("1 mg{a}").as_form("b c", factor=1), QuantityError, "not a name"),
    ]
    for use, error, reason in cases:
        with pytest.raises(error, match=reason):
            use()


def test_amounts_and_units_never_change() -> None:
    amount = q("1 mg")
    for thing, name in ((amount, "value"), (amount, "other"), (amount.unit, "code")):
        with pytest.raises(AttributeError, match="never changes"):
            setattr(thing, name, 1)
        with pytest.raises(AttributeError, match="never changes"):
            delattr(thing, name)
        assert not hasattr(thing, "__dict__")
    with pytest.raises(TypeError, match=r"Unit\.parse"):
        Unit()
    assert copy.copy(amount) is copy.deepcopy(amount) is amount
    assert copy.copy(amount.unit) is copy.deepcopy(amount.unit) is amount.unit


def test_pickles_are_small_and_exact() -> None:
    long = q(f"1 [U]{{{'a' * 40}}}") * q(f"1 [iU]{{{'b' * 40}}}") * q(f"1 meq{{{'c' * 40}}}")
    for amount in (q("0.50 mg{HCl}/mL"), q("2 % w/v"), -q("1 mg"), q("1 mg") / 3, long):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            back = pickle.loads(pickle.dumps(amount, protocol))
            assert back == amount
            assert str(back) == str(amount)
            assert back.unit == pickle.loads(pickle.dumps(amount.unit, protocol))
    assert len(pickle.dumps(q("4.5 mg/kg"), pickle.HIGHEST_PROTOCOL)) < 80
    with pytest.raises(QuantityError) as caught:
        q("5,625 mg")
    error, copied = caught.value, pickle.loads(pickle.dumps(caught.value))
    assert (type(copied), str(copied), copied.hint) == (type(error), str(error), error.hint)
