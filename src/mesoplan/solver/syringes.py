"""Which item goes into which syringe: exact, cheapest first, then fewest syringes.

A set is filled into at most `max_syringes` syringes so that no syringe holds a separate pair, exceeds
the syringe volume, leaves a window or is forbidden by the judge. Among the fillings of least price
(judge penalties plus the cost of extra syringes) the one with the fewest syringes is taken, and among
those the first one when items are put, in ascending order, into the earliest syringe possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from mesoplan.record import NamedTuple

from .budget import JUDGED, Budget, Meter
from .problem import Content, Judge, Problem, bits

MOST_PLACED = 2_000

Syringes: TypeAlias = tuple[tuple[int, ...], ...]


class SyringeProof(NamedTuple):
    """Why fewer syringes cannot do."""

    kind: Literal["clique", "volume", "exhausted"]
    """`clique`: `members` are pairwise separate. `volume`: the total does not fit in fewer.
    `exhausted`: every filling with fewer syringes was tried; none is allowed, or none is as cheap."""
    least: int
    """No filling this good has fewer syringes."""
    members: tuple[int, ...] = ()


class Filling(NamedTuple):
    """A set of items distributed over syringes."""

    syringes: Syringes
    """Items of each syringe, ascending; syringes ordered by their first item."""
    price: int
    """Judge penalties plus extra_syringe_cost x (syringes - 1)."""


class SyringeSolver:
    """Fills syringes for one problem and remembers what the judge said about each content."""

    __slots__ = ("_judge", "_seen", "meter", "problem", "separate")

    def __init__(self, problem: Problem, meter: Meter | None = None) -> None:
        self.problem = problem
        self.meter = Meter(Budget()) if meter is None else meter
        self.separate = problem.separate_rows()
        self._judge: Judge | None = problem.judge
        self._seen: dict[Content, int | None] = {}

    def fill(self, content: Content, most: int | None = None) -> Filling | None:
        """The cheapest filling; None when there is none, or none with a price of at most `most`."""
        problem = self.problem
        windows = self._windows(content)
        if any(sum(row) > 0 for row in windows):
            return None  # every syringe keeps the row at or below 0, so the whole set must
        best: Filling | None = None
        least = max(self._volume_bound(content), 1 + self._has_separate_pair(content))
        for count in range(least, min(problem.max_syringes, len(content)) + 1):
            base = problem.extra_syringe_cost * (count - 1)
            if (most is not None and base > most) or (best is not None and base >= best.price):
                break
            ways = self._fillings(content, count) if count > 1 else iter([[list(content)]])
            for groups in ways:
                penalty = self._penalty(groups)
                if penalty is None or (most is not None and base + penalty > most):
                    continue
                if best is None or base + penalty < best.price:
                    best = Filling(_items(groups), base + penalty)
                    if best.price == base:
                        return best
        return best

    def proof(self, content: Content, filling: Filling) -> SyringeProof:
        """Why `filling`, the answer of `fill`, has as many syringes as it has."""
        count = len(filling.syringes)
        clique = self.clique(tuple(item for item, _ in content))
        if len(clique) >= count:
            return SyringeProof("clique", count, clique)
        if self._volume_bound(content) >= count:
            return SyringeProof("volume", count)
        return SyringeProof("exhausted", count)

    def clique(self, items: tuple[int, ...]) -> tuple[int, ...]:
        """The largest set of pairwise separate items; of several, the first in item order."""
        best: tuple[int, ...] = ()

        def grow(members: tuple[int, ...], allowed: int) -> None:
            nonlocal best
            if len(members) > len(best):
                best = members
            for item in bits(allowed):
                if len(members) + allowed.bit_count() <= len(best):
                    return
                allowed ^= 1 << item
                grow((*members, item), allowed & self.separate[item])

        grow((), sum(1 << item for item in items))
        return best

    def _volume_bound(self, content: Content) -> int:
        total = sum(self.problem.items[i].options[o].volume for i, o in content)
        if total == 0:
            return 1
        if self.problem.syringe_volume == 0:
            return len(content) + 1
        return -(-total // self.problem.syringe_volume)

    def _has_separate_pair(self, content: Content) -> bool:
        taken = 0
        for item, _ in content:
            if self.separate[item] & taken:
                return True
            taken |= 1 << item
        return False

    def _windows(self, content: Content) -> list[tuple[int, ...]]:
        """One tuple for each window row, with the contribution of each item."""
        items = self.problem.items
        return list(zip(*(items[i].options[o].window for i, o in content), strict=True))

    def _penalty(self, groups: list[list[tuple[int, int]]]) -> int | None:
        if self._judge is None:
            return 0
        self.meter.add(sum(map(len, groups)))
        total = 0
        for group in groups:
            content = tuple(group)
            if content not in self._seen:
                self.meter.add(JUDGED)
                self._seen[content] = self._judge(content)
            penalty = self._seen[content]
            if penalty is None:
                return None
            total += penalty
        return total

    def _fillings(self, content: Content, count: int) -> Iterator[list[list[tuple[int, int]]]]:
        """Every allowed filling with exactly `count` syringes, judge aside, earliest syringe first.

        The yielded lists are reused: look at them before asking for the next.
        """
        problem, separate = self.problem, self.separate
        groups: list[list[tuple[int, int]]] = []
        masks: list[int] = []
        room: list[int] = []
        units = 1 + len(content) // 8

        def place(position: int) -> Iterator[list[list[tuple[int, int]]]]:
            if position == len(content):
                if all(self._in_windows(group) for group in groups):
                    yield groups
                return
            self.meter.add(units)
            item, option = content[position]
            volume = problem.items[item].options[option].volume
            if len(content) - position > count - len(groups):
                for number in range(len(groups)):
                    if separate[item] & masks[number] or volume > room[number]:
                        continue
                    groups[number].append(content[position])
                    masks[number] |= 1 << item
                    room[number] -= volume
                    yield from place(position + 1)
                    groups[number].pop()
                    masks[number] ^= 1 << item
                    room[number] += volume
            if len(groups) < count and volume <= problem.syringe_volume:
                groups.append([content[position]])
                masks.append(1 << item)
                room.append(problem.syringe_volume - volume)
                yield from place(position + 1)
                groups.pop()
                masks.pop()
                room.pop()

        yield from place(0)

    def _in_windows(self, group: list[tuple[int, int]]) -> bool:
        return all(sum(row) <= 0 for row in self._windows(tuple(group)))


def _items(groups: list[list[tuple[int, int]]]) -> Syringes:
    return tuple(tuple(item for item, _ in group) for group in groups)


def fewest_syringes(problem: Problem, content: Content) -> tuple[Filling, SyringeProof] | None:
    """The best filling of sorted (item, option) pairs, and why fewer syringes cannot do; None when
    there is no filling. For many contents of one problem, keep a `SyringeSolver`."""
    syringe_solver = SyringeSolver(problem)
    filling = syringe_solver.fill(content)
    return None if filling is None else (filling, syringe_solver.proof(content, filling))


def colourable(items: tuple[int, ...], separate: tuple[int, ...] | list[int], syringes: int) -> bool:
    """Whether the separate pairs alone leave a way to fill that many syringes.

    Gives up after `MOST_PLACED` steps with yes: then the filling itself, which counts its work, decides.
    """
    masks = [0] * syringes
    left = MOST_PLACED

    def place(position: int, used: int) -> bool:
        nonlocal left
        left -= 1
        if position == len(items) or left < 0:
            return True
        item = items[position]
        for number in range(min(used + 1, syringes)):
            if not separate[item] & masks[number]:
                masks[number] |= 1 << item
                if place(position + 1, max(used, number + 1)):
                    return True
                masks[number] ^= 1 << item
        return False

    return place(0, 0)
