"""A problem prepared for searching: sparse options, loads with limits, signed pairs.

A `PreparedOption` is an option that could be in some plan. An *effect* is a distinct (facet, benefit) that
some option has; what an effect is worth changes with the multipliers, so it is computed once for all options
that have it. A *load* is anything an option uses up: volume, shared resources, and the windows, which are
treated as loads with limit 0 over the whole plan (implied, because every syringe keeps them).
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from operator import gt

from mesoplan.record import NamedTuple

from .constraint_kinds import Constraint, synergy
from .problem import Problem, mask_of
from .tuning import TUNING


class PreparedOption(NamedTuple):
    """An option as the search sees it."""

    cost: int
    benefit: tuple[int, ...]
    effects: tuple[int, ...]
    """Numbers of its (facet, benefit) pairs; facets without benefit have none."""
    loads: tuple[int, ...]
    """Volume, then shared resources, then windows."""
    option: int


class Prepared:
    """What the search looks up about a problem; built once for each search."""

    __slots__ = (
        "_facets_of",
        "_largest_loads",
        "_least_loads",
        "apart",
        "count_bits",
        "effects",
        "every_facet",
        "facet_of",
        "limits",
        "minima",
        "of",
        "partners",
        "problem",
        "requires",
        "separate",
        "slot_values",
        "stock",
        "synergies",
        "typical_load",
    )

    def __init__(self, problem: Problem, sampled: int = TUNING.sampled) -> None:
        self.problem = problem
        self.apart = problem.apart_rows()
        self.separate = problem.separate_rows()
        self.stock = 1 + len(problem.capacities)
        """How many of the loads only ever add up (the rest are windows)."""
        self.effects: list[tuple[int, int]] = []
        """(facet, benefit) of each effect."""
        self.facet_of: list[int] = []
        self.of = self._prepared()
        """Item -> its prepared; items without a possible level are left out."""
        self.slot_values = [
            slot_values_of(problem.slots, float(problem.weights[facet] * benefit))
            for facet, benefit in self.effects
        ]
        """What each effect is worth in each slot of its facet, and outside of all slots."""
        windows = len(problem.items[0].options[0].window) if problem.items else 0
        self.limits = (problem.max_volume, *problem.capacities, *(0,) * windows)
        self.typical_load = self._typical_loads(sampled)
        self.count_bits = problem.max_items.bit_length() + 1
        self.every_facet = sum([1 << facet * self.count_bits for facet in range(len(problem.weights))])
        """A count of one for each facet."""
        self._facets_of: dict[int, int] = {}
        self._largest_loads: list[int] = []
        self._least_loads: dict[int, tuple[int, ...]] = {}
        self.partners = self._partners()
        """Item -> {other item: what having both adds (negative when it takes away)}."""
        self.synergies: dict[tuple[int, int], Constraint] = {
            (a, b): synergy(a, b, worth)
            for a, others in self.partners.items()
            for b, worth in others.items()
            if a < b and worth > 0
        }
        self.requires: dict[int, list[int]] = {}
        """Item -> the sets of which it needs a member."""
        for item, alternatives in problem.requires:
            self.requires.setdefault(item, []).append(mask_of(alternatives))
        self.minima = tuple((facet, least) for facet, least in enumerate(problem.min_coverage) if least > 0)
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
            facets = {self.facet_of[effect] for level in self.of[item] for effect in level.effects}
            known = self._facets_of[item] = sum([1 << facet * self.count_bits for facet in facets])
        return known

    def largest_loads(self) -> list[int]:
        """The largest size of each load, signs aside."""
        if not self._largest_loads:
            loads = [level.loads for prepared in self.of.values() for level in prepared]
            self._largest_loads = [max(map(abs, column)) for column in zip(*loads, strict=True)]
        return self._largest_loads

    def best_benefits(self, item: int) -> tuple[int, ...]:
        """The best benefit of an item for each facet in `minima`."""
        return tuple([max([level.benefit[facet] for level in self.of[item]]) for facet, _ in self.minima])

    def effects_of(self, items: Collection[int]) -> list[list[int]]:
        """The effects that the prepared of these items have, facet by facet."""
        of, facet_of = self.of, self.facet_of
        effects: Collection[int] = range(len(self.effects))
        if len(items) < len(of):
            effects = {effect for item in items for level in of[item] for effect in level.effects}
        by_facet: list[list[int]] = [[] for _ in self.problem.weights]
        for effect in effects:
            by_facet[facet_of[effect]].append(effect)
        return by_facet

    def _prepared(self) -> dict[int, list[PreparedOption]]:
        problem = self.problem
        # A facet without weight still matters when it has a minimal coverage.
        minima = problem.min_coverage or (0,) * len(problem.weights)
        numbers: list[tuple[int, dict[int, int]]] = [
            (facet, {})
            for facet, (weight, floor) in enumerate(zip(problem.weights, minima, strict=True))
            if weight or floor
        ]
        """(facet, benefit -> effect), for the facets that count."""
        found: dict[int, list[PreparedOption]] = {}
        excluded = set(problem.excluded)
        most = min(problem.max_volume, problem.syringe_volume)
        for i, item in enumerate(problem.items):
            if i in excluded:
                continue
            prepared = []
            for number, option in enumerate(item.options):
                if option.volume > most or any(map(gt, option.use, problem.capacities)):
                    continue
                effects = []
                benefits = option.benefit
                for facet, known in numbers:
                    benefit = benefits[facet]
                    if benefit:
                        effect = known.get(benefit)
                        if effect is None:
                            effect = known[benefit] = len(self.effects)
                            self.effects.append((facet, benefit))
                            self.facet_of.append(facet)
                        effects.append(effect)
                loads = (option.volume, *option.use, *option.window)
                prepared.append(PreparedOption(problem.cost(option), benefits, tuple(effects), loads, number))
            if prepared:
                found[i] = prepared
        return found

    def _typical_loads(self, sampled: int) -> list[float]:
        """The size of one item's load, to make the steps of all load multipliers comparable."""
        sizes = [limit / self.problem.max_items for limit in self.limits]
        if 0 in self.limits:
            some = [level.loads for prepared in islice(self.of.values(), sampled) for level in prepared]
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


def slot_values_of(slots: tuple[int, ...], worth: float) -> tuple[float, ...]:
    """The worth in each slot; the last rung, outside of all slots, is worth nothing."""
    return (*[slot * worth for slot in slots], 0.0)
