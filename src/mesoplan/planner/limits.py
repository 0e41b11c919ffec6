"""How long a plan may be searched for, and how much memory it may take."""

from typing import TypeAlias

from mesoplan import solver

#: What a caller may give: nodes of the search, a whole budget (with a deadline), or nothing.
Allowance: TypeAlias = int | solver.Budget | None

#: About a second and some 100 MB. Counted, not timed: the same question has the same answer anywhere.
DEFAULT = solver.Budget(work=100_000, queued=20_000)
#: Units of work of one check of a plan found, as the search counts them.
CHECKED = 300
#: Nodes that may wait when the nodes to open were chosen by the caller.
MOST_QUEUED = 200_000


def budget_of(allowed: Allowance) -> solver.Budget:
    """The default, as many nodes as were asked for, or the budget as it is."""
    if allowed is None:
        return DEFAULT
    if isinstance(allowed, int):
        return solver.Budget(nodes=allowed, queued=MOST_QUEUED)
    return allowed


def most_together(sets: list[frozenset[str]], most: int) -> int:
    """How many of these sets fit into ``most`` members at once; all of them when that is too much to try."""
    small = [each for each in sets if len(each) <= most]
    best, left = 0, 20_000

    def add(start: int, union: frozenset[str], count: int) -> None:
        nonlocal best, left
        left -= 1
        best = max(best, count)
        for number in range(start, len(small)):
            if left < 0 or count + len(small) - number <= best:
                return
            wider = union | small[number]
            if len(wider) <= most:
                add(number + 1, wider, count + 1)

    add(0, frozenset(), 0)
    return best if left >= 0 else len(small)
