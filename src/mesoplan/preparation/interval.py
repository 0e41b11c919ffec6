"""Worst-case intervals: exact fractions inside, decimals rounded outward at the door."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from mesoplan.record import NamedTuple

ZERO = Fraction(0)
ONE = Fraction(1)


class Interval(NamedTuple):
    """All values from ``low`` to ``high``; a physical amount, so never below zero."""

    low: Fraction
    high: Fraction

    def times(self, other: "Interval") -> "Interval":
        """The products of two independent non-negative intervals."""
        return Interval(self.low * other.low, self.high * other.high)

    def plus(self, other: "Interval") -> "Interval":
        """The sums of two independent intervals."""
        return Interval(self.low + other.low, self.high + other.high)

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies within."""
        return self.low <= value <= self.high


def around(value: Fraction, error: Fraction) -> Interval:
    """``value`` plus or minus ``error``, cut off at zero: less than nothing cannot be drawn."""
    return Interval(max(ZERO, value - error), value + error)


def exactly(value: Fraction) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def rounded_down(value: Fraction, places: int) -> Decimal:
    """The largest decimal of so many places that is not above ``value``."""
    return _rounded(value, places, ROUND_FLOOR)


def rounded_up(value: Fraction, places: int) -> Decimal:
    """The smallest decimal of so many places that is not below ``value``."""
    return _rounded(value, places, ROUND_CEILING)


def _rounded(value: Fraction, places: int, mode: str) -> Decimal:
    scaled = value * 10**places
    whole = scaled.numerator // scaled.denominator
    if mode == ROUND_CEILING and whole * scaled.denominator != scaled.numerator:
        whole += 1
    return Decimal(whole).scaleb(-places)
