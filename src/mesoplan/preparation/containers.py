"""Which containers to open: fewest and least wasted, and multi-dose containers over several sessions.

Only labelled volumes count: the excess that makers fill in is recommended, not guaranteed.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, lcm

from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple


class Opened(NamedTuple):
    """A set of containers for one need: sizes in mL, largest first, and what is left over."""

    sizes: tuple[Fraction, ...]
    waste: Fraction

    @property
    def number(self) -> int:
        """How many containers are opened."""
        return len(self.sizes)


def pareto_containers(need: Fraction, sizes: Sequence[Fraction]) -> tuple[Opened, ...]:
    """The undominated choices of containers for ``need`` mL: fewest first.

    No choice in the result has both fewer containers and less waste than another, and every choice
    there is has a result that is at least as good in both. Empty when no size is given.
    Exact: the fewest containers for each total, over totals in the sizes' common measure.
    """
    usable = sorted({size for size in sizes if size > 0}, reverse=True)
    if need <= 0:
        return (Opened(sizes=(), waste=Fraction(0)),)
    if not usable:
        return ()
    unit = lcm(*(size.denominator for size in usable))
    ticks = [int(size * unit) for size in usable]
    least = ceil(need * unit)
    fewest = _fewest(ticks, least + max(ticks))
    front: list[Opened] = []
    best_waste: Fraction | None = None
    reachable = [total for total in range(least, len(fewest)) if fewest[total]]
    for total in sorted(reachable, key=lambda total: (len(fewest[total]), total)):
        waste = Fraction(total, unit) - need
        if best_waste is None or waste < best_waste:
            best_waste = waste
            chosen = sorted((Fraction(tick, unit) for tick in fewest[total]), reverse=True)
            front.append(Opened(sizes=tuple(chosen), waste=waste))
    return tuple(front)


def _fewest(ticks: list[int], most: int) -> list[tuple[int, ...]]:
    """For each total up to ``most`` the smallest set of ticks that makes it; () where none does."""
    best: list[tuple[int, ...]] = [()] * (most + 1)
    for total in range(1, most + 1):
        for tick in ticks:
            rest = total - tick
            if rest == 0:
                candidate: tuple[int, ...] = (tick,)
            elif rest > 0 and best[rest]:
                candidate = (*best[rest], tick)
            else:
                continue
            if not best[total] or len(candidate) < len(best[total]):
                best[total] = candidate
    return best


class Use(NamedTuple):
    """A need on a day: ``day`` counts from any fixed day."""

    day: int
    volume: Fraction


class Taken(NamedTuple):
    """A volume taken on a day from one container, by its number in the order of opening."""

    day: int
    container: int
    volume: Fraction


class Shared(NamedTuple):
    """Multi-dose containers over several sessions.

    ``opened_on`` is the day each is opened; ``short_on`` the days on which no open container had
    enough, which is the certificate that each opening was needed; ``discarded`` in all.
    """

    taken: tuple[Taken, ...]
    opened_on: tuple[int, ...]
    short_on: tuple[int, ...]
    discarded: Fraction


def share_containers(uses: Sequence[Use], size: Fraction, keeps_days: int, *, split: bool = True) -> Shared:
    """Fewest containers of one size for uses over time, each usable ``keeps_days`` after opening.

    The day of opening is day 0 and the last day counts. ``split`` allows one use to be taken from
    two containers; then: use open ones, oldest first, and open one only when they do not suffice.
    That is optimal: a container opened later can do all that one opened earlier can.
    Without ``split`` the smallest number is searched exactly (at most 12 uses).
    Raises `ValueError` for a use above the size that may not be split, or for too many uses.
    """
    ordered = sorted(uses)
    if split:
        return _greedy(ordered, size, keeps_days)
    if any(use.volume > size for use in ordered):
        raise BadRequest("a use above the container's size can only be split")
    if len(ordered) > MOST_UNSPLIT:
        raise BadRequest(f"more than {MOST_UNSPLIT} uses without splitting are not searched")
    return _unsplit(ordered, size, keeps_days)


#: Without splitting the problem is bin packing in time: exact up to this many uses.
MOST_UNSPLIT = 12


def _greedy(uses: list[Use], size: Fraction, keeps_days: int) -> Shared:
    left: list[Fraction] = []
    opened_on: list[int] = []
    taken: list[Taken] = []
    short_on: list[int] = []
    for use in uses:
        missing = use.volume
        for number, rest in enumerate(left):
            if rest > 0 and use.day - opened_on[number] <= keeps_days and missing > 0:
                share = min(rest, missing)
                left[number] -= share
                missing -= share
                taken.append(Taken(day=use.day, container=number, volume=share))
        while missing > 0:
            share = min(size, missing)
            left.append(size - share)
            opened_on.append(use.day)
            short_on.append(use.day)
            missing -= share
            taken.append(Taken(day=use.day, container=len(left) - 1, volume=share))
    return Shared(
        taken=tuple(taken),
        opened_on=tuple(opened_on),
        short_on=tuple(dict.fromkeys(short_on)),
        discarded=sum(left, Fraction(0)),
    )


def _unsplit(uses: list[Use], size: Fraction, keeps_days: int) -> Shared:
    """Depth first over the container of each use in turn; equal containers are tried once."""
    best: list[int] | None = None
    best_count = len(uses) + 1
    opened: list[int] = []
    left: list[Fraction] = []
    chosen: list[int] = []

    def place(position: int) -> None:
        nonlocal best, best_count
        rest = sum((use.volume for use in uses[position:]), Fraction(0))
        usable = sum(
            (
                volume
                for number, volume in enumerate(left)
                if position < len(uses) and uses[position].day - opened[number] <= keeps_days
            ),
            Fraction(0),
        )
        if len(opened) + max(0, ceil((rest - usable) / size)) >= best_count:
            return
        if position == len(uses):
            best, best_count = list(chosen), len(opened)
            return
        use = uses[position]
        tried: set[tuple[int, Fraction]] = set()
        for number, volume in enumerate(left):
            state = (opened[number], volume)
            if volume < use.volume or use.day - opened[number] > keeps_days or state in tried:
                continue
            tried.add(state)
            left[number] -= use.volume
            chosen.append(number)
            place(position + 1)
            chosen.pop()
            left[number] += use.volume
        opened.append(use.day)
        left.append(size - use.volume)
        chosen.append(len(opened) - 1)
        place(position + 1)
        chosen.pop()
        left.pop()
        opened.pop()

    place(0)
    assert best is not None, "one container a use always does"
    days: dict[int, int] = {}
    for number, use in zip(best, uses, strict=True):
        days.setdefault(number, use.day)
    total = sum((use.volume for use in uses), Fraction(0))
    return Shared(
        taken=tuple(
            Taken(day=use.day, container=number, volume=use.volume)
            for number, use in zip(best, uses, strict=True)
        ),
        opened_on=tuple(days[number] for number in sorted(days)),
        short_on=tuple(dict.fromkeys(days[number] for number in sorted(days))),
        discarded=size * len(days) - total,
    )
