"""One record of the catalog changed at random, many times: is every answer that changes among the re-checked?

    python -m tests.screen.one_record [--changes 200] [--plans 1000] [--seed 1] [--procs 2]

For each change every plan is asked of the changed catalog, and those whose read set the change meets are
counted. An answer that changes outside its read set is printed, and the exit code is 1.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context
from random import Random
from statistics import mean, median
from typing import Any, NamedTuple

from tests.screen.saved import saved_plans

from mesoplan.catalog.build import Draft, draft
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.link import build_index, link_faults
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.screen.judge import Judge
from mesoplan.screen.readset import differences

#: Fields whose change is not one of this record alone: names are unique, and hierarchies have no rings.
_LEFT = ("id", "label", "synonyms", "names", "parents", "classes", "within", "codes")


class Outcome(NamedTuple):
    """One change: what it was, how many plans were to be checked again, which changed, which outside."""

    change: str
    again: int
    changed: int
    missed: tuple[str, ...]


def read_catalog() -> Draft:
    """The shipped catalog, ready to be changed."""
    return draft(shipped_catalog(), (), date.today())


def made(read: Draft, tables: Any, name: str) -> Catalog:
    """The catalog of these tables, with indexes made of them."""
    records = {kind: {one: entry.record for one, entry in table.items()} for kind, table in tables.items()}
    return Catalog(
        version=read.head.version,
        title=read.head.title,
        content_hash=name,
        index=build_index(tables),
        tables=records,
    )


def one_change(read: Draft, random: Random) -> tuple[str, Catalog]:
    """The catalog with one record gone, or changed in one field: less, more, or as another record has it.

    One half are records of all alike, the other of kinds alike, so that rare kinds are among them.
    """
    kinds = [each for each in read.tables if each != "source" and len(read.tables[each]) > 1]
    by_size = random.random() < 0.5
    weights = [len(read.tables[each]) if by_size else 1 for each in kinds]
    while True:
        kind = random.choices(kinds, weights)[0]
        table = read.tables[kind]
        if random.random() < 0.1:
            identity = random.choice(sorted(table))
            tables = {**read.tables, kind: {each: table[each] for each in table if each != identity}}
            if not link_faults(tables):
                return f"{kind} {identity} gone", made(read, tables, "changed")
            continue
        one, other = (table[each] for each in random.sample(sorted(table), 2))
        name = random.choice([each for each in one.record._fields if each not in _LEFT])
        mine, theirs = getattr(one.record, name), getattr(other.record, name)
        values = [theirs]
        if isinstance(mine, tuple) and not hasattr(mine, "_fields"):
            values = [mine[1:], mine[:-1], (*mine, *theirs)]
        value = random.choice(values)
        if repr(value) == repr(mine):
            continue
        record = one.record._replace(**{name: value})
        identity = next(key for key, each in table.items() if each is one)
        tables = {**read.tables, kind: {**table, identity: one._replace(record=record)}}
        if not link_faults(tables):
            return f"{kind} {identity} {name}", made(read, tables, "changed")


class Trial:
    """Plans with their answers and read sets, to be held against changes."""

    def __init__(self, read: Draft, cases: list[dict[str, Any]]) -> None:
        self.read = read
        self.catalog = made(read, read.tables, "before")
        self.texts = [json.dumps(case) for case in cases]
        judge = Judge(self.catalog, "x")
        self.answers = [judge.row_and_reads(str(n), text) for n, text in enumerate(self.texts)]

    def hold(self, seed: str) -> Outcome:
        """One change, drawn from its seed."""
        what, new = one_change(self.read, Random(seed))
        different = frozenset(differences(self.catalog, new))
        judge = Judge(new, "x")
        again = changed = 0
        missed = []
        for number, (text, (old, reads)) in enumerate(zip(self.texts, self.answers, strict=True)):
            met = not different.isdisjoint(reads)
            again += met
            if judge.row(str(number), text) != old:
                changed += 1
                if not met:
                    missed.append(f"{what}: plan {number}")
        return Outcome(what, again, changed, tuple(missed))


_trial: list[Trial] = []


def _begin(seed: int, plans: int) -> None:
    read = read_catalog()
    cases = saved_plans(made(read, read.tables, "before"), seed, plans)
    _trial.append(Trial(read, cases))


def _hold(seed: str) -> Outcome:
    return _trial[0].hold(seed)


def held(seed: int, plans: int, changes: int, procs: int) -> Iterator[Outcome]:
    """The outcomes of so many changes, in processes."""
    with get_context("spawn").Pool(procs, _begin, (seed, plans)) as pool:
        yield from pool.imap_unordered(_hold, [f"{seed}/{number}" for number in range(changes)])


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("changes", 200), ("plans", 1_000), ("seed", 1), ("procs", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    found = []
    for each in held(given.seed, given.plans, given.changes, given.procs):
        found.append(each)
        print(len(found), *each[:3], *each.missed, file=sys.stderr, flush=True)
    shares = [100 * each.again / given.plans for each in found]
    missed = [name for each in found for name in each.missed]
    print(f"{len(found)} changes of one record, {given.plans} plans, seed {given.seed}")
    print(f"re-checked: median {median(shares):.1f} %, mean {mean(shares):.1f} %, most {max(shares):.1f} %")
    print(f"changes that touch no plan: {sum(not share for share in shares)}")
    print(
        f"changed answers: {sum(each.changed for each in found)}, outside what was re-checked: {len(missed)}"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
