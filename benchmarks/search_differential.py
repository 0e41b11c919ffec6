"""Compares the search with brute force and with CP-SAT on many problems; prints the disagreements.

python benchmarks/search_differential.py [--tiny 3000] [--catalog 200] [--first-seed 10000]
"""

from __future__ import annotations

import argparse
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from instances import catalog_like, tiny

from mesoplan.solver import best_plans

HERE = Path(__file__).parent


def brute_force() -> ModuleType:
    path = HERE.parent / "tests" / "solver" / "naive.py"
    spec = spec_from_file_location("naive", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compare_tiny(count: int, first: int) -> int:
    """Plans with doses, syringes and order, for k = 1, 4 and all."""
    naive = brute_force()
    wrong = 0
    for seed in range(first, first + count):
        problem = tiny(seed)
        truth = naive.best_plans(problem, 10**6)
        for k in (1, 4, 10**6):
            if best_plans(problem, k).plans != truth[:k]:
                wrong += 1
                print(f"tiny({seed}), k={k}: differs from brute force")
    return wrong


def compare_catalog(count: int, first: int) -> int:
    """Sets, values and order of the best four, ties included."""
    from search_oracle import best_sets

    wrong = 0
    for seed in range(first, first + count):
        problem = catalog_like(
            12 + seed % 12,
            facets=1 + seed % 8,
            max_items=2 + seed % 3,
            syringes=1 + seed % 3,
            family="flat" if seed % 4 == 0 else "real",
            seed=seed,
        )._replace(extra_syringe_cost=30 * (seed % 3))
        found = best_sets(problem, 4, 120, ties=True)
        ours = [(plan.value, plan.items) for plan in best_plans(problem, 4).plans]
        if not found.proved or ours != [tuple(other) for other in found.plans]:
            wrong += 1
            print(f"catalog_like(seed={seed}): differs from CP-SAT (proved: {found.proved})")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiny", type=int, default=3000)
    parser.add_argument("--catalog", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=10_000)
    arguments = parser.parse_args()
    wrong = compare_tiny(arguments.tiny, arguments.first_seed)
    print(f"brute force: {arguments.tiny} problems x 3, {wrong} disagreements", flush=True)
    other = compare_catalog(arguments.catalog, arguments.first_seed) if arguments.catalog else 0
    print(f"CP-SAT: {arguments.catalog} problems, {other} disagreements")
    sys.exit(1 if wrong or other else 0)


if __name__ == "__main__":
    main()
