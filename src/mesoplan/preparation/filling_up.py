"""A liquid that fills its syringe up to a mark: how much of it there is follows from the others.

The mark tells what the syringe expels; nozzle and needle are filled besides, by at most their dead space.
"""

from fractions import Fraction

from mesoplan.model.preparation import MissingNumber
from mesoplan.preparation.amounts import in_ml
from mesoplan.preparation.cupboard import Cupboard
from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.interval import ZERO, Interval
from mesoplan.preparation.limits import Filled
from mesoplan.preparation.liquids import Liquid
from mesoplan.preparation.measuring import measure
from mesoplan.preparation.syringe import Syringe


def vessels(liquid: Liquid, kept: Cupboard) -> tuple[Drawn, ...]:
    """The syringe that is filled up, at the mark that measures the whole best; empty where none holds it."""
    found = measure(liquid.to, [each for each in kept.syringes if each.nominal >= liquid.to])
    if found is None:
        return ()
    chosen = found.chosen
    return (
        Drawn(
            liquid=liquid,
            marks=((chosen.syringe, chosen.mark),),
            volume=chosen.volume,
            tied=tuple(each.mark for each in found.tied),
            whole=_content(chosen.syringe, chosen.mark),
        ),
    )


def no_vessel(liquid: Liquid) -> MissingNumber:
    """That no syringe holds what the liquid fills it up to."""
    data = {"volume": str(in_ml(liquid.to))}
    return MissingNumber(lack="vessel", line=liquid.line, subject=liquid.name, data=data)


def filled_up(lines: tuple[Drawn, ...]) -> tuple[Drawn, ...]:
    """The lines, each that fills its syringe up with what the others leave."""
    return tuple(each if each.whole is None else _left(each, each.whole, lines) for each in lines)


def filled_in(lines: tuple[Drawn, ...]) -> tuple[Filled, ...]:
    """Which lines fill a syringe up, as maxima have to know it."""
    return tuple(
        Filled(place, tuple(other for other in _sharing(each, lines) if other != place), each.whole)
        for place, each in enumerate(lines)
        if each.whole is not None
    )


def _left(each: Drawn, whole: Interval, lines: tuple[Drawn, ...]) -> Drawn:
    others = [lines[place] for place in _sharing(each, lines) if lines[place] is not each]
    low = sum((other.volume.low for other in others), ZERO)
    high = sum((other.volume.high for other in others), ZERO)
    return each._replace(
        volume=Interval(max(ZERO, whole.low - high), max(ZERO, whole.high - low)),
        others=sum((other.nominal for other in others), ZERO),
    )


def _sharing(each: Drawn, lines: tuple[Drawn, ...]) -> list[int]:
    number = each.liquid.item.syringe
    return [place for place, other in enumerate(lines) if other.liquid.item.syringe == number]


def _content(syringe: Syringe, mark: Fraction) -> Interval:
    """All that is in a syringe filled to a mark: what it expels, and what fills its nozzle."""
    volume = syringe.drawn(mark)
    return Interval(volume.low, volume.high + syringe.dead_space)
