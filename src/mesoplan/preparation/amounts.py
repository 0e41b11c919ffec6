"""The door between exact fractions and printed amounts: bounds are rounded outward, never to the nearest."""

from decimal import Decimal
from fractions import Fraction

from mesoplan.model.preparation import Bounds
from mesoplan.preparation.interval import Interval, rounded_down, rounded_up
from mesoplan.quantity import Quantity, Unit

ML = Unit.parse("mL")

#: Decimal places of what is printed; smaller amounts keep so many significant digits.
PLACES = 4


def millilitres(volume: Quantity) -> Fraction:
    """A volume as a fraction of a mL."""
    return Fraction(volume.to(ML).value)


def in_ml(volume: Fraction) -> Quantity:
    """A volume as printed: exact where it has few decimals, else to the nearest."""
    return amount_of(volume, ML)


def amount_of(value: Fraction, unit: Unit) -> Quantity:
    """A nominal amount, to the nearest printed decimal."""
    places = _places(value)
    scaled = value * 10**places
    return _quantity(Decimal(round(scaled)).scaleb(-places), unit)


def up_of(value: Fraction, unit: Unit) -> Quantity:
    """An upper bound, rounded up."""
    return _quantity(rounded_up(value, _places(value)), unit)


def bounds_of(interval: Interval, unit: Unit) -> Bounds:
    """The worst cases, rounded outward."""
    return Bounds(
        low=_quantity(rounded_down(interval.low, _places(interval.low)), unit),
        high=_quantity(rounded_up(interval.high, _places(interval.high)), unit),
    )


def share_up(value: Fraction) -> Decimal:
    """A share or an error, rounded up to a hundredth of a per cent."""
    return rounded_up(value, PLACES).normalize()


def share(value: Fraction) -> Decimal:
    """A signed share to the nearest hundredth of a per cent."""
    return Decimal(round(value * 10**PLACES)).scaleb(-PLACES).normalize()


def _places(value: Fraction) -> int:
    places = PLACES
    while 0 < value * 10**places < 1000 and places < 12:
        places += 1
    return places


def _quantity(value: Decimal, unit: Unit) -> Quantity:
    whole = value.to_integral_value()
    return Quantity(whole if value == whole else value.normalize(), unit)
