"""Second ways to every answer: corners, enumeration, permutations. Slow, plain, and independent."""

from collections.abc import Callable, Sequence
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import permutations, product
from math import ceil

getcontext().prec = 50


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def corner_concentrations(
    part: int, volumes: Sequence[tuple[Fraction, Fraction]], content: tuple[Fraction, Fraction]
) -> tuple[Decimal, Decimal]:
    """Lowest and highest concentration over every corner of the volumes' and strength's box."""
    seen = []
    for corner in product(*volumes):
        total = sum((decimal(each) for each in corner), Decimal(0))
        for strength in content:
            if total:
                seen.append(decimal(corner[part]) * decimal(strength) / total)
    return min(seen), max(seen)


def enumerated_containers(need: Fraction, sizes: Sequence[Fraction]) -> set[tuple[int, Fraction]]:
    """The Pareto set of (containers, waste) by trying every count of every size."""
    counts = [range(ceil(need / size) + 1) for size in sizes]
    found = set()
    for chosen in product(*counts):
        total = sum((size * n for size, n in zip(sizes, chosen, strict=True)), Fraction(0))
        if total >= need:
            found.add((sum(chosen), total - need))
    return {one for one in found if not any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in found)}


def permuted_orders(
    parts: Sequence[str],
    allowed: Callable[[frozenset[str]], bool],
    before: Sequence[tuple[str, str]],
) -> list[tuple[str, ...]]:
    """Every order in which each mixture on the way is allowed and each precedence kept."""
    good = []
    for order in permutations(sorted(parts)):
        sets = [frozenset(order[:size]) for size in range(1, len(order) + 1)]
        kept = all(order.index(a) < order.index(b) for a, b in before)
        if kept and all(allowed(each) for each in sets):
            good.append(order)
    return good


def unsplit_by_enumeration(uses: Sequence[tuple[int, Fraction]], size: Fraction, keeps: int) -> int:
    """Fewest containers when no use is split: every assignment of uses to containers."""
    best = len(uses)
    for assignment in product(range(len(uses)), repeat=len(uses)):
        groups: dict[int, list[tuple[int, Fraction]]] = {}
        for number, use in zip(assignment, uses, strict=True):
            groups.setdefault(number, []).append(use)
        fits = all(
            sum((volume for _, volume in group), Fraction(0)) <= size
            and max(day for day, _ in group) - min(day for day, _ in group) <= keeps
            for group in groups.values()
        )
        if fits:
            best = min(best, len(groups))
    return best
