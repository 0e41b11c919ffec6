"""Sums that cannot be: totals beyond every other regimen, and amounts that contradict their parts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.amounts import Given, alone, anomalies, given_amounts, group
from mesoplan.catalog.lint.look import Look, error, note_of, warning
from mesoplan.catalog.read import Entry
from mesoplan.model.regimen import Regimen, RegimenItem
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
        if each.entry.file in _files(look) and each.family == "amount a session":
            yield from _judged(each, largest)
    odd = anomalies(look)
    for identity, entry in look.tables["regimen"].items():
        if note_of(entry.record) or identity in odd:
            continue
        yield from _volumes(entry)
        for place, item in enumerate(entry.record.items):
            text = f"{item.printed}; {entry.record.schedule}"
            name = item.ingredient or alone(item.product, look)
            for total in _site_totals(text, name) if name else ():
                path = f"items[{place}].printed"
                yield from _judged(
                    Given(
                        ingredient=name,
                        family="amount a session",
                        quantity=total,
                        entry=entry,
                        path=path,
                        note="",
                    ),
                    largest,
                )


def contradicting_parts(look: Look) -> Iterator[Fault]:
    """CA044: an amount that is not its concentration times its volume."""
    odd = anomalies(look)
    for identity, entry in look.tables["regimen"].items():
        if identity not in odd:
            for place, item in enumerate(entry.record.items):
                yield from _product_differs(entry, f"items[{place}]", item)


def _files(look: Look) -> set[str]:
    return {entry.file for entry in look.entries("regimen")}


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
    regimen: Regimen = entry.record
    point = regimen.points.volume if regimen.points else None
    volumes = [("volume", regimen.volume), ("points.volume", point)]
    volumes += [(f"items[{place}].volume", item.volume) for place, item in enumerate(regimen.items)]
    for path, volume in volumes:
        if volume is not None and volume.high.dimension == "volume" and volume.high > _MOST_VOLUME:
            yield error(
                "CA042",
                entry,
                path,
                f"{volume.text} in one session is not believable.",
                "Doses computed from it would be wrong.",
                "Compare with the source, and the unit.",
            )
    whole = regimen.volume
    if whole is not None and point is not None and point.low > whole.high:
        yield error(
            "CA042",
            entry,
            "points.volume",
            f"{point.text} a point is more than {whole.text} a session.",
            "One of the two would misdose.",
            "Compare both with the source.",
        )


def _product_differs(entry: Entry, path: str, item: RegimenItem) -> Iterator[Fault]:
    """Only what is printed as one amount, one concentration and one volume of a session."""
    if item.per_session is None or item.concentration is None or item.volume is None:
        return
    ranges = (item.per_session, item.concentration, item.volume)
    if any(each.low != each.high for each in ranges):
        return
    amount, concentration, volume = (each.low for each in ranges)
    try:
        held = concentration * volume
        ratio = amount.base_value / held.base_value
    except (QuantityError, ArithmeticError):
        return
    if held.dimension != amount.dimension or Decimal("0.9") <= ratio <= Decimal("1.1"):
        return
    make = warning if Decimal("0.1") < ratio < 10 else error
    yield make(
        "CA044",
        entry,
        f"{path}.per_session",
        f"{amount} is not {concentration} in {volume}, which is {held}.",
        "The dose is not clear.",
        "Correct one of the three.",
    )
