"""The search against its peers on seeds that nothing else uses: CP-SAT with one and two workers, and HiGHS.

    python benchmarks/search_peers.py [--first-seed 501] [--seeds 5] [--peers 2] [--limit 20] [--json FILE]

CPU times; ours is the median of six runs around each run of CP-SAT with one worker, which is its fastest.
Two workers and HiGHS are asked for one optimum of the first ``--peers`` problems, HiGHS in a process of its
own; what they have not proved in ``--limit`` seconds counts with the time it had. HiGHS gets the very rows
of CP-SAT's model, from the copy of it that OR-Tools holds.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from instances import catalog_like
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model
from search_oracle import Model, best_sets, solver
from search_speed import RUNS_BESIDE, Row, markdown, spread, timed

SETTINGS = ((100, 5, 10), (100, 5, 1), (100, 8, 1), (30, 8, 1))
AIMS = {(100, 5, 10): 250, (100, 5, 1): 60, (100, 8, 1): 12, (30, 8, 1): 8}


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first-seed", type=int, default=501)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--peers", type=int, default=2, help="Problems for two workers and for HiGHS.")
    parser.add_argument("--limit", type=float, default=20.0, help="Seconds for these.")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--highs", nargs=4, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.highs:
        print(json.dumps(by_highs(*given.highs)))
        return
    seeds = range(given.first_seed, given.first_seed + given.seeds)
    rows = [measured(setting, seeds, given.peers, given.limit) for setting in SETTINGS]
    print(markdown(f"Against its peers, seeds {seeds[0]} to {seeds[-1]}", rows))
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n")


def measured(setting: tuple[int, int, int], seeds: range, peers: int, limit: float) -> Row:
    """One row: our time, CP-SAT's, their ratio, and the ratios of the other peers."""
    n, most, k = setting
    ours, theirs, ratios, two, highs = [], [], [], [], []
    for number, seed in enumerate(seeds):
        problem = catalog_like(n, max_items=most, seed=seed)
        before = [timed(problem, k) for _ in range(RUNS_BESIDE)]
        start = process_time()
        other = best_sets(problem, k, 60.0)
        elapsed = process_time() - start
        after = [timed(problem, k) for _ in range(RUNS_BESIDE)]
        answer = before[0][1]
        values = [plan.value for plan in answer.plans]
        if answer.status != "optimal" or (other.proved and values != [each.value for each in other.plans]):
            raise SystemExit(f"n={n} K={most} seed={seed}: not proved, or the engines disagree")
        typical = median(seconds for seconds, _ in (*before, *after))
        ours.append(typical)
        theirs.append(elapsed)
        ratios.append(elapsed / typical)
        if k == 1 and number < peers:
            two.append(by_two_workers(n, most, seed, values[0], limit) / typical)
            command = (sys.executable, __file__, "--highs", *map(str, (n, most, seed, int(limit))))
            told = subprocess.run(command, check=True, capture_output=True).stdout
            done = json.loads(told.splitlines()[-1])
            if done["proved"] and done["value"] != values[0]:
                raise SystemExit(f"n={n} K={most} seed={seed}: HiGHS disagrees")
            highs.append(done["seconds"] / typical)
        print(setting, seed, round(ratios[-1], 1), file=sys.stderr, flush=True)
    return {
        "n": n,
        "K": most,
        "k": k,
        "ours_ms": spread(ours, 1000),
        "cp_sat_s": spread(theirs),
        "ratio": spread(ratios),
        "aim": AIMS[setting],
        "two_workers": spread(two) if two else "",
        "highs": spread(highs) if highs else "",
    }


def by_two_workers(n: int, most: int, seed: int, value: int, limit: float) -> float:
    """CPU seconds of CP-SAT with two workers for one optimum."""
    start = process_time()
    model = Model(catalog_like(n, max_items=most, seed=seed))
    engine = solver(limit)
    engine.parameters.num_workers = 2
    status = engine.solve(model.model)
    elapsed = process_time() - start
    if status == cp_model.OPTIMAL and round(engine.objective_value) != value:
        raise SystemExit(f"n={n} K={most} seed={seed}: two workers disagree")
    return elapsed


def by_highs(n: int, most: int, seed: int, limit: int) -> dict[str, Any]:
    """The optimum by HiGHS, with the CPU seconds from building the model on."""
    problem = catalog_like(n, max_items=most, seed=seed)
    before = resource.getrusage(resource.RUSAGE_SELF)
    engine = pywraplp.Solver.CreateSolver("HIGHS")
    _rewrite(Model(problem).model, engine)
    engine.SetTimeLimit(limit * 1000)
    engine.SetNumThreads(1)
    status = engine.Solve()
    after = resource.getrusage(resource.RUSAGE_SELF)
    proved = status == pywraplp.Solver.OPTIMAL
    return {
        "seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "proved": proved,
        "value": round(engine.Objective().Value()) if proved else None,
    }


def _rewrite(model: cp_model.CpModel, engine: pywraplp.Solver) -> None:
    """The rows of a CP-SAT model, all of them linear or clauses, as rows of a linear solver."""
    proto = model.Proto()
    variables = [engine.IntVar(each.domain[0], each.domain[1], "") for each in proto.variables]

    def row(terms: list[tuple[int, float]], low: float, high: float) -> None:
        made = engine.Constraint(low, high)
        for variable, factor in terms:
            held = variables[variable]
            made.SetCoefficient(held, made.GetCoefficient(held) + factor)

    def clause(literals: list[int], low: float, high: float) -> None:
        negated = sum(each < 0 for each in literals)
        terms = [(each, 1.0) if each >= 0 else (-each - 1, -1.0) for each in literals]
        row(terms, low - negated, high - negated)

    endless = engine.infinity()
    for each in proto.constraints:
        if each.has_bool_or():
            literals = [*each.bool_or.literals, *(-known - 1 for known in each.enforcement_literal)]
            clause(literals, 1, endless)
        elif each.has_at_most_one():
            clause(list(each.at_most_one.literals), -endless, 1)
        elif each.has_bool_and():
            for literal in each.bool_and.literals:
                clause([literal, *(-known - 1 for known in each.enforcement_literal)], 1, endless)
        elif each.linear.vars:  # some rows bind nothing
            low, high = each.linear.domain
            bounds = (-endless if low < -(2**61) else low, endless if high > 2**61 else high)
            row(list(zip(each.linear.vars, each.linear.coeffs, strict=True)), *bounds)
    objective = engine.Objective()
    sign = -1 if proto.objective.scaling_factor < 0 else 1
    for variable, factor in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
        held = variables[variable] if variable >= 0 else variables[-variable - 1]
        signed = factor if variable >= 0 else -factor
        objective.SetCoefficient(held, objective.GetCoefficient(held) + sign * signed)
    objective.SetOffset(sign * proto.objective.offset)
    objective.SetOptimizationDirection(sign < 0)


if __name__ == "__main__":
    main()
