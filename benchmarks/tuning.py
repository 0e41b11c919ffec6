"""What each tuned number of the search bought: the work with a neutral value, divided by the default's.

python benchmarks/tuning.py [--quick] [NAME ...]

Prints one row for each number: nodes, multiplier steps and CPU time of the whole set of problems. Seeds 31 to
34, which no test and no other benchmark uses. Counters are exact; CPU time is the lower of two runs.
"""

from __future__ import annotations

import argparse
from time import process_time
from typing import NamedTuple

from instances import catalog_like

from mesoplan.solver import Budget, Problem, Tuning, best_plans

SEEDS = (31, 32, 33, 34)
MOST_NODES = 20_000

#: A value for each number that takes its idea away.
NEUTRAL: dict[str, object] = {
    "candidates_per_item": 10_000,
    "few_facets": 0,
    "widening": 10_000,
    "requeue_below": 0,
    "small": 0,
    "large": 10**9,
    "steps_small": 24,
    "steps_medium": 24,
    "steps_large": 4,
    "root_step": 0.02,
    "refining_step": 0.06,
    "widening_steps": 0,
    "subproblem_after": 10**9,
    "subproblem_after_simple": 30,
    "subproblem_after_many": 30,
    "few_items": 0,
    "subproblem_steps": 0,
    "subproblem_steps_many": 12,
    "subproblem_remaining": 2,
    "look_through_at": 10**9,
    "momentum": 0.0,
    "patience": 1,
    "two_rounds_from": 10**9,
    "least_more": 0,
    "most_rounds": 1,
    "flat": 0.0,
    "least_step": 0.0,
    "dead_slope": 0.0,
    "watched_per_item": 1,
    "least_watched": 1,
    "alternatives": 1,
    "large_subproblem": 10**9,
    "sampled": 10,
    "coverage_scale": 0,
}


class Work(NamedTuple):
    """What a set of problems took."""

    nodes: int
    steps: int
    seconds: float


def problems(quick: bool) -> list[tuple[Problem, int]]:
    """(problem, k): the standard ones and the weak spots."""
    settings = [
        (30, 5, 5, 10, "real"),
        (100, 5, 5, 10, "real"),
        (100, 5, 5, 1, "real"),
        (30, 8, 5, 1, "real"),
    ]
    settings += [(100, 4, 1, 10, "real"), (60, 4, 5, 10, "flat"), (1000, 5, 5, 10, "real")]
    return [
        (catalog_like(n, max_items=max_items, facets=facets, family=family, seed=seed), k)
        for n, max_items, facets, k, family in settings
        for seed in (SEEDS[:1] if quick else SEEDS)
    ]


def work(tuning: Tuning, chosen: list[tuple[Problem, int]], runs: int) -> Work:
    """Nodes and steps of one run, and the least CPU time."""
    best = float("inf")
    for _ in range(runs):
        nodes = steps = 0
        start = process_time()
        for problem, k in chosen:
            counters = best_plans(problem, k, budget=Budget(nodes=MOST_NODES), tuning=tuning).counters
            nodes += counters.nodes
            steps += counters.multiplier_steps
        best = min(best, process_time() - start)
    return Work(nodes, steps, best)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    chosen = problems(arguments.quick)
    default = work(Tuning(), chosen, 2)
    print("| number | value | neutral | nodes | steps | CPU |\n|---|---|---|---|---|---|")
    for name, neutral in NEUTRAL.items():
        if arguments.names and name not in arguments.names:
            continue
        other = work(Tuning()._replace(**{name: neutral}), chosen, 2)
        cells = [other.nodes / default.nodes, other.steps / default.steps, other.seconds / default.seconds]
        value = getattr(Tuning(), name)
        row = " | ".join(f"{cell:.2f}" for cell in cells)
        print(f"| `{name}` | {value} | {neutral} | {row} |", flush=True)


if __name__ == "__main__":
    main()
