"""Numbers outside nature, and ranges that end before they begin."""

from collections.abc import Iterator
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.link import walk_records
from mesoplan.catalog.lint.look import Look, error
from mesoplan.quantity import Quantity, QuantityError

#: Lowest and highest believable value of a plain number, by record and field.
_BOUNDS: dict[tuple[str, str], tuple[int, int, str]] = {
    ("Acidness", "low"): (0, 14, "pH"),
    ("Acidness", "high"): (0, 14, "pH"),
    ("StableBetween", "ph_min"): (0, 14, "pH"),
    ("StableBetween", "ph_max"): (0, 14, "pH"),
    ("Interaction", "ph_min"): (0, 14, "pH"),
    ("Interaction", "ph_max"): (0, 14, "pH"),
    ("Acidity", "measured_threshold"): (0, 14, "pH"),
    ("Acidity", "pka"): (-10, 25, "pKa"),
    ("AgeLimit", "min_age"): (0, 120, "age"),
    ("AgeLimit", "max_age"): (0, 120, "age"),
    ("Evidence", "n"): (0, 100_000_000, "number of patients"),
    ("CountRange", "low"): (1, 1000, "number"),
    ("CountRange", "high"): (1, 1000, "number"),
    ("Population", "min_age"): (0, 120, "age"),
    ("Population", "max_age"): (0, 120, "age"),
    ("Course", "max_sessions"): (1, 200, "number of sessions"),
}

#: Fields that belong together as the two ends of a range, by record.
_RANGES: dict[str, tuple[str, str]] = {
    "Acidness": ("low", "high"),
    "StableBetween": ("ph_min", "ph_max"),
    "Interaction": ("ph_min", "ph_max"),
    "AgeLimit": ("min_age", "max_age"),
    "Span": ("low", "high"),
    "AmountRange": ("low", "high"),
    "CountRange": ("low", "high"),
    "Population": ("min_age", "max_age"),
    "StudiedRange": ("low", "high"),
}

_HIGHEST_OSMOLALITY = 10_000


def out_of_range(look: Look) -> Iterator[Fault]:
    """CA043: a pH outside 0 to 14, an age outside 0 to 120, a range from high to low."""
    for table in look.tables.values():
        for entry in table.values():
            for record, path in walk_records(entry.record):
                for key, what in _wrong(record):
                    yield error(
                        "CA043",
                        entry,
                        f"{path}.{key}" if path else key,
                        what,
                        "A rule that reads it would judge wrongly.",
                        "Compare with the source.",
                    )


def _wrong(record: Any) -> Iterator[tuple[str, str]]:
    name = type(record).__name__
    for field in record._fields:
        bounds = _BOUNDS.get((name, field))
        value = getattr(record, field)
        if bounds is not None and value is not None and not bounds[0] <= value <= bounds[1]:
            yield field, f"{value} is no {bounds[2]}: that lies from {bounds[0]} to {bounds[1]}."
    if name in _RANGES:
        low, high = (getattr(record, field) for field in _RANGES[name])
        if low is not None and high is not None and not _ordered(low, high):
            yield _RANGES[name][0], f"the range goes from {low} to {high}."
    if name == "Osmolality" and not _is_osmolality(record.value):
        yield "value", f"{record.value} is no osmolality: that lies from 0 to {_HIGHEST_OSMOLALITY} mOsm."


def _ordered(low: Any, high: Any) -> bool:
    try:
        return bool(low <= high)
    except QuantityError:
        return False


def _is_osmolality(value: Quantity) -> bool:
    return value.dimension.startswith("osmoles/") and value.value <= _HIGHEST_OSMOLALITY
