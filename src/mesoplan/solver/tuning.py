"""Every tuned number of the search. They change the work that is done, never the answer.

A test draws them at random and compares with brute force. What each one bought was measured with
`benchmarks/tuning.py`, which sets one at a time to its neutral value (in brackets) on seeds of its own; the
figures stand in `docs/search.md`.
"""

from __future__ import annotations

from mesoplan.record import NamedTuple


class Effort(NamedTuple):
    """How much work goes into the multipliers of one subproblem."""

    steps: int
    """About how many sub-gradient steps."""
    first_step: float
    """Size of the first step, as a part of the bound."""
    until_flat: bool
    """Whether to go on beyond `steps` while the bound still falls."""


class Tuning(NamedTuple):
    """The numbers, in the order in which a search meets them."""

    # ---- how many candidates are searched at first
    candidates_per_item: int = 10
    """Candidates for each item of a plan that are searched before the incumbents tell how many are needed."""
    few_facets: int = 3
    """With so few facets the benefits of many items compete for the same slots: twice as many candidates."""
    widening: int = 3
    """How many times as many candidates, 2 or more, are searched when the first ones did not settle it."""
    requeue_below: int = 2
    """A search widened by less than this factor passes over the sets it has queued before."""

    # ---- multipliers of the root
    small: int = 60
    """Candidates up to which the root gets few steps; subproblems refine it where it matters."""
    large: int = 300
    """Candidates beyond which it gets many: its bound has to remove most of them at once."""
    steps_small: int = 4
    """Steps for each item of a plan, few candidates or one plan wanted."""
    steps_medium: int = 8
    steps_large: int = 24
    root_step: float = 0.06
    """First step of the root, as a part of the bound."""
    refining_step: float = 0.02
    """The same from multipliers that are already good for a larger subproblem."""
    widening_steps: int = 24
    """Steps before a widened search."""

    # ---- subproblems with multipliers of their own
    subproblem_after: int = 30
    """Nodes branched under one relaxation before the subtrees below get multipliers of their own."""
    subproblem_after_simple: int = 60
    """The same for one plan of few items, which branching alone often proves."""
    subproblem_after_many: int = 6
    """The same for plans of more than few items: what is left below a branch is less like the whole."""
    few_items: int = 5
    subproblem_steps: int = 12
    subproblem_steps_many: int = 8
    """The same for plans of more than few items, which have more subproblems."""
    subproblem_remaining: int = 3
    """Least remaining cardinality of a subtree that gets multipliers of its own."""

    look_through_at: int = 2048
    """Length of the queue from which it is looked through for nodes that the cutoff has ruled out."""

    dives: int = 12
    """Nodes from which a plan is looked for when the budget ends before enough were found."""

    # ---- one sub-gradient search
    momentum: float = 0.6
    """Part of the last direction that is kept."""
    patience: int = 4
    """Steps without progress before the step is halved and the best multipliers are taken up again."""
    two_rounds_from: int = 20
    """More steps than this are spent in two rounds, with a look at all candidates between them."""
    least_more: int = 5
    """Least steps of a further round; it is a third of the effort otherwise."""
    most_rounds: int = 12
    """Times that all candidates are valued at most."""
    flat: float = 0.002
    """Part of the bound: a round that gains less is the last one."""
    least_step: float = 1e-4
    """Part of the bound: a shorter step ends a round."""
    dead_slope: float = 0.05
    """A constraint with a smaller slope is left alone."""
    watched_per_item: int = 4
    """Best candidates, for each remaining item, that join the active set."""
    least_watched: int = 16
    alternatives: int = 10
    """Members of a requirement that join the active set."""
    large_subproblem: int = 1000
    """Candidates from which it pays to value them all only once."""
    sampled: int = 500
    """Items that tell the typical size of a load."""

    # ---- feasibility questions
    coverage_scale: int = 1000
    """About what each least coverage is worth as a whole when any plan that meets them all is looked for."""

    def refining(self, steps: int) -> Effort:
        """The effort for a subproblem of one that has good multipliers."""
        return Effort(steps, self.refining_step, until_flat=False)


TUNING = Tuning()
