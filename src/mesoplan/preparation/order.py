"""In which order liquids go into one syringe.

What a mixture does depends on what is in it, not on how it got there; so the state is the set of
what is in, and a set is passed through only when the mixture of that set is allowed at its own
concentrations. Exact by dynamic programming over sets: ``2^n * n`` steps.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations

from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple

#: Beyond this many parts the order is not searched; societies advise at most three.
MOST_PARTS = 8

Set = frozenset[str]


class Ordering(NamedTuple):
    """The best order, its cost, and how many orders were possible in all."""

    order: tuple[str, ...]
    cost: tuple[Fraction, ...]
    possible: int


class NoOrder(NamedTuple):
    """No order is possible, and a minimal reason: without any one of these there would be one.

    ``precedences`` are pairs that ask for an order, ``mixtures`` the sets that may not be passed.
    """

    precedences: tuple[tuple[str, str], ...]
    mixtures: tuple[tuple[str, ...], ...]

    @property
    def conflict(self) -> tuple[str, ...]:
        """The parts that the reason names."""
        named = {name for pair in self.precedences for name in pair}
        named.update(name for mixture in self.mixtures for name in mixture)
        return tuple(sorted(named))


def dead_space_share(dead_space: Fraction, first_volume: Fraction) -> Fraction:
    """How much more of the first liquid is in the syringe than drawn, in thousandths of its volume.

    The first liquid also fills nozzle and needle, which the marks do not count.
    """
    return 1000 * dead_space / first_volume


def best_order(
    parts: Iterable[str],
    allowed: Callable[[Set], bool],
    before: Iterable[tuple[str, str]] = (),
    cost: Callable[[Set, str], tuple[Fraction, ...]] | None = None,
) -> Ordering | NoOrder:
    """The cheapest order of ``parts`` in which every mixture on the way is ``allowed``.

    ``before`` holds pairs (a, b): a has to be in before b. ``cost(done, part)`` is what adding
    ``part`` to the set ``done`` costs, compared lexicographically after summing; equal costs are
    broken by the parts' ids. Raises `ValueError` for more than `MOST_PARTS` parts.
    """
    names = sorted(set(parts))
    if len(names) > MOST_PARTS:
        raise BadRequest(f"the order of more than {MOST_PARTS} parts is not searched")
    pairs = tuple(pair for pair in dict.fromkeys(before) if set(pair) <= set(names))
    forbidden = frozenset(each for each in _subsets(names) if not allowed(each))
    found = _orders(names, forbidden, pairs, cost or _free)
    return _minimal_conflict(names, forbidden, pairs) if found is None else found


def _subsets(names: list[str]) -> Iterator[Set]:
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            yield frozenset(chosen)


class _Reached(NamedTuple):
    cost: tuple[Fraction, ...]
    order: tuple[str, ...]
    ways: int


def _orders(
    names: list[str],
    forbidden: frozenset[Set],
    pairs: tuple[tuple[str, str], ...],
    cost: Callable[[Set, str], tuple[Fraction, ...]],
) -> Ordering | None:
    needed: dict[str, set[str]] = {name: set() for name in names}
    for first, second in pairs:
        needed[second].add(first)
    reached: dict[Set, _Reached] = {frozenset(): _Reached((), (), 1)}
    for now in _subsets(names):
        if now in forbidden:
            continue
        ways = 0
        best: _Reached | None = None
        for last in sorted(now):
            done = now - {last}
            earlier = reached.get(done)
            if earlier is None or not needed[last] <= done:
                continue
            ways += earlier.ways
            total = _sum(earlier.cost, cost(done, last))
            candidate = _Reached(total, (*earlier.order, last), 0)
            if best is None or (candidate.cost, candidate.order) < (best.cost, best.order):
                best = candidate
        if best is not None:
            reached[now] = best._replace(ways=ways)
    whole = reached.get(frozenset(names))
    if whole is None:
        return None
    return Ordering(order=whole.order, cost=whole.cost, possible=whole.ways)


def _sum(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    if not one:
        return other
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _free(done: Set, part: str) -> tuple[Fraction, ...]:
    return ()


def _minimal_conflict(
    names: list[str], forbidden: frozenset[Set], pairs: tuple[tuple[str, str], ...]
) -> NoOrder:
    """Drop each reason whose absence leaves the problem without an order; what stays is minimal."""
    kept_sets = sorted(forbidden, key=lambda each: (len(each), sorted(each)))
    for each in tuple(kept_sets):
        fewer = [other for other in kept_sets if other != each]
        if _orders(names, frozenset(fewer), pairs, _free) is None:
            kept_sets = fewer
    kept_pairs = list(pairs)
    for pair in pairs:
        others = [other for other in kept_pairs if other != pair]
        if _orders(names, frozenset(kept_sets), tuple(others), _free) is None:
            kept_pairs = others
    return NoOrder(precedences=tuple(kept_pairs), mixtures=tuple(tuple(sorted(each)) for each in kept_sets))
