"""What the mixture may hold in the worst case: amounts and concentrations of each ingredient."""

from fractions import Fraction

from mesoplan.preparation.interval import ONE, Interval
from mesoplan.record import NamedTuple

#: The strength of a container when its tolerated range was not read: the label's own.
AS_LABELLED = Interval(ONE, ONE)


class Part(NamedTuple):
    """One liquid of a mixture: what is drawn, its labelled strength and that strength's range.

    ``strength`` is the amount of the ingredient per mL (its unit is the caller's); ``range`` what
    the container may really hold, as a share of the label; None: no source was read.
    """

    volume: Interval
    strength: Fraction
    range: Interval | None = None

    @property
    def content(self) -> Interval:
        """The amount per mL in the worst cases."""
        share = self.range or AS_LABELLED
        return Interval(self.strength * share.low, self.strength * share.high)


class Worst(NamedTuple):
    """Worst-case amount and concentration; ``volume_only`` when the strength's range is unknown."""

    amount: Interval
    concentration: Interval
    volume_only: bool


def worst_of(part: int, parts: tuple[Part, ...]) -> Worst:
    """The amount and concentration of one part in the mixture of all.

    Monotone in every variable, so the bounds are exact:
    ``high = hi_i c+ / (hi_i + sum of the others' lo)`` and ``low = lo_i c- / (lo_i + sum of hi)``.
    """
    own = parts[part]
    content = own.content
    rest = [each.volume for position, each in enumerate(parts) if position != part]
    low_rest = sum((each.low for each in rest), Fraction(0))
    high_rest = sum((each.high for each in rest), Fraction(0))
    amount = own.volume.times(content)
    least = amount.low / (own.volume.low + high_rest) if own.volume.low else Fraction(0)
    most = amount.high / (own.volume.high + low_rest)
    return Worst(amount=amount, concentration=Interval(least, most), volume_only=own.range is None)
