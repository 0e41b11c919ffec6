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
    """Something undominated with its bounds as floats, to choose candidates by."""

    low: float
    high: float
    steps: tuple[Step, ...]
    made: float
    dose: Draw | None = None


def best_dilution(
    volume: Fraction, syringes: Sequence[Syringe], steps: int = 1, most: Fraction = Fraction(10)
) -> Dilution | None:
    """The dilution in one or two steps with the smallest worst-case relative error.

    ``volume`` is the volume of undiluted stock to be given, in mL; ``most`` the largest total of a
    step. Equal errors: less made in all. None when no marks fit.
    """
    draws = _measured(syringes)
    narrow = [each for each in draws if each.draw.mark >= each.draw.syringe.nominal / 2]
    # What the exact halves of the scales can do bounds what has to be looked at of the rest.
    first = _search(volume, narrow, steps, most, None)
    return _search(volume, draws, steps, most, first)


def _search(
    volume: Fraction, draws: "list[_Measured]", steps: int, most: Fraction, best: Dilution | None
) -> Dilution | None:
    """The best with these draws, or ``best`` where none is better."""
    ways = _undominated(_all_steps(draws, most))
    lows, highs = [-way.low for way in ways], [-way.high for way in ways]
    narrowest = min((way.high / way.low for way in ways), default=1.0)
    wanted = float(volume)
    error = float("inf") if best is None else float(best.worst) + _SLACK
    for opening in _openings(ways, draws, steps, _widest(error) / narrowest):
        if opening.high / opening.low > _widest(error) / narrowest:
            break
        assert opening.dose is not None
        # Both bounds fall along the ways, so those that could still be as good as the best are a slice.
        last = bisect_right(lows, -(1 - error) * wanted / opening.low) if error < 1 else len(ways)
        start = bisect_left(highs, -(1 + error) * wanted / opening.high)
        for way in ways[start:last]:
            made = _diluted((*opening.steps, *way.steps), opening.dose, volume)
            if best is None or _order(made) < _order(best):
                best, error = made, float(made.worst) + _SLACK
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


class _Measured(NamedTuple):
    """A draw with its bounds as floats."""

    low: float
    high: float
    draw: Draw


def _measured(syringes: Sequence[Syringe]) -> list[_Measured]:
    """Every mark of every syringe that holds something even in the worst case."""
    draws = [Draw(syringe, mark) for syringe in syringes for mark in syringe.marks()]
    return [
        _Measured(float(volume.low), float(volume.high), each)
        for each in draws
        if (volume := each.volume).low > 0
    ]


def _all_steps(draws: list[_Measured], most: Fraction) -> Iterator[_Way]:
    marked = [(float(each.draw.mark), each) for each in draws]
    totals = [(mark, each) for mark, each in marked if mark <= float(most)]
    for mark, stock in marked:
        for total_mark, total in totals:
            if mark < total_mark:
                step = Step(stock.draw, total.draw)
                yield _Way(stock.low / total.high, stock.high / total.low, (step,), total_mark)


def _undominated(ways: Iterable[_Way]) -> list[_Way]:
    """Those that no other beats on both bounds, by falling lower (and so falling upper) bound.

    Floats decide only where they differ clearly: what is as good within their error is kept. Of several with
    the same bounds one that makes least is.
    """
    once: dict[tuple[float, float], _Way] = {}
    for way in ways:
        bounds = (round(way.low, 13), round(way.high, 13))
        known = once.get(bounds)
        if known is None or way.made < known.made:
            once[bounds] = way
    kept: list[_Way] = []
    least_high = float("inf")
    for way in sorted(once.values(), key=lambda way: (-way.low, way.high)):
        if way.high < least_high * (1 + _SLACK):
            kept.append(way)
            least_high = min(least_high, way.high)
    return kept


def _openings(ways: list[_Way], draws: list[_Measured], steps: int, widest: float) -> list[_Way]:
    """Every dose with every step before the last that no other beats, narrowest interval first.

    Wider than ``widest`` none can be as good as what was found.
    """
    firsts = ways if steps > 1 else [_Way(1.0, 1.0, (), 0.0)]
    openings = _undominated(
        _Way(low, high, way.steps, way.made, dose.draw)
        for way in firsts
        for dose in draws
        if (high := way.high * dose.high) <= (low := way.low * dose.low) * widest
    )
    return sorted(openings, key=lambda opening: opening.high / opening.low)


def _widest(error: float) -> float:
    """How much larger than its lower the upper bound of an interval of this error may be."""
    return (1 + error) / (1 - error) if error < 1 else float("inf")
