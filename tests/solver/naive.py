"""Brute force: what the engine must answer, written as directly as the definitions allow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from mesoplan.solver import Plan, Problem, score

Syringes = tuple[tuple[int, ...], ...]


def best_plans(problem: Problem, k: int, floor: int | None = None) -> tuple[Plan, ...]:
    plans = [plan for plan in all_plans(problem) if floor is None or plan.value >= floor]
    return tuple(sorted(plans, key=lambda plan: (-plan.value, plan.items))[:k])


def all_plans(problem: Problem) -> Iterator[Plan]:
    for size in range(1, problem.max_items + 1):
        for items in combinations(range(len(problem.items)), size):
            if allowed_set(problem, items):
                plan = best_dosing(problem, items)
                if plan:
                    yield plan


def allowed_set(problem: Problem, items: tuple[int, ...]) -> bool:
    chosen = set(items)
    apart = problem.apart_rows()
    return (
        not any(apart[a] >> b & 1 for a, b in combinations(items, 2))
        and chosen.issuperset(problem.mandatory)
        and chosen.isdisjoint(problem.excluded)
        and all(i not in chosen or chosen.intersection(others) for i, others in problem.requires)
    )


def best_dosing(problem: Problem, items: tuple[int, ...]) -> Plan | None:
    plans = list(all_dosings(problem, items))
    return min(plans, key=preference) if plans else None


def preference(plan: Plan) -> tuple[int, int, tuple[int, ...], list[int]]:
    """Best value, fewest syringes, smallest options, every item in the earliest syringe possible."""
    where = {item: number for number, syringe in enumerate(plan.syringes) for item in syringe}
    return -plan.value, len(plan.syringes), plan.options, [where[item] for item in plan.items]


def all_dosings(problem: Problem, items: tuple[int, ...]) -> Iterator[Plan]:
    for options in product(*(range(len(problem.items[i].options)) for i in items)):
        if allowed_doses(problem, items, options):
            for syringes in all_fillings(problem, items, options):
                terms = score(problem, items, options, syringes)
                price = terms.penalties + terms.extra_syringes
                yield Plan(terms.value, items, options, syringes, price)


def allowed_doses(problem: Problem, items: tuple[int, ...], options: tuple[int, ...]) -> bool:
    chosen = [problem.items[i].options[o] for i, o in zip(items, options, strict=True)]
    if sum(option.volume for option in chosen) > problem.max_volume:
        return False
    for number, capacity in enumerate(problem.capacities):
        if sum(option.use[number] for option in chosen) > capacity:
            return False
    for facet, least in enumerate(problem.min_coverage):
        best = sorted((option.benefit[facet] for option in chosen), reverse=True)
        if sum(slot * benefit for slot, benefit in zip(problem.slots, best, strict=False)) < least:
            return False
    return True


def all_fillings(problem: Problem, items: tuple[int, ...], options: tuple[int, ...]) -> Iterator[Syringes]:
    option_of = dict(zip(items, options, strict=True))
    for syringes in partitions(items):
        if len(syringes) <= problem.max_syringes and all(
            allowed_syringe(problem, syringe, option_of) for syringe in syringes
        ):
            yield syringes


def partitions(items: tuple[int, ...]) -> Iterator[Syringes]:
    """Every way to group the items; groups are ordered by their first item."""
    if not items:
        yield ()
        return
    *before, last = items
    for groups in partitions(tuple(before)):
        for number, group in enumerate(groups):
            yield (*groups[:number], (*group, last), *groups[number + 1 :])
        yield (*groups, (last,))


def allowed_syringe(problem: Problem, syringe: tuple[int, ...], option_of: dict[int, int]) -> bool:
    chosen = [problem.items[i].options[option_of[i]] for i in syringe]
    separate = problem.separate_rows()
    if any(separate[a] >> b & 1 for a, b in combinations(syringe, 2)):
        return False
    if sum(option.volume for option in chosen) > problem.syringe_volume:
        return False
    if any(sum(row) > 0 for row in zip(*(option.window for option in chosen), strict=True)):
        return False
    content = tuple((item, option_of[item]) for item in syringe)
    return problem.judge is None or problem.judge(content) is not None
