"""Laws of amounts, checked on generated ones against an independent table of exact fractions."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal, Inexact, Rounded, localcontext
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mesoplan.quantity import (
    IncompatibleUnits,
    InexactConversion,
    Quantity,
    QuantityError,
    Unit,
    parse_range,
)

# Written anew for the tests: unit of a family, in terms of the family's first.
FAMILIES: list[dict[str, Fraction]] = [
    {"mg": Fraction(1), "g": Fraction(1000), "ug": Fraction(1, 1000), "ng": Fraction(1, 10**6)},
    {"mg{HCl}": Fraction(1), "ug{HCl}": Fraction(1, 1000)},
    {"mg{base}": Fraction(1), "g{base}": Fraction(1000)},
    {"mL": Fraction(1), "L": Fraction(1000), "uL": Fraction(1, 1000)},
    {"mmol": Fraction(1), "mol": Fraction(1000), "umol": Fraction(1, 1000)},
    {"cm": Fraction(1), "mm": Fraction(1, 10), "um": Fraction(1, 10**4)},
    {"d": Fraction(1), "h": Fraction(1, 24), "min": Fraction(1, 1440), "s": Fraction(1, 86400),
     "wk": Fraction(7)},
    {"mo": Fraction(1), "a": Fraction(12)},
    {"kg": Fraction(1)},
    {"{point}": Fraction(1)},
    {"{session}": Fraction(1)},
    {"[iU]{hyaluronidase}": Fraction(1)},
    {"[U]{onabotulinumtoxinA}": Fraction(1)},
    {"[U]{abobotulinumtoxinA}": Fraction(1)},
    {"meq{sodium}": Fraction(1)},
]  # fmt: skip
SIZES = {unit: size for family in FAMILIES for unit, size in family.items()}
FAMILY = {unit: number for number, family in enumerate(FAMILIES) for unit in family}
SQUARES = {"cm2": Fraction(1), "mm2": Fraction(1, 100), "m2": Fraction(10**4)}
ALONE = ["% w/w", "% v/v", "Cel", "[pH]", "mosm/kg", "mosm/L", "1"]

values = st.decimals(min_value=0, max_value=10**6, places=4) | st.integers(0, 10**9).map(Decimal)
positive = values.filter(lambda value: value > 0)


@st.composite
def units(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A unit of up to one symbol above and two below the line, and its size."""
    above = draw(st.sampled_from(sorted(SIZES)))
    below = draw(
        st.lists(
            st.sampled_from(sorted(SIZES) + sorted(SQUARES)),
            max_size=2,
            unique_by=lambda unit: FAMILY.get(unit, FAMILY["cm"]),
        )
    )
    below = [unit for unit in below if FAMILY.get(unit, FAMILY["cm"]) != FAMILY[above]]
    size = SIZES[above]
    for unit in below:
        size /= SIZES[unit] if unit in SIZES else SQUARES[unit]
    return "/".join([above, *below]), size


@st.composite
def related(draw: st.DrawFn) -> tuple[tuple[str, Fraction], tuple[str, Fraction]]:
    """Two units of one dimension."""
    families = draw(st.lists(st.sampled_from(range(len(FAMILIES))), min_size=1, max_size=3, unique=True))
    pair = []
    for _ in range(2):
        chosen = [draw(st.sampled_from(sorted(FAMILIES[number]))) for number in families]
        size = SIZES[chosen[0]]
        for unit in chosen[1:]:
            size /= SIZES[unit]
        pair.append(("/".join(chosen), size))
    return pair[0], pair[1]


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    unit = draw(units().map(lambda unit: unit[0]) | st.sampled_from(ALONE) | st.just("% w/v"))
    return Quantity(draw(values), unit)


def size_of(quantity: Quantity, size: Fraction) -> Fraction:
    return Fraction(quantity.value) * size


@given(quantities())
def test_parse_undoes_format(quantity: Quantity) -> None:
    back = Quantity.parse(quantity.format())
    assert back == quantity
    assert back.unit == quantity.unit
    assert back.value.as_tuple() == quantity.value.as_tuple()
    assert back.format() == quantity.format()
    assert pickle.loads(pickle.dumps(quantity)).format() == quantity.format()


@given(units(), units())
def test_units_made_by_arithmetic_are_read_back(
    left: tuple[str, Fraction], right: tuple[str, Fraction]
) -> None:
    for product in (lambda a, b: a * b, lambda a, b: a / b):
        try:
            unit = product(Quantity(1, left[0]), Quantity(1, right[0])).unit
        except IncompatibleUnits:
            continue
        assert Unit.parse(unit.code) == unit
        assert Unit.parse(unit.label) == unit
        assert Unit.parse(unit.code).dimension == unit.dimension


@given(positive, related())
def test_to_is_exact_and_comes_back(
    value: Decimal, pair: tuple[tuple[str, Fraction], tuple[str, Fraction]]
) -> None:
    (unit, size), (other, other_size) = pair
    quantity = Quantity(value, unit)
    try:
        converted = quantity.to(other)
    except InexactConversion:
        expected = size_of(quantity, size) / other_size
        denominator = expected.denominator
        for prime in (2, 5):
            while denominator % prime == 0:
                denominator //= prime
        assert denominator > 1
        return
    assert size_of(converted, other_size) == size_of(quantity, size)
    assert converted == quantity
    assert hash(converted) == hash(quantity)
    assert converted.to(unit) == quantity
    assert converted.to(unit).value == value


@given(values, values, related())
def test_ordering_is_total_and_agrees_with_fractions(
    one: Decimal, two: Decimal, pair: tuple[tuple[str, Fraction], tuple[str, Fraction]]
) -> None:
    (unit, size), (other, other_size) = pair
    a, b = Quantity(one, unit), Quantity(two, other)
    left, right = size_of(a, size), size_of(b, other_size)
    assert (a < b, a <= b, a == b, a >= b, a > b) == (
        left < right, left <= right, left == right, left >= right, left > right,
    )  # fmt: skip
    if a == b:
        assert hash(a) == hash(b)


@given(values, units(), values, units())
def test_units_of_different_dimensions_never_mix(
    one: Decimal, left: tuple[str, Fraction], two: Decimal, right: tuple[str, Fraction]
) -> None:
    a, b = Quantity(one, left[0]), Quantity(two, right[0])
    assume(a.dimension != b.dimension)
    assert a != b
    for mix in (lambda: a < b, lambda: a + b, lambda: a - b, lambda: a.to(b.unit)):
        try:
            mix()
        except IncompatibleUnits:
            continue
        raise AssertionError(f"{a} and {b} mixed")


@given(positive, units(), positive, units())
def test_products_agree_with_fractions(
    one: Decimal, left: tuple[str, Fraction], two: Decimal, right: tuple[str, Fraction]
) -> None:
    a, b = Quantity(one, left[0]), Quantity(two, right[0])
    try:
        product = a * b
    except IncompatibleUnits:
        return
    assert product == b * a
    assert product.unit == (b * a).unit
    quotient = product / b
    assert quotient.dimension == a.dimension
    got = Fraction(quotient.to(a.unit, exact=False).value)
    assert abs(got - Fraction(one)) <= Fraction(one) / 10**45


@given(values, values, related())
def test_sums_agree_with_fractions(
    one: Decimal, two: Decimal, pair: tuple[tuple[str, Fraction], tuple[str, Fraction]]
) -> None:
    (unit, size), (other, other_size) = pair
    a, b = Quantity(one, unit), Quantity(two, other)
    total = a + b
    assert total.dimension == a.dimension
    assert total.unit in (a.unit, b.unit)
    exact = size_of(a, size) + size_of(b, other_size)
    got = size_of(total, size if total.unit == a.unit else other_size)
    assert abs(got - exact) <= exact / 10**45
    assert a + b == b + a or got != exact
    assert total - b == a or got != exact


@given(values, related())
def test_the_callers_decimal_context_changes_nothing(
    value: Decimal, pair: tuple[tuple[str, Fraction], tuple[str, Fraction]]
) -> None:
    (unit, _), (other, _) = pair
    quantity = Quantity(value, unit)

    def everything() -> list[str]:
        one = Quantity(Decimal("1.23456789"), other)
        out = [str(quantity), str(quantity.to(other, exact=False)), str(quantity + one)]
        out += [str(quantity - one), str(quantity * 7), str(quantity / 7), str(quantity / one)]
        out += [str(-quantity), str(abs(quantity)), str(quantity.base_value), str(quantity < one)]
        return [*out, str(hash(quantity)), str(Quantity.parse(quantity.format()))]

    plainly = everything()
    with localcontext() as context:
        context.prec = 3
        context.traps[Inexact] = context.traps[Rounded] = True
        assert everything() == plainly


@given(positive, st.decimals("0.01", "1", places=4))
def test_form_factors_multiply_exactly(value: Decimal, factor: Decimal) -> None:
    salt = Quantity(value, "mg{HCl}")
    base = salt.as_form("base", factor=factor)
    assert Fraction(base.value) == Fraction(value) * Fraction(factor)
    assert base == salt * Quantity(factor, "mg{base}/mg{HCl}")
    assert base != salt


@given(values, values, related())
def test_ranges_come_back(
    one: Decimal, two: Decimal, pair: tuple[tuple[str, Fraction], tuple[str, Fraction]]
) -> None:
    low, high = sorted((Quantity(one, pair[0][0]), Quantity(two, pair[1][0])))
    text = f"{low} to {high}"
    assume(len(text) <= 100)
    assert parse_range(text) == (low, high)


PIECES = [
    *sorted(SIZES), *sorted(SQUARES), *ALONE, "IU", "U", "mEq", "%", "% w/v", "w/v", "µg", "°C",
    "1", "0", "5", "5,625", "1e9", "1:1000", ".", ",", "/", "{", "}", "[", "]", "(", ")", "-",
    "\u2013", " ", " ", "\u00a0", "to", "per", "²", "٣", "½", "nan", "+", "kg(solvent)", "m", "\n",
]  # fmt: skip
texts = st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@settings(max_examples=500)
@given(texts | texts.map(lambda text: "5 " + text), st.none() | st.sampled_from(["a", "b c", ""]))
def test_any_text_is_an_amount_or_a_clear_refusal(text: str, substance: str | None) -> None:
    for read in (Quantity.parse, parse_range, Unit.parse):
        refusal = refusal_of(read, text, substance)
        if refusal is not None:
            assert refusal.reason
            assert str(refusal).isprintable()
    if refusal_of(Quantity.parse, text, substance) is None:
        quantity = Quantity.parse(text, substance)
        assert Quantity.parse(quantity.format()) == quantity
        assert "[iU]" not in quantity.unit.code.replace("[iU]{", "").replace("[iU]2{", "")


def refusal_of(
    read: Callable[[str, str | None], object], text: str, substance: str | None
) -> QuantityError | None:
    """The refusal to read the text; any other error passes through."""
    try:
        read(text, substance)
    except QuantityError as error:
        return error
    return None
