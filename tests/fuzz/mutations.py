"""One field of the shipped catalog changed at a time: a fault says so, or no verdict gets milder.

`python -m tests.fuzz --mutations 10000`. Fields are drawn evenly: first a field, then a record with it.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.fuzz.base import below_shipped
from tests.fuzz.loosening import milder_with

from mesoplan import Engine, load_catalog
from mesoplan.catalog.build import Draft, finish
from mesoplan.catalog.layout import BY_KIND
from mesoplan.catalog.ledger import ledger_lines
from mesoplan.catalog.link import link_faults
from mesoplan.catalog.read import Entry
from mesoplan.model.schema import parse

Path_ = tuple[str | int, ...]
CASES = 60


class Place(NamedTuple):
    """A field of a record as written."""

    kind: str
    identity: str
    path: Path_

    @property
    def field(self) -> str:
        """The field, whatever record and row it stands in."""
        return ".".join((self.kind, *(each for each in self.path if isinstance(each, str))))


class Mutation(NamedTuple):
    """A field, what it said and what it says now (None: the key is gone)."""

    place: Place
    before: Any
    after: Any


def run(count: int, seed: int, out: Path) -> int:
    """Change fields, one at a time; 1 when a verdict got milder and nothing said so."""
    engine, rng, came = Engine(load_catalog()), Random(seed), Counter[str]()
    fields, milder = sorted(places()), 0
    seen = set()
    for number in range(count):
        field = fields[number % len(fields)]
        mutation = drawn(rng, rng.choice(places()[field]))
        outcome = tried(engine, mutation)
        seen.add(field)
        came[outcome if ":" not in outcome else "milder"] += 1
        if ":" in outcome:
            milder += 1
            out.mkdir(parents=True, exist_ok=True)
            text = {"wrong": outcome, **mutation._asdict()}
            (out / f"mutation-{seed}-{number}.json").write_text(
                json.dumps(text, indent=1, default=str) + "\n"
            )
            print(f"{field}: {outcome}")
    counts = ", ".join(f"{each} {of}" for each, of in came.most_common())
    print(f"seed {seed}: {count} mutations of {len(seen)} of {len(fields)} fields: {counts}")
    return 1 if milder else 0


@cache
def places() -> dict[str, list[Place]]:
    """Every field that is written anywhere in the shipped catalog, and where."""
    found: dict[str, list[Place]] = {}
    for kind, table in below_shipped().folder.raw.items():
        for identity, entry in table.items():
            for path in _paths(entry.raw, ()):
                place = Place(kind, identity, path)
                found.setdefault(place.field, []).append(place)
    return found


def _paths(value: Any, path: Path_) -> Iterator[Path_]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*path, key)
            yield from _paths(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            if isinstance(each, dict):
                yield from _paths(each, (*path, at))


@cache
def _said() -> dict[str, list[Any]]:
    """What is said in each field, anywhere."""
    found: dict[str, list[Any]] = {}
    for field, those in places().items():
        for place in those:
            value = _at(below_shipped().folder.raw[place.kind][place.identity].raw, place.path)
            if value not in found.setdefault(field, []) and len(found[field]) < 400:
                found[field].append(value)
    return found


def _at(raw: Any, path: Path_) -> Any:
    for part in path:
        raw = raw[part]
    return raw


def drawn(rng: Random, place: Place) -> Mutation:
    """Something else in this field, larger, smaller, of another record, or nothing."""
    before = _at(below_shipped().folder.raw[place.kind][place.identity].raw, place.path)
    others = [each for each in _said()[place.field] if each != before]
    what = rng.random()
    after: Any = None
    if what > 0.8 and isinstance(before, list) and before:
        gone = rng.randrange(len(before))
        after = [each for at, each in enumerate(before) if at != gone]
    elif what > 0.2 and isinstance(before, str) and before[:1].isdigit():
        number, _, unit = before.partition(" ")
        after = f"{rng.choice(('0.0001', '9000', number + '0', '0'))} {unit}".strip()
    elif what > 0.2 and isinstance(before, bool):
        after = not before
    elif what > 0.2 and isinstance(before, int):
        after = rng.choice((before * 10, 0, before + 1))
    elif what > 0.2 and others:
        after = rng.choice(others)
    return Mutation(place, before, after)


def changed(mutation: Mutation) -> dict[str, Any]:
    """The record as written, with the change in it."""
    kind, identity, path = mutation.place
    raw = _copied(below_shipped().folder.raw[kind][identity].raw)
    holder = _at(raw, path[:-1])
    if mutation.after is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = mutation.after
    found: dict[str, Any] = raw
    return found


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def tried(engine: Engine, mutation: Mutation) -> str:
    """What came of it: ``refused``, ``ledger``, ``same record``, ``no milder``, or what got milder where."""
    under = below_shipped()
    kind, identity, _ = mutation.place
    entry = under.tables[kind].get(identity)
    record, faults = parse(BY_KIND[kind].record, {**changed(mutation), "id": identity})
    if faults or record is None or entry is None:
        return "refused"
    if record == entry.record and repr(record) == repr(entry.record):
        return "same record"
    if _lines(kind, identity, Entry(record, entry.file, entry.key)) != _lines(kind, identity, entry):
        return "ledger"
    tables = {**under.tables, kind: {**under.tables[kind], identity: entry._replace(record=record)}}
    whole = Draft(head=under.head, tables=tables, ledger=(), faults=(), base=tables)
    asked = {"name": mutation.place.field, "text": repr(mutation), "about": identity}
    milder = milder_with(finish(whole), engine, asked, CASES)
    if milder and link_faults(tables):  # asked only now: it takes longer than most of what is tried
        return "refused"
    return milder or "no milder"


def _lines(kind: str, identity: str, entry: Entry) -> tuple[str, ...]:
    return ledger_lines({kind: {identity: entry}})
