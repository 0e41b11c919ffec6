"""Which syringe measures a draw, and at which mark."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise, product

from mesoplan.preparation.interval import Interval
from mesoplan.preparation.syringe import Syringe
from mesoplan.record import NamedTuple


class Reading(NamedTuple):
    """A volume measured at one mark of one syringe.

    ``worst`` is the largest relative error against the volume that was asked for: rounding to the
    mark and the syringe's tolerance together.
    """

    syringe: Syringe
    mark: Fraction
    exact: Fraction
    volume: Interval
    worst: Fraction

    @property
    def rounding(self) -> Fraction:
        """Relative deviation of the mark from the exact volume."""
        return (self.mark - self.exact) / self.exact


class Measured(NamedTuple):
    """The chosen reading; ``others`` in order of preference; ``tied`` those rounded as far as it."""

    chosen: Reading
    others: tuple[Reading, ...]
    tied: tuple[Reading, ...]


def read_at(syringe: Syringe, mark: Fraction, exact: Fraction) -> Reading:
    """The reading of ``exact`` at a mark of a syringe."""
    volume = syringe.drawn(mark)
    worst = max(volume.high - exact, exact - volume.low) / exact
    return Reading(syringe=syringe, mark=mark, exact=exact, volume=volume, worst=worst)


def readings(exact: Fraction, syringes: Iterable[Syringe]) -> tuple[Reading, ...]:
    """Every way to measure a volume in one draw: best first.

    Preferred: smaller worst relative error, then the mark nearer to the exact volume, then the
    smaller syringe, then the syringe's id, then the smaller mark.
    """
    found = [read_at(syringe, mark, exact) for syringe in syringes for mark in syringe.marks_around(exact)]
    return tuple(sorted(found, key=_preference))


def _preference(reading: Reading) -> tuple[Fraction, Fraction, Fraction, str, Fraction]:
    return (
        reading.worst,
        abs(reading.mark - reading.exact),
        reading.syringe.nominal,
        reading.syringe.id,
        reading.mark,
    )


def measure(exact: Fraction, syringes: Iterable[Syringe], printed: Fraction | None = None) -> Measured | None:
    """How to measure a volume in one draw; None when no syringe has a mark for it.

    Where two marks of the best syringe lie equally far from the exact volume, the one that the
    label itself ``printed`` is taken, so that the sheet and the label say the same.
    """
    ranked = readings(exact, syringes)
    if not ranked:
        return None
    best = ranked[0]
    tied = tuple(
        each
        for each in ranked
        if each.syringe == best.syringe and abs(each.mark - exact) == abs(best.mark - exact)
    )
    chosen = next((each for each in tied if each.mark == printed), best)
    others = tuple(each for each in ranked if each is not chosen)
    return Measured(chosen=chosen, others=others, tied=tuple(e for e in tied if e is not chosen))


class FillPlan(NamedTuple):
    """One or more draws of one syringe that together stay under a cap in the worst case."""

    draws: tuple[Fraction, ...]
    total: Fraction
    worst: Fraction


def largest_under_cap(syringe: Syringe, cap: Fraction, draws: int = 1) -> FillPlan | None:
    """The most that a number of draws may give with the worst case at or below ``cap`` mL.

    The errors of the draws add up. Among draws of the same total the first is as large as possible.
    None when not even the smallest marks stay under the cap.
    """
    best: FillPlan | None = None
    marks = syringe.marks()
    for chosen in product(reversed(marks), repeat=draws):
        if any(later > earlier for earlier, later in pairwise(chosen)):
            continue
        total = sum(chosen, Fraction(0))
        worst = total + sum((syringe.error(mark) for mark in chosen), Fraction(0))
        if worst <= cap and (best is None or total > best.total):
            best = FillPlan(draws=chosen, total=total, worst=worst)
    return best
