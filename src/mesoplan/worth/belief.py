"""How far studies move a sceptic: a Beta prior that expects no effect, and its lower bound.

Each study adds weight (design, size, comparator, directness) to "works" or to "does not"; what
counts is the lower credible bound of the posterior. Pure arithmetic: no catalog, no case.
Derivation and a worked example: docs/objective.md.
"""

import math
from functools import cache

_STEPS = 60
_TINY = 1e-30
_TOUCHING = 1e-9
_MAX_TERMS = 300


@cache
def lower_bound(works: float, does_not: float, level: float) -> float:
    """The ``level`` quantile of Beta(works, does_not); both shape parameters are above zero.

    Found by bisection on the regularised incomplete beta function; good to about 1e-12.
    """
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if beta_cdf(middle, works, does_not) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@cache
def parts_below(parts: int, works: float, does_not: float, level: float) -> int:
    """How many whole ``parts`` of 1 (such as thousandths) the ``level`` quantile holds: it is rounded down.

    Found by bisection over the parts alone, in a sixth of the steps; where one of them lies on the quantile
    as closely as that is known, `lower_bound` decides.
    """
    low, high = 0, parts
    while high - low > 1:
        middle = (low + high) // 2
        there = beta_cdf(middle / parts, works, does_not)
        if abs(there - level) < _TOUCHING:
            return int(lower_bound(works, does_not, level) * parts)
        if there < level:
            low = middle
        else:
            high = middle
    return low if high < parts else int(lower_bound(works, does_not, level) * parts)


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b) (continued fraction, DLMF 8.17.22)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's evaluation of the continued fraction."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    result = d
    for m in range(1, _MAX_TERMS):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + numerator * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + numerator / c
            c = c if abs(c) > _TINY else _TINY
            result *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return result
