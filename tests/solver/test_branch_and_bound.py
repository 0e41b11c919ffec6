"""The engine answers what brute force answers: plans, order, doses, syringes, and honest bounds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mesoplan
from mesoplan.solver import Budget, Item, Option, Problem, Tuning, Unlike, best_plans, check, score
from mesoplan.solver.branch_and_bound import Search
from mesoplan.solver.budget import CLOCK_EVERY, GRACE
from mesoplan.solver.query import Query

BLOCKS = [range(start, start + 50) for start in range(0, 400, 50)]


def block_name(block: range) -> str:
    return f"{block.start}-{block.stop}"


@pytest.mark.parametrize("seeds", BLOCKS, ids=block_name)
def test_the_k_best_plans_are_those_of_brute_force(instances, naive, seeds: range) -> None:
    for seed in seeds:
        problem = instances.tiny(seed)
        truth = naive.best_plans(problem, 10**6)
        for k in (1, 3, 10**6):
            answer = best_plans(problem, k)
            assert answer.plans == truth[:k], f"tiny({seed}), k={k}"
            assert answer.status == ("optimal" if truth else "infeasible")
            assert answer.proved == len(answer.plans)
            assert answer.gap == (0 if truth else None)


FORCED = Tuning(
    subproblem_after=1, subproblem_after_simple=1, subproblem_after_many=1, subproblem_remaining=2
)
"""Every subtree gets multipliers of its own: small problems never reach that otherwise."""


@pytest.mark.parametrize("seeds", BLOCKS, ids=block_name)
def test_the_same_with_subproblems_forced(instances, naive, seeds: range) -> None:
    for seed in seeds:
        problem = instances.tiny(seed)
        truth = naive.best_plans(problem, 10**6)
        for k in (1, 2, 3, 5):
            answer = best_plans(problem, k, tuning=FORCED)
            assert answer.plans == truth[:k], f"tiny({seed}), k={k}"


def test_subproblems_are_entered_when_forced(instances) -> None:
    problems = [instances.tiny(seed) for seed in range(100)]
    entered = [best_plans(problem, 3, tuning=FORCED).counters.subproblems for problem in problems]
    usual = [best_plans(problem, 3).counters.subproblems for problem in problems]
    assert sum(entered) > 2 * sum(usual)


def test_no_tuned_number_changes_an_answer(instances, naive) -> None:
    random = Random(7)
    for seed in range(120):
        problem = instances.tiny(1000 + seed)
        tuning = Tuning(
            candidates_per_item=random.choice((1, 2, 10)),
            few_facets=random.choice((0, 9)),
            widening=random.choice((2, 3)),
            requeue_below=random.choice((1, 2, 100)),
            small=random.choice((0, 60)),
            large=random.choice((2, 300)),
            steps_small=random.choice((0, 1, 9)),
            steps_large=random.choice((0, 1, 24)),
            root_step=random.choice((0.001, 0.06, 0.7)),
            refining_step=random.choice((0.001, 0.02, 0.7)),
            widening_steps=random.choice((0, 24)),
            subproblem_after=random.choice((1, 3, 30)),
            subproblem_after_simple=random.choice((1, 60)),
            subproblem_after_many=random.choice((1, 8)),
            few_items=random.choice((0, 5)),
            subproblem_steps=random.choice((0, 2, 40)),
            subproblem_steps_many=random.choice((0, 2, 40)),
            subproblem_remaining=random.choice((1, 2, 3)),
            momentum=random.choice((0.0, 0.6, 0.95)),
            patience=random.choice((1, 4)),
            two_rounds_from=random.choice((0, 20)),
            least_more=random.choice((0, 5)),
            most_rounds=random.choice((1, 12)),
            flat=random.choice((0.0, 0.1)),
            least_step=random.choice((1e-9, 0.3)),
            dead_slope=random.choice((0.0, 0.9)),
            watched_per_item=random.choice((1, 4)),
            least_watched=random.choice((1, 16)),
            alternatives=random.choice((1, 10)),
            large_subproblem=random.choice((1, 1000)),
            sampled=random.choice((1, 500)),
            look_through_at=random.choice((1, 2048)),
        )
        answer = best_plans(problem, 4, tuning=tuning)
        assert answer.plans == naive.best_plans(problem, 4), f"tiny({1000 + seed}), {tuning}"


def test_the_terms_of_a_plan_sum_to_its_value(instances) -> None:
    for seed in range(60):
        problem = instances.tiny(seed)
        for plan in best_plans(problem, 20).plans:
            terms = score(problem, plan.items, plan.options, plan.syringes)
            assert terms.value == plan.value
            assert terms.extra_syringes + terms.penalties == plan.syringe_price


def test_a_floor_removes_the_plans_below_it(instances, naive) -> None:
    for seed in range(60):
        problem = instances.tiny(seed)
        for floor in (-2, 0, 5, 20):
            truth = naive.best_plans(problem, 4, floor)
            answer = best_plans(problem, 4, floor=floor)
            assert answer.plans == truth
            assert answer.status == ("optimal" if truth else "infeasible")


def test_starting_multipliers_never_change_the_answer(instances) -> None:
    for seed in range(40):
        search = Search(instances.tiny(seed), Query(k=3), Budget())
        answer = search.run()
        again = best_plans(instances.tiny(seed), 3, multipliers=search.multipliers)
        assert again.plans == answer.plans


def test_multipliers_of_another_problem_never_change_the_answer(instances) -> None:
    for seed in range(60):
        problem = instances.tiny(seed)
        size = len(problem.items)
        crowded = problem._replace(apart=tuple((1 << size) - 1 ^ 1 << i for i in range(size)))
        for other in (crowded, instances.tiny(seed + 1), problem._replace(max_volume=5)):
            search = Search(other, Query(k=2), Budget())
            search.run()
            assert best_plans(problem, 4, multipliers=search.multipliers) == best_plans(problem, 4)._replace(
                counters=best_plans(problem, 4, multipliers=search.multipliers).counters
            )


def test_a_plateau_of_equal_plans_is_ordered_by_ids_and_soon_finished() -> None:
    items = tuple(Item(f"i{n:03d}", (Option(10, (5,)),)) for n in range(120))
    problem = Problem(items, (3,), 3, 100, 1, 100)
    answer = best_plans(problem, 5)
    assert [plan.items for plan in answer.plans] == [(0, 1, n) for n in range(2, 7)]
    assert answer.counters.nodes < 5_000


def test_no_items_means_no_plan() -> None:
    assert best_plans(Problem((), (1,), 3, 100, 1, 100)).status == "infeasible"


def test_an_excluded_item_is_in_no_plan(instances, naive) -> None:
    for seed in range(30):
        problem = instances.tiny(seed)._replace(mandatory=(), excluded=(0, 2))
        assert best_plans(problem, 50).plans == naive.best_plans(problem, 50)


# ---------------------------------------------------------------------- budgets


def test_a_stopped_search_never_claims_too_much(instances) -> None:
    for seed in range(12):
        problem = instances.catalog_like(25, max_items=4, seed=seed)
        truth = best_plans(problem, 5).plans
        for nodes in (0, 1, 3, 10, 40, 120):
            answer = best_plans(problem, 5, budget=Budget(nodes=nodes))
            if answer.status == "optimal":
                assert answer.plans == truth
                continue
            assert answer.status == "best-found"
            assert answer.counters.nodes <= nodes
            assert answer.bound is not None and answer.bound >= truth[0].value
            missed = [plan for plan in truth if plan not in answer.plans]
            assert answer.unlisted is not None
            assert not missed or answer.unlisted >= missed[0].value
            assert answer.plans[: answer.proved] == truth[: answer.proved]


def test_the_bound_falls_as_the_budget_grows(instances) -> None:
    problem = instances.catalog_like(40, max_items=5, seed=3)
    bounds = []
    for nodes in (0, 20, 80, 320):
        answer = best_plans(problem, 10, budget=Budget(nodes=nodes))
        assert answer.unlisted is not None
        bounds.append(answer.unlisted)
    assert bounds == sorted(bounds, reverse=True)


def test_the_clock_is_the_callers(instances) -> None:
    readings = iter(range(1000))
    budget = Budget(clock=lambda: float(next(readings)), deadline=2.0)
    problem = instances.catalog_like(60, max_items=6, seed=5)
    answer = best_plans(problem, 50, budget=budget)
    assert answer.status == "best-found"
    assert next(readings) == 3  # it was looked at until it was late, and never again
    assert answer.counters.work < 4 * CLOCK_EVERY + 13 * GRACE


@pytest.mark.parametrize("work", [0, 50, 300, 2_000, 20_000])
def test_work_ends_a_search_anywhere_and_what_is_claimed_stays_true(instances, naive, work: int) -> None:
    found = 0
    for seed in range(60):
        problem = instances.tiny(seed)
        truth = naive.best_plans(problem, 10**6)
        answer = best_plans(problem, 3, budget=Budget(work=work))
        if answer.status != "best-found":
            assert answer.plans == truth[:3]
            continue
        assert set(answer.plans) <= set(truth)
        found += bool(answer.plans)
        assert answer.plans[: answer.proved] == truth[: answer.proved]
        missed = [plan.value for plan in truth if plan not in answer.plans]
        assert answer.unlisted is None or not missed or answer.unlisted >= missed[0]
        assert answer.bound is not None or not truth
        assert not truth or answer.bound is None or answer.bound >= truth[0].value
    assert found or work > 300


def crowded(items: int, options: int, syringes: int) -> Problem:
    """Items that are nearly alike: everything has to be tried, and a plan holds most of them."""
    made = tuple(
        Item(f"i{n:03d}", tuple(Option(10 + o, (50 + n % 3 + o,), risk=n % 2 + o) for o in range(options)))
        for n in range(items)
    )
    separate = tuple(
        sum(1 << m for m in range(items) if (n * 7 + m * 7) % 5 == 0 and m != n) for n in range(items)
    )
    return check(
        Problem(
            items=made,
            weights=(3,),
            max_items=items,
            max_volume=10_000,
            max_syringes=syringes,
            syringe_volume=60,
            separate=separate,
            judge=lambda content: 1 + len(content) * sum(item for item, _ in content) % 7,
        )
    )


@pytest.mark.parametrize(("items", "options", "syringes"), [(12, 5, 6), (40, 1, 12), (60, 3, 3)])
def test_a_single_set_cannot_outlast_the_budget(items: int, options: int, syringes: int) -> None:
    budget = Budget(work=30_000, queued=5_000)
    answer = best_plans(crowded(items, options, syringes), 3, budget=budget)
    assert answer.status == "best-found"
    assert answer.counters.work < 31_000 + 13 * GRACE
    assert answer.plans
    assert answer.bound is not None


def test_a_search_that_stops_at_once_mostly_finds_a_plan(instances) -> None:
    found = 0
    for seed in range(8):
        problem = instances.catalog_like(100, max_items=20, seed=seed, family="flat")
        answer = best_plans(problem, 3, budget=Budget(work=0))
        assert answer.status == "best-found" and answer.bound is not None
        for plan in answer.plans:
            assert score(problem, plan.items, plan.options, plan.syringes).value == plan.value <= answer.bound
            assert len(plan.items) <= 20
        found += bool(answer.plans)
    assert found >= 6  # a search that looks at nothing cannot promise a plan


def test_a_short_queue_ends_a_search_with_honest_bounds(instances) -> None:
    for seed in range(6):
        problem = instances.catalog_like(40, max_items=6, seed=seed, family="flat")
        truth = best_plans(problem, 4)
        for queued in (0, 5, 40, 300):
            answer = best_plans(problem, 4, budget=Budget(queued=queued))
            assert answer.bound is not None and truth.bound is not None
            assert answer.bound >= truth.bound
            assert answer.plans[: answer.proved] == truth.plans[: answer.proved]
            assert answer.status == "best-found" or answer.plans == truth.plans


def test_looking_through_the_queue_changes_nothing(instances) -> None:
    for seed in range(4):
        problem = instances.catalog_like(40, max_items=6, seed=seed, family="flat")
        usual = best_plans(problem, 5)
        often = best_plans(problem, 5, tuning=Tuning(look_through_at=4))
        assert often == usual


# ---------------------------------------------------------------------- determinism

SCRIPT = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("instances", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from mesoplan.solver import best_plans
for n, k in ((20, 5), (60, 10)):
    print(best_plans(module.catalog_like(n, seed=2), k))
"""


def test_the_answer_and_the_work_do_not_depend_on_the_hash_seed(instances) -> None:
    source = str(Path(mesoplan.__path__[0]).parent)
    outputs = set()
    for seed in ("0", "1", "12345"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, instances.__file__],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1 and "optimal" in outputs.pop()


# ---------------------------------------------------------------------- properties

seeds = st.integers(0, 10**6)


def optimum(problem: Problem) -> int | None:
    plans = best_plans(problem).plans
    return plans[0].value if plans else None


def at_least(one: int | None, other: int | None) -> bool:
    return other is None or (one is not None and one >= other)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, pick=st.data())
def test_a_new_apart_or_separate_pair_never_raises_the_optimum(instances, seed, pick) -> None:
    problem = instances.tiny(seed)
    size = len(problem.items)
    a, b = pick.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    for name in ("apart", "separate"):
        rows = list(getattr(problem, name))
        rows[a] |= 1 << b
        rows[b] |= 1 << a
        assert at_least(optimum(problem), optimum(problem._replace(**{name: tuple(rows)})))


@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_tighter_limits_never_raise_the_optimum(instances, seed) -> None:
    problem = instances.tiny(seed)
    best = optimum(problem)
    tighter = [
        {"max_volume": problem.max_volume - 1},
        {"syringe_volume": problem.syringe_volume - 1},
        {"max_items": max(1, problem.max_items - 1)},
        {"max_syringes": max(1, problem.max_syringes - 1)},
        {"capacities": tuple(max(0, capacity - 1) for capacity in problem.capacities)},
        {"extra_syringe_cost": problem.extra_syringe_cost + 2},
        {"mandatory": (*problem.mandatory, seed % len(problem.items))},
        {"excluded": (seed % len(problem.items),)},
    ]
    for change in tighter:
        assert at_least(best, optimum(problem._replace(**change))), change


@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_more_synergy_or_less_cost_never_lowers_the_optimum(instances, seed) -> None:
    problem = instances.tiny(seed)
    better = problem._replace(synergies={pair: value + 1 for pair, value in problem.synergies.items()})
    assert at_least(optimum(better), optimum(problem))
    free = problem._replace(costs=problem.costs._replace(price=0))
    assert at_least(optimum(free), optimum(problem))


@settings(max_examples=40, deadline=None)
@given(seed=seeds, k=st.integers(1, 6))
def test_fewer_wanted_plans_are_the_first_of_more(instances, seed, k) -> None:
    problem = instances.tiny(seed)
    assert best_plans(problem, k).plans == best_plans(problem, k + 3).plans[:k]


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_an_unlike_plan_keeps_its_distance(instances, seed) -> None:
    problem = instances.tiny(seed)
    first = best_plans(problem).plans
    if first:
        unlike = Unlike(first[0].items, most_shared=1, least_different=2)
        for plan in best_plans(problem, 5, unlike=[unlike]).plans:
            assert len(set(plan.items) & set(first[0].items)) <= 1
            assert len(set(plan.items) ^ set(first[0].items)) >= 2
