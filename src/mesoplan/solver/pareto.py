"""The Pareto front over benefit, risk and cost.

A point is on the front when no plan is at least as good in all three and better in one. The front is found
by *zones*: a zone is what is better than some corner in all three. The best plan of a zone (most
benefit, then least risk + cost) is a point of the front, and the zones that contain it are cut at it.
A zone without a plan is done. When no zone is left, the front is complete.

Extra syringes and judge penalties are not part of the three; what the judge forbids stays forbidden.
"""

from __future__ import annotations

from collections.abc import Iterable

from mesoplan.record import NamedTuple

from .answer import Counters, Plan
from .branch_and_bound import Search
from .budget import Budget
from .multipliers import Multipliers
from .objective import facet_coverage, pair_value
from .problem import Content, CostWeights, Judge, Problem
from .query import Query


class Point(NamedTuple):
    """One way to trade the three against each other, and a plan that does it."""

    benefit: int
    """Weighted coverage, plus synergies, minus antagonisms."""
    risk: int
    """Sum of the options' risks, not weighted."""
    cost: int
    """Sum of the options' prices and burdens, not weighted."""
    plan: Plan
    """Its value is the one of the problem's own objective."""


class Front(NamedTuple):
    """Points of the front, most benefit first."""

    points: tuple[Point, ...]
    complete: bool
    """True: this is the whole front. False: every point is proved to be on the front, but the budget
    ended before all were found."""
    counters: Counters


class _SearchZone(NamedTuple):
    """Everything with more benefit, less risk and less cost than this corner."""

    benefit: int
    risk: int
    cost: int

    def has(self, point: Point) -> bool:
        return point.benefit > self.benefit and point.risk < self.risk and point.cost < self.cost

    def cut_at(self, point: Point) -> tuple[_SearchZone, _SearchZone, _SearchZone]:
        """What is left of the zone when everything the point dominates is taken out."""
        return (
            self._replace(benefit=point.benefit),
            self._replace(risk=point.risk),
            self._replace(cost=point.cost),
        )

    def within(self, other: _SearchZone) -> bool:
        return self.benefit >= other.benefit and self.risk <= other.risk and self.cost <= other.cost


def pareto_front(problem: Problem, *, most_points: int | None = None, budget: Budget | None = None) -> Front:
    """The front of a well-formed problem, as far as the budget (for all searches together) reaches."""
    axes = _Axes(problem)
    limits = budget or Budget()
    zones = [axes.everything]
    searched: list[_SearchZone] = []
    points: list[Point] = []
    counters = Counters()
    multipliers: Multipliers | None = None
    while zones and (most_points is None or len(points) < most_points):
        zone = max(zones, key=lambda each: (-each.risk, each.cost))
        zones.remove(zone)
        search = axes.search(zone, limits.without(counters.nodes, counters.work), multipliers)
        answer = search.run()
        multipliers = search.multipliers
        counters = counters.plus(answer.counters)
        if answer.status == "best-found":
            zones.append(zone)
            break
        for plan in answer.plans:
            point = axes.point(plan)
            points.append(point)
            zone, zones = zone._replace(benefit=point.benefit), _cut([zone, *zones], point)
        searched.append(zone)
        zones = [each for each in zones if not any(each.within(known) for known in searched)]
    points.sort(key=lambda point: (-point.benefit, point.risk, point.cost))
    return Front(tuple(points), not zones, counters)


def _cut(zones: Iterable[_SearchZone], point: Point) -> list[_SearchZone]:
    """Cuts the zones that contain the point; drops what lies within another zone."""
    kept: list[_SearchZone] = []
    parts: list[_SearchZone] = []
    for zone in zones:
        if zone.has(point):
            parts += zone.cut_at(point)
        else:
            kept.append(zone)
    for number, part in enumerate(parts):
        others = (*kept, *parts[number + 1 :])
        if not any(part.within(other) for other in others):
            kept.append(part)
    return kept


class _Axes:
    """The problem rewritten so that one search finds the best point of a zone."""

    __slots__ = ("_problem", "_rewritten", "_step", "everything")

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        risk = _most(problem, [[option.risk for option in item.options] for item in problem.items])
        cost = _most(
            problem,
            [[option.price + option.burden for option in item.options] for item in problem.items],
        )
        self._step = 1 + risk + cost
        """One unit of benefit is worth more than all risk and cost together."""
        step = self._step
        gain = sum(
            weight * sum(problem.slots) * max((0, *_benefits(problem, facet)))
            for facet, weight in enumerate(problem.weights)
        )
        self.everything = _SearchZone(-1 - gain - sum(problem.antagonisms.values()), risk + 1, cost + 1)
        self._rewritten = problem._replace(
            items=tuple(
                item._replace(
                    options=tuple(
                        option._replace(use=(*option.use, option.risk, option.price + option.burden))
                        for option in item.options
                    )
                )
                for item in problem.items
            ),
            weights=tuple(step * weight for weight in problem.weights),
            costs=CostWeights(1, 1, 1),
            synergies={pair: step * value for pair, value in problem.synergies.items()},
            antagonisms={pair: step * value for pair, value in problem.antagonisms.items()},
            extra_syringe_cost=0,
            judge=forbid_only(problem.judge),
        )

    def search(self, zone: _SearchZone, budget: Budget, multipliers: Multipliers | None) -> Search:
        """The search for the best point of a zone."""
        risk, cost = zone.risk - 1, zone.cost - 1
        bounded = self._rewritten._replace(capacities=(*self._problem.capacities, risk, cost))
        floor = self._step * (zone.benefit + 1) - risk - cost
        return Search(bounded, Query(floor=floor), budget, multipliers)

    def point(self, plan: Plan) -> Point:
        """The point of a plan of the rewritten problem."""
        problem = self._problem
        chosen = [problem.items[i].options[o] for i, o in zip(plan.items, plan.options, strict=True)]
        added, taken = pair_value(problem, plan.items)
        benefit = added - taken
        for facet, weight in enumerate(problem.weights):
            benefit += weight * facet_coverage(problem, chosen, facet)
        price = problem.extra_syringe_cost * (len(plan.syringes) - 1)
        if problem.judge is not None:
            option_of = dict(zip(plan.items, plan.options, strict=True))
            for syringe in plan.syringes:
                price += problem.judge(tuple((item, option_of[item]) for item in syringe)) or 0
        value = benefit - price - sum(problem.cost(option) for option in chosen)
        return Point(
            benefit,
            sum(option.risk for option in chosen),
            sum(option.price + option.burden for option in chosen),
            plan._replace(value=value, syringe_price=price),
        )


def _benefits(problem: Problem, facet: int) -> Iterable[int]:
    return (option.benefit[facet] for item in problem.items for option in item.options)


def _most(problem: Problem, amounts: list[list[int]]) -> int:
    """The largest sum that one amount of each of `max_items` items can have."""
    return sum(sorted((max(of_item) for of_item in amounts), reverse=True)[: problem.max_items])


def forbid_only(judge: Judge | None) -> Judge | None:
    """A judge that forbids the same contents but takes nothing off."""
    if judge is None:
        return None

    def verdict(content: Content) -> int | None:
        return None if judge(content) is None else 0

    return verdict
