"""Lagrange multipliers: one for everything that ties items together.

They belong to no subproblem: a search starts the multipliers of a subproblem from those around it, and one
problem's from those of another.
"""

from __future__ import annotations

from mesoplan.record import NamedTuple

from .constraint_kinds import ConstraintKey
from .prepared import Prepared


class Multipliers(NamedTuple):
    """A multiplier for everything that ties items together; any subproblem may start from them."""

    slots: tuple[tuple[float, ...], ...]
    """Objective units for each slot of each facet."""
    loads: tuple[float, ...]
    """Objective units per unit of load."""
    minima: tuple[float, ...]
    """Objective units per unit of coverage, for each facet with a least coverage."""
    initial: dict[ConstraintKey, float]
    """For synergies and coverings, which a subproblem has from the beginning."""
    discovered: dict[ConstraintKey, float]
    """For cliques, antagonisms and requirements, discovered when a choice of items violates them."""


def fitting(multipliers: Multipliers | None, prepared: Prepared) -> Multipliers | None:
    """The part of these multipliers that is valid for a problem; None when its facets or loads are others.

    They may come from another problem, whose cliques need not be cliques in this one.
    """
    if multipliers is None:
        return None
    problem = prepared.problem
    shape = [len(problem.slots)] * len(problem.weights)
    if [len(facet) for facet in multipliers.slots] != shape:
        return None
    if len(multipliers.loads) != len(prepared.limits):
        return None
    size = len(problem.items)
    discovered = {
        (kind, items): multiplier
        for (kind, items), multiplier in multipliers.discovered.items()
        if kind != "clique"
        or all(b < size and prepared.apart[a] >> b & 1 for b in items for a in items if a < b)
    }
    return multipliers._replace(discovered=discovered)
