"""Sums that cannot be: totals beyond every other regimen, and amounts that contradict their parts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.amounts import Given, given_amounts, group
from mesoplan.catalog.lint.look import Look, error, note_of, warning
from mesoplan.catalog.read import Entry
from mesoplan.quantity import Quantity, QuantityError

#: A total this many times the largest other one is not believed.
_BEYOND = 10

#: No published session of mesotherapy comes near this volume.
_MOST_VOLUME = Quantity.parse("200 mL")

# Every repetition has a bound, so that a long text takes time in proportion to its length.
_AMOUNT = r"\b(?P<amount>\d{1,9}(?:\.\d{1,9})?)\s{0,3}(?P<unit>U|IU|mg|ug|µg|mL)\b"
_SITES = r"\b(?P<sites>\d{1,6})\s{1,3}(?:\w{1,30}\s{1,3})?(?:sites|points)"
_EACH_OF = r"(?:at|in|into|per|for)\s{1,3}each\s{1,3}of"
_EACH = (
    re.compile(rf"{_SITES}\s{{1,3}}(?:of|with)\s{{1,3}}{_AMOUNT}"),
    re.compile(rf"{_AMOUNT}\s{{1,3}}(?:[\w ]{{1,80}} )?{_EACH_OF}\s{{1,3}}{_SITES}"),
)


def beyond_plausibility(look: Look) -> Iterator[Fault]:
    """CA042: a session's total lies beyond ten times the largest other one, or 200 mL."""
    largest = _largest(look)
    for each in given_amounts(look):
        if each.path.startswith("regimen.") and each.family == "amount a session":
            yield from _judged(each, largest)
    for entry in look.entries("evidence"):
        if note_of(entry.record):
            continue
        yield from _volumes(entry)
        for place, used in enumerate(entry.record.regimen.items):
            text = f"{used.printed}; {entry.record.regimen.schedule}"
            for total in _site_totals(text, used.ingredient):
                path = f"regimen.items[{place}].printed"
                given = Given(used.ingredient, "amount a session", total, entry, path, "")
                yield from _judged(given, largest)


def contradicting_parts(look: Look) -> Iterator[Fault]:
    """CA044: an amount that is not its concentration times its volume."""
    for entry in look.entries("ingredient"):
        for place, dose in enumerate(entry.record.doses):
            yield from _product_differs(entry, f"doses[{place}]", dose)
    for entry in look.entries("evidence"):
        if not entry.record.anomaly:
            for place, used in enumerate(entry.record.regimen.items):
                yield from _product_differs(entry, f"regimen.items[{place}]", used)


def _largest(look: Look) -> dict[tuple[str, str], tuple[Given, ...]]:
    """For each ingredient and dimension the two largest amounts of a session, from two files."""
    found = {}
    for run in group(given_amounts(look)):
        if run[0].family != "amount a session":
            continue
        best: dict[str, Given] = {}
        for each in reversed(run):
            if not each.is_named:
                best.setdefault(each.entry.file, each)
        found[run[0].ingredient, run[0].quantity.dimension] = tuple(best.values())[:2]
    return found


def _judged(given: Given, largest: dict[tuple[str, str], tuple[Given, ...]]) -> Iterator[Fault]:
    if given.note:
        return
    for other in largest.get((given.ingredient, given.quantity.dimension), ()):
        if other.entry.file == given.entry.file:
            continue
        if given.base > _BEYOND * other.base:
            yield error(
                "CA042",
                given.entry,
                given.path,
                f"{given.quantity} of {given.ingredient} in one session is {int(given.base / other.base)}"
                f" times the largest other amount, {other.quantity} ({other.entry.file}).",
                "A misprint would become a dose.",
                "Compare with the source; if it is printed so, say so in `anomaly` and leave the amount out.",
            )
        return


def _site_totals(text: str, ingredient: str) -> Iterator[Quantity]:
    for shape in _EACH:
        for match in shape.finditer(text):
            try:
                each = Quantity.parse(f"{match['amount']} {match['unit']}", substance=ingredient)
            except QuantityError:
                continue
            yield each * Decimal(match["sites"])


def _volumes(entry: Entry) -> Iterator[Fault]:
    regimen = entry.record.regimen
    volumes = [("regimen.volume", regimen.volume), ("regimen.point_volume", regimen.point_volume)]
    volumes += [(f"regimen.items[{place}].volume", used.volume) for place, used in enumerate(regimen.items)]
    for path, volume in volumes:
        if volume is not None and volume.dimension == "volume" and volume > _MOST_VOLUME:
            yield error(
                "CA042",
                entry,
                path,
                f"{volume} in one session is not believable.",
                "Doses computed from it would be wrong.",
                "Compare with the source, and the unit.",
            )
    whole, point = regimen.volume, regimen.point_volume
    if whole is not None and point is not None and point > whole:
        yield error(
            "CA042",
            entry,
            "regimen.point_volume",
            f"{point} a point is more than {whole} a session.",
            "One of the two would misdose.",
            "Compare both with the source.",
        )


def _product_differs(entry: Entry, path: str, record: Any) -> Iterator[Fault]:
    """``record`` is a `Dose` or a `Used`: both have amount, concentration and volume."""
    if record.amount is None or record.concentration is None or record.volume is None:
        return
    if getattr(record, "over", "session") != "session":
        return
    try:
        held = record.concentration * record.volume
        ratio = record.amount.base_value / held.base_value
    except (QuantityError, ArithmeticError):
        return
    if held.dimension != record.amount.dimension or Decimal("0.9") <= ratio <= Decimal("1.1"):
        return
    make = warning if Decimal("0.1") < ratio < 10 else error
    yield make(
        "CA044",
        entry,
        f"{path}.amount",
        f"{record.amount} is not {record.concentration} in {record.volume}, which is {held}.",
        "The dose is not clear.",
        "Correct one of the three.",
    )
