"""A clinic's own folder over the base: it may add and tighten; it cannot take away.

Merging is additive. New entities are added; lists of an existing entity are extended; a single
value may be filled in but not changed. A statement of the base can only be put aside by a waiver.
"""

from collections.abc import Iterator
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.layout import HEAD_FILE, LEDGER_FILE, SCHEMA_VERSION
from mesoplan.catalog.ledger import missing_lines, overlay_lines
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
                    code="CA080",
                    file=above.file,
                    key=place,
                    what=f"changes what the base says in {below.file}.",
                    so_what="An overlay may add and tighten, not change or loosen.",
                    next="Give the entity its own id, add a statement beside it, or write a waiver.",
                )
            )
    return RawEntry(raw, above.file, above.key)


def overlay_faults(folder: Folder) -> Iterator[Fault]:
    """What is wrong with an overlay as a whole: its head, what is missing from it, what is not in it."""
    head = folder.head
    if head is not None and (head.schema != SCHEMA_VERSION or head.role != "overlay"):
        yield Fault(
            code="CA006",
            file=HEAD_FILE,
            key="schema" if head.schema != SCHEMA_VERSION else "role",
            what=f'says schema {head.schema}, role "{head.role}".',
            so_what="This folder is no overlay of this version of mesoplan.",
            next=f'Write schema = {SCHEMA_VERSION} and role = "overlay"; a base can only come first.',
        )
    if not any(folder.raw.values()) and not folder.faults:
        yield Fault(
            code="CA075",
            file=".",
            key="",
            what="the folder says nothing.",
            so_what="A clinic's warnings may be missing.",
            next="Restore its files, or leave out --catalog.",
        )
    if folder.ledger is not None:
        yield from missing_lines(overlay_lines(folder.raw), folder.ledger, LEDGER_FILE)
