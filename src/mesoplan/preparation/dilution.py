"""The most exact way to dilute a dose that no syringe can measure undiluted.

One step: draw ``a`` of the stock, make up to ``b``, give ``x`` of it: the dose is ``x * a / b`` of the
stock. In the worst case it is between ``(x - e)(a - e) / (b + e)`` and ``(x + e)(a + e) / (b - e)``,
each e the tolerance of the syringe that measures it. Several steps multiply. The search is over
every mark of every syringe. A step that another step beats on both bounds can be replaced by it, so
only undominated steps are tried; floats only choose what is looked at (with room to spare), and
every comparison that decides is made in fractions. What is returned is the best there is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from mesoplan.preparation.interval import Interval
from mesoplan.preparation.syringe import Syringe
from mesoplan.record import NamedTuple


class Draw(NamedTuple):
    """A volume at one mark of one syringe."""

    syringe: Syringe
    mark: Fraction

    @property
    def volume(self) -> Interval:
        """What the draw may hold."""
        return self.syringe.drawn(self.mark)


class Step(NamedTuple):
    """Take ``stock``, make up to ``total``."""

    stock: Draw
    total: Draw

    @property
    def ratio(self) -> Interval:
        """How much of the stock a millilitre of the result holds, in the worst cases."""
        stock, total = self.stock.volume, self.total.volume
        return Interval(stock.low / total.high, stock.high / total.low)

    @property
    def waste(self) -> Fraction:
        """What is made beyond what is drawn off, at most: the whole of it."""
        return self.total.mark


class Dilution(NamedTuple):
    """The best way found: its steps, the dose drawn at the end, and the worst relative error."""

    steps: tuple[Step, ...]
    dose: Draw
    exact: Fraction
    given: Interval
    worst: Fraction

    @property
    def nominal(self) -> Fraction:
        """The amount of stock that is given when every reading is exact."""
        amount = self.dose.mark
        for step in self.steps:
            amount = amount * step.stock.mark / step.total.mark
        return amount


#: Room for the rounding of floats when candidates are chosen; far above their error, far below a mark.
_SLACK = 1e-9


class _Way(NamedTuple):
    """An undominated step with its bounds as floats, to choose candidates by."""

    low: float
    high: float
    step: Step


def best_dilution(
    volume: Fraction, syringes: Sequence[Syringe], steps: int = 1, most: Fraction = Fraction(10)
) -> Dilution | None:
    """The dilution in one or two steps with the smallest worst-case relative error.

    ``volume`` is the volume of undiluted stock to be given, in mL; ``most`` the largest total of a
    step. Equal errors: less made in all, then smaller marks, then ids. None when no marks fit.
    """
    ways = _undominated(_all_steps(syringes, most))
    narrowest = min((way.high / way.low for way in ways), default=1.0)
    best: Dilution | None = None
    for low, high, before, dose in _openings(ways, syringes, steps):
        if best is not None and _balanced(high / low * narrowest) > float(best.worst) + _SLACK:
            break
        for way in _close_enough(ways, low, high, float(volume), best):
            made = _diluted((*before, way.step), dose, volume)
            if best is None or _order(made) < _order(best):
                best = made
    return best


def least_error(steps: int, syringes: Iterable[Syringe]) -> Fraction:
    """A worst-case error that no dilution in so many steps can go below with these syringes.

    No reading is better than its tolerance from half of the scale on, r; with n = steps + 1 factors
    above and steps below, ``H = (1+r)^n / (1-r)^steps`` and ``L`` its mirror bound the dose, and the
    best choice of the middle leaves ``(H - L) / (H + L)``.
    """
    least = min(each.tolerance.from_half for each in syringes)
    high = (1 + least) ** (steps + 1) / (1 - least) ** steps
    low = (1 - least) ** (steps + 1) / (1 + least) ** steps
    return (high - low) / (high + low)


def _diluted(steps: tuple[Step, ...], dose: Draw, volume: Fraction) -> Dilution:
    given = dose.volume
    for step in steps:
        given = given.times(step.ratio)
    worst = max(given.high - volume, volume - given.low) / volume
    return Dilution(steps=steps, dose=dose, exact=volume, given=given, worst=worst)


def _order(made: Dilution) -> tuple[Fraction, Fraction, tuple[Fraction, ...], tuple[str, ...]]:
    draws = [draw for step in made.steps for draw in (step.stock, step.total)] + [made.dose]
    total = sum((step.total.mark for step in made.steps), Fraction(0))
    return (
        made.worst,
        total,
        tuple(draw.mark for draw in draws),
        tuple(draw.syringe.id for draw in draws),
    )


def _all_steps(syringes: Sequence[Syringe], most: Fraction) -> Iterator[Step]:
    draws = [Draw(syringe, mark) for syringe in syringes for mark in syringe.marks()]
    for stock in draws:
        for total in draws:
            if stock.mark < total.mark <= most:
                yield Step(stock=stock, total=total)


def _undominated(steps: Iterable[Step]) -> list[_Way]:
    """Steps that no other beats on both bounds, by falling lower (and so falling upper) bound."""
    ranked = sorted(
        ((step.ratio, step) for step in steps),
        key=lambda pair: (-pair[0].low, pair[0].high, pair[1].total.mark, pair[1].stock.syringe.id),
    )
    kept: list[_Way] = []
    least_high: Fraction | None = None
    for ratio, step in ranked:
        if ratio.low > 0 and (least_high is None or ratio.high < least_high):
            least_high = ratio.high
            kept.append(_Way(float(ratio.low), float(ratio.high), step))
    return kept


def _openings(
    ways: list[_Way], syringes: Sequence[Syringe], steps: int
) -> list[tuple[float, float, tuple[Step, ...], Draw]]:
    """Every dose with every step before the last, narrowest interval first."""
    doses = [
        (float(draw.volume.low), float(draw.volume.high), draw)
        for syringe in syringes
        for mark in syringe.marks()
        if (draw := Draw(syringe, mark)).volume.low > 0
    ]
    firsts: list[tuple[float, float, tuple[Step, ...]]] = [(1.0, 1.0, ())]
    if steps > 1:
        firsts = [(way.low, way.high, (way.step,)) for way in ways]
    openings = [
        (low * drawn_low, high * drawn_high, before, dose)
        for low, high, before in firsts
        for drawn_low, drawn_high, dose in doses
    ]
    openings.sort(key=lambda opening: opening[1] / opening[0])
    return openings


def _balanced(width: float) -> float:
    """The least error of an interval whose upper bound is ``width`` times its lower."""
    return (width - 1) / (width + 1)


def _close_enough(
    ways: list[_Way], low: float, high: float, volume: float, best: Dilution | None
) -> list[_Way]:
    """The last steps that could still be as good as the best: both bounds fall, so a slice."""
    if best is None:
        return ways
    error = float(best.worst) + _SLACK
    last = bisect_right(ways, -(1 - error) * volume / low, key=lambda way: -way.low)
    first = bisect_left(ways, -(1 + error) * volume / high, key=lambda way: -way.high)
    return ways[first:last]
