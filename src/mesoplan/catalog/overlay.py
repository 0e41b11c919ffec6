"""A clinic's own folder over the base: it may add and tighten; it cannot take away.

Merging is additive. New entities are added; lists of an existing entity are extended; a single
value may be filled in but not changed. A statement of the base can only be put aside by a waiver.
"""

from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.read import Folder, RawEntry, RawTables


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
