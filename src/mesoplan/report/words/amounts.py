"""Amounts as they stand on a worksheet or a label: no trailing zero, a leading one, units spelled out.

Source of the rules: ISMP, error-prone abbreviations ("U", "µg", ".5", "5.0" were read as something else).
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from mesoplan.quantity import Quantity

_SPELLED = (
    ("[USP'U]", "USP units"),
    ("[iU]", "international units"),
    ("[U]", "units"),
    ("ug", "mcg"),
    ("cm2", "cm²"),
    ("mo", "months"),
    ("wk", "weeks"),
)
#: Whole numbers from here on are grouped, as in 10,000 units.
_GROUPED = 10_000


def plain_number(value: Decimal) -> str:
    """A number without trailing zeros, with a leading one, and with commas from ten thousand on."""
    whole = value == value.to_integral_value()
    shown = value.quantize(Decimal(1)) if whole else value.normalize()
    return f"{shown:,f}" if abs(value) >= _GROUPED else f"{shown:f}"


#: What somebody writes has at most so many digits; more come of a division.
_MOST_DIGITS = 8
_FEW_DIGITS = 4


def amount_words(quantity: Quantity) -> str:
    """ "0.5 mL", "10,000 units", "75 USP units/mL"."""
    return f"{plain_number(quantity.value)} {unit_words(quantity)}".strip()


def unit_words(quantity: Quantity) -> str:
    """The unit spelled out; the substance that it counts stands beside it on the page anyway."""
    over, slash, under = quantity.unit.code.partition("/")
    named = over.partition("{")[0]
    for code, word in _SPELLED:
        if named == code:
            named = word
            break
    if slash:
        return f"{named}/{under.partition('{')[0]}"
    return named.removesuffix("s") if quantity.value == 1 and named in ("months", "weeks", "units") else named


def at_least(quantity: Quantity, digits: int = 3) -> str:
    """A lower bound for people: so many significant digits, rounded down."""
    return plain_number(_rounded(quantity.value, digits, ROUND_FLOOR))


def at_most(quantity: Quantity, digits: int = 3) -> str:
    """An upper bound for people: so many significant digits, rounded up."""
    return plain_number(_rounded(quantity.value, digits, ROUND_CEILING))


def about(value: Decimal, digits: int = 3) -> str:
    """A nominal value to so many significant digits."""
    return plain_number(_rounded(value, digits, ROUND_HALF_EVEN))


def shown(quantity: Quantity) -> str:
    """An amount as it stands; what a division left with many digits, to four: "about 0.8889 mL"."""
    if len(quantity.value.as_tuple().digits) <= _MOST_DIGITS:
        return str(quantity)
    return f"about {Quantity(_rounded(quantity.value, _FEW_DIGITS, ROUND_HALF_EVEN), quantity.unit)}"


def percent(value: Decimal) -> str:
    """A share as per cent, rounded up to a tenth: a worst case never looks smaller than it is."""
    return f"{plain_number((value * 100).quantize(Decimal('0.1'), ROUND_CEILING))} %"


def _rounded(value: Decimal, digits: int, mode: str) -> Decimal:
    if not value:
        return value
    # From a hundred on one decimal is enough for anybody, and none is taken off before it.
    exponent = min(value.adjusted() - digits + 1, -1)
    return value.quantize(Decimal(1).scaleb(exponent), mode)
