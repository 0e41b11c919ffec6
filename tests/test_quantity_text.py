"""What text is read as an amount, how it is written back, and what is refused with which words."""

from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from mesoplan.quantity import (
    AmbiguousUnit,
    IncompatibleUnits,
    NotANumber,
    Quantity,
    QuantityError,
    Unit,
    UnknownUnit,
    parse_range,
)

# text, as text again, UCUM code, dimension
READ = [
    ("4.5 mg/kg", "4.5 mg/kg", "mg/kg", "mass/body-weight"),
    ("0.50 mL", "0.50 mL", "mL", "volume"),
    ("4.5mg", "4.5 mg", "mg", "mass"),
    ("10 ug", "10 µg", "ug", "mass"),
    ("10 \u00b5g", "10 µg", "ug", "mass"),
    ("10 \u03bcg", "10 µg", "ug", "mass"),
    ("10 mcg/ml", "10 µg/mL", "ug/mL", "mass/volume"),
    ("10\u00a0ng", "10 ng", "ng", "mass"),
    ("62 kg", "62 kg", "kg", "body-weight"),
    ("1 l", "1 L", "L", "volume"),
    ("20 µL", "20 µL", "uL", "volume"),
    ("3 mmol/L", "3 mmol/L", "mmol/L", "amount/volume"),
    ("3 umol", "3 µmol", "umol", "amount"),
    ("234.34 g/mol", "234.34 g/mol", "g/mol", "mass/amount"),
    ("5 mEq{sodium}", "5 mEq{sodium}", "meq{sodium}", "equivalents{sodium}"),
    ("2 % w/v", "2 % w/v", "%{w/v}", "mass/volume"),
    ("2% (w/v)", "2 % w/v", "%{w/v}", "mass/volume"),
    ("5 % w/w", "5 % w/w", "%{w/w}", "mass-fraction"),
    ("20 %v/v", "20 % v/v", "%{v/v}", "volume-fraction"),
    (
        "100 [iU]{hyaluronidase}/mL",
        "100 [iU]{hyaluronidase}/mL",
        "[iU]{hyaluronidase}/mL",
        "international-units{hyaluronidase}/volume",
    ),
    ("100 IU{calcitonin}", "100 [iU]{calcitonin}", "[iU]{calcitonin}", None),
    ("4 U{onabotulinumtoxinA}", "4 [U]{onabotulinumtoxinA}", "[U]{onabotulinumtoxinA}", None),
    ("150 [USP'U]{hyaluronidase}", "150 [USP'U]{hyaluronidase}", "[USP'U]{hyaluronidase}", None),
    ("290 mOsm/kg", "290 mOsm/kg", "mosm/kg", "osmoles/solvent-mass"),
    ("290 mosm/L", "290 mOsm/L", "mosm/L", "osmoles/volume"),
    ("4 mm", "4 mm", "mm", "length"),
    ("0.02 mL/cm2", "0.02 mL/cm2", "mL/cm2", "volume/area"),
    ("60 mg/m²", "60 mg/m2", "mg/m2", "mass/area"),
    ("2 mg/d/kg", "2 mg/kg/d", "mg/kg/d", "mass/body-weight/time"),
    ("2 mg / kg / d", "2 mg/kg/d", "mg/kg/d", "mass/body-weight/time"),
    ("6 mo", "6 mo", "mo", "calendar-time"),
    ("30 {point}", "30 {point}", "{point}", "count{point}"),
    ("1 {session}/wk", "1 {session}/wk", "{session}/wk", "count{session}/time"),
    ("2 1/d", "2 /d", "/d", "1/time"),
    ("0.35 1", "0.35 1", "1", "1"),
    ("7.4 [pH]", "7.4 [pH]", "[pH]", "pH"),
    ("7.4 pH", "7.4 [pH]", "[pH]", "pH"),
    ("25 °C", "25 Cel", "Cel", "temperature"),
    ("12.50 {EUR}/mL", "12.50 {EUR}/mL", "{EUR}/mL", "money{EUR}/volume"),
    ("10 mg{HCl}/mL", "10 mg{HCl}/mL", "mg{HCl}/mL", "mass{HCl}/volume"),
    ("0.8656 mg{base}/mg{HCl}", "0.8656 mg{base}/mg{HCl}", None, "mass{base}/mass{HCl}"),
]


@pytest.mark.parametrize(("text", "written", "code", "dimension"), READ)
def test_text_is_read_and_written_canonically(
    text: str, written: str, code: str | None, dimension: str | None
) -> None:
    quantity = Quantity.parse(text)
    assert str(quantity) == quantity.format() == f"{quantity}" == written
    assert quantity.unit.code == code or code is None
    assert quantity.dimension == dimension or dimension is None
    assert Quantity.parse(written) == quantity
    assert Unit.parse(quantity.unit.code) == Unit.parse(quantity.unit.label) == quantity.unit
    assert eval(repr(quantity), {"Quantity": Quantity}) == quantity
    assert eval(repr(quantity.unit), {"Unit": Unit}) == quantity.unit


def test_given_digits_are_kept() -> None:
    for digits in ("0", "0.50", "5.0", "1000", "0.0001", "12345678901234567890.123"):
        quantity = Quantity.parse(f"{digits} mg")
        assert quantity.value == Decimal(digits)
        assert str(quantity) == f"{digits} mg"


def test_text_never_has_an_exponent() -> None:
    assert str(Quantity(Decimal("1E+3"), "mg")) == "1000 mg"
    assert str(Quantity(Decimal("1E-9"), "mg")) == "0.000000001 mg"
    assert str(Quantity(Decimal("-0"), "mg")) == "0 mg"


def test_substance_completes_a_unit_that_needs_one() -> None:
    assert Quantity.parse("100 IU", substance="hyaluronidase").unit.code == "[iU]{hyaluronidase}"
    assert Unit.parse("U/mL", substance="brand-x").code == "[U]{brand-x}/mL"
    assert Quantity.parse("5 mEq", substance="sodium").unit.code == "meq{sodium}"
    # A substance says nothing about the form of a mass, so a mass stays as it was written.
    assert Quantity.parse("5 mg", substance="lidocaine") == Quantity.parse("5 mg")
    with pytest.raises(AmbiguousUnit, match="of a, but b was asked for"):
        Quantity.parse("5 IU{a}", substance="b")


# text, error, a part of the reason, a part of the hint
REFUSED: list[tuple[str, type[QuantityError], str, str]] = [
    # ambiguous units
    ("2 %", AmbiguousUnit, "does not say of what", '"% w/v" (1 % w/v = 10 mg/mL)'),
    ("100 IU", AmbiguousUnit, "never converts", "[iU]{substance}"),
    ("100 IU/mL", AmbiguousUnit, "never converts", "[iU]{substance}"),
    ("4 U", AmbiguousUnit, "one brand never converts", "[U]{brand}"),
    ("4 mEq", AmbiguousUnit, "never converts", "mEq{substance}"),
    ("1:100000", AmbiguousUnit, "A ratio", '"0.01 mg/mL"'),
    ("1:200 000", AmbiguousUnit, "A ratio", "mg/mL"),
    ("1:1,000", AmbiguousUnit, "A ratio", '"1 mg/mL" if w/v is meant: 1 g in 1000 mL'),
    ("1:0", AmbiguousUnit, "A ratio", "mg/mL"),
    ("5 mg/kg.d", AmbiguousUnit, "A point after a slash", '"mg/kg/d"'),
    # numbers
    ("", NotANumber, "empty", "4.5 mg"),
    ("  ", NotANumber, "empty", "4.5 mg"),
    ("mg", NotANumber, "No number", "4.5 mg"),
    ("5,625 mg", NotANumber, "5,625 is ambiguous: 5.625 or 5625?", "decimal point"),
    ("5,6 mg", NotANumber, "decimal comma", '"5.6"'),
    ("0,625 mg", NotANumber, "decimal comma", '"0.625"'),
    ("5, mg", NotANumber, "makes it no number", "decimal point"),
    ("1,000,000 mg", NotANumber, "separators", '"1000000"'),
    ("1'000 mg", NotANumber, "separators", '"1000"'),
    ("1_000 mg", NotANumber, "separators", '"1000"'),
    ("1.000,5 mg", NotANumber, "separators", "1.0005"),
    ("1.000.000 mg", NotANumber, "makes it no number", "at most one decimal point"),
    ("5 625 mg", NotANumber, "Two numbers", '"5625"'),
    ("5\u202f625 mg", NotANumber, "Two numbers", '"5625"'),
    ("1e999999 mg", NotANumber, "Exponents", "plain digits"),
    ("1e3 mg", NotANumber, "Exponents", '"1000"'),
    ("1E-3mg", NotANumber, "Exponents", '"0.001"'),
    ("\u0663 mg", NotANumber, "(U+0663) is not one of the digits", ""),
    ("1\uff13 mg", NotANumber, "(U+FF13) is not one of the digits", ""),
    ("½ mL", NotANumber, "(U+00BD)", ""),
    ("1/2 mL", NotANumber, "fraction", "0.5"),
    ("1 1/2 mL", NotANumber, "fraction", "1.5"),
    ("nan mg", NotANumber, "finite", ""),
    ("Infinity mg", NotANumber, "finite", ""),
    ("-5 mg", NotANumber, "negative", ""),
    ("\u22125 mg", NotANumber, "negative", ""),
    ("+5 mg", NotANumber, "plus", '"5 mg"'),
    (".5 mg", NotANumber, "overlooked", '"0.5 mg"'),
    ("5. mg", NotANumber, "without digits after it", '"5"'),
    ("05 mg", NotANumber, "leading zero", '"5"'),
    ("00.5 mg", NotANumber, "leading zero", '"0.5"'),
    ("<5 mg", NotANumber, "limit", ""),
    ("~5 mg", NotANumber, "limit", ""),
    ("5 ± 1 mg", NotANumber, "not a range", ""),
    ("5-10 mg", NotANumber, "not a range", ""),
    ("5 to 10 mg", NotANumber, "not a range", ""),
    ("2 x 5 mg", NotANumber, "not a product", "total"),
    ("5 mg\n", NotANumber, "U+000A", "Delete"),
    ("5\u200bmg", NotANumber, "U+200B", "Delete"),
    ("5 mg" + " " * 100, NotANumber, "longer than 100", ""),
    ("1" * 51 + " mg", NotANumber, "50 digits", ""),
    ("1" + "0" * 35 + " mg", NotANumber, "between", ""),
    # units
    ("0.5", UnknownUnit, "No unit", '"0.5 1"'),
    ("4 U/0.1 mL", UnknownUnit, "below the line", '"40 U/mL"'),
    ("1 mg/3 mL", UnknownUnit, "below the line", '"40 U/mL"'),
    ("5 mg/0 mL", UnknownUnit, "below the line", ""),
    ("5 Mg", UnknownUnit, "capitals matter", "Write mg"),
    ("5 ML", UnknownUnit, "capitals matter", "Write mL"),
    ("5 cc", UnknownUnit, "not used", "mL"),
    ("5 cm3", UnknownUnit, "not used", "mL"),
    ("5 units", UnknownUnit, "not used", "[iU]{substance}"),
    ("5 u", UnknownUnit, "not used", "[U]{brand}"),
    ("5 I.U.", UnknownUnit, "not used", "[iU]{substance}"),
    ("5 \u03b3", UnknownUnit, "U+03B3", "ug"),
    ("5 m\u0441", UnknownUnit, "U+0441", "plain letters"),
    ("5 m", UnknownUnit, "not used", "min for minutes, mo for months"),
    ("5 days", UnknownUnit, "not used", "Write d"),
    ("5 mM", UnknownUnit, "not used", "mmol/L"),
    ("5 mg%", UnknownUnit, "not used", "1 mg% = 0.01 mg/mL"),
    ("5 w/v", UnknownUnit, "% is missing", "% w/v"),
    ("5 % of it", UnknownUnit, "After %", "% w/v"),
    ("30 G", UnknownUnit, "not used", "gauge"),
    ("5 mg per mL", UnknownUnit, '"per"', "mg/mL"),
    ("5 mg mL", UnknownUnit, "blank inside", ""),
    ("5 mg/(kg)", UnknownUnit, "Parentheses", "mg/kg/d"),
    ("5 cm^2", UnknownUnit, "not written so", "cm2"),
    ("5 mg/", UnknownUnit, "missing beside", ""),
    ("5 mg.", UnknownUnit, "missing beside", ""),
    ("5 mg//mL", UnknownUnit, "missing beside", ""),
    ("5 mg{HCl", UnknownUnit, "missing", ""),
    ("5 mg{}", UnknownUnit, "not in the unit table", ""),
    ("5 mg{a b}", UnknownUnit, "not a name", "letters"),
    ("5 mL{HCl}", UnknownUnit, "carries no {HCl}", "mg{HCl}"),
    ("5 kg{body}", UnknownUnit, "carries no", ""),
    ("5 {drop}", UnknownUnit, "not counted", "{point}"),
    ("5 mg1", UnknownUnit, "power 1", "2 to 9"),
    ("5 mg22", UnknownUnit, "power 22", "2 to 9"),
    ("5 kg(solvent)", UnknownUnit, "Parentheses", ""),
    ("5 cm.mm", UnknownUnit, "side by side", ""),
    ("5 mL/MG", UnknownUnit, "capitals matter", ""),
    ("5 furlong", UnknownUnit, "not in the unit table", ""),
    # what cannot be one unit
    ("5 mg/g", IncompatibleUnits, "bare number", "1 mg/g = 0.1 % w/w"),
    ("5 mL/L", IncompatibleUnits, "bare number", "10 mL/L = 1 % v/v"),
    ("5 d/wk", IncompatibleUnits, "bare number", ""),
    ("5 [pH]/mL", IncompatibleUnits, "compound", ""),
    ("5 Cel2", IncompatibleUnits, "compound", ""),
]


@pytest.mark.parametrize(("text", "error", "reason", "hint"), REFUSED)
def test_refusals_say_what_why_and_what_next(
    text: str, error: type[QuantityError], reason: str, hint: str
) -> None:
    with pytest.raises(error) as caught:
        Quantity.parse(text)
    assert type(caught.value) is error
    assert caught.value.text == (text if len(text) <= 100 else text[:100] + "…")
    assert reason in caught.value.reason
    assert hint in caught.value.hint
    assert caught.value.reason[-1] in ".?:;)"
    message = str(caught.value)
    assert message.isprintable()
    assert caught.value.reason in message
    assert caught.value.hint in message


@pytest.mark.parametrize("thing", [None, 4.5, b"4 mg", ["4 mg"], {}, pytest.param(10**5000, id="int")])
def test_what_is_not_text_is_refused_as_an_amount_too(thing: object) -> None:
    with pytest.raises(NotANumber, match="in quotes"):
        Quantity.parse(thing)  # type: ignore[arg-type]
    with pytest.raises(NotANumber):
        parse_range(thing)  # type: ignore[arg-type]
    with pytest.raises(UnknownUnit):
        Unit.parse(thing)  # type: ignore[arg-type]


@pytest.mark.parametrize("substance", ["", "a b", "a}", "a" * 41, "é", "-a", 5])
def test_a_substance_must_be_a_plain_name(substance: str) -> None:
    with pytest.raises(UnknownUnit, match="not a name"):
        Quantity.parse("5 IU", substance=substance)


def test_negative_amounts_only_on_request() -> None:
    assert Quantity.parse("-5 mg", allow_negative=True).value == -5
    assert str(Quantity.parse("-0.0 mg", allow_negative=True)) == "0.0 mg"
    with pytest.raises(NotANumber, match=r"U\+2212"):
        Quantity.parse("\u22125 mg", allow_negative=True)
    with pytest.raises(NotANumber, match="No number"):
        Quantity.parse("--5 mg", allow_negative=True)


@pytest.mark.parametrize(
    "text",
    ["9" * 10**6, "1" * 10**6 + " mg", "x" * 10**6, "{" * 100, "1 " + "/" * 90, "1e" + "9" * 90],
)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(QuantityError):
        Quantity.parse(text)
    with pytest.raises(QuantityError):
        parse_range(text)
    with pytest.raises(QuantityError):
        Unit.parse(text)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4.5-7.0 [pH]", "4.5 [pH]", "7.0 [pH]"),
        ("5 to 10 mg/mL", "5 mg/mL", "10 mg/mL"),
        ("5\u201310 mg", "5 mg", "10 mg"),
        ("5 - 10% w/v", "5 % w/v", "10 % w/v"),
        ("500 mg to 1 g", "500 mg", "1 g"),
        ("1 [U]{a-b}-5 [U]{a-b}", "1 [U]{a-b}", "5 [U]{a-b}"),
        ("5-5 mg", "5 mg", "5 mg"),
    ],
)
def test_ranges(text: str, low: str, high: str) -> None:
    assert tuple(map(str, parse_range(text))) == (low, high)


def test_a_range_passes_the_substance_on() -> None:
    low, high = parse_range("10-30 IU", substance="hyaluronidase")
    assert low.unit == high.unit == Unit.parse("[iU]{hyaluronidase}")


@pytest.mark.parametrize(
    ("text", "error", "reason"),
    [
        ("5 mg", NotANumber, "Not a range"),
        ("", NotANumber, "empty"),
        ("10-5 mg", NotANumber, "10 mg is above 5 mg"),
        ("-5-10 mg", NotANumber, "negative"),
        ("5-6-7 mg", NotANumber, "not a range"),
        ("5-", NotANumber, "not a range"),
        ("5,5-7 mg", NotANumber, "decimal comma"),
        ("5 to 10", UnknownUnit, "No unit"),
        ("10-30 IU", AmbiguousUnit, "never converts"),
        ("5 mg to 10 mL", IncompatibleUnits, "mg is mass, mL is volume"),
        ("5 mg{HCl} to 10 mg", IncompatibleUnits, "says its form"),
    ],
)
def test_refused_ranges(text: str, error: type[QuantityError], reason: str) -> None:
    with pytest.raises(error) as caught:
        parse_range(text)
    assert caught.value.text == text
    assert reason in caught.value.reason


def test_importing_brings_in_decimal_and_nothing_else() -> None:
    src = Path(__file__).parents[1] / "src"
    code = (
        f"import sys; sys.path.insert(0, {str(src)!r}); import decimal, __future__\n"
        "before = set(sys.modules); import mesoplan.quantity\n"
        "print(*sorted(n for n in set(sys.modules) - before if not n.startswith('mesoplan')))"
    )
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
