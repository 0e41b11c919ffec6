"""The exact best dosing of a set of items: which option of each, and which syringe.

Among the dosings of highest value the one with the fewest syringes is taken, then the one with the
smallest option numbers in item order, then the first way to fill the syringes (see `syringes`).
"""

from __future__ import annotations

from operator import add, gt, mul, sub

from mesoplan.record import NamedTuple

from .bound import SCALE
from .prepared import Prepared, PreparedOption
from .syringes import Syringes, SyringeSolver


class Dosing(NamedTuple):
    """Options and syringes of a set."""

    value: int
    options: tuple[int, ...]
    syringes: Syringes
    syringe_price: int

    def rank(self) -> tuple[int, int, tuple[int, ...]]:
        """Smaller is better."""
        return -self.value, len(self.syringes), self.options


class DosingSolver:
    """Solves dosings of one problem."""

    __slots__ = ("_prepared", "_syringe_solver", "solved")

    def __init__(self, prepared: Prepared, syringe_solver: SyringeSolver) -> None:
        self._prepared = prepared
        self._syringe_solver = syringe_solver
        self.solved = 0
        """How many sets were solved."""

    def best(
        self,
        items: tuple[int, ...],
        choices: list[list[tuple[int, PreparedOption]]],
        ceiling: int,
        pairs: int,
        least: int | None,
    ) -> Dosing | None:
        """The best dosing worth at least `least`, or None.

        `items` ascend; `choices` are their (regret, option), best first; no dosing is worth more than
        `ceiling` (scaled) minus its regrets; `pairs` is what the pairs in the set add (not scaled).
        """
        self.solved += 1
        best: Dosing | None = None
        cutoff = least
        taken: list[PreparedOption] = []
        rooms = self._rooms(items)

        def extend(ceiling: int, used: tuple[int, ...]) -> None:
            nonlocal best, cutoff
            if len(taken) == len(items):
                found = self._dosing(items, taken, pairs, cutoff)
                if found and (best is None or found.rank() < best.rank()):
                    best, cutoff = found, found.value
                return
            room = rooms[len(taken)]
            self._syringe_solver.meter.add(1)
            for regret, option in choices[len(taken)]:
                if cutoff is not None and ceiling - regret < cutoff * SCALE:
                    return
                loads = tuple(map(add, used, option.loads))
                if any(map(gt, loads, room)):
                    continue
                taken.append(option)
                extend(ceiling - regret, loads)
                taken.pop()

        extend(ceiling, (0,) * len(self._prepared.limits))
        return best

    def _rooms(self, items: tuple[int, ...]) -> list[tuple[int, ...]]:
        """What the first items may use together, so that the least of those behind them still fits."""
        room = self._prepared.limits
        rooms = []
        for item in reversed(items):
            rooms.append(room)
            room = tuple(map(sub, room, self._prepared.least_loads(item)))
        rooms.reverse()
        return rooms

    def _dosing(
        self, items: tuple[int, ...], taken: list[PreparedOption], pairs: int, least: int | None
    ) -> Dosing | None:
        """This dosing, whose loads fit, with its best syringes; None when it is not allowed or is worth
        less than `least`."""
        self._syringe_solver.meter.add(1 + len(items) // 2)
        prepared = self._prepared
        slots = prepared.problem.slots
        coverage = [
            sum(map(mul, slots, sorted(benefits, reverse=True)))
            for benefits in zip(*[option.benefit for option in taken], strict=True)
        ]
        gross = pairs - sum([option.cost for option in taken])
        gross += sum(map(mul, prepared.problem.weights, coverage))
        if least is not None and gross < least:
            return None
        if any(coverage[facet] < floor for facet, floor in prepared.minima):
            return None
        options = tuple([option.option for option in taken])
        filling = self._syringe_solver.fill(
            tuple(zip(items, options, strict=True)), None if least is None else gross - least
        )
        if filling is None:
            return None
        return Dosing(gross - filling.price, options, filling.syringes, filling.price)
