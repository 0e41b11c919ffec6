"""How fast the planner's search is, against CP-SAT and against itself. Prints Markdown.

    python benchmarks/search_speed.py [--quick] [--json FILE] [--part NAME]

Times are CPU times. Only their ratios within one run mean anything: both engines solve the same problem right
after each other. An unfinished CP-SAT run counts with the time it had, so its ratio is a lower bound (`>=`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from platform import python_version
from random import Random
from statistics import median
from time import process_time
from typing import Any

from instances import catalog_like
from processes import peak

from mesoplan.solver import Budget, Plan, Problem, Unlike, best_plans
from mesoplan.solver.demand import at_most, cover, exclude, include, within
from mesoplan.solver.pareto import pareto_front
from mesoplan.solver.unsatisfiable import smallest_unsatisfiable

TUNING_SEEDS = tuple(range(1, 30))
"""Seen while the search was written; never reported as results."""
HELD_OUT_SEEDS = tuple(range(101, 111))
NODE_LIMIT = 300_000
ORACLE_SECONDS = 60.0
RUNS_BESIDE = 3
"""Runs of ours before and after each of CP-SAT's: single runs of some 30 ms differ by half."""

Row = dict[str, Any]


def timed(problem: Problem, k: int, repeats: int = 1) -> tuple[float, Any]:
    """Seconds (the best of the repeats) and the answer."""
    best = float("inf")
    for _ in range(repeats):
        start = process_time()
        answer = best_plans(problem, k, budget=Budget(nodes=NODE_LIMIT))
        best = min(best, process_time() - start)
    return best, answer


# ---------------------------------------------------------------------- against CP-SAT


def against_cp_sat(seeds: tuple[int, ...], quick: bool) -> list[Row]:
    from search_oracle import best_sets

    settings = [(30, 5, 10), (30, 5, 1), (100, 5, 10), (100, 5, 1)]
    if not quick:
        settings += [(100, 3, 10), (30, 8, 10), (30, 8, 1), (100, 8, 10), (100, 8, 1)]
    rows = []
    for n, max_items, k in settings:
        ratios, ours, theirs, unfinished = [], [], [], 0
        for seed in seeds:
            problem = catalog_like(n, max_items=max_items, seed=seed)
            before = [timed(problem, k) for _ in range(RUNS_BESIDE)]
            start = process_time()
            other = best_sets(problem, k, ORACLE_SECONDS)
            elapsed = process_time() - start
            after = [timed(problem, k) for _ in range(RUNS_BESIDE)]
            answer = before[0][1]
            if answer.status != "optimal":
                raise SystemExit(f"n={n} K={max_items} seed={seed}: our search did not finish")
            if other.proved:
                values = [plan.value for plan in answer.plans]
                if values != [plan.value for plan in other.plans]:
                    raise SystemExit(f"n={n} K={max_items} seed={seed}: the engines disagree")
            unfinished += not other.proved
            typical = median(seconds for seconds, _ in (*before, *after))
            ours.append(typical)
            theirs.append(elapsed)
            ratios.append(elapsed / typical)
        rows.append(
            {
                "n": n,
                "K": max_items,
                "k": k,
                "ours_ms": spread(ours, 1000),
                "cp_sat_s": spread(theirs),
                "ratio": spread(ratios),
                "cp_sat_unfinished": unfinished,
            }
        )
        say(rows[-1])
    return rows


# ---------------------------------------------------------------------- against itself


def growth(seeds: tuple[int, ...], quick: bool) -> list[Row]:
    """Each row against n=100, K=5, five facets, k=10, on the same seeds, solved in turn."""
    settings: list[dict[str, Any]] = [{"n": n} for n in (30, 100, 300, 1000)]
    settings += [{"n": 100, "max_items": max_items} for max_items in (3, 8)]
    settings += [{"n": 100, "facets": facets} for facets in (1, 2, 3, 8)]
    settings += [{"n": 100, "family": "flat"}, {"n": 100, "syringes": 1}, {"n": 100, "syringes": 3}]
    if not quick:
        settings += [{"n": 10_000}, {"n": 300, "max_items": 8}, {"n": 1000, "max_items": 8}]
    rows = []
    for setting in settings:
        times, ratios, nodes, kept, unproved = [], [], [], [], 0
        for seed in seeds:
            problem, base = catalog_like(**setting, seed=seed), catalog_like(100, seed=seed)
            turns = [(timed(base, 10)[0], timed(problem, 10)) for _ in range(2)]
            seconds = min(taken for _, (taken, _) in turns)
            answer = turns[0][1][1]
            times.append(seconds)
            ratios.append(seconds / min(taken for taken, _ in turns))
            nodes.append(answer.counters.nodes)
            kept.append(answer.counters.candidates)
            unproved += answer.status != "optimal"
        rows.append(
            {
                "setting": " ".join(f"{name}={value}" for name, value in setting.items()),
                "ms": spread(times, 1000),
                "times_n100_K5": spread(ratios),
                "nodes": spread(nodes),
                "candidates": spread(kept),
                "unproved": unproved,
            }
        )
        say(rows[-1])
    return rows


def memory(seeds: tuple[int, ...], quick: bool) -> list[Row]:
    """Peak resident memory of a process that builds and solves one problem."""
    settings: list[dict[str, int]] = [{"n": 100}, {"n": 100, "max_items": 3}, {"n": 100, "max_items": 8}]
    settings += [{"n": 100, "facets": 1}, {"n": 100, "facets": 8}, {"n": 1000}]
    if not quick:
        settings.append({"n": 10_000})
    rows = []
    for setting in settings:
        command = [sys.executable, __file__, "--solve", json.dumps({**setting, "seed": seeds[0]})]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        named = " ".join(f"{name}={value}" for name, value in setting.items())
        rows.append({"setting": named, **json.loads(done.stdout)})
        say(rows[-1])
    return rows


def solve_alone(setting: dict[str, int]) -> None:
    """The child of `memory`."""
    before = peak()
    problem = catalog_like(**setting)
    built = peak()
    answer = best_plans(problem, 10)
    print(
        json.dumps(
            {
                "status": answer.status,
                "interpreter_mb": before,
                "with_problem_mb": built,
                "peak_mb": peak(),
            }
        )
    )


# ---------------------------------------------------------------------- weak spots


def weak_spots(seeds: tuple[int, ...], quick: bool) -> list[Row]:
    """Unsatisfiable sets, fronts and plans kept apart: absolute times and what stayed unproved."""
    rows = []
    for n, max_items in ((30, 5), (100, 5)):
        problems = [catalog_like(n, max_items=max_items, seed=seed) for seed in seeds]
        rows.append(weak_row(f"smallest unsatisfiable set n={n} K={max_items}", problems, one_conflict))
        rows.append(weak_row(f"5 plans kept apart n={n} K={max_items}", problems, one_diverse))
    for n, max_items in ((30, 3),) if quick else ((30, 3), (30, 5), (100, 3)):
        problems = [catalog_like(n, max_items=max_items, seed=seed) for seed in seeds[:3]]
        rows.append(weak_row(f"Pareto front n={n} K={max_items}", problems, one_front))
    return rows


def weak_row(name: str, problems: list[Problem], run: Any) -> Row:
    times, sizes, unproved = [], [], 0
    for problem in problems:
        start = process_time()
        size, proved = run(problem)
        times.append(process_time() - start)
        sizes.append(size)
        unproved += not proved
    row = {"task": name, "ms": spread(times, 1000), "size": spread(sizes), "unproved": unproved}
    say(row)
    return row


def one_conflict(problem: Problem) -> tuple[int, bool]:
    random = Random(len(problem.items) + sum(problem.weights))
    size = len(problem.items)
    demands = [include(f"with {item}", item) for item in random.sample(range(size), 2)]
    demands += [cover(f"facet {facet}", facet, random.randint(100, 350)) for facet in range(5)]
    demands += [
        exclude("without a third", random.sample(range(size), size // 3)),
        at_most("four items", items=4),
        at_most("one syringe", syringes=1),
        at_most("4 mL", volume=4000),
        within("half of a resource", 1, 60),
    ]
    conflict = smallest_unsatisfiable(problem, demands, Budget(nodes=20_000))
    proved = conflict.smallest if conflict.status == "unsatisfiable" else conflict.status == "satisfiable"
    return len(conflict.demands), proved


def one_diverse(problem: Problem) -> tuple[int, bool]:
    plans: list[Plan] = []
    while len(plans) < 5:
        unlike = [Unlike(plan.items, problem.max_items - 2, 1) for plan in plans]
        answer = best_plans(problem, 1, unlike=unlike)
        if not answer.plans:
            break
        plans += answer.plans
    return len(plans), True


def one_front(problem: Problem) -> tuple[int, bool]:
    front = pareto_front(problem, budget=Budget(nodes=100_000))
    return len(front.points), front.complete


# ---------------------------------------------------------------------- output


def spread(values: list[float] | list[int], factor: float = 1) -> dict[str, float]:
    scaled = sorted(value * factor for value in values)
    return {
        "median": round(median(scaled), 3),
        "low": round(scaled[0], 3),
        "high": round(scaled[-1], 3),
    }


def say(row: Row) -> None:
    print(row, file=sys.stderr, flush=True)


def markdown(title: str, rows: list[Row]) -> str:
    if not rows:
        return ""
    heads = list(rows[0])
    lines = [f"### {title}", "", "| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for row in rows:
        cells = []
        for head in heads:
            value = row[head]
            if isinstance(value, dict):
                least = ">= " if head == "ratio" and row.get("cp_sat_unfinished") else ""
                value = f"{least}{value['median']:.4g} [{value['low']:.4g}..{value['high']:.4g}]"
            cells.append(str(value))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


PARTS = {
    "cp-sat": ("Against CP-SAT (linearization_level=2, one worker)", against_cp_sat),
    "growth": ("Growth, k=10", growth),
    "memory": ("Memory", memory),
    "weak": ("Weak spots", weak_spots),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer seeds and settings")
    parser.add_argument("--json", type=Path, help="where to write all figures")
    parser.add_argument("--part", choices=list(PARTS), action="append", help="only this part")
    parser.add_argument("--solve", type=json.loads, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.solve:
        solve_alone(arguments.solve)
        return
    seeds = HELD_OUT_SEEDS[:2] if arguments.quick else HELD_OUT_SEEDS
    results: dict[str, Any] = {
        "python": python_version(),
        "seeds": list(seeds),
        "tuning_seeds": list(TUNING_SEEDS),
    }
    for name in arguments.part or PARTS:
        title, measure = PARTS[name]
        results[name] = measure(seeds, arguments.quick)
        print(markdown(title, results[name]), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
