"""A problem prepared for searching: sparse levels, loads with limits, signed pairs.

A *level* is an option that could be in some plan. A *mark* is a distinct (facet, benefit) that some level
has; what a mark is worth changes with the prices, so it is computed once for all levels that have it.
A *load* is anything a level uses up: volume, shared resources, and the windows, which are treated as
loads with limit 0 over the whole plan (implied, because every syringe keeps them).
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from operator import gt
from typing import NamedTuple

from .problem import Problem, mask_of
from .row import Row, synergy

MOST_SAMPLED = 500
"""Items that tell the typical size of a load."""


class Level(NamedTuple):
    """An option as the search sees it."""

    cost: int
    benefit: tuple[int, ...]
    marks: tuple[int, ...]
    """Numbers of its (facet, benefit) pairs; facets without benefit have none."""
    loads: tuple[int, ...]
    """Volume, then shared resources, then windows."""
    option: int


class Levels:
    """What the search looks up about a problem; built once for each search."""

    __slots__ = (
        "_facets_of",
        "_largest_loads",
        "_least_loads",
        "apart",
        "count_bits",
        "every_facet",
        "facet_of",
        "floors",
        "limits",
        "marks",
        "of",
        "partners",
        "problem",
        "requires",
        "rungs",
        "separate",
        "stock",
        "synergies",
        "typical_load",
    )

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.apart = problem.apart_rows()
        self.separate = problem.separate_rows()
        self.stock = 1 + len(problem.capacities)
        """How many of the loads only ever add up (the rest are windows)."""
        self.marks: list[tuple[int, int]] = []
        """(facet, benefit) of each mark."""
        self.facet_of: list[int] = []
        self.of = self._levels()
        """Item -> its levels; items without a possible level are left out."""
        self.rungs = [
            rungs_of(problem.slots, float(problem.weights[facet] * benefit)) for facet, benefit in self.marks
        ]
        """What each mark is worth in each slot of its facet, and outside of all slots."""
        windows = len(problem.items[0].options[0].window) if problem.items else 0
        self.limits = (problem.max_volume, *problem.capacities, *(0,) * windows)
        self.typical_load = self._typical_loads()
        self.count_bits = problem.max_items.bit_length() + 1
        self.every_facet = sum([1 << facet * self.count_bits for facet in range(len(problem.weights))])
        """A count of one for each facet."""
        self._facets_of: dict[int, int] = {}
        self._largest_loads: list[int] = []
        self._least_loads: dict[int, tuple[int, ...]] = {}
        self.partners = self._partners()
        """Item -> {other item: what having both adds (negative when it takes away)}."""
        self.synergies: dict[tuple[int, int], Row] = {
            (a, b): synergy(a, b, worth)
            for a, others in self.partners.items()
            for b, worth in others.items()
            if a < b and worth > 0
        }
        self.requires: dict[int, list[int]] = {}
        """Item -> the sets of which it needs a member."""
        for item, alternatives in problem.requires:
            self.requires.setdefault(item, []).append(mask_of(alternatives))
        self.floors = tuple((facet, least) for facet, least in enumerate(problem.min_coverage) if least > 0)
        """(facet, least coverage) where some is asked for."""

    def least_loads(self, item: int) -> tuple[int, ...]:
        """The least an item uses of each load."""
        known = self._least_loads.get(item)
        if known is None:
            loads = [level.loads for level in self.of[item]]
            known = loads[0] if len(loads) == 1 else tuple(map(min, *loads))
            self._least_loads[item] = known
        return known

    def facets_of(self, item: int) -> int:
        """The facets that an item has effects on, as a count of one for each: `count_bits` bits a facet."""
        known = self._facets_of.get(item)
        if known is None:
            facets = {self.facet_of[mark] for level in self.of[item] for mark in level.marks}
            known = self._facets_of[item] = sum([1 << facet * self.count_bits for facet in facets])
        return known

    def largest_loads(self) -> list[int]:
        """The largest size of each load, signs aside."""
        if not self._largest_loads:
            loads = [level.loads for levels in self.of.values() for level in levels]
            self._largest_loads = [max(map(abs, column)) for column in zip(*loads, strict=True)]
        return self._largest_loads

    def best_benefits(self, item: int) -> tuple[int, ...]:
        """The best benefit of an item for each facet in `floors`."""
        return tuple([max([level.benefit[facet] for level in self.of[item]]) for facet, _ in self.floors])

    def marks_of(self, items: Collection[int]) -> list[list[int]]:
        """The marks that the levels of these items have, facet by facet."""
        of, facet_of = self.of, self.facet_of
        marks: Collection[int] = range(len(self.marks))
        if len(items) < len(of):
            marks = {mark for item in items for level in of[item] for mark in level.marks}
        by_facet: list[list[int]] = [[] for _ in self.problem.weights]
        for mark in marks:
            by_facet[facet_of[mark]].append(mark)
        return by_facet

    def _levels(self) -> dict[int, list[Level]]:
        problem = self.problem
        # A facet without weight still matters when it has a minimal coverage.
        floors = problem.min_coverage or (0,) * len(problem.weights)
        numbers: list[tuple[int, dict[int, int]]] = [
            (facet, {})
            for facet, (weight, floor) in enumerate(zip(problem.weights, floors, strict=True))
            if weight or floor
        ]
        """(facet, benefit -> mark), for the facets that count."""
        found: dict[int, list[Level]] = {}
        excluded = set(problem.excluded)
        most = min(problem.max_volume, problem.syringe_volume)
        for i, item in enumerate(problem.items):
            if i in excluded:
                continue
            levels = []
            for number, option in enumerate(item.options):
                if option.volume > most or any(map(gt, option.use, problem.capacities)):
                    continue
                marks = []
                benefits = option.benefit
                for facet, known in numbers:
                    benefit = benefits[facet]
                    if benefit:
                        mark = known.get(benefit)
                        if mark is None:
                            mark = known[benefit] = len(self.marks)
                            self.marks.append((facet, benefit))
                            self.facet_of.append(facet)
                        marks.append(mark)
                loads = (option.volume, *option.use, *option.window)
                levels.append(Level(problem.cost(option), benefits, tuple(marks), loads, number))
            if levels:
                found[i] = levels
        return found

    def _typical_loads(self) -> list[float]:
        """The size of one item's load, to make the steps of all load prices comparable."""
        sizes = [limit / self.problem.max_items for limit in self.limits]
        if 0 in self.limits:
            some = [level.loads for levels in islice(self.of.values(), MOST_SAMPLED) for level in levels]
            for number, limit in enumerate(self.limits):
                if limit == 0:
                    sizes[number] = sum([abs(loads[number]) for loads in some]) / max(1, len(some)) or 1.0
        return sizes

    def _partners(self) -> dict[int, dict[int, int]]:
        partners: dict[int, dict[int, int]] = {}
        for pairs, sign in ((self.problem.synergies, 1), (self.problem.antagonisms, -1)):
            for (i, j), value in pairs.items():
                if self.apart[i] >> j & 1:
                    continue
                for one, other in ((i, j), (j, i)):
                    known = partners.setdefault(one, {})
                    known[other] = known.get(other, 0) + sign * value
        return partners


def rungs_of(slots: tuple[int, ...], worth: float) -> tuple[float, ...]:
    """The worth in each slot; the last rung, outside of all slots, is worth nothing."""
    return (*[slot * worth for slot in slots], 0.0)
