"""Masks and columns against the rules themselves, on many random cases and on many saved plans.

    python -m tests.screen.masks_against_rules [--random 20000] [--saved 20000] [--seed 1]

Prints how many verdicts differ, and which; the exit code is 1 when one does.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

import numpy
from tests.rules.test_reads import random_cases
from tests.screen.saved import patients, saved_cocktails

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.load import load_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Patient, ResolvedCase
from mesoplan.screen.columns import Columns
from mesoplan.screen.masks import VERDICTS, Masks
from mesoplan.screen.reading import CaseReader


def random_grid(catalog: Catalog, seed: int, number: int) -> tuple[list[ResolvedCase], list[Patient]]:
    """Random cocktails at places, and random patients, as many of each as give so many cases."""
    cases = [case for part in range(24) for case in random_cases(catalog, 1_000 * seed + part, 12)]
    people = list({repr(case.patient): case.patient for case in cases}.values())
    distinct = list({repr(case._replace(patient=Patient())): case for case in cases}.values())
    return distinct[: -(-number // len(people))], people


def saved_grid(catalog: Catalog, seed: int, number: int) -> tuple[list[ResolvedCase], list[Patient]]:
    """Every cocktail that is suggested, and patients, as many as give so many cases."""
    reader, random = CaseReader(catalog), Random(seed)
    places = [reader.read(json.dumps({**each, "patient": {}})) for each in saved_cocktails(catalog)]
    made = patients(catalog, random)
    count = -(-number // len(places))
    return places, [reader.read(json.dumps({"patient": next(made)})).patient for _ in range(count)]


def compared(
    knowledge: Knowledge, cases: list[ResolvedCase], people: list[Patient], verdicts: Counter[str]
) -> Iterator[str]:
    """Each case whose verdict differs, in words; ``verdicts`` counts all, and what went the slow way."""
    masks = Masks(knowledge)
    columns = Columns(masks)
    persons = [masks.person(each) for each in people]
    who = numpy.array([columns.add(each) for each in persons], numpy.int64)
    for number, case in enumerate(cases):
        there, again = masks.compiled(case), masks.compiled(case)
        whole = columns.ranks(again, who)
        for at, person in enumerate(persons):
            said = masks.by_rules(there, person.patient)
            verdicts[said] += 1
            for name, other in (
                ("masks", masks.verdict(there, person)),
                ("columns", said if whole is None else VERDICTS[int(whole[at])]),
            ):
                if other != said:
                    yield f"{name} say {other}, the rules {said}: {case} {person.patient}"
        verdicts["went the slow way"] += len(persons) if there.why_slow else 0
        print(number + 1, "of", len(cases), file=sys.stderr, flush=True)


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("random", 20_000), ("saved", 20_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    catalog = load_catalog()
    knowledge = Knowledge(catalog)
    differ = 0
    for name, grid, number in (("saved", saved_grid, given.saved), ("random", random_grid, given.random)):
        cases, people = grid(catalog, given.seed, number)
        verdicts: Counter[str] = Counter()
        found = list(compared(knowledge, cases, people, verdicts))
        slow = verdicts.pop("went the slow way", 0)
        print(
            f"{name}: {len(cases)} cocktails x {len(people)} patients = {verdicts.total()} cases "
            f"({', '.join(f'{key} {count}' for key, count in sorted(verdicts.items()))}); "
            f"{slow} went the slow way; {len(found)} verdicts differ",
            flush=True,
        )
        for each in found[:5]:
            print(each)
        differ += len(found)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
