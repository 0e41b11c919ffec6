"""Best-first branch and bound: the k best sets of items, proved.

The queue holds nodes by their bound. A node is either *open* (some items chosen, some candidates left:
it is split into "without its best candidate" and "with it") or *complete* (its doses and syringes are
solved exactly). What leaves the queue first cannot be beaten by anything still in it, so the search ends
when the front of the queue is worse than the k-th incumbent.
"""

from __future__ import annotations

from bisect import insort
from heapq import heapify, heappop, heappush, nsmallest

from .answer import Answer, Counters, Plan
from .bound import SCALE, Relaxation
from .branching import Branching
from .budget import GRACE, NODE, VALUED, Budget, Exhausted, Meter
from .dosing import DosingSolver
from .multipliers import Multipliers, fitting
from .node import CompleteNode, Node, OpenNode, first_superset
from .prepared import Prepared
from .problem import Problem, bits, mask_of
from .query import Query
from .subgradient import Subgradient
from .subproblem import Subproblem
from .syringes import SyringeSolver
from .tuning import TUNING, Effort, Tuning


class Search:
    """One search. `run` it once, then read the answer."""

    __slots__ = (
        "_branching",
        "_candidates",
        "_cutoff",
        "_dosing_solver",
        "_found_any",
        "_incumbents",
        "_look_through_at",
        "_meter",
        "_multiplier_steps",
        "_prepared",
        "_problem",
        "_query",
        "_queue",
        "_serial",
        "_solved",
        "_stopped",
        "_subproblem_after",
        "_subproblem_steps",
        "_subproblems",
        "_tuning",
        "multipliers",
    )

    def __init__(
        self,
        problem: Problem,
        query: Query,
        budget: Budget,
        multipliers: Multipliers | None = None,
        tuning: Tuning = TUNING,
    ) -> None:
        self._problem = problem
        self._query = query
        self._meter = Meter(budget)
        self._tuning = tuning
        self._prepared = Prepared(problem, tuning.sampled)
        self._branching = Branching(self._prepared, query.unlike)
        self._dosing_solver = DosingSolver(self._prepared, SyringeSolver(problem, self._meter))
        self._cutoff = query.floor
        """Least value of a plan that still matters."""
        self._incumbents: list[tuple[int, tuple[int, ...], Plan]] = []
        """(-value, items, plan), best first."""
        self._solved: set[tuple[int, ...]] = set()
        """Sets that were dosed."""
        self._queue: list[tuple[int, int, Node]] = []
        self._serial = 0
        self._look_through_at = tuning.look_through_at
        self._multiplier_steps = 0
        self._subproblems = 0
        self._candidates = 0
        self._subproblem_after = tuning.subproblem_after
        self._subproblem_steps = tuning.subproblem_steps
        if problem.max_items > tuning.few_items:
            self._subproblem_after = tuning.subproblem_after_many
            self._subproblem_steps = tuning.subproblem_steps_many
        elif query.k == 1:
            self._subproblem_after = tuning.subproblem_after_simple
        self._stopped = False
        self._found_any = False
        """Whether any plans were asked for, and found."""
        self.multipliers = fitting(multipliers, self._prepared)
        """Multipliers to start from; afterwards those of the root."""

    # ------------------------------------------------------------------ the whole search

    def run(self) -> Answer:
        """Searches until the proof or the end of the budget."""
        root = self._root()
        outside: int | None = None
        if root is not None:
            tuning = self._tuning
            size, searched = min(self._first_size(), self._surviving(root)), 0
            while True:
                root.tabulate(size)
                self._search(root, searched)
                if self._stopped and len(self._incumbents) < self._query.k:
                    self._dive()
                outside = root.outside()
                if self._stopped or self._found_any or self._surviving(root) <= root.size:
                    break
                before = tuple(root.items)
                root = self._widened(root)
                size = min(self._surviving(root), tuning.widening * size)
                searched = mask_of(before) if size < tuning.requeue_below * len(before) else 0
            self._candidates = root.size
        return self._answer(outside)

    def _root(self) -> Relaxation | None:
        """The whole problem, relaxed; None when it plainly has no plan."""
        prepared = self._prepared
        fixed = tuple(sorted(set(self._problem.mandatory)))
        fixed_mask = mask_of(fixed)
        banned = 0
        for item in fixed:
            if item not in prepared.of:
                return None
            banned |= prepared.apart[item]
        if banned & fixed_mask or len(fixed) > self._problem.max_items:
            return None
        candidates = [item for item in prepared.of if not (banned | fixed_mask) >> item & 1]
        subproblem = Subproblem(prepared, fixed, candidates)
        if not all(subproblem.coverings) or not (fixed or subproblem.candidates):
            return None
        steps = self._root_steps(len(subproblem.candidates))
        effort = Effort(steps, self._tuning.root_step, until_flat=True)
        root = self._relaxed(subproblem, self.multipliers, effort)
        self.multipliers = root.multipliers
        return root

    def _widened(self, root: Relaxation) -> Relaxation:
        """The root without the candidates that its bound has ruled out, and with better multipliers."""
        surviving = root.order[: self._surviving(root)]
        subproblem = Subproblem(self._prepared, root.subproblem.fixed, surviving)
        effort = self._tuning.refining(self._tuning.widening_steps)
        return self._relaxed(subproblem, root.multipliers, effort)

    def _root_steps(self, candidates: int) -> int:
        """Multipliers of a small problem, or for one plan, are refined later, where it matters; a large one
        needs them to remove most candidates at once."""
        tuning = self._tuning
        if candidates > tuning.large:
            each = tuning.steps_large
        elif candidates <= tuning.small or self._query.k == 1:
            each = tuning.steps_small
        else:
            each = tuning.steps_medium
        return self._problem.max_items * each

    def _first_size(self) -> int:
        crowded = len(self._problem.weights) <= self._tuning.few_facets
        return self._tuning.candidates_per_item * self._problem.max_items * (2 if crowded else 1)

    def _relaxed(self, subproblem: Subproblem, start: Multipliers | None, effort: Effort) -> Relaxation:
        left = self._meter.left()
        most_valued = None if left is None else left * VALUED
        search = Subgradient(subproblem, start, self._cutoff, self._tuning, most_valued)
        settled = search.settle(effort)
        self._multiplier_steps += settled.steps
        self._meter.work += settled.valued // VALUED
        self._subproblems += 1
        return Relaxation(subproblem, settled)

    def _surviving(self, relaxation: Relaxation) -> int:
        """How many of a relaxation's candidates can matter now."""
        if self._cutoff is None:
            return len(relaxation.order)
        return relaxation.surviving(self._cutoff * SCALE)

    # ------------------------------------------------------------------ the queue

    def _search(self, root: Relaxation, searched: int) -> None:
        """Empties the queue as far as it can hold anything that matters.

        The sets of the items `searched` were queued before and are passed over.
        """
        self._queue.clear()
        start = self._branching.start(root)
        if start is not None:
            if searched:
                self._push_widened(start, searched)
            else:
                if root.subproblem.fixed and not start.unmet:
                    credit = root.empty_slot_credit(start.counts)
                    self._push(start.set_bound - credit, CompleteNode(root, ()))
                self._push_open(start)
        queue = self._queue
        while queue and not (self._found_any or self._stopped):
            bound, _, node = queue[0]
            if self._cutoff is not None and -bound < self._cutoff * SCALE:
                break
            if self._meter.spent(len(queue)):
                self._drop_hopeless()
            if self._meter.spent(len(queue)):
                self._stopped = True
                break
            heappop(queue)
            self._meter.node()
            if isinstance(node, CompleteNode):
                self._try_dose(node, -bound)
            elif self._beaten_on_ties(node, -bound):
                continue
            elif self._is_heavy(node):
                self._enter_subproblem(node, -bound)
            else:
                self._branch(node)

    def _push(self, bound: int, node: Node) -> None:
        """Queues a node unless it cannot matter; of equal bounds the newest comes first."""
        if self._cutoff is None or bound >= self._cutoff * SCALE:
            self._serial -= 1
            heappush(self._queue, (-bound, self._serial, node))
            if len(self._queue) >= self._look_through_at:
                self._drop_hopeless()
                self._look_through_at = max(self._tuning.look_through_at, 2 * len(self._queue))

    def _drop_hopeless(self) -> None:
        """Drops what the cutoff has ruled out since it was queued, and the relaxations nobody needs then."""
        if self._cutoff is not None:
            least = self._cutoff * SCALE
            self._queue[:] = [entry for entry in self._queue if -entry[0] >= least]
            heapify(self._queue)

    def _push_open(self, node: OpenNode, most: int | None = None) -> None:
        """Queues an open node by its bound, or by `most` when that is less."""
        if node.remaining and node.left:
            added = node.relaxation.best_of(node.left, node.remaining, node.adjust, node.adjusted)
            bound = node.partial_bound + added - self._branching.credit(node)
            self._push(bound if most is None else min(bound, most), node)

    def _push_widened(self, start: OpenNode, searched: int) -> None:
        """Queues the sets that are not among the `searched` items alone, by their last new item."""
        relaxation = start.relaxation
        ranks = [rank for rank in range(relaxation.size) if not searched >> relaxation.items[rank] & 1]
        left = start.left ^ sum(1 << rank for rank in ranks)
        if start.remaining:
            for rank in ranks:
                self._choose(start, 1 << rank, left)
                left |= 1 << rank

    # ------------------------------------------------------------------ branching

    def _branch(self, node: OpenNode) -> None:
        """Splits a node at its best candidate: the sets without it, and the sets with it."""
        node.relaxation.opened += 1
        if node.remaining == 1 and self._cutoff is not None:
            self._choose_last(node, self._cutoff * SCALE)
            return
        bit = node.left & -node.left
        left = node.left ^ bit
        if left:
            self._push_open(node._replace(left=left))
        self._choose(node, bit, left)

    def _choose(self, node: OpenNode, bit: int, left: int) -> None:
        """Queues what follows from choosing the candidate `bit`."""
        set_bound, complete, superset = self._branching.chosen(node, bit, left)
        if complete is not None:
            self._push(set_bound, complete)
        if superset is not None:
            self._push_open(superset)

    def _choose_last(self, node: OpenNode, cutoff: int) -> None:
        """Queues the sets with one more candidate that can matter, all at once."""
        worth, adjust = node.relaxation.worth, node.adjust
        least = cutoff - node.partial_bound + self._branching.credit(node)
        adjusted = node.left & node.adjusted
        for rank in bits(node.left ^ adjusted):
            if worth[rank] < least:
                break
            self._complete(node, rank, cutoff)
        for rank in bits(adjusted):
            if worth[rank] + adjust[rank] >= least:
                self._complete(node, rank, cutoff)

    def _complete(self, node: OpenNode, rank: int, cutoff: int) -> None:
        completed = self._branching.completed(node, rank, cutoff)
        if completed is not None:
            self._push(*completed)

    # ------------------------------------------------------------------ subproblems

    def _is_heavy(self, node: OpenNode) -> bool:
        """Whether a subtree is worth multipliers of its own."""
        return (
            node.relaxation.opened >= self._subproblem_after
            and node.remaining >= self._tuning.subproblem_remaining
            and node.left.bit_count() > node.remaining
        )

    def _enter_subproblem(self, node: OpenNode, bound: int) -> None:
        """Gives a subtree multipliers of its own, which cut more than those of the relaxation around it."""
        around = node.relaxation
        fixed = (*around.subproblem.fixed, *(around.items[rank] for rank in node.chosen))
        left = node.left
        if self._cutoff is not None:
            left = self._branching.promising(node, self._cutoff * SCALE)
        candidates = [around.items[rank] for rank in bits(left)]
        subproblem = Subproblem(self._prepared, tuple(sorted(fixed)), candidates)
        if not all(subproblem.coverings):
            return
        effort = self._tuning.refining(self._subproblem_steps)
        relaxation = self._relaxed(subproblem, around.multipliers, effort)
        surviving = self._surviving(relaxation)
        if not surviving:
            return
        relaxation.tabulate(surviving)
        relaxation.keep_tables()
        start = self._branching.start(relaxation)
        if start is not None:
            self._push_open(start, bound)

    # ------------------------------------------------------------------ complete sets

    def _try_dose(self, node: CompleteNode, ceiling: int) -> None:
        """Doses a set; when the budget ends on the way the set goes back, with its bound."""
        try:
            self._dose(node, ceiling)
        except Exhausted:
            self._push(ceiling, node)
            self._stopped = True

    def _dose(self, node: CompleteNode, ceiling: int) -> None:
        """Solves a set exactly and keeps it when it is among the best so far."""
        relaxation = node.relaxation
        chosen_items = [relaxation.items[rank] for rank in node.chosen]
        items = tuple(sorted((*relaxation.subproblem.fixed, *chosen_items)))
        if items in self._solved or not items:
            return
        self._solved.add(items)
        members = set(items)
        if any(unlike.bars(members, 0) for unlike in self._query.unlike):
            return
        full = len(self._incumbents) == self._query.k
        least = self._cutoff
        if least is not None and full and items > self._incumbents[-1][1]:
            least += 1  # an equal value would come behind the last incumbent
        choices = [relaxation.choices(item) for item in items]
        found = self._dosing_solver.best(items, choices, ceiling, self._pair_value(items), least)
        if found is None:
            return
        plan = Plan(found.value, items, found.options, found.syringes, found.syringe_price)
        insort(self._incumbents, (-plan.value, items, plan))
        del self._incumbents[self._query.k :]
        if len(self._incumbents) == self._query.k:
            self._cutoff = self._incumbents[-1][2].value
            self._found_any = self._query.any_plans

    def _pair_value(self, items: tuple[int, ...]) -> int:
        partners = self._prepared.partners
        total = 0
        for place, item in enumerate(items):
            if item in partners:
                known = partners[item]
                for other in items[:place]:
                    total += known.get(other, 0)
        return total

    def _beaten_on_ties(self, node: OpenNode, bound: int) -> bool:
        """Whether the node can only tie with the last incumbent, and would come behind it."""
        if len(self._incumbents) < self._query.k or bound >= (self._incumbents[-1][2].value + 1) * SCALE:
            return False
        relaxation = node.relaxation
        items = sorted([relaxation.items[rank] for rank in bits(node.mask)])
        extra = sorted([relaxation.items[rank] for rank in bits(node.left)])
        return first_superset(items, extra, node.remaining) > self._incumbents[-1][1]

    def _dive(self) -> None:
        """Looks for plans when the search stopped before it had as many as were asked for: sets on the way
        down from the smallest and the best nodes are dosed, as far as a last allowance of work goes."""
        half = self._tuning.dives // 2
        small = nsmallest(half, self._queue, key=lambda entry: (entry[2].size, *entry[:2]))
        most = self._meter.work + self._tuning.dives * GRACE
        for bound, _, node in (*small, *nsmallest(half, self._queue)):
            on_the_way = self._downwards(node, -bound)
            while on_the_way and self._meter.work < most:
                self._meter.grant_grace()
                try:
                    self._dose(*on_the_way[0])
                    del on_the_way[0]
                except Exhausted:
                    del on_the_way[: (len(on_the_way) + 1) // 2]  # smaller sets take less

    def _downwards(self, node: Node, bound: int) -> list[tuple[CompleteNode, int]]:
        """The complete nodes on the way down from a node, best first, each with its bound. First what is
        needed is chosen, else the best candidate that needs nothing further."""
        found: list[tuple[CompleteNode, int]] = []
        while isinstance(node, OpenNode) and node.remaining:
            self._meter.work += NODE
            wanted = node.left & node.unmet[0] if node.unmet else node.left
            if not wanted:
                break
            bit = wanted & -wanted
            set_bound, complete, superset = self._branching.chosen(node, bit, node.left ^ bit)
            if complete is not None:
                found.append((complete, min(bound, set_bound)))
            usable = superset is not None and len(superset.unmet) <= len(node.unmet)
            node = superset if superset and usable else node._replace(left=node.left ^ bit)
        if isinstance(node, CompleteNode):
            found.append((node, bound))
        found.sort(key=lambda each: -each[1])
        return found

    # ------------------------------------------------------------------ the answer

    def _counters(self) -> Counters:
        return Counters(
            nodes=self._meter.nodes,
            dosings=self._dosing_solver.solved,
            multiplier_steps=self._multiplier_steps,
            subproblems=self._subproblems,
            candidates=self._candidates,
            work=self._meter.work,
        )

    def _answer(self, outside: int | None) -> Answer:
        plans = tuple(plan for _, _, plan in self._incumbents)
        counters = self._counters()
        full = len(plans) == self._query.k
        if not (self._stopped or self._found_any):
            if not plans:
                return Answer("infeasible", (), None, None, counters)
            return Answer("optimal", plans, plans[0].value, plans[-1].value if full else None, counters)
        bounds = [-self._queue[0][0] // SCALE] if self._queue else []
        if outside is not None:
            bounds.append(outside // SCALE)
        if full:
            bounds.append(plans[-1].value)
        unlisted = max(bounds, default=None)
        best = max([*bounds, *(plan.value for plan in plans[:1])], default=None)
        return Answer("best-found", plans, best, unlisted, counters)
