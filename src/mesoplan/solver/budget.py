"""When a search has to stop, and the count of its work."""

from __future__ import annotations

from collections.abc import Callable

from mesoplan.record import NamedTuple

NODE = 8
"""Units of work of a node: one unit takes about ten microseconds of a usual machine."""
JUDGED = 100
"""Of a syringe's content that was not judged before: the judge runs whatever the caller's rules are."""
VALUED = 2
"""Candidates valued for one unit."""
GRACE = 2_000
"""Units that a search which has to stop may still spend on each set of which it hopes to make a plan."""
CLOCK_EVERY = 512
"""Units of work between two looks at the clock."""


class Budget(NamedTuple):
    """When to stop early. Without limits the search runs to the proof.

    Everything but the deadline is counted, not timed: the same limit gives the same answer on any machine.
    """

    nodes: int | None = None
    """Nodes to take from the queue at most."""
    queued: int | None = None
    """Nodes that may wait in the queue, which is what takes memory: some two kilobytes each."""
    work: int | None = None
    """Units of work: nodes, steps for multipliers, options and fillings tried, contents judged."""
    clock: Callable[[], float] | None = None
    """Where the time comes from; without it `deadline` is not looked at."""
    deadline: float = 0.0
    """A reading of the clock after which the search stops."""

    def without(self, nodes: int, work: int = 0) -> Budget:
        """What is left after that many nodes and that much work."""
        return self._replace(
            nodes=None if self.nodes is None else max(0, self.nodes - nodes),
            work=None if self.work is None else max(0, self.work - work),
        )


class Exhausted(Exception):
    """The budget ended within a set that is being dosed."""


class Meter:
    """Counts the work of one search against its budget."""

    __slots__ = ("_budget", "_look_at_clock", "late", "nodes", "work")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._look_at_clock = 0
        self.nodes = 0
        self.work = 0
        self.late = False
        """Whether the deadline was seen to have passed."""

    def node(self) -> None:
        """One more node was taken from the queue."""
        self.nodes += 1
        self.work += NODE

    def spent(self, queued: int) -> bool:
        """Whether the search has to stop now, with that many nodes waiting."""
        budget = self._budget
        if budget.nodes is not None and self.nodes >= budget.nodes:
            return True
        if budget.queued is not None and queued > budget.queued:
            return True
        return self._is_over()

    def add(self, units: int) -> None:
        """Work within a set; raises `Exhausted` when the budget ends."""
        self.work += units
        if self._is_over():
            raise Exhausted

    def left(self) -> int | None:
        """The units that are left; None when they are not limited."""
        return None if self._budget.work is None else max(0, self._budget.work - self.work)

    def grant_grace(self) -> None:
        """From now on nothing counts but a last small allowance of work."""
        self._budget = Budget(work=self.work + GRACE)
        self.late = False

    def _is_over(self) -> bool:
        budget = self._budget
        if budget.work is not None and self.work >= budget.work:
            return True
        if budget.clock is not None and not self.late and self.work >= self._look_at_clock:
            self._look_at_clock = self.work + CLOCK_EVERY
            self.late = budget.clock() >= budget.deadline
        return self.late
