"""Demands on a problem: what the user asked for, as a change that leaves fewer plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mesoplan.record import NamedTuple

from .problem import Problem


class Demand(NamedTuple):
    """Something the user asked for; applied to a problem, it leaves fewer plans, never more."""

    name: str
    apply: Callable[[Problem], Problem]


def include(name: str, item: int) -> Demand:
    """The item has to be in the plan."""
    return Demand(name, lambda p: p._replace(mandatory=(*p.mandatory, item)))


def exclude(name: str, items: Iterable[int]) -> Demand:
    """None of these items may be in the plan."""
    banned = tuple(items)
    return Demand(name, lambda p: p._replace(excluded=(*p.excluded, *banned)))


def at_most(
    name: str,
    *,
    items: int | None = None,
    volume: int | None = None,
    syringes: int | None = None,
) -> Demand:
    """Fewer items, less volume (µL) or fewer syringes than the problem allows."""

    def apply(problem: Problem) -> Problem:
        return problem._replace(
            max_items=_lower(problem.max_items, items),
            max_volume=_lower(problem.max_volume, volume),
            max_syringes=_lower(problem.max_syringes, syringes),
        )

    return Demand(name, apply)


def within(name: str, resource: int, capacity: int) -> Demand:
    """Less of a shared resource than there is."""

    def apply(problem: Problem) -> Problem:
        capacities = list(problem.capacities)
        capacities[resource] = min(capacities[resource], capacity)
        return problem._replace(capacities=tuple(capacities))

    return Demand(name, apply)


def cover(name: str, facet: int, least: int) -> Demand:
    """At least this coverage of a facet (slots x benefits, before its weight)."""

    def apply(problem: Problem) -> Problem:
        floors = list(problem.min_coverage or (0,) * len(problem.weights))
        floors[facet] = max(floors[facet], least)
        return problem._replace(min_coverage=tuple(floors))

    return Demand(name, apply)


def _lower(limit: int, wanted: int | None) -> int:
    return limit if wanted is None else min(limit, wanted)
