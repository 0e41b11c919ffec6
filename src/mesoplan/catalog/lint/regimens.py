"""Regimens: units that fit, partners that are named, zones of their goals, equals that are equal."""

from collections.abc import Iterator
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, error, warning
from mesoplan.catalog.names import close_names
from mesoplan.model.regimen import AmountRange, Regimen, RegimenItem

#: How the dimension of an amount must end, by its key; "" stands for no division.
_ENDS = {
    "per_session": "",
    "per_point": "",
    "per_cm2": "/area",
    "per_kg": "/body-weight",
    "concentration": "/volume",
}


def unfit_units(look: Look) -> Iterator[Fault]:
    """CA100: a unit that does not fit its key, or amounts of one item that cannot be compared."""
    for entry in look.entries("regimen"):
        for path, what in _unfit(entry.record, look):
            yield error(
                "CA100",
                entry,
                path,
                what,
                "No rule could compare a cocktail with it.",
                "Write each amount as printed in its own key, in one unit an item.",
            )


def not_reproducible(look: Look) -> Iterator[Fault]:
    """CA101: a partner that the source does not name."""
    for entry in look.entries("regimen"):
        for place, item in enumerate(entry.record.items):
            if item.unnamed:
                yield warning(
                    "CA101",
                    entry,
                    f"items[{place}].unnamed",
                    f'"{item.unnamed}" is not named, so the regimen is not reproducible.',
                    "It supports nobody's plan and is never planned.",
                    "Look the partner up; name it as product or ingredient.",
                )
        for place, item in enumerate(entry.record.items):
            if sum(bool(each) for each in (item.product, item.ingredient, item.unnamed)) != 1:
                yield error(
                    "CA101",
                    entry,
                    f"items[{place}]",
                    "an item says one of product, ingredient and unnamed.",
                    "What was given would not be clear.",
                    "Name the product; else the ingredient; else say what is not named.",
                )


def zones_of_no_goal(look: Look) -> Iterator[Fault]:
    """CA102: a zone that none of the regimen's goals has."""
    for entry in look.entries("regimen"):
        goals = [
            look.tables["goal"][each].record for each in entry.record.goals if each in look.tables["goal"]
        ]
        allowed = [_zones(goal.id, look) for goal in goals]
        if not allowed or any(not zones for zones in allowed):
            continue
        for place, zone in enumerate(entry.record.zones):
            near = {zone, *_above(zone, look)}
            if not any(near & zones or _covers(zone, zones, look) for zones in allowed):
                yield error(
                    "CA102",
                    entry,
                    f"zones[{place}]",
                    f"{zone} is no zone of {', '.join(entry.record.goals)}.",
                    "A plan for the goal could never use it.",
                    "Correct the zone, or add it to the goal.",
                )


def unequal_equals(look: Look) -> Iterator[Fault]:
    """CA103: products called the same that differ in active, form, strength or vehicle."""
    for entry in look.entries("product"):
        for place, same in enumerate(entry.record.same_as):
            other = look.tables["product"].get(same.product)
            if other is None:
                continue
            mine, theirs = _made_of(entry.record), _made_of(other.record)
            if mine != theirs:
                yield error(
                    "CA103",
                    entry,
                    f"same_as[{place}].product",
                    f"holds {mine}, while {same.product} holds {theirs}.",
                    "One would be given for the other at another dose.",
                    "Only products with the same active, form, strength and vehicle are the same.",
                )


def without_or_twice_given(look: Look) -> Iterator[Fault]:
    """CA104: a study that says twice what was given: by a regimen and by ingredients."""
    for entry in look.entries("evidence"):
        if entry.record.regimen and entry.record.ingredients:
            yield error(
                "CA104",
                entry,
                "ingredients",
                "the study names a regimen as well.",
                "The two could drift apart.",
                "Keep `regimen`; `ingredients` is for what has no single regimen.",
            )


def unknown_codes(look: Look) -> Iterator[Fault]:
    """CA067: an expected code that no rule has. Silent when the rules are not known."""
    if not look.rule_codes:
        return
    for entry in look.entries("regimen"):
        expected = entry.record.expected
        for place, code in enumerate(expected.codes if expected else ()):
            if code not in look.rule_codes:
                near = close_names(code, sorted(look.rule_codes), 1)
                yield error(
                    "CA067",
                    entry,
                    f"expected.codes[{place}]",
                    f'no rule "{code}".',
                    "The check of the regimen could never pass.",
                    f'Closest: "{near[0]}".' if near else "`mesoplan rules` lists the codes.",
                )


def _unfit(regimen: Regimen, look: Look) -> Iterator[tuple[str, str]]:
    points = regimen.points
    plain: tuple[tuple[Any, ...], ...] = (
        ("interval", regimen.interval, "time", "calendar-time"),
        ("volume", regimen.volume, "volume"),
        ("points.volume", points.volume if points else None, "volume"),
    )
    for path, amount, *dimensions in plain:
        yield from _dimension(path, amount, *dimensions)
    for place, item in enumerate(regimen.items):
        base = f"items[{place}]"
        yield from _dimension(f"{base}.volume", item.volume, "volume")
        for key, end in _ENDS.items():
            amount = getattr(item, key)
            if amount is not None:
                yield from _ends(f"{base}.{key}", amount, end)
        yield from _two_units(base, item, look)


def _dimension(path: str, amount: AmountRange | None, *dimensions: str) -> Iterator[tuple[str, str]]:
    if amount is None:
        return
    if amount.low.dimension != amount.high.dimension or amount.low.dimension not in dimensions:
        yield path, f"{amount.text} is no {dimensions[0]}."


def _ends(path: str, amount: AmountRange, end: str) -> Iterator[tuple[str, str]]:
    if amount.low.dimension != amount.high.dimension:
        yield path, f"{amount.text} has two units."
    elif end and not amount.low.dimension.endswith(end):
        yield path, f"{amount.text} is no amount{end}."
    elif not end and "/" in amount.low.dimension:
        yield path, f"{amount.text} is an amount in something, not an amount."


def _two_units(base: str, item: RegimenItem, look: Look) -> Iterator[tuple[str, str]]:
    """Amounts of one item in two units; a volume goes with a mass where a strength tells them apart."""
    found = {amount.low.dimension.split("/")[0]: key for key, amount in item.amounts}
    solid = {unit for unit in found if unit != "volume" and not unit.startswith("count{")}
    told = bool(item.product or item.concentration or item.volume)
    if len(solid) > 1 or (solid and "volume" in found and not told):
        yield base, f"its amounts are given in {' and '.join(sorted(found))}."


def _zones(goal: str, look: Look) -> set[str]:
    """The zones of a goal, else of the goals above it; none where nobody says."""
    record = look.tables["goal"][goal].record
    if record.zones:
        return set(record.zones)
    above = [_zones(each, look) for each in record.parents if each in look.tables["goal"]]
    return set().union(*above) if all(above) else set()


def _above(zone: str, look: Look) -> Iterator[str]:
    entry = look.tables["zone"].get(zone)
    for parent in entry.record.parents if entry else ():
        yield parent
        yield from _above(parent, look)


def _covers(zone: str, zones: set[str], look: Look) -> bool:
    return any(zone in set(_above(each, look)) for each in zones)


def _made_of(product: Any) -> str:
    parts = sorted(f"{each.ingredient} {each.form} {each.strength or 'unknown'}" for each in product.contains)
    return f"{', '.join(parts)} ({product.vehicle.kind})"
