"""Points of injection: how many fit, how much they need, and what a syringe really gives."""

from fractions import Fraction
from math import floor

from mesoplan.record import NamedTuple


class Points(NamedTuple):
    """Points of one volume each; ``fill`` is what has to be in the syringe for them."""

    number: int
    volume: Fraction
    total: Fraction
    fill: Fraction


def points_on(area_cm2: Fraction, spacing_cm: Fraction) -> int:
    """How many points a square grid of this spacing has on an area."""
    return floor(area_cm2 / spacing_cm**2)


def area_for(count: int, spacing_cm: Fraction) -> Fraction:
    """The area in cm² that so many points of a square grid need."""
    return count * spacing_cm**2


def points_of(count: int, volume: Fraction, lost: Fraction = Fraction(0)) -> Points:
    """The total of ``count`` points, and the fill with what needle changes lose."""
    total = count * volume
    return Points(number=count, volume=volume, total=total, fill=total + lost)


def points_from(fill: Fraction, volume: Fraction, lost: Fraction = Fraction(0)) -> int:
    """How many points of ``volume`` a fill gives after what needle changes lose."""
    return max(0, floor((fill - lost) / volume))


def above_cap(points: Points, cap: Fraction) -> Fraction:
    """By how much the points pass a cap on the session's volume; zero when they do not."""
    return max(Fraction(0), points.total - cap)
