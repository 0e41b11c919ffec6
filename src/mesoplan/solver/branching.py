"""Branching: the nodes that follow from a node, and their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from operator import add, gt

from mesoplan.record import NamedTuple

from .bound import SCALE, Relaxation
from .node import CompleteNode, Joined, OpenNode
from .prepared import Prepared
from .problem import bits
from .query import Unlike
from .syringes import colourable


class Children(NamedTuple):
    """What follows from choosing a candidate; None: nothing that can be a plan."""

    set_bound: int
    complete: CompleteNode | None
    """The set as it is, worth `set_bound` at most."""
    open: OpenNode | None
    """Its supersets."""


NO_CHILDREN = Children(0, None, None)


class Branching:
    """Makes the nodes of one problem's search."""

    __slots__ = ("_debt", "_minima", "_prepared", "_problem", "_slots", "_unlike")

    def __init__(self, prepared: Prepared, unlike: Sequence[Unlike]) -> None:
        self._prepared = prepared
        self._problem = prepared.problem
        self._unlike = tuple(unlike)
        self._minima = prepared.minima
        self._slots = len(prepared.problem.slots)
        self._debt = prepared.problem.extra_syringe_cost * SCALE

    # ------------------------------------------------------------------ nodes

    def start(self, relaxation: Relaxation) -> OpenNode | None:
        """The node of all sets of a relaxation; None when its fixed items cannot be together."""
        prepared = self._prepared
        fixed_ranks = range(relaxation.size, len(relaxation.items))
        mask = sum(1 << rank for rank in fixed_ranks)
        loads = tuple(
            sum(relaxation.least_loads[rank][load] for rank in fixed_ranks) for load in range(prepared.stock)
        )
        if any(used > limit for used, limit in zip(loads, prepared.limits, strict=False)):
            return None
        separated = any(relaxation.separate[rank] & mask for rank in fixed_ranks)
        if separated and not self._fits_syringes(relaxation, ()):
            return None
        split = separated or loads[0] > self._problem.syringe_volume
        debt = self._debt if split else 0
        return OpenNode(
            relaxation=relaxation,
            chosen=(),
            mask=mask,
            left=(1 << relaxation.size) - 1,
            counts=sum(relaxation.facets[rank] for rank in fixed_ranks),
            remaining=relaxation.subproblem.remaining,
            partial_bound=relaxation.constant + relaxation.fixed_worth - debt,
            set_bound=relaxation.set_constant + relaxation.fixed_worth - debt,
            adjust={},
            adjusted=0,
            loads=loads,
            unmet=relaxation.coverings(),
            split=split,
        )

    def chosen(self, node: OpenNode, bit: int, left: int) -> Children:
        """What follows from choosing the candidate `bit` when `left` may still be chosen besides."""
        relaxation = node.relaxation
        rank = bit.bit_length() - 1
        joined = self.joined(node, rank)
        if joined is None:
            return NO_CHILDREN
        chosen = (*node.chosen, rank)
        mask = node.mask | bit
        counts = node.counts + relaxation.facets[rank]
        set_bound = self.set_bound(node, rank) - joined.debt
        unmet = self.unmet(node, rank)
        complete: CompleteNode | None = None
        if not unmet and (not self._minima or relaxation.covers(mask, 0)):
            complete = CompleteNode(relaxation, chosen)
        complete_bound = set_bound - relaxation.empty_slot_credit(counts)
        remaining = node.remaining - 1
        left = _useful(left & ~relaxation.apart[rank], unmet, remaining)
        if not left or (self._minima and not relaxation.covers(mask, remaining)):
            return Children(complete_bound, complete, None)
        adjust, adjusted = node.adjust, node.adjusted
        partners = relaxation.partners[rank] & left
        if partners:
            adjust = dict(adjust)
            for other, change in relaxation.adjustments[rank].items():
                adjust[other] = adjust.get(other, 0) + change
            adjusted |= partners
        superset = OpenNode(
            relaxation=relaxation,
            chosen=chosen,
            mask=mask,
            left=left,
            counts=counts,
            remaining=remaining,
            partial_bound=self._partial_bound(node, bit, rank) - joined.debt,
            set_bound=set_bound,
            adjust=adjust,
            adjusted=adjusted,
            loads=joined.loads,
            unmet=unmet,
            split=joined.split,
        )
        return Children(complete_bound, complete, superset)

    def completed(self, node: OpenNode, rank: int, cutoff: int) -> tuple[int, CompleteNode] | None:
        """The set that a candidate completes and its bound, if it is allowed and reaches the cutoff."""
        relaxation = node.relaxation
        credit = relaxation.empty_slot_credit(node.counts + relaxation.facets[rank])
        set_bound = self.set_bound(node, rank) - credit
        if set_bound < cutoff:
            return None
        joined = self.joined(node, rank)
        if joined is None or self.unmet(node, rank):
            return None
        if self._minima and not relaxation.covers(node.mask | 1 << rank, 0):
            return None
        return set_bound - joined.debt, CompleteNode(relaxation, (*node.chosen, rank))

    # ------------------------------------------------------------------ bounds

    def _partial_bound(self, node: OpenNode, bit: int, rank: int) -> int:
        """The bound of a node without what the candidates add, once a candidate is chosen."""
        relaxation = node.relaxation
        partial_bound = node.partial_bound + relaxation.worth[rank] - relaxation.share_sum[rank]
        if node.adjusted & bit:
            partial_bound += node.adjust[rank]
            shares = relaxation.shares[rank]
            for other in node.chosen:
                partial_bound += shares.get(other, 0)
        return partial_bound

    def set_bound(self, node: OpenNode, rank: int) -> int:
        """The bound of a node's items and one more candidate as a complete set, new syringes aside."""
        relaxation = node.relaxation
        set_bound = node.set_bound + relaxation.set_worth[rank]
        if node.adjusted >> rank & 1:
            pair_values = relaxation.pair_values[rank]
            for other in node.chosen:
                set_bound += pair_values.get(other, 0)
        return set_bound

    def credit(self, node: OpenNode) -> int:
        """What the slots cost that stay empty even if all that may join has effects on every facet."""
        if node.remaining >= self._slots:
            return 0
        counts = node.counts + node.remaining * self._prepared.every_facet
        return node.relaxation.empty_slot_credit(counts)

    def promising(self, node: OpenNode, cutoff: int) -> int:
        """The candidates left that can be in a set that matters, whatever joins them."""
        relaxation, adjust = node.relaxation, node.adjust
        others = relaxation.best_of(node.left, node.remaining - 1, adjust, node.adjusted)
        least = cutoff - node.partial_bound - max(0, others) + self.credit(node)
        promising = 0
        for rank in bits(node.left):
            worth = relaxation.worth[rank]
            if node.adjusted >> rank & 1:
                worth += adjust[rank]
            if worth >= least:
                promising |= 1 << rank
        return promising

    # ------------------------------------------------------------------ what is allowed

    def joined(self, node: OpenNode, rank: int) -> Joined | None:
        """What a node's items and one more candidate use; None when they cannot be together."""
        relaxation = node.relaxation
        loads = tuple(map(add, node.loads, relaxation.least_loads[rank]))
        if any(map(gt, loads, self._prepared.limits)):
            return None
        split = node.split or loads[0] > self._problem.syringe_volume
        if relaxation.separate[rank] & node.mask:
            split = True
            if not self._fits_syringes(relaxation, (*node.chosen, rank)):
                return None
        if self._unlike and self._too_alike(relaxation, node.mask | 1 << rank, node.remaining - 1):
            return None
        return Joined(loads, split, self._debt if split and not node.split else 0)

    def unmet(self, node: OpenNode, rank: int) -> tuple[int, ...]:
        """The sets of which a member is still needed when one more candidate is chosen."""
        needs = node.relaxation.needs
        unmet = node.unmet
        if unmet:
            unmet = tuple([needed for needed in unmet if not needed >> rank & 1])
        if rank in needs:
            unmet += tuple([needed for needed in needs[rank] if not needed & node.mask])
        return unmet

    def _fits_syringes(self, relaxation: Relaxation, chosen: tuple[int, ...]) -> bool:
        ranks = (*chosen, *range(relaxation.size, len(relaxation.items)))
        return colourable(ranks, relaxation.separate, self._problem.max_syringes)

    def _too_alike(self, relaxation: Relaxation, mask: int, remaining: int) -> bool:
        """Whether no set with these items (and `remaining` more) is far enough from the earlier plans."""
        items = {relaxation.items[rank] for rank in bits(mask)}
        return any(unlike.bars(items, remaining) for unlike in self._unlike)


def _useful(left: int, unmet: tuple[int, ...], remaining: int) -> int:
    """The candidates worth trying when these sets still need a member; 0 when it is hopeless.

    Sets without a common member need one item each: more of them than may join is hopeless, and as many
    leave no room for anything else.
    """
    if not unmet:
        return left
    apart = 0
    disjoint = 0
    for needed in unmet:
        if not needed & left:
            return 0
        if not needed & apart:
            apart |= needed
            disjoint += 1
    if disjoint > remaining:
        return 0
    if disjoint == remaining:
        left &= apart
    if remaining == 1:
        for needed in unmet:
            left &= needed
    return left
