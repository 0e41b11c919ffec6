"""What items are worth at the current multipliers: the arithmetic of the Lagrangian bound, in floats.

Sums of floats are written as loops: `sum` rounds differently from one Python version to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import sub

from .constraints import Constraints
from .multipliers import Multipliers
from .prepared import PreparedOption, slot_values_of
from .subproblem import Subproblem

TOLERANCE = 1e-6
"""More than the rounding of any sum here."""
INFINITY = float("inf")


class Valuation:
    """One subproblem at multipliers that change."""

    __slots__ = (
        "_effect_values",
        "_first_load",
        "_first_minimum",
        "_slot_values",
        "prepared",
        "subproblem",
        "vector",
    )

    def __init__(self, subproblem: Subproblem, start: Multipliers | None) -> None:
        prepared = self.prepared = subproblem.prepared
        self.subproblem = subproblem
        self._effect_values = [0.0] * len(prepared.effects)
        self._first_load = len(prepared.problem.weights) * len(prepared.problem.slots)
        self._first_minimum = self._first_load + len(prepared.limits)
        self._slot_values = prepared.slot_values
        """What each effect is worth in each slot, before multipliers."""
        if prepared.minima:
            self._slot_values = prepared.slot_values[:]
        self.vector = self._cold() if start is None else self._from(start)
        """One flat vector: slots facet by facet, loads x typical load, minima x least coverage."""

    # ------------------------------------------------------------------ start

    def _cold(self) -> list[float]:
        """Each slot starts near what the first item that gets no slot would pay for it."""
        problem = self.prepared.problem
        per_facet: list[list[float]] = [[] for _ in problem.weights]
        of = self.prepared.of
        for item in self.subproblem.candidates:
            best: dict[int, int] = {}
            for option in of[item]:
                for effect in option.effects:
                    facet, benefit = self.prepared.effects[effect]
                    if benefit > best.get(facet, 0):
                        best[facet] = benefit
            for facet, benefit in best.items():
                per_facet[facet].append(float(problem.weights[facet] * benefit))
        vector: list[float] = []
        for worths in per_facet:
            worths.sort(reverse=True)
            for place, slot in enumerate(problem.slots):
                worth = worths[place + 1] if place + 1 < len(worths) else 0.0
                vector.append(0.5 * slot * worth)
        return vector + [0.0] * (len(self.prepared.limits) + len(self.prepared.minima))

    def _from(self, start: Multipliers) -> list[float]:
        prepared = self.prepared
        vector = [max(0.0, multiplier) for facet in start.slots for multiplier in facet]
        for multiplier, size in zip(start.loads, prepared.typical_load, strict=True):
            vector.append(max(0.0, multiplier) * size)
        if len(start.minima) == len(prepared.minima):
            for multiplier, (_, least) in zip(start.minima, prepared.minima, strict=True):
                vector.append(max(0.0, multiplier) * least)
        else:
            vector += [0.0] * len(prepared.minima)
        return vector

    # ------------------------------------------------------------------ what items are worth

    def revalue(self, effects: list[list[int]]) -> None:
        """Brings `_effect_values` up to date for these effects, given facet by facet."""
        effect_values, slot_values = self._effect_values, self._slot_values
        width = len(self.prepared.problem.slots)
        if self.prepared.minima:
            self._raise_slot_values()
        for facet, known in enumerate(effects):
            multipliers = (*self.vector[facet * width : (facet + 1) * width], 0.0)
            if width == 3:
                self._revalue_three(known, multipliers)
            else:
                for effect in known:
                    effect_values[effect] = max(map(sub, slot_values[effect], multipliers))

    def _revalue_three(self, effects: list[int], multipliers: tuple[float, ...]) -> None:
        """The same for three slots, as shipped policies have: most of a step's time went here."""
        effect_values, slot_values = self._effect_values, self._slot_values
        of_first, of_second, of_third, _ = multipliers
        for effect in effects:
            first, second, third, _ = slot_values[effect]
            best = first - of_first
            gain = second - of_second
            if gain > best:
                best = gain
            gain = third - of_third
            if gain > best:
                best = gain
            effect_values[effect] = best if best > 0.0 else 0.0

    def _raise_slot_values(self) -> None:
        """The multiplier of a least coverage raises the weight of its facet."""
        problem = self.prepared.problem
        weights = [float(weight) for weight in problem.weights]
        for number, (facet, least) in enumerate(self.prepared.minima):
            weights[facet] += self.vector[self._first_minimum + number] / least
        raised = {facet for facet, _ in self.prepared.minima}
        for effect, (facet, benefit) in enumerate(self.prepared.effects):
            if facet in raised:
                self._slot_values[effect] = slot_values_of(problem.slots, weights[facet] * benefit)

    def _load_multipliers(self) -> list[tuple[float, int]]:
        """(multiplier per unit, load) where the multiplier is not zero."""
        sizes = self.prepared.typical_load
        return [
            (multiplier / sizes[load], load)
            for load, multiplier in enumerate(self.vector[self._first_load : self._first_minimum])
            if multiplier
        ]

    def valued(
        self, items: Iterable[int], offset: Mapping[int, float]
    ) -> list[tuple[float, int, PreparedOption]]:
        """(value, -item, option) of each item's best option at the current multipliers, plus its offset."""
        of, effect_values, load_multipliers = self.prepared.of, self._effect_values, self._load_multipliers()
        valued = []
        for item in items:
            best = -INFINITY
            options = of[item]
            chosen = options[0]
            for option in options:
                cost, _, effects, loads, _ = option
                value: float = -cost
                for effect in effects:
                    value += effect_values[effect]
                if load_multipliers:
                    for multiplier, load in load_multipliers:
                        value -= multiplier * loads[load]
                if value > best:
                    best, chosen = value, option
            valued.append((best + offset[item], -item, chosen))
        return valued

    def plain_values(self, items: set[int]) -> dict[int, float]:
        """What items are worth without constraints."""
        self.revalue(self.prepared.effects_of(items))
        return {-negated: value for value, negated, _ in self.valued(items, dict.fromkeys(items, 0.0))}

    def constant(self, constraints: Constraints) -> float:
        """The part of the bound that no item brings."""
        total = float(self.subproblem.base)
        for multiplier in self.vector[: self._first_load]:
            total += multiplier
        for multiplier, load in self._load_multipliers():
            total += multiplier * self.prepared.limits[load]
        for multiplier in self.vector[self._first_minimum :]:
            total -= multiplier
        return total + constraints.constant()

    def slopes(self, chosen: list[PreparedOption]) -> list[float]:
        """How the bound changes with each multiplier of the vector."""
        prepared = self.prepared
        slots = prepared.problem.slots
        width = len(slots)
        slopes = [1.0] * self._first_load
        coverage = [0.0] * len(prepared.problem.weights)
        effect_values, facet_of, slot_values, vector = (
            self._effect_values,
            prepared.facet_of,
            self._slot_values,
            self.vector,
        )
        for option in chosen:
            for effect in option.effects:
                gain = effect_values[effect]
                if gain > 0:
                    facet = facet_of[effect]
                    place = facet * width
                    taken = 0
                    while slot_values[effect][taken] - vector[place + taken] != gain:
                        taken += 1
                    slopes[place + taken] -= 1.0
                    if prepared.minima:
                        coverage[facet] += slots[taken] * prepared.effects[effect][1]
        for load, (limit, size) in enumerate(zip(prepared.limits, prepared.typical_load, strict=True)):
            used = sum([option.loads[load] for option in chosen])
            slopes.append((limit - used) / size)
        for facet, least in prepared.minima:
            slopes.append(coverage[facet] / least - 1.0)
        return slopes

    def rise(self, earlier: list[float]) -> float:
        """What an item can have risen by since the multipliers were these, constraints aside."""
        width = len(self.prepared.problem.slots)
        fall = list(map(sub, earlier, self.vector))
        rise = TOLERANCE
        for start in range(0, self._first_load, width):
            rise += max(0.0, *fall[start : start + width])
        for load, size in enumerate(self.prepared.typical_load):
            change = fall[self._first_load + load]
            if change > 0 or (change and load >= self.prepared.stock):
                rise += abs(change) / size * self.prepared.largest_loads()[load]
        return rise

    def named(self, constraints: Constraints) -> Multipliers:
        """The multipliers by what they are for, to start another subproblem from."""
        prepared, width = self.prepared, len(self.prepared.problem.slots)
        vector = self.vector
        loads = vector[self._first_load : self._first_minimum]
        minima = vector[self._first_minimum :]
        initial, discovered = constraints.named_multipliers()
        return Multipliers(
            slots=tuple(tuple(vector[start : start + width]) for start in range(0, self._first_load, width)),
            loads=tuple(each / size for each, size in zip(loads, prepared.typical_load, strict=True)),
            minima=tuple(each / least for each, (_, least) in zip(minima, prepared.minima, strict=True)),
            initial=initial,
            discovered=discovered,
        )
