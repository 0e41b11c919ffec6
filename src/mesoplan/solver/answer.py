"""What a search hands back: plans, how far they are proved, and what it took."""

from __future__ import annotations

from typing import Literal, TypeAlias

from mesoplan.record import NamedTuple

Status: TypeAlias = Literal["optimal", "best-found", "infeasible"]


class Plan(NamedTuple):
    """A set of items with its exact best dosing. Two plans are the same when their sets are."""

    value: int
    items: tuple[int, ...]
    """Ascending item numbers."""
    options: tuple[int, ...]
    """The option of each item, in the order of `items`."""
    syringes: tuple[tuple[int, ...], ...]
    """The items of each syringe; the syringes are ordered by their first item."""
    syringe_price: int
    """Judge penalties plus the cost of extra syringes; already taken off `value`."""


class Counters(NamedTuple):
    """The work done: the same on any machine."""

    nodes: int = 0
    """Nodes taken from the front of the queue."""
    dosings: int = 0
    """Item sets whose best doses and syringes were solved exactly."""
    multiplier_steps: int = 0
    """Sub-gradient steps, over all subproblems."""
    subproblems: int = 0
    """Subproblems that got multipliers of their own, the root among them."""
    candidates: int = 0
    """Items that were searched; the rest were cut by the bound alone."""
    work: int = 0
    """Units of work, as `Budget` counts them."""

    def plus(self, other: Counters) -> Counters:
        """The work of both; `candidates` is that of the larger search."""
        return Counters(
            nodes=self.nodes + other.nodes,
            dosings=self.dosings + other.dosings,
            multiplier_steps=self.multiplier_steps + other.multiplier_steps,
            subproblems=self.subproblems + other.subproblems,
            candidates=max(self.candidates, other.candidates),
            work=self.work + other.work,
        )


class Answer(NamedTuple):
    """The best plans, best first; equal values are ordered by item numbers."""

    status: Status
    """`optimal`: these are the k best plans there are (or all of them, when fewer exist).
    `best-found`: the search stopped early. `infeasible`: proved that no plan exists (above the floor)."""
    plans: tuple[Plan, ...]
    bound: int | None
    """No plan at all is worth more than this; None when there is no plan to bound."""
    unlisted: int | None
    """No plan that is not listed is worth more than this; None when every plan is listed."""
    counters: Counters

    @property
    def gap(self) -> int | None:
        """How much better than the first plan the true best one can be; None without a plan."""
        if not self.plans or self.bound is None:
            return None
        return self.bound - self.plans[0].value

    @property
    def proved(self) -> int:
        """How many of the first plans are certainly the true first ones, in this order."""
        if self.status != "best-found" or self.unlisted is None:
            return len(self.plans)
        return sum(plan.value > self.unlisted for plan in self.plans)
