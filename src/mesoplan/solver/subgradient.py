"""The search for good multipliers: sub-gradient steps on the Lagrangian bound.

Four kinds of limits tie items together: each slot of a facet goes to one item, each load has a limit, a
facet may have a least coverage, and there are the pairs, cliques and requirements of `constraint_kinds`. Put
a multiplier on each and charge it to the items that use it. Then for any multipliers >= 0

    constant(multipliers) + the best `remaining` item values at these multipliers (`valuation`)

is at least the value of every plan in the subproblem. Good multipliers make it tight; they are looked for by
sub-gradient steps on a small active set of items. Multipliers only guide: what they are worth as a proof is
computed afterwards in whole numbers (`bound`), so no rounding error can reach an answer.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from mesoplan.record import NamedTuple

from .constraints import Constraints
from .multipliers import Multipliers
from .prepared import PreparedOption
from .problem import bits
from .subproblem import Subproblem
from .tuning import Effort, Tuning
from .valuation import INFINITY, Valuation

NO_PROGRESS = 1e-9


class Settled(NamedTuple):
    """The best multipliers found for a subproblem."""

    multipliers: Multipliers
    constraints: Constraints
    of_constraints: tuple[float, ...]
    """The multiplier of each of the constraints."""
    bound: float
    """About the bound they give (floating point; not a proof)."""
    steps: int
    valued: int
    """Candidates valued, over all steps."""


class _Snapshot(NamedTuple):
    bound: float
    vector: list[float]
    of_constraints: list[float]


class _Earlier(NamedTuple):
    """What all candidates were worth when they were all valued."""

    plain: dict[int, float]
    """Item -> value without constraints."""
    vector: list[float]
    """The multipliers then."""


class Subgradient:
    """Looks for multipliers with a low bound on one subproblem."""

    __slots__ = (
        "_active",
        "_active_effects",
        "_best",
        "_constraint_direction",
        "_cutoff",
        "_direction",
        "_earlier",
        "_local",
        "_most_valued",
        "_tuning",
        "_valuation",
        "_watched",
        "constraints",
        "prepared",
        "steps",
        "subproblem",
        "valued",
    )

    def __init__(
        self,
        subproblem: Subproblem,
        start: Multipliers | None,
        cutoff: int | None,
        tuning: Tuning,
        most_valued: int | None = None,
    ) -> None:
        """Starts from `start` when given; stops when the bound falls below `cutoff`, or once more than
        `most_valued` candidates were valued."""
        self.prepared = subproblem.prepared
        self.subproblem = subproblem
        self.steps = 0
        self.valued = 0
        self._tuning = tuning
        self._cutoff = cutoff
        self._most_valued = most_valued
        self._active: set[int] = set()
        self._watched = max(tuning.watched_per_item * subproblem.remaining, tuning.least_watched)
        """How many of the best candidates join the active set."""
        self._earlier: _Earlier | None = None
        self._active_effects: list[list[int]] = []
        self._valuation = Valuation(subproblem, start)
        self._forget_direction()
        initial, discovered = ({}, {}) if start is None else (start.initial, start.discovered)
        self.constraints = Constraints(subproblem, initial, discovered, self._valuation.plain_values)
        self._best = self._local = _Snapshot(INFINITY, self._valuation.vector, [])

    def _forget_direction(self) -> None:
        self._direction = [0.0] * len(self._valuation.vector)
        self._constraint_direction: dict[int, float] = {}

    # ------------------------------------------------------------------ the search

    def settle(self, effort: Effort) -> Settled:
        """Spends about as many steps as the effort says; more while the active set still misses items that
        matter."""
        tuning, steps = self._tuning, effort.steps
        rounds = 2 if steps > tuning.two_rounds_from else 1
        before = INFINITY
        for number in range(tuning.most_rounds):
            bound = self._value_all()
            if not steps or self._is_settled(bound) or self._is_tired():
                break
            complete = bound <= self._local.bound + tuning.flat * abs(bound)
            progress = effort.until_flat and before - self._best.bound > tuning.flat * abs(bound)
            if number >= rounds and complete and not progress:
                break
            before = self._best.bound
            steps_now = steps // rounds if number < rounds else max(tuning.least_more, steps // 3)
            self._descend(steps_now, effort.first_step)
        return self._settled()

    def _is_settled(self, bound: float) -> bool:
        """Whether the bound is so low that nothing here matters any more."""
        return self._cutoff is not None and bound < self._cutoff

    def _is_tired(self) -> bool:
        return self._most_valued is not None and self.valued > self._most_valued

    def _value_all(self) -> float:
        """The bound over all candidates; the best of them join the active set."""
        self.valued += len(self.subproblem.candidates)
        subproblem, offset = self.subproblem, self.constraints.offset
        self._valuation.revalue(subproblem.effects)
        ranked = self._ranked()
        bound = self._valuation.constant(self.constraints)
        for value, _, _ in self._valuation.valued(subproblem.fixed, offset):
            bound += value
        for value, _, _ in ranked[: subproblem.remaining]:
            if value > 0:
                bound += value
        if bound < self._best.bound:
            self._best = self._snapshot(bound)
        tops = [-negated for _, negated, _ in ranked[: self._watched]]
        self._active.update(tops)
        needed = [
            mask for item in tops[: 2 * subproblem.remaining] for mask in subproblem.needs.get(item, ())
        ]
        for mask in (*needed, *subproblem.coverings):
            self._active.update(islice(bits(mask), self._tuning.alternatives))
        self._active_effects = self.prepared.effects_of(self._active.union(subproblem.fixed))
        return bound

    def _ranked(self) -> list[tuple[float, int, PreparedOption]]:
        """The valued candidates, best first; beyond the best `_watched` some may be missing.

        All items of a large subproblem are valued once, later only those that can have risen among the best.
        """
        everything, offset = self.subproblem.candidates, self.constraints.offset
        risen = self._risen(self._earlier) if self._earlier else everything
        if 2 * len(risen) < len(everything):
            ranked = self._valuation.valued(risen, offset)
        else:
            ranked = self._valuation.valued(everything, offset)
            if len(everything) > self._tuning.large_subproblem and not self.prepared.minima:
                plain = {-negated: value - offset[-negated] for value, negated, _ in ranked}
                self._earlier = _Earlier(plain, self._valuation.vector[:])
        ranked.sort(reverse=True)
        return ranked

    def _risen(self, earlier: _Earlier) -> Collection[int]:
        """The active items, and all that may now be worth more than the least of their best `_watched`."""
        offset = self.constraints.offset
        values = sorted([value for value, _, _ in self._valuation.valued(self._active, offset)], reverse=True)
        least = values[: self._watched][-1] - self._valuation.rise(earlier.vector)
        risen = {item for item, value in earlier.plain.items() if value + offset[item] >= least}
        return risen | self._active

    def _descend(self, steps: int, first_step: float) -> None:
        """Sub-gradient steps on the active items; ends at the best multipliers seen on the way."""
        self._local = _Snapshot(INFINITY, self._valuation.vector, [])
        self._forget_direction()
        step_size: float | None = None
        stalled = 0
        for _ in range(steps):
            self.steps += 1
            self.valued += len(self._active)
            bound, chosen, selected = self._relax()
            if bound < self._local.bound - NO_PROGRESS:
                self._local = self._snapshot(bound)
                stalled = 0
            else:
                stalled += 1
            if step_size is None:
                step_size = max(1.0, first_step * abs(bound))
            if stalled >= self._tuning.patience:
                stalled = 0
                step_size *= 0.5
                self._return_to(self._local)
                self._forget_direction()
                if step_size < self._tuning.least_step * abs(self._local.bound):
                    break
                continue
            if self._is_settled(bound) or self._is_tired():
                break
            self.constraints.discover(selected, self._active)
            slopes = self._valuation.slopes(chosen)
            if not self._move(bound - self._local.bound + step_size, slopes, selected):
                break
        self._return_to(self._local)

    def _relax(self) -> tuple[float, list[PreparedOption], list[int]]:
        """The bound over the active items, the options that make it, and the items selected."""
        subproblem, offset = self.subproblem, self.constraints.offset
        self._valuation.revalue(self._active_effects)
        ranked = self._valuation.valued(self._active, offset)
        ranked.sort(reverse=True)
        selected = [entry for entry in ranked[: subproblem.remaining] if entry[0] > 0]
        bound = self._valuation.constant(self.constraints)
        chosen = []
        for value, _, option in (*selected, *self._valuation.valued(subproblem.fixed, offset)):
            bound += value
            chosen.append(option)
        return bound, chosen, [-negated for _, negated, _ in selected]

    def _move(self, fall: float, slopes: list[float], selected: list[int]) -> bool:
        """One step, as long as would lower a linear bound by `fall`; False when the bound is flat here."""
        vector, direction, momentum = self._valuation.vector, self._direction, self._tuning.momentum
        norm = 0.0
        for place, slope in enumerate(slopes):
            slope += momentum * direction[place]
            if slope > 0 and vector[place] <= 0:
                slope = 0.0
            direction[place] = slope
            norm += slope * slope
        of_constraints = self.constraints.slopes(selected)
        for number, slope in self._constraint_direction.items():
            of_constraints[number] = of_constraints.get(number, 0.0) + momentum * slope
        self._constraint_direction = self.constraints.movable(of_constraints, self._tuning.dead_slope)
        for slope in self._constraint_direction.values():
            norm += slope * slope
        if norm < NO_PROGRESS:
            return False
        length = fall / norm
        for place, slope in enumerate(direction):
            multiplier = vector[place] - length * slope
            vector[place] = multiplier if multiplier > 0 else 0.0
        self.constraints.move(self._constraint_direction, length)
        return True

    # ------------------------------------------------------------------ remembering

    def _snapshot(self, bound: float) -> _Snapshot:
        return _Snapshot(bound, self._valuation.vector[:], self.constraints.multipliers[:])

    def _return_to(self, snapshot: _Snapshot) -> None:
        self._valuation.vector = snapshot.vector[:]
        self.constraints.return_to(snapshot.of_constraints)

    def _settled(self) -> Settled:
        best = self._best
        self._return_to(best)
        return Settled(
            multipliers=self._valuation.named(self.constraints),
            constraints=self.constraints,
            of_constraints=tuple(self.constraints.multipliers),
            bound=best.bound,
            steps=self.steps,
            valued=self.valued,
        )
