"""Several ways to answer one case: plans unlike each other, and the front of what can be traded.

Both work on the very problem that `plan` searches, and every plan handed back passes `check`.
"""

from mesoplan import solver
from mesoplan.model.front import FrontPoint, FrontReport
from mesoplan.planner.ground import Best, Ground, Passed, best, limits_of, look, without
from mesoplan.planner.limits import Allowance
from mesoplan.planner.problem import Model
from mesoplan.solver.pareto import pareto_front


def varied(ground: Ground, k: int, *, budget: Allowance = None) -> Best:
    """The best plan, then the best that shares at most half of its regimens' actives with each before it.

    ``proved`` means that every plan is the best of its turn.
    """
    if ground.model is None:
        return Best((), True, 0, None)
    plans: list[Passed] = []
    unlike: list[solver.Unlike] = []
    nodes = 0
    left = limits_of(ground, budget)
    bound: int | None = None
    while len(plans) < k:
        found = best(ground, 1, budget=left, unlike=unlike)
        left = left.without(found.nodes, found.work)
        nodes += found.nodes
        bound = found.bound if bound is None else bound
        plans += found.plans
        if not found.proved or not found.plans:
            return Best(tuple(plans), found.proved, nodes, bound)
        items = found.plans[0].found.items
        unlike.append(solver.Unlike(_like(ground.model, items), len(items) // 2))
    return Best(tuple(plans), True, nodes, bound)


def _like(model: Model, items: tuple[int, ...]) -> tuple[int, ...]:
    """These regimens and every other that shares an active with one of them."""
    held = {each for item in items for each in model.candidates[item].actives}
    return tuple(n for n, each in enumerate(model.candidates) if not held.isdisjoint(each.actives))


def front(ground: Ground, *, most_points: int | None = None, budget: Allowance = None) -> FrontReport:
    """The single regimens of which none is beaten in benefit, risk and cost together, most benefit first.

    Regimens that nobody studied together are not on it.

    ``complete`` only when the whole front was found and every point of it passes `check`.
    """
    if ground.model is None:
        return FrontReport((), True, 0)
    model, done = ground.model, solver.Counters()
    model = model._replace(problem=model.problem._replace(max_items=1))
    limits = limits_of(ground, budget)
    while True:
        left = limits.without(done.nodes, done.work)
        found = pareto_front(model.problem, most_points=most_points, budget=left)
        done = done.plus(found.counters)
        looked = [(each, look(ground, model, each.plan)) for each in found.points]
        blocked = [each for each, passed in looked if passed.report.verdict == "blocked"]
        stopped = ground.observer is not None and ground.observer.stops()
        if not blocked or stopped or not found.complete:
            break
        for each in blocked:
            model = without(model, each.plan)
    points = tuple(
        FrontPoint(
            each.benefit,
            each.risk,
            each.cost,
            each.plan.value,
            passed.ingredients,
            passed.syringes,
            passed.report.verdict,
        )
        for each, passed in looked
        if passed.report.verdict != "blocked"
    )
    return FrontReport(points, found.complete and not blocked, done.nodes)
