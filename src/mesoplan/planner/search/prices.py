"""Prices that make the items independent of each other: the Lagrangian bound.

Four kinds of limits tie items together: each slot of a facet goes to one item, each load has a limit, a
facet may have a least coverage, and there are *rows* (pairs, cliques, requirements). Put a price on each
and charge it to the items that use it. Then for any prices >= 0

    constant(prices) + the best `seats` item values at these prices

is at least the value of every plan in the scope. Good prices make it tight; they are looked for by
sub-gradient steps on a small active set of items. Prices only guide: what they are worth as a proof is
computed afterwards in whole numbers (`region`), so no rounding error can reach an answer.

Sums of floats are written as loops: `sum` rounds differently from one Python version to the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from operator import sub
from typing import NamedTuple

from .levels import Level, Levels, rungs_of
from .problem import bits
from .row import RowKey
from .rows import Rows
from .scope import Scope

MOMENTUM = 0.6
PATIENCE = 4
"""Steps without progress before the step size is halved and the best prices are taken up again."""
MOST_ROUNDS = 12
FIRST_STEP = 0.06
"""Size of the first step, as a part of the bound."""
REFINING_STEP = 0.02
"""The same, from prices that are already good for a scope around this one."""
SETTLED = 0.002
"""Part of the bound: a round that gains less is the last one."""
MOST_ALTERNATIVES = 10
"""How many of the items that meet a requirement join the active set."""
LARGE_SCOPE = 1000
"""Candidates from which it pays to price them all only once."""
TOLERANCE = 1e-6
INFINITY = float("inf")


class Prices(NamedTuple):
    """A price for everything that ties items together; any scope may start from them."""

    slots: tuple[tuple[float, ...], ...]
    """Objective units for each slot of each facet."""
    loads: tuple[float, ...]
    """Objective units per unit of load."""
    floors: tuple[float, ...]
    """Objective units per unit of coverage, for each facet with a least coverage."""
    rows: dict[RowKey, float]
    """For synergies and wants, which a scope has from the beginning."""
    found: dict[RowKey, float]
    """For cliques, antagonisms and requirements, discovered when a choice of items violates them."""


class Settled(NamedTuple):
    """The best prices found for a scope."""

    prices: Prices
    rows: Rows
    row_prices: tuple[float, ...]
    bound: float
    """About the bound these prices give (floating point; not a proof)."""
    steps: int


class _Snapshot(NamedTuple):
    bound: float
    dense: list[float]
    rows: list[float]


class _Earlier(NamedTuple):
    """What all candidates were worth when they were all priced."""

    plain: dict[int, float]
    """Item -> value without rows."""
    dense: list[float]
    """The prices then."""


class PriceSearch:
    """Looks for prices with a low bound on one scope."""

    __slots__ = (
        "_active",
        "_active_marks",
        "_bar",
        "_best",
        "_dense",
        "_direction",
        "_earlier",
        "_first_floor",
        "_first_load",
        "_first_step",
        "_gains",
        "_local",
        "_row_direction",
        "_rungs",
        "_step_size",
        "_watched",
        "levels",
        "rows",
        "scope",
        "steps",
    )

    def __init__(
        self, scope: Scope, start: Prices | None, bar: float, first_step: float = FIRST_STEP
    ) -> None:
        """Starts from `start` when given; stops when the bound falls below `bar`."""
        levels = self.levels = scope.levels
        self.scope = scope
        self.steps = 0
        self._bar = bar
        self._first_step = first_step
        self._active: set[int] = set()
        self._watched = max(4 * scope.seats, 16)
        """How many of the best candidates join the active set."""
        self._earlier: _Earlier | None = None
        self._gains = [0.0] * len(levels.marks)
        self._first_load = len(levels.problem.weights) * len(levels.problem.slots)
        self._first_floor = self._first_load + len(levels.limits)
        self._rungs = levels.rungs
        """What each mark is worth in each slot, before prices."""
        if levels.floors:
            self._rungs = levels.rungs[:]
        self._active_marks: list[list[int]] = []
        self._dense = self._cold() if start is None else self._from(start)
        """One flat vector: slots facet by facet, loads x typical load, floors x least coverage."""
        self._forget_direction()
        rows, found = ({}, {}) if start is None else (start.rows, start.found)
        self.rows = Rows(scope, rows, found, self._plain_values)
        self._best = self._local = _Snapshot(INFINITY, self._dense, [])

    # ------------------------------------------------------------------ start

    def _cold(self) -> list[float]:
        """Each slot starts near what the first item without a seat would pay for it."""
        problem = self.levels.problem
        per_facet: list[list[float]] = [[] for _ in problem.weights]
        of = self.levels.of
        for item in self.scope.candidates:
            best: dict[int, int] = {}
            for level in of[item]:
                for mark in level.marks:
                    facet, benefit = self.levels.marks[mark]
                    if benefit > best.get(facet, 0):
                        best[facet] = benefit
            for facet, benefit in best.items():
                per_facet[facet].append(float(problem.weights[facet] * benefit))
        dense: list[float] = []
        for worths in per_facet:
            worths.sort(reverse=True)
            for place, slot in enumerate(problem.slots):
                worth = worths[place + 1] if place + 1 < len(worths) else 0.0
                dense.append(0.5 * slot * worth)
        return dense + [0.0] * (len(self.levels.limits) + len(self.levels.floors))

    def _from(self, start: Prices) -> list[float]:
        levels = self.levels
        dense = [max(0.0, price) for facet in start.slots for price in facet]
        for price, size in zip(start.loads, levels.typical_load, strict=True):
            dense.append(max(0.0, price) * size)
        if len(start.floors) == len(levels.floors):
            for price, (_, least) in zip(start.floors, levels.floors, strict=True):
                dense.append(max(0.0, price) * least)
        else:
            dense += [0.0] * len(levels.floors)
        return dense

    def _forget_direction(self) -> None:
        self._direction = [0.0] * len(self._dense)
        self._row_direction: dict[int, float] = {}

    # ------------------------------------------------------------------ what items are worth

    def _reprice(self, marks: list[list[int]]) -> None:
        """Brings `_gains` up to date for these marks, given facet by facet."""
        gains, rungs = self._gains, self._rungs
        width = len(self.levels.problem.slots)
        if self.levels.floors:
            self._raise_rungs()
        for facet, known in enumerate(marks):
            prices = (*self._dense[facet * width : (facet + 1) * width], 0.0)
            if width == 3:
                self._reprice_three(known, prices)
            else:
                for mark in known:
                    gains[mark] = max(map(sub, rungs[mark], prices))

    def _reprice_three(self, marks: list[int], prices: tuple[float, ...]) -> None:
        """The same for three slots, as shipped policies have: most of a step's time went here."""
        gains, rungs = self._gains, self._rungs
        of_first, of_second, of_third, _ = prices
        for mark in marks:
            first, second, third, _ = rungs[mark]
            best = first - of_first
            gain = second - of_second
            if gain > best:
                best = gain
            gain = third - of_third
            if gain > best:
                best = gain
            gains[mark] = best if best > 0.0 else 0.0

    def _raise_rungs(self) -> None:
        """The price of a least coverage raises the weight of its facet."""
        problem = self.levels.problem
        weights = [float(weight) for weight in problem.weights]
        for number, (facet, least) in enumerate(self.levels.floors):
            weights[facet] += self._dense[self._first_floor + number] / least
        raised = {facet for facet, _ in self.levels.floors}
        for mark, (facet, benefit) in enumerate(self.levels.marks):
            if facet in raised:
                self._rungs[mark] = rungs_of(problem.slots, weights[facet] * benefit)

    def _hot_loads(self) -> list[tuple[float, int]]:
        """(price per unit, load) where the price is not zero."""
        sizes = self.levels.typical_load
        return [
            (price / sizes[load], load)
            for load, price in enumerate(self._dense[self._first_load : self._first_floor])
            if price
        ]

    def _priced(self, items: Iterable[int], offset: Mapping[int, float]) -> list[tuple[float, int, Level]]:
        """(value, -item, level) of each item's best level at the current prices, plus its offset."""
        of, gains, hot = self.levels.of, self._gains, self._hot_loads()
        priced = []
        for item in items:
            best = -INFINITY
            levels = of[item]
            chosen = levels[0]
            for level in levels:
                cost, _, marks, loads, _ = level
                value: float = -cost
                for mark in marks:
                    value += gains[mark]
                if hot:
                    for price, load in hot:
                        value -= price * loads[load]
                if value > best:
                    best, chosen = value, level
            priced.append((best + offset[item], -item, chosen))
        return priced

    def _plain_values(self, items: set[int]) -> dict[int, float]:
        self._reprice(self.levels.marks_of(items))
        return {-negated: value for value, negated, _ in self._priced(items, dict.fromkeys(items, 0.0))}

    def _constant(self) -> float:
        """The part of the bound that no item brings."""
        total = float(self.scope.base)
        for price in self._dense[: self._first_load]:
            total += price
        for price, load in self._hot_loads():
            total += price * self.levels.limits[load]
        for price in self._dense[self._first_floor :]:
            total -= price
        return total + self.rows.constant()

    # ------------------------------------------------------------------ the search

    def settle(self, steps: int, *, thorough: bool = True) -> Settled:
        """Spends about `steps` steps; more while the active set still misses items that matter, and,
        when `thorough`, while the bound still falls."""
        rounds = 2 if steps > 20 else 1
        before = INFINITY
        for number in range(MOST_ROUNDS):
            bound = self._price_all()
            if not steps or bound < self._bar:
                break
            complete = bound <= self._local.bound + SETTLED * abs(bound)
            progress = thorough and before - self._best.bound > SETTLED * abs(bound)
            if number >= rounds and complete and not progress:
                break
            before = self._best.bound
            self._descend(steps // rounds if number < rounds else max(5, steps // 3))
        return self._settled()

    def _price_all(self) -> float:
        """The bound over all candidates; the best of them join the active set."""
        scope, offset = self.scope, self.rows.offset
        self._reprice(scope.marks)
        ranked = self._ranked()
        bound = self._constant()
        for value, _, _ in self._priced(scope.fixed, offset):
            bound += value
        for value, _, _ in ranked[: scope.seats]:
            if value > 0:
                bound += value
        if bound < self._best.bound:
            self._best = self._snapshot(bound)
        tops = [-negated for _, negated, _ in ranked[: self._watched]]
        self._active.update(tops)
        needed = [mask for item in tops[: 2 * scope.seats] for mask in scope.needs.get(item, ())]
        for mask in (*needed, *scope.wants):
            self._active.update(islice(bits(mask), MOST_ALTERNATIVES))
        self._active_marks = self.levels.marks_of(self._active.union(scope.fixed))
        return bound

    def _ranked(self) -> list[tuple[float, int, Level]]:
        """The priced candidates, best first; beyond the best `_watched` some may be missing.

        All items of a large scope are priced once, later only those that can have risen among the best.
        """
        everything, offset = self.scope.candidates, self.rows.offset
        risen = self._risen(self._earlier) if self._earlier else everything
        if 2 * len(risen) < len(everything):
            ranked = self._priced(risen, offset)
        else:
            ranked = self._priced(everything, offset)
            if len(everything) > LARGE_SCOPE and not self.levels.floors:
                plain = {-negated: value - offset[-negated] for value, negated, _ in ranked}
                self._earlier = _Earlier(plain, self._dense[:])
        ranked.sort(reverse=True)
        return ranked

    def _risen(self, earlier: _Earlier) -> Collection[int]:
        """The active items, and all that may now be worth more than the least of their best `_watched`."""
        offset = self.rows.offset
        values = sorted([value for value, _, _ in self._priced(self._active, offset)], reverse=True)
        least = values[: self._watched][-1] - self._rise(earlier)
        risen = {item for item, value in earlier.plain.items() if value + offset[item] >= least}
        return risen | self._active

    def _rise(self, earlier: _Earlier) -> float:
        """What an item can have risen by since then, rows aside."""
        width = len(self.levels.problem.slots)
        fall = list(map(sub, earlier.dense, self._dense))
        rise = TOLERANCE
        for start in range(0, self._first_load, width):
            rise += max(0.0, *fall[start : start + width])
        for load, size in enumerate(self.levels.typical_load):
            change = fall[self._first_load + load]
            if change > 0 or (change and load >= self.levels.stock):
                rise += abs(change) / size * self.levels.largest_loads()[load]
        return rise

    def _descend(self, steps: int) -> None:
        """Sub-gradient steps on the active items; ends at the best prices seen on the way."""
        self._local = _Snapshot(INFINITY, self._dense, [])
        self._forget_direction()
        self._step_size = -1.0
        stalled = 0
        for _ in range(steps):
            self.steps += 1
            bound, chosen, seated = self._relax()
            if bound < self._local.bound - 1e-9:
                self._local = self._snapshot(bound)
                stalled = 0
            else:
                stalled += 1
            if self._step_size < 0:
                self._step_size = max(1.0, self._first_step * abs(bound))
            if stalled >= PATIENCE:
                stalled = 0
                self._step_size *= 0.5
                self._return_to(self._local)
                self._forget_direction()
                if self._step_size < 1e-4 * abs(self._local.bound):
                    break
                continue
            if bound < self._bar:
                break
            self.rows.discover(seated, self._active)
            if not self._move(bound, chosen, seated):
                break
        self._return_to(self._local)

    def _relax(self) -> tuple[float, list[Level], list[int]]:
        """The bound over the active items, the levels that make it, and the items that got a seat."""
        scope, offset = self.scope, self.rows.offset
        self._reprice(self._active_marks)
        ranked = self._priced(self._active, offset)
        ranked.sort(reverse=True)
        seated = [entry for entry in ranked[: scope.seats] if entry[0] > 0]
        bound = self._constant()
        chosen = []
        for value, _, level in (*seated, *self._priced(scope.fixed, offset)):
            bound += value
            chosen.append(level)
        return bound, chosen, [-negated for _, negated, _ in seated]

    def _slopes(self, chosen: list[Level]) -> list[float]:
        """How the bound changes with each dense price."""
        levels = self.levels
        slots = levels.problem.slots
        width = len(slots)
        slopes = [1.0] * self._first_load
        coverage = [0.0] * len(levels.problem.weights)
        gains, facet_of, rungs, dense = self._gains, levels.facet_of, self._rungs, self._dense
        for level in chosen:
            for mark in level.marks:
                gain = gains[mark]
                if gain > 0:
                    facet = facet_of[mark]
                    place = facet * width
                    taken = 0
                    while rungs[mark][taken] - dense[place + taken] != gain:
                        taken += 1
                    slopes[place + taken] -= 1.0
                    if levels.floors:
                        coverage[facet] += slots[taken] * levels.marks[mark][1]
        for load, (limit, size) in enumerate(zip(levels.limits, levels.typical_load, strict=True)):
            used = sum([level.loads[load] for level in chosen])
            slopes.append((limit - used) / size)
        for facet, least in levels.floors:
            slopes.append(coverage[facet] / least - 1.0)
        return slopes

    def _move(self, bound: float, chosen: list[Level], seated: list[int]) -> bool:
        """One step downhill; False when the bound is flat here."""
        dense, direction = self._dense, self._direction
        norm = 0.0
        for place, slope in enumerate(self._slopes(chosen)):
            slope += MOMENTUM * direction[place]
            if slope > 0 and dense[place] <= 0:
                slope = 0.0
            direction[place] = slope
            norm += slope * slope
        row_slopes = self.rows.slopes(seated)
        for number, slope in self._row_direction.items():
            row_slopes[number] = row_slopes.get(number, 0.0) + MOMENTUM * slope
        self._row_direction = self.rows.movable(row_slopes)
        for slope in self._row_direction.values():
            norm += slope * slope
        if norm < 1e-9:
            return False
        length = (bound - self._local.bound + self._step_size) / norm
        for place, slope in enumerate(direction):
            price = dense[place] - length * slope
            dense[place] = price if price > 0 else 0.0
        self.rows.move(self._row_direction, length)
        return True

    # ------------------------------------------------------------------ remembering

    def _snapshot(self, bound: float) -> _Snapshot:
        return _Snapshot(bound, self._dense[:], self.rows.prices[:])

    def _return_to(self, snapshot: _Snapshot) -> None:
        self._dense = snapshot.dense[:]
        self.rows.return_to(snapshot.rows)

    def _settled(self) -> Settled:
        best = self._best
        self._return_to(best)
        levels, width = self.levels, len(self.levels.problem.slots)
        dense = self._dense
        loads = dense[self._first_load : self._first_floor]
        rows, found = self.rows.named_prices()
        prices = Prices(
            slots=tuple(tuple(dense[start : start + width]) for start in range(0, self._first_load, width)),
            loads=tuple(price / size for price, size in zip(loads, levels.typical_load, strict=True)),
            floors=tuple(
                price / least
                for price, (_, least) in zip(dense[self._first_floor :], levels.floors, strict=True)
            ),
            rows=rows,
            found=found,
        )
        return Settled(prices, self.rows, tuple(self.rows.prices), best.bound, self.steps)


def fitting(prices: Prices | None, levels: Levels) -> Prices | None:
    """The part of these prices that is valid for a problem; None when its facets or loads are others.

    Prices may come from another problem, whose cliques need not be cliques in this one.
    """
    if prices is None:
        return None
    problem = levels.problem
    shape = [len(problem.slots)] * len(problem.weights)
    if [len(facet) for facet in prices.slots] != shape or len(prices.loads) != len(levels.limits):
        return None
    size = len(problem.items)
    found = {
        (kind, items): price
        for (kind, items), price in prices.found.items()
        if kind != "clique"
        or all(b < size and levels.apart[a] >> b & 1 for b in items for a in items if a < b)
    }
    return prices._replace(found=found)
