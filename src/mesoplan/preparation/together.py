"""Rounding all draws to their marks together, where each alone would pass a maximum that was kept as asked.

Every combination of readings is tried: first as few maxima passed as drawn as possible, then as few as
possible in the worst case, then the smallest worst error. Exact, for as many lines as societies mix.
"""

from collections.abc import Sequence
from itertools import product
from math import prod

from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.filling_up import filled_in, filled_up
from mesoplan.preparation.limits import Bound

#: Beyond these the draws stay as each alone is best.
MOST_LINES = 5
MOST_TRIALS = 20_000


def rounded_together(ways: Sequence[Sequence[Drawn]], bounds: Sequence[Bound]) -> tuple[Drawn, ...]:
    """One reading for each line; ``ways`` holds those of each line, the best of it alone first."""
    alone = filled_up(tuple(each[0] for each in ways))
    asked = [each.liquid.volume for each in alone]
    kept = [each for each in bounds if each.share(asked) <= 1]
    passed = _passed(alone, kept)
    if not any(passed) or len(ways) > MOST_LINES or prod(map(len, ways)) > MOST_TRIALS:
        return alone
    every = (filled_up(each) for each in product(*ways))
    ranked = ((_passed(each, kept), _errors(each), place, each) for place, each in enumerate(every))
    best = min(ranked, key=lambda each: each[:3])
    if best[0] >= passed:
        return alone
    fewer = tuple(each.subject for each in kept if _is_passed(alone, each) and not _is_passed(best[3], each))
    return tuple(
        each if each == one else each._replace(keeps=fewer) for each, one in zip(best[3], alone, strict=True)
    )


def _passed(lines: tuple[Drawn, ...], bounds: Sequence[Bound]) -> tuple[int, int]:
    """How many maxima the marks pass, and how many only the worst case does."""
    marks = [each.nominal for each in lines]
    volumes = [each.volume for each in lines]
    filled = filled_in(lines)
    drawn = sum(each.share(marks) > 1 for each in bounds)
    return drawn, sum(not each.is_kept(volumes, filled) for each in bounds)


def _is_passed(lines: tuple[Drawn, ...], bound: Bound) -> bool:
    return any(_passed(lines, (bound,)))


def _errors(lines: tuple[Drawn, ...]) -> tuple[object, ...]:
    errors = [each.error for each in lines]
    return max(errors), sum(errors), sum(abs(each.nominal - each.liquid.volume) for each in lines)
