"""The nodes of the search tree, and what keeps plans away from earlier ones."""

from __future__ import annotations

from typing import TypeAlias

from mesoplan.record import NamedTuple

from .bound import Relaxation


class OpenNode(NamedTuple):
    """A node with choices left. Sets are by rank in the relaxation; values are scaled.

    What always holds (and `docs/search.md` proves): no plan below the node is worth more than
    `partial_bound` plus the best of what is left, and the chosen set itself no more than `set_bound`.
    """

    relaxation: Relaxation
    chosen: tuple[int, ...]
    mask: int
    """Chosen and fixed items."""
    left: int
    """Candidates that may still be chosen."""
    counts: int
    """How many of the chosen and fixed items have effects on each facet (`Relaxation.empty_slot_credit`)."""
    remaining: int
    """The remaining cardinality: how many more items may be chosen."""
    partial_bound: int
    """The bound without what the remaining candidates can add."""
    set_bound: int
    """The bound of the chosen set as it is."""
    adjust: dict[int, int]
    """Changes to the worth of candidates with a chosen partner."""
    adjusted: int
    """The candidates that `adjust` changes."""
    loads: tuple[int, ...]
    """The least the chosen items use."""
    unmet: tuple[int, ...]
    """Sets of which a member is still needed."""
    split: bool
    """Whether one syringe is certainly not enough."""

    @property
    def size(self) -> int:
        """How many items are in."""
        return len(self.relaxation.subproblem.fixed) + len(self.chosen)


class CompleteNode(NamedTuple):
    """A set of items to be dosed."""

    relaxation: Relaxation
    chosen: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many items are in."""
        return len(self.relaxation.subproblem.fixed) + len(self.chosen)


Node: TypeAlias = "OpenNode | CompleteNode"


class Joined(NamedTuple):
    """A node's items with one more."""

    loads: tuple[int, ...]
    split: bool
    debt: int
    """Scaled cost of the syringe that is now certainly needed besides."""


def first_superset(items: list[int], extra: list[int], remaining: int) -> tuple[int, ...]:
    """The first tuple, in tuple order, of `items` with up to `remaining` of `extra` (both ascending)."""
    if not items:
        return tuple(extra[:1])
    useful = [item for item in extra[:remaining] if item < items[-1]]
    return tuple(sorted((*items, *useful)))
