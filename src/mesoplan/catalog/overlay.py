"""A clinic's own folder over the base: it may add and tighten; it cannot take away.

Merging is additive. New entities are added; lists of an existing entity are extended; a single
value may be filled in but not changed. A statement of the base can only be put aside by a waiver.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.read import Folder, RawEntry, RawTables, Tables
from mesoplan.model.statement import statements_of


def lay_over(base: RawTables, overlay: Folder) -> tuple[RawTables, tuple[Fault, ...]]:
    """The tables of ``base`` with ``overlay`` merged in, and a fault for each forbidden change."""
    faults: list[Fault] = []
    merged: RawTables = {}
    for kind, table in base.items():
        result = dict(table)
        for identity, entry in overlay.raw[kind].items():
            below = result.get(identity)
            named = entry._replace(file=f"{overlay.path.name}/{entry.file}")
            result[identity] = named if below is None else _extended(below, named, faults)
        merged[kind] = result
    return merged, tuple(faults)


def _extended(below: RawEntry, above: RawEntry, faults: list[Fault]) -> RawEntry:
    raw: dict[str, Any] = dict(below.raw)
    for key, value in above.raw.items():
        if key not in raw:
            raw[key] = value
        elif isinstance(value, list) and isinstance(raw[key], list):
            raw[key] = raw[key] + [each for each in value if each not in raw[key]]
        elif raw[key] != value:
            place = f"{above.key}.{key}" if above.key else key
            faults.append(
                Fault(
                    "CA080",
                    above.file,
                    place,
                    f"changes what the base says in {below.file}.",
                    "An overlay may add and tighten, not change or loosen.",
                    "Give the entity its own id, add a statement beside it, or write a waiver.",
                )
            )
    return RawEntry(raw, below.file, below.key)


def waiver_faults(tables: Tables, today: datetime.date) -> Iterator[Fault]:
    """Waivers of nothing, waivers without an end, and waivers past their end."""
    known = {
        stated.id
        for table in tables.values()
        for identity, entry in table.items()
        for _, stated in statements_of(identity, entry.record)
    }
    for identity, entry in tables["waiver"].items():
        waiver = entry.record
        if waiver.statement not in known:
            yield Fault(
                "CA081",
                entry.file,
                f"{entry.key}.statement",
                f'no statement "{waiver.statement}".',
                f'The waiver "{identity}" waives nothing.',
                "Copy the id from `mesoplan explain` or `check --format json`.",
            )
        if not waiver.reason.strip() or not waiver.owner.strip():
            yield Fault(
                "CA082",
                entry.file,
                entry.key,
                "a waiver needs a reason and an owner.",
                "Nobody could answer for it.",
                "Write both.",
            )
        try:
            ends = datetime.date.fromisoformat(waiver.expires)
        except ValueError:
            yield Fault(
                "CA083",
                entry.file,
                f"{entry.key}.expires",
                f'"{waiver.expires}" is not a date.',
                "The waiver would never end.",
                'Write it as "2027-06-30".',
            )
            continue
        if ends < today:
            yield Fault(
                "CA084",
                entry.file,
                f"{entry.key}.expires",
                f"the waiver ended on {ends}.",
                "The statement it put aside holds again.",
                "Renew it with a reason, or remove it.",
                "warning",
            )


def has_ended(expires: str, today: datetime.date) -> bool:
    """Whether a waiver with this end counts no longer; what is no date has ended."""
    try:
        return datetime.date.fromisoformat(expires) < today
    except ValueError:
        return True
