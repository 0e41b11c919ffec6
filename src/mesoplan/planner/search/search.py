"""Best-first branch and bound: the k best sets of items, proved.

The queue holds nodes by their bound. A node is either *open* (some items chosen, some candidates left:
it is split into "without its best candidate" and "with it") or *complete* (its doses and syringes are
solved exactly). What leaves the queue first cannot be beaten by anything still in it, so the search ends
when the front of the queue is worse than the k-th plan found.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from heapq import heappop, heappush
from operator import add, gt
from typing import NamedTuple

from .answer import Answer, Budget, Counters, Plan
from .doses import Doser
from .levels import Levels
from .prices import FIRST_STEP, REFINING_STEP, Prices, PriceSearch, fitting
from .problem import Problem, bits, mask_of
from .region import SCALE, Region
from .scope import Scope
from .syringes import Bench, colourable

FIRST_PER_ITEM = 10
"""Candidates for each item of a plan searched before the plans found tell how many are needed."""
FEW_FACETS = 3
"""With so few, the benefits of many items compete for the same slots, and twice as many are needed."""
WIDENING = 3
"""How many times as many candidates are searched when the first ones did not settle it."""
WIDENING_STEPS = 24
"""Price steps before that; the plans found tell how good the prices must be."""
SMALL, LARGE = 60, 300
"""Candidates up to which the first prices get few steps, and beyond which they get many."""
REGION_LIMIT = 30
"""Nodes opened in a region before its subtrees get prices of their own."""
SIMPLE_REGION_LIMIT = 60
"""The same for one plan of at most `FEW_ITEMS`, which branching alone often proves."""
FEW_ITEMS = 5
REGION_STEPS = 12
HEAVY_SEATS = 3


class Unlike(NamedTuple):
    """Keeps plans away from an earlier one."""

    items: tuple[int, ...]
    most_shared: int | None = None
    """How many of these items a plan may have at most."""
    least_different: int = 0
    """How many items must be in one of the two but not in both."""


class _Open(NamedTuple):
    """A node with choices left. Sets are by rank in the region; values are scaled."""

    region: Region
    chosen: tuple[int, ...]
    mask: int
    """Chosen and fixed items."""
    left: int
    """Candidates that may still be chosen."""
    counts: int
    """How many of the chosen and fixed items have effects on each facet (see `Region.spare`)."""
    seats: int
    head: int
    """The bound without what the remaining candidates can add."""
    closed: int
    """The bound of the chosen set as it is."""
    adjust: dict[int, int]
    """Changes to the worth of candidates with a chosen partner."""
    adjusted: int
    loads: tuple[int, ...]
    """The least the chosen items use."""
    unmet: tuple[int, ...]
    """Sets of which a member is still needed."""
    split: bool
    """Whether one syringe is certainly not enough."""


class _Joined(NamedTuple):
    """A node's items with one more."""

    loads: tuple[int, ...]
    split: bool
    debt: int
    """Scaled cost of the syringe that is now certainly needed besides."""


class _Complete(NamedTuple):
    """A set of items to be dosed."""

    region: Region
    chosen: tuple[int, ...]


class Search:
    """One search. `run` it once, then read the answer."""

    __slots__ = (
        "_bar",
        "_budget",
        "_dosed",
        "_doser",
        "_enough",
        "_first",
        "_levels",
        "_nodes",
        "_price_steps",
        "_problem",
        "_queue",
        "_region_limit",
        "_regions",
        "_searched",
        "_serial",
        "_stopped",
        "_top",
        "_unlike",
        "_wanted",
        "prices",
    )

    def __init__(
        self,
        problem: Problem,
        wanted: int,
        floor: int | None,
        budget: Budget,
        unlike: Sequence[Unlike],
        prices: Prices | None,
        first: bool = False,
    ) -> None:
        self._problem = problem
        self._levels = Levels(problem)
        self._doser = Doser(self._levels, Bench(problem))
        self._wanted = wanted
        self._first = first
        self._budget = budget
        self._unlike = tuple(unlike)
        self._bar = floor
        """Least value of a plan that still matters."""
        self._top: list[tuple[int, tuple[int, ...], Plan]] = []
        """(-value, items, plan), best first."""
        self._dosed: set[tuple[int, ...]] = set()
        self._queue: list[tuple[int, int, _Open | _Complete]] = []
        self._serial = 0
        self._nodes = 0
        self._price_steps = 0
        self._regions = 0
        self._searched = 0
        simple = wanted == 1 and problem.max_items <= FEW_ITEMS
        self._region_limit = SIMPLE_REGION_LIMIT if simple else REGION_LIMIT
        self._stopped = False
        self._enough = False
        """Whether `first` was asked for and the wanted plans were found, best or not."""
        self.prices = fitting(prices, self._levels)
        """Prices to start from; afterwards those of the root."""

    # ------------------------------------------------------------------ the whole search

    def run(self) -> Answer:
        """Searches until the proof or the end of the budget."""
        root = self._root()
        outside: int | None = None
        if root is not None:
            size, proved = min(self._first_size(), self._reach(root)), 0
            while True:
                root.tabulate(size)
                self._search(root, proved)
                outside = root.outside()
                if self._stopped or self._enough or self._reach(root) <= root.size:
                    break
                before = tuple(root.items)
                root = self._cut(root)
                size = min(self._reach(root), WIDENING * size)
                proved = mask_of(before) if size < 2 * len(before) else 0
            self._searched = root.size
        return self._answer(outside)

    def _root(self) -> Region | None:
        """The whole problem as a region; None when it plainly has no plan."""
        levels = self._levels
        fixed = tuple(sorted(set(self._problem.mandatory)))
        fixed_mask = mask_of(fixed)
        banned = 0
        for item in fixed:
            if item not in levels.of:
                return None
            banned |= levels.apart[item]
        if banned & fixed_mask or len(fixed) > self._problem.max_items:
            return None
        candidates = [item for item in levels.of if not (banned | fixed_mask) >> item & 1]
        scope = Scope(levels, fixed, candidates)
        if not all(scope.wants) or not (fixed or scope.candidates):
            return None
        steps = self._root_steps(len(scope.candidates))
        return self._priced(scope, self.prices, steps, FIRST_STEP)

    def _cut(self, root: Region) -> Region:
        """The root without the candidates that its bound has ruled out, and with better prices."""
        scope = Scope(self._levels, root.scope.fixed, root.order[: self._reach(root)])
        return self._priced(scope, root.settled.prices, WIDENING_STEPS, REFINING_STEP)

    def _root_steps(self, candidates: int) -> int:
        """Prices of a small problem, or for one plan, are refined later, where it matters; a large one
        needs them to cut most candidates at once."""
        few = candidates <= SMALL or self._wanted == 1
        return self._problem.max_items * (24 if candidates > LARGE else 4 if few else 8)

    def _first_size(self) -> int:
        crowded = len(self._problem.weights) <= FEW_FACETS
        return FIRST_PER_ITEM * self._problem.max_items * (2 if crowded else 1)

    def _priced(self, scope: Scope, start: Prices | None, steps: int, first_step: float) -> Region:
        bar = -1e18 if self._bar is None else float(self._bar)
        settled = PriceSearch(scope, start, bar, first_step).settle(steps, thorough=first_step == FIRST_STEP)
        self._price_steps += settled.steps
        self._regions += 1
        if self._regions == 1:
            self.prices = settled.prices
        return Region(scope, settled)

    def _reach(self, region: Region) -> int:
        """How many of a region's candidates can matter now."""
        return len(region.order) if self._bar is None else region.reach(self._bar * SCALE)

    # ------------------------------------------------------------------ the queue

    def _search(self, root: Region, proved: int) -> None:
        """Empties the queue as far as it can hold anything that matters.

        The sets of the items `proved` were searched before and are passed over.
        """
        self._queue.clear()
        start = self._start(root)
        if start is not None:
            if proved:
                self._push_wider(start, proved)
            else:
                if root.scope.fixed and not start.unmet:
                    self._push(start.closed - root.spare(start.counts), _Complete(root, ()))
                self._push_open(start)
        queue = self._queue
        while queue and not self._enough:
            bound, _, node = queue[0]
            if self._bar is not None and -bound < self._bar * SCALE:
                break
            if self._budget.spent(self._nodes):
                self._stopped = True
                break
            heappop(queue)
            self._nodes += 1
            if isinstance(node, _Complete):
                self._dose(node, -bound)
            elif self._beaten_on_ties(node, -bound):
                continue
            elif self._is_heavy(node):
                self._enter_region(node, -bound)
            else:
                self._branch(node)

    def _push(self, bound: int, node: _Open | _Complete) -> None:
        """Queues a node unless it cannot matter; of equal bounds the newest comes first."""
        if self._bar is None or bound >= self._bar * SCALE:
            self._serial -= 1
            heappush(self._queue, (-bound, self._serial, node))

    def _start(self, region: Region) -> _Open | None:
        """The node of all sets of a region; None when its fixed items cannot be together."""
        levels = self._levels
        fixed_ranks = range(region.size, len(region.items))
        mask = sum(1 << rank for rank in fixed_ranks)
        loads = tuple(
            sum(region.least_loads[rank][load] for rank in fixed_ranks) for load in range(levels.stock)
        )
        if any(used > limit for used, limit in zip(loads, levels.limits, strict=False)):
            return None
        separated = any(region.separate[rank] & mask for rank in fixed_ranks)
        if separated and not self._fits_syringes(region, ()):
            return None
        split = separated or loads[0] > self._problem.syringe_volume
        debt = self._problem.extra_syringe_cost * SCALE if split else 0
        return _Open(
            region=region,
            chosen=(),
            mask=mask,
            left=(1 << region.size) - 1,
            counts=sum(region.facets[rank] for rank in fixed_ranks),
            seats=region.scope.seats,
            head=region.constant + region.fixed_worth - debt,
            closed=region.closing_constant + region.fixed_worth - debt,
            adjust={},
            adjusted=0,
            loads=loads,
            unmet=region.wants(),
            split=split,
        )

    def _push_open(self, node: _Open, most: int | None = None) -> None:
        """Queues an open node by its bound, or by `most` when that is less."""
        if node.seats and node.left:
            bound = node.head + node.region.best_of(node.left, node.seats, node.adjust, node.adjusted)
            bound -= self._spare_of(node)
            self._push(bound if most is None else min(bound, most), node)

    def _spare_of(self, node: _Open) -> int:
        """What the slots cost that stay empty even if all that may join has effects on every facet."""
        if node.seats >= len(self._problem.slots):
            return 0
        return node.region.spare(node.counts + node.seats * self._levels.every_facet)

    def _push_wider(self, start: _Open, proved: int) -> None:
        """Queues the sets that are not among the `proved` items alone, by their last new item."""
        region = start.region
        ranks = [rank for rank in range(region.size) if not proved >> region.items[rank] & 1]
        left = start.left ^ sum(1 << rank for rank in ranks)
        if start.seats:
            for rank in ranks:
                self._choose(start, 1 << rank, left)
                left |= 1 << rank

    # ------------------------------------------------------------------ branching

    def _branch(self, node: _Open) -> None:
        """Splits a node at its best candidate: the sets without it, and the sets with it."""
        region = node.region
        region.opened += 1
        if node.seats == 1 and self._bar is not None:
            self._fill_last_seat(node, self._bar * SCALE)
            return
        bit = node.left & -node.left
        left = node.left ^ bit
        if left:
            self._push_open(node._replace(left=left))
        self._choose(node, bit, left)

    def _fill_last_seat(self, node: _Open, bar: int) -> None:
        """Queues the sets with one more candidate that can matter, all at once."""
        worth, adjust, least = node.region.worth, node.adjust, bar - node.head + self._spare_of(node)
        adjusted = node.left & node.adjusted
        for rank in bits(node.left ^ adjusted):
            if worth[rank] < least:
                break
            self._complete(node, rank, bar)
        for rank in bits(adjusted):
            if worth[rank] + adjust[rank] >= least:
                self._complete(node, rank, bar)

    def _complete(self, node: _Open, rank: int, bar: int) -> None:
        """Queues the set that a candidate completes, if it is allowed and its bound reaches the bar."""
        region = node.region
        closed = self._closed(node, rank) - region.spare(node.counts + region.facets[rank])
        if closed < bar:
            return
        joined = self._joined(node, rank)
        if joined is None or self._unmet(node, rank):
            return
        if not self._levels.floors or region.covers(node.mask | 1 << rank, 0):
            self._push(closed - joined.debt, _Complete(region, (*node.chosen, rank)))

    def _choose(self, node: _Open, bit: int, left: int) -> None:
        """Queues what follows from choosing the candidate `bit`."""
        region = node.region
        rank = bit.bit_length() - 1
        joined = self._joined(node, rank)
        if joined is None:
            return
        chosen = (*node.chosen, rank)
        mask = node.mask | bit
        counts = node.counts + region.facets[rank]
        closed = self._closed(node, rank) - joined.debt
        unmet = self._unmet(node, rank)
        floors = self._levels.floors
        if not unmet and (not floors or region.covers(mask, 0)):
            self._push(closed - region.spare(counts), _Complete(region, chosen))
        left = self._useful(left & ~region.apart[rank], unmet, node.seats - 1)
        if not left or (floors and not region.covers(mask, node.seats - 1)):
            return
        head = node.head + region.worth[rank] - region.carried_sum[rank] - joined.debt
        if node.adjusted & bit:
            head += node.adjust[rank]
            carried = region.carried[rank]
            for other in node.chosen:
                head += carried.get(other, 0)
        adjust, adjusted = node.adjust, node.adjusted
        partners = region.partners[rank] & left
        if partners:
            adjust = dict(adjust)
            for other, change in region.adjustments[rank].items():
                adjust[other] = adjust.get(other, 0) + change
            adjusted |= partners
        self._push_open(
            _Open(
                region, chosen, mask, left, counts, node.seats - 1, head, closed, adjust, adjusted,
                joined.loads, unmet, joined.split,
            )
        )  # fmt: skip

    def _joined(self, node: _Open, rank: int) -> _Joined | None:
        """What a node's items and one more candidate use; None when they cannot be together."""
        region = node.region
        loads = tuple(map(add, node.loads, region.least_loads[rank]))
        if any(map(gt, loads, self._levels.limits)):
            return None
        split = node.split or loads[0] > self._problem.syringe_volume
        if region.separate[rank] & node.mask:
            split = True
            if not self._fits_syringes(region, (*node.chosen, rank)):
                return None
        if self._unlike and self._too_alike(region, node.mask | 1 << rank, node.seats - 1):
            return None
        new = split and not node.split
        return _Joined(loads, split, self._problem.extra_syringe_cost * SCALE if new else 0)

    def _closed(self, node: _Open, rank: int) -> int:
        """The bound of a node's items and one more candidate as a complete set, new syringes aside."""
        region = node.region
        closed = node.closed + region.closing[rank]
        if node.adjusted >> rank & 1:
            joint = region.joint[rank]
            for other in node.chosen:
                closed += joint.get(other, 0)
        return closed

    def _unmet(self, node: _Open, rank: int) -> tuple[int, ...]:
        """The sets of which a member is still needed when one more candidate is chosen."""
        needs = node.region.needs
        unmet = node.unmet
        if unmet:
            unmet = tuple([needed for needed in unmet if not needed >> rank & 1])
        if rank in needs:
            unmet += tuple([needed for needed in needs[rank] if not needed & node.mask])
        return unmet

    def _useful(self, left: int, unmet: tuple[int, ...], seats: int) -> int:
        """The candidates worth trying when these sets still need a member; 0 when it is hopeless."""
        if not unmet:
            return left
        for needed in unmet:
            if not needed & left:
                return 0
        if seats == 1:
            for needed in unmet:
                left &= needed
        return left

    def _fits_syringes(self, region: Region, chosen: tuple[int, ...]) -> bool:
        ranks = (*chosen, *range(region.size, len(region.items)))
        return colourable(ranks, region.separate, self._problem.max_syringes)

    def _too_alike(self, region: Region, mask: int, seats: int) -> bool:
        """Whether no set with these items (and `seats` more) is far enough from the earlier plans."""
        items = {region.items[rank] for rank in bits(mask)}
        return any(_alike(unlike, items, seats) for unlike in self._unlike)

    # ------------------------------------------------------------------ regions

    def _is_heavy(self, node: _Open) -> bool:
        return (
            node.region.opened >= self._region_limit
            and node.seats >= HEAVY_SEATS
            and node.left.bit_count() > node.seats
        )

    def _enter_region(self, node: _Open, bound: int) -> None:
        """Gives a subtree prices of its own, which cut more than those of the region around it."""
        region = node.region
        fixed = (*region.scope.fixed, *(region.items[rank] for rank in node.chosen))
        candidates = [region.items[rank] for rank in bits(self._promising(node))]
        scope = Scope(self._levels, tuple(sorted(fixed)), candidates)
        if not all(scope.wants):
            return
        inner = self._priced(scope, region.settled.prices, REGION_STEPS, REFINING_STEP)
        reach = self._reach(inner)
        if not reach:
            return
        inner.tabulate(reach)
        start = self._start(inner)
        if start is not None:
            self._push_open(start, bound)

    def _promising(self, node: _Open) -> int:
        """The candidates left that can be in a set that matters, whatever joins them."""
        if self._bar is None:
            return node.left
        region, adjust = node.region, node.adjust
        company = region.best_of(node.left, node.seats - 1, adjust, node.adjusted)
        least = self._bar * SCALE - node.head - max(0, company) + self._spare_of(node)
        promising = 0
        for rank in bits(node.left):
            worth = region.worth[rank]
            if node.adjusted >> rank & 1:
                worth += adjust[rank]
            if worth >= least:
                promising |= 1 << rank
        return promising

    # ------------------------------------------------------------------ complete sets

    def _dose(self, node: _Complete, ceiling: int) -> None:
        """Solves a set exactly and keeps it when it is among the best so far."""
        region = node.region
        items = tuple(sorted((*region.scope.fixed, *(region.items[rank] for rank in node.chosen))))
        if items in self._dosed or not items:
            return
        self._dosed.add(items)
        chosen = set(items)
        if any(_alike(unlike, chosen, 0) for unlike in self._unlike):
            return
        least = self._bar
        if least is not None and len(self._top) == self._wanted and items > self._top[-1][1]:
            least += 1  # an equal value would come behind the last plan kept
        choices = [region.choices(item) for item in items]
        pairs = self._pair_value(items)
        found = self._doser.best(items, choices, ceiling, pairs, least)
        if found is None:
            return
        plan = Plan(found.value, items, found.options, found.syringes, found.syringe_price)
        insort(self._top, (-plan.value, items, plan))
        del self._top[self._wanted :]
        if len(self._top) == self._wanted:
            self._bar = self._top[-1][2].value
            self._enough = self._first

    def _pair_value(self, items: tuple[int, ...]) -> int:
        partners = self._levels.partners
        total = 0
        for place, item in enumerate(items):
            if item in partners:
                known = partners[item]
                for other in items[:place]:
                    total += known.get(other, 0)
        return total

    def _beaten_on_ties(self, node: _Open, bound: int) -> bool:
        """Whether the node can only tie with the last plan kept, and would come behind it."""
        if len(self._top) < self._wanted or bound >= (self._top[-1][2].value + 1) * SCALE:
            return False
        region = node.region
        items = sorted([region.items[rank] for rank in bits(node.mask)])
        extra = sorted([region.items[rank] for rank in bits(node.left)])
        return _first_superset(items, extra, node.seats) > self._top[-1][1]

    # ------------------------------------------------------------------ the answer

    def _answer(self, outside: int | None) -> Answer:
        plans = tuple(plan for _, _, plan in self._top)
        counters = Counters(self._nodes, self._doser.solved, self._price_steps, self._regions, self._searched)
        if not (self._stopped or self._enough):
            if not plans:
                return Answer("infeasible", (), None, None, counters)
            full = len(plans) == self._wanted
            return Answer("optimal", plans, plans[0].value, plans[-1].value if full else None, counters)
        bounds = [-self._queue[0][0] // SCALE] if self._queue else []
        if outside is not None:
            bounds.append(outside // SCALE)
        if len(plans) == self._wanted:
            bounds.append(plans[-1].value)
        unlisted = max(bounds, default=None)
        best = max([*bounds, *(plan.value for plan in plans[:1])], default=None)
        return Answer("best-found", plans, best, unlisted, counters)


def _alike(unlike: Unlike, items: set[int], seats: int) -> bool:
    """Whether no set with these items and up to `seats` more is far enough from the plan."""
    shared = len(items.intersection(unlike.items))
    if unlike.most_shared is not None and shared > unlike.most_shared:
        return True
    return len(items) + seats + len(unlike.items) - 2 * shared < unlike.least_different


def _first_superset(items: list[int], extra: list[int], seats: int) -> tuple[int, ...]:
    """The first tuple, in tuple order, of `items` with up to `seats` of `extra` (both ascending)."""
    if not items:
        return tuple(extra[:1])
    useful = [item for item in extra[:seats] if item < items[-1]]
    return tuple(sorted((*items, *useful)))


def best_dosing(problem: Problem, items: Sequence[int]) -> Plan | None:
    """The exact best doses and syringes of this very set; None when the problem does not allow it."""
    chosen = tuple(sorted(set(items)))
    if not chosen or len(chosen) > problem.max_items or not set(problem.mandatory) <= set(chosen):
        return None
    only = problem._replace(mandatory=chosen, max_items=len(chosen))
    return next(iter(best_plans(only).plans), None)


def best_plans(
    problem: Problem,
    k: int = 1,
    *,
    floor: int | None = None,
    budget: Budget | None = None,
    unlike: Sequence[Unlike] = (),
    prices: Prices | None = None,
) -> Answer:
    """The k best plans of a well-formed problem (see `problem.check`), best first.

    Equal values are ordered by item numbers, so the answer is the same on any machine.

    Args:
        floor: plans worth less are not plans; without it a plan of negative value is one.
        budget: when to stop early; the answer then says how good a missed plan can be.
        unlike: earlier plans that every plan must differ from.
        prices: prices of a similar problem, to start from; they change the work, never the answer.
    """
    return Search(problem, k, floor, budget or Budget(), unlike, prices).run()
