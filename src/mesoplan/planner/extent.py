"""How much of a problem is built before it is searched."""

from mesoplan.planner.limits import Allowance
from mesoplan.record import NamedTuple


class Extent(NamedTuple):
    """What is judged of a catalog, counted and not timed; None: all of it.

    ``first``: of more regimens than these only the most promising are judged before the first search.
    ``ways``: ways to give a regimen that are judged at most. ``told``: ingredients without a regimen that
    are listed, the best studied first. ``pairs``: pairs of regimens of which it is asked whether they go
    together. ``others``: whether what serves the goal without a regimen is listed at all.
    """

    first: int | None = None
    ways: int | None = None
    told: int | None = None
    pairs: int | None = None
    others: bool = True


#: Everything, however long it takes.
ALL = Extent()
#: What a plan builds unless it is told how many nodes to search: some half a second.
USUAL = Extent(first=24, ways=400, told=56, pairs=2_000)
#: The same where only the first suggestion is asked for.
FIRST = USUAL._replace(first=1, told=0)


def extent_of(budget: Allowance, *, only_first: bool, whole: bool) -> Extent:
    """What a plan builds: everything where it was told how long to search.

    Plans that have to be unlike each other, and pairs that are asked for, are ranked by more than their own
    worth: the whole is judged, and no regimen can wait.
    """
    extent = FIRST if only_first else USUAL
    if budget is not None:
        extent = Extent(first=extent.first if only_first else None, told=extent.told if only_first else None)
    return extent._replace(first=None) if whole else extent
