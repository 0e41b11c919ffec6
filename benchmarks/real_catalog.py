"""The real catalog: every goal for a spread of patients, three ways, and what the search costs.

    python benchmarks/real_catalog.py [--patients 50] [--seed 1] [--json FILE] [--no-cpsat]

Prints the number of disagreements between `plan`, brute force and CP-SAT, and the time of the search
(top ten, proven, rules asked afresh, median over the cases with a candidate) against the time that a
bare interpreter takes to start.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from real_oracles import brute_best, cases, cpsat_best, size_of

from mesoplan import solver
from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.planner.ground import best, over, prepare

K = 10
#: Brute force is left out above this many cocktails; how often is printed.
MOST = 100_000


def main() -> None:
    """Runs the sweep and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--no-cpsat", action="store_true")
    arguments = parser.parse_args()
    rows = sweep(arguments.patients, arguments.seed, cpsat=not arguments.no_cpsat)
    print(
        "| goal | cases | with a plan | candidates | k-best differs | CP-SAT differs | blocked "
        "| not tried | search ms | problem ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(str(value) for value in row.values()) + " |")
    start = interpreter_start()
    searches = [row["search ms"] for row in rows]
    total = {
        "cases": sum(row["cases"] for row in rows),
        "disagreements": sum(row["k-best differs"] + row["CP-SAT differs"] + row["blocked"] for row in rows),
        "not tried": sum(row["not tried"] for row in rows),
        "interpreter start ms": round(start, 1),
        "slowest goal, median search ms": max(searches),
        "ratio to interpreter start": round(max(searches) / start, 3),
    }
    print()
    for name, value in total.items():
        print(f"{name}: {value}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"total": total, "goals": rows}, indent=1) + "\n")


def sweep(patients: int, seed: int, *, cpsat: bool) -> list[dict[str, Any]]:
    """One row a goal."""
    catalog = finish(draft(shipped_catalog(), (), datetime.date(2026, 1, 1)))
    knowledge = Knowledge(catalog)
    best_sets = None
    if cpsat:
        from search_oracle import best_sets
    return [
        _goal(goal, list(cases(catalog, goal, patients, seed)), knowledge, best_sets)
        for goal in sorted(catalog.table("goal"))
    ]


def _goal(goal: str, spread: list[Any], knowledge: Knowledge, best_sets: Any) -> dict[str, Any]:
    planned = most = differs = solver_differs = blocked = skipped = 0
    searching: list[float] = []
    building: list[float] = []
    for case in spread:
        ground = prepare(case, knowledge)
        begin = perf_counter()
        ground = over(ground.scene, ground.rules, ground.points, ground.numbers, ground.found)
        building.append(perf_counter() - begin)
        if ground.model is not None:
            begin = perf_counter()
            solver.best_plans(ground.model.with_pairs().problem, K, floor=None)
            searching.append(perf_counter() - begin)
        answer = best(ground, K)
        ours = [(each.found.value, each.regimens) for each in answer.plans]
        planned += bool(ours)
        most = max(most, len(ground.found.candidates))
        blocked += sum(each.report.verdict == "blocked" for each in answer.plans)
        if size_of(ground) > MOST:
            skipped += 1
            continue
        differs += not agree(ours, brute_best(ground, K))
        if best_sets is not None and ground.model is not None:
            found = solver.best_plans(ground.model.with_pairs().problem, 1, floor=None).plans
            solver_differs += cpsat_best(ground, best_sets) != (found[0].value if found else None)
    return {
        "goal": goal,
        "cases": len(spread),
        "with a plan": planned,
        "candidates": most,
        "k-best differs": differs,
        "CP-SAT differs": solver_differs,
        "blocked": blocked,
        "not tried": skipped,
        "search ms": round(median(searching or [0.0]) * 1000, 2),
        "problem ms": round(median(building) * 1000, 2),
    }


def agree(ours: list[Any], theirs: list[Any]) -> bool:
    """The same values in the same order; regimens of one value and place may change places."""
    return [value for value, _ in ours] == [each.value for each in theirs] and {
        names for _, names in ours[:-1]
    } >= {each.regimens for each in theirs[:-1]} - {
        each.regimens for each in theirs if each.value == ours[-1][0]
    }


def interpreter_start() -> float:
    """Milliseconds that ``python -c pass`` takes, the median of eleven."""
    taken = []
    for _ in range(11):
        begin = perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        taken.append(perf_counter() - begin)
    return median(taken) * 1000


if __name__ == "__main__":
    main()
