"""Slips of the pen: a lost decimal point, a milligram for a microgram."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.amounts import Given, given_amounts, group
from mesoplan.catalog.lint.look import Look, error, warning

#: Neighbours in size that are this far apart are looked at, or taken for a slip.
_FAR = 100
_SLIP = 1000

#: Nothing dissolves to more than its own mass in a millilitre; glycerol weighs 1260 mg.
_DENSEST = Decimal(1300)
_DENSE = Decimal(1000)


def decimal_slips(look: Look) -> Iterator[Fault]:
    """CA040: an amount stands far from all others of its ingredient."""
    for low, high in _gaps(look):
        if not _prefix_slip(low, high):
            yield _gap_fault("CA040", low, high, "A decimal point may have been lost.")


def unit_slips(look: Look) -> Iterator[Fault]:
    """CA041: milligrams for micrograms, or more in a millilitre than can be.

    An amount per decilitre never comes so far: `mesoplan.quantity` refuses the unit (CA003).
    """
    for low, high in _gaps(look):
        if _prefix_slip(low, high):
            yield _gap_fault("CA041", low, high, "The numbers agree, the units do not.")
    for each in given_amounts(look):
        yield from _too_dense(each)


def _gaps(look: Look) -> Iterator[tuple[Given, Given]]:
    """Pairs of neighbours that are far apart."""
    for run in group(given_amounts(look)):
        for low, high in pairwise(run):
            if high.base >= _FAR * low.base:
                yield _pair(run, low, high)


def _pair(run: tuple[Given, ...], low: Given, high: Given) -> tuple[Given, Given]:
    """The two neighbours; where several are as large, those written in one file come first."""
    lows = [each for each in run if each.base == low.base]
    highs = [each for each in run if each.base == high.base]
    return lows[0], highs[0]


def _prefix_slip(low: Given, high: Given) -> bool:
    """Whether the bare numbers are near each other while the units differ."""
    if low.quantity.unit == high.quantity.unit:
        return False
    ratio = high.quantity.value / low.quantity.value
    return Decimal("0.1") <= ratio <= 10


def _gap_fault(code: str, low: Given, high: Given, cause: str) -> Fault:
    times = int(high.base / low.base)
    named = low.is_named or high.is_named
    make = error if times >= _SLIP and not named else warning
    return make(
        code,
        high.entry,
        high.path,
        f"{high.quantity} of {high.ingredient} is {times} times {low.quantity}"
        f" ({low.entry.file}, {low.path}).",
        f"{cause} One of them would over- or underdose.",
        "Compare both with their sources; correct one, or name the oddity in a note beside it"
        " (as printed, times, checked).",
    )


def _too_dense(given: Given) -> Iterator[Fault]:
    if given.quantity.dimension != "mass/volume":
        return
    strength = given.quantity.to("mg/mL").value
    if strength > _DENSE and not (strength <= _DENSEST and given.is_named):
        yield error(
            "CA041",
            given.entry,
            given.path,
            f"{given.quantity} of {given.ingredient} is more than 1000 mg/mL.",
            "Nothing injectable is that dense; the unit may be a slip for µg.",
            "Compare with the source.",
        )
