"""What many cases at once cost: each term of the cost model in docs/scale.md, in CPU time of this process.

    python benchmarks/screen_speed.py [--cocktails 40] [--patients 5000] [--rows 400000] [--json FILE]

Saved plans: what the planner suggests, for patients drawn from a seed. Every verdict by columns is compared
with the one by masks, and some with the rules; the run stops where two differ.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.screen.saved import patients, saved_cocktails

from mesoplan.catalog.load import load_catalog
from mesoplan.screen.judge import Judge
from mesoplan.screen.masks import VERDICTS


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("cocktails", 40), ("patients", 5_000), ("rows", 400_000), ("whole", 150)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    figures = measured(given.cocktails, given.patients, given.rows, given.whole)
    print("| what | measured |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value:,.6g} |")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def measured(cocktails: int, people: int, rows: int, whole: int) -> dict[str, float]:
    """Each figure by its name."""
    random = Random(11)
    catalog = load_catalog()
    places = saved_cocktails(catalog)
    found: dict[str, float] = {"saved cocktails": len(places)}
    places = random.sample(places, min(cocktails, len(places)))
    made = patients(catalog, random)
    given = [next(made) for _ in range(people)]
    found |= answers(Judge(catalog), places, given[:whole])
    judge = Judge(catalog)
    masks, reader = judge.masks, judge.reader
    there = [reader.read(json.dumps({**place, "patient": {}})) for place in places]
    texts = [json.dumps({**places[0], "patient": one}) for one in given]
    start = process_time()
    read = [reader.parts(text)[1].read for text in texts]
    found["a new patient read, s"] = (process_time() - start) / people
    start = process_time()
    for text in texts:
        reader.parts(text)
    found["a row read whose halves were met, s"] = (process_time() - start) / people
    start = process_time()
    persons = [masks.person(one) for one in read]
    found["a patient made ready for masks, s"] = (process_time() - start) / people
    start = process_time()
    compiled = [masks.compiled(one) for one in there]
    for one in compiled:
        for person in persons:
            masks.verdict(one, person)
    first = process_time() - start
    pairs = [(random.randrange(len(compiled)), random.randrange(people)) for _ in range(rows)]
    start = process_time()
    plain = [masks.verdict(compiled[one], persons[other]) for one, other in pairs]
    each = (process_time() - start) / rows
    found["verdicts a second, masks one by one"] = 1 / each
    found["a cocktail compiled, all patients met, s"] = (first - each * len(compiled) * people) / len(
        compiled
    )
    found["cocktails that go the slow way"] = sum(bool(one.why_slow) for one in compiled)
    found |= by_columns(judge, compiled, persons, pairs, plain)
    some = random.sample(range(rows), 200)
    start = process_time()
    for at in some:
        one, other = pairs[at]
        if masks.by_rules(compiled[one], persons[other].patient) != plain[at]:
            sys.exit(f"masks and rules differ: {places[one]} {given[other]}")
    found["a verdict by the rules, s"] = (process_time() - start) / len(some)
    return found


def answers(judge: Judge, places: list[dict], given: list[dict]) -> dict[str, float]:
    """Whole answers, without and with what they hang on."""
    texts = [json.dumps({**places[at % len(places)], "patient": one}) for at, one in enumerate(given)]
    judge.row("warm", texts[0])
    start = process_time()
    for text in texts:
        judge.row("x", text)
    plain = (process_time() - start) / len(texts)
    start = process_time()
    sizes = [len(judge.row_and_reads("x", text)[1]) for text in texts]
    return {
        "whole answers a second": 1 / plain,
        "whole answers with reads a second": len(texts) / (process_time() - start),
        "entries an answer hangs on, median": sorted(sizes)[len(sizes) // 2],
    }


def by_columns(judge, compiled, persons, pairs, plain) -> dict[str, float]:
    """Verdicts over columns; none where numpy is not installed."""
    try:
        import numpy
    except ModuleNotFoundError:
        return {}
    from mesoplan.screen.columns import Columns

    columns = Columns(judge.masks)
    start = process_time()
    numbers = numpy.array([columns.add(person) for person in persons])
    added = (process_time() - start) / len(persons)
    cocktail = numpy.array([one for one, _ in pairs])
    who = numbers[[other for _, other in pairs]]
    rates = []
    for _ in range(3):
        out = numpy.empty(len(pairs), numpy.int8)
        start = process_time()
        order = numpy.argsort(cocktail, kind="stable")
        ends = numpy.searchsorted(cocktail[order], numpy.arange(len(compiled) + 1))
        for at, one in enumerate(compiled):
            rows = order[ends[at] : ends[at + 1]]
            found = columns.ranks(one, who[rows])
            out[rows] = -1 if found is None else found
        rates.append(len(pairs) / (process_time() - start))
    differ = sum(rank >= 0 and VERDICTS[rank] != said for rank, said in zip(out.tolist(), plain, strict=True))
    if differ:
        sys.exit(f"{differ} verdicts by columns differ from those by masks")
    return {
        "a patient added to the columns, s": added,
        "verdicts a second, columns": sorted(rates)[1],
        "verdicts compared, columns against masks": len(pairs),
    }


if __name__ == "__main__":
    main()
