"""What checks look at: the records with their files, the day, and every statement once."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.read import Entry, Tables
from mesoplan.model.statement import Stated, statements_of
from mesoplan.record import NamedTuple


class Placed(NamedTuple):
    """A statement, the kind of entity that makes it, and where it stands."""

    kind: str
    entry: Entry
    path: str
    stated: Stated


class Look(NamedTuple):
    """The catalog as a check sees it.

    ``lineage`` gives an ingredient's classes, nearest first. ``rule_codes`` are the codes that
    rules may yield; empty when the caller does not know them.
    """

    tables: Tables
    today: datetime.date
    rule_codes: frozenset[str]
    statements: tuple[Placed, ...]
    lineage: Mapping[str, tuple[str, ...]]

    def entries(self, kind: str) -> Iterator[Entry]:
        """The entities of a kind, by id."""
        yield from self.tables[kind].values()


def look_at(tables: Tables, today: datetime.date, rule_codes: frozenset[str]) -> Look:
    """The tables, made ready for all checks."""
    statements = tuple(
        Placed(kind, entry, path, stated)
        for kind, table in tables.items()
        for identity, entry in table.items()
        for path, stated in statements_of(identity, entry.record)
    )
    classes = {identity: entry.record.parents for identity, entry in tables["class"].items()}
    lineage = {
        identity: _above(entry.record.classes, classes) for identity, entry in tables["ingredient"].items()
    }
    return Look(tables=tables, today=today, rule_codes=rule_codes, statements=statements, lineage=lineage)


def error(code: str, entry: Entry, path: str, what: str, so_what: str, following: str) -> Fault:
    """A fault that keeps the catalog from being used."""
    return Fault(
        code=code, file=entry.file, key=_key(entry, path), what=what, so_what=so_what, next=following
    )


def warning(code: str, entry: Entry, path: str, what: str, so_what: str, following: str) -> Fault:
    """A fault that a curator should look at; the catalog can be used."""
    return Fault(
        code=code,
        file=entry.file,
        key=_key(entry, path),
        what=what,
        so_what=so_what,
        next=following,
        level="warning",
    )


def note_of(record: Any) -> str:
    """What the author wrote beside a statement: its note, its citation's note, its anomaly."""
    cite = getattr(record, "cite", None)
    parts = (getattr(record, "note", ""), getattr(record, "anomaly", ""), cite.note if cite else "")
    return " ".join(part for part in parts if part)


def _key(entry: Entry, path: str) -> str:
    return f"{entry.key}.{path}" if entry.key and path else entry.key or path


def _above(parents: tuple[str, ...], classes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    level = list(parents)
    while level:
        fresh = [each for each in level if each not in found]
        found.update(dict.fromkeys(fresh))
        level = [above for each in fresh for above in classes.get(each, ())]
    return tuple(found)
