"""Syringes as measuring devices: marks, dead space, and the error that the standard tolerates."""

from fractions import Fraction

from mesoplan.errors import BadRequest
from mesoplan.preparation.interval import Interval, around
from mesoplan.record import NamedTuple


class Tolerance(NamedTuple):
    """Tolerated error of an expelled volume x in a syringe of nominal volume V.

    ``of_nominal * V + of_volume * x`` below half of V, ``from_half * x`` from half of V on.
    """

    of_nominal: Fraction
    of_volume: Fraction
    from_half: Fraction


class Syringe(NamedTuple):
    """One model of syringe; all volumes in mL. ``dead_space`` is what stays in the nozzle."""

    id: str
    nominal: Fraction
    step: Fraction
    dead_space: Fraction
    tolerance: Tolerance

    def error(self, volume: Fraction) -> Fraction:
        """The tolerated error of expelling ``volume``, in mL."""
        if volume < self.nominal / 2:
            return self.tolerance.of_nominal * self.nominal + self.tolerance.of_volume * volume
        return self.tolerance.from_half * volume

    def drawn(self, mark: Fraction) -> Interval:
        """What one draw to ``mark`` may hold."""
        return around(mark, self.error(mark))

    def is_mark(self, volume: Fraction) -> bool:
        """Whether a volume can be read on the scale."""
        return 0 < volume <= self.nominal and (volume / self.step).denominator == 1

    def marks_around(self, volume: Fraction) -> tuple[Fraction, ...]:
        """The marks next below and above a volume (one where it is a mark), within the scale."""
        below = volume // self.step * self.step
        near = (below,) if below == volume else (below, below + self.step)
        return tuple(mark for mark in near if self.is_mark(mark))

    def marks(self) -> tuple[Fraction, ...]:
        """All marks of the scale, smallest first."""
        return tuple(self.step * count for count in range(1, int(self.nominal / self.step) + 1))


def successive(syringe: Syringe, volumes: tuple[Fraction, ...]) -> tuple[Interval, ...]:
    """What each of several liquids may amount to when all are drawn into one syringe by its marks.

    Each volume is the difference of two readings, so both readings' errors count:
    ``x_k ± (error(M_k) + error(M_(k-1)))`` with M_k the sum of the first k volumes.
    Raises `ValueError` when the sum passes the scale: it cannot be drawn.
    """
    if sum(volumes) > syringe.nominal:
        raise BadRequest(f"{sum(volumes)} mL do not fit into {syringe.id}")
    reached = Fraction(0)
    before = Fraction(0)
    intervals = []
    for volume in volumes:
        reached += volume
        now = syringe.error(reached)
        intervals.append(around(volume, now + before))
        before = now
    return tuple(intervals)
