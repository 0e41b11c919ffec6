"""Each liquid into its measuring syringe, and all of them into the one that gives them."""

from fractions import Fraction
from math import ceil

from mesoplan.model.preparation import DrawUp, MissingNumber, Portion, Why
from mesoplan.preparation.amounts import ML, bounds_of, in_ml, millilitres, share, share_up
from mesoplan.preparation.cupboard import Cupboard
from mesoplan.preparation.dilution import Dilution, best_dilution, least_error
from mesoplan.preparation.interval import ZERO, Interval
from mesoplan.preparation.liquids import Liquid
from mesoplan.preparation.measuring import Reading, measure
from mesoplan.preparation.syringe import Syringe
from mesoplan.quantity import QuantityError
from mesoplan.record import NamedTuple


class Drawn(NamedTuple):
    """A liquid at its marks: one filling of a syringe, or several of the largest.

    ``error`` is the largest relative deviation from what was asked for; ``keeps`` what has a maximum that
    this mark keeps and the nearest one would not. ``whole`` is set where the liquid fills its syringe up to
    the mark: what is in the syringe then, of which ``others`` mL are the other liquids.
    """

    liquid: Liquid
    marks: tuple[tuple[Syringe, Fraction], ...]
    volume: Interval
    tied: tuple[Fraction, ...]
    keeps: tuple[str, ...] = ()
    whole: Interval | None = None
    others: Fraction = ZERO

    @property
    def nominal(self) -> Fraction:
        """What the marks add up to, less what was in the syringe before."""
        return sum((mark for _, mark in self.marks), ZERO) - self.others

    @property
    def error(self) -> Fraction:
        """The worst relative deviation, either way."""
        exact = self.liquid.volume
        if self.whole is not None:
            ((syringe, mark),) = self.marks
            return max(abs(end - self.liquid.to) for end in syringe.drawn(mark)) / self.liquid.to
        return max(self.volume.high - exact, exact - self.volume.low) / exact


def ways(liquid: Liquid, kept: Cupboard) -> tuple[Drawn, ...]:
    """The liquid at every mark near it, each in the syringe that is most exact there; the best alone first.

    More than the largest syringe holds is drawn in several fillings of it; their errors add up. Empty when
    no syringe has a mark for it.
    """
    largest = kept.largest
    whole = max(0, ceil(liquid.volume / largest.nominal) - 1)
    rest = liquid.volume - whole * largest.nominal
    found = measure(rest, kept.syringes, _printed(liquid))
    if found is None:
        return ()
    exactest: dict[Fraction, Reading] = {found.chosen.mark: found.chosen}
    for each in found.others:
        exactest.setdefault(each.mark, each)
    tied = tuple(each.mark for each in found.tied)
    return tuple(
        _drawn(liquid, ((largest, largest.nominal),) * whole + ((each.syringe, each.mark),), tied)
        for each in exactest.values()
    )


def drawn(liquid: Liquid, kept: Cupboard) -> Drawn | None:
    """The liquid at the marks that measure it best; None when no syringe has a mark for it."""
    return next(iter(ways(liquid, kept)), None)


def _drawn(liquid: Liquid, marks: tuple[tuple[Syringe, Fraction], ...], tied: tuple[Fraction, ...]) -> Drawn:
    volumes = [syringe.drawn(mark) for syringe, mark in marks]
    total = Interval(
        sum((each.low for each in volumes), Fraction(0)), sum((each.high for each in volumes), Fraction(0))
    )
    last = marks[-1][1]
    return Drawn(liquid=liquid, marks=marks, volume=total, tied=tied if last not in tied else ())


def unmeasurable(liquid: Liquid, kept: Cupboard, found: Drawn | None, limit: Fraction) -> MissingNumber:
    """That no syringe measures the volume within the limit, and the best dilution that could."""
    data = {"volume": str(in_ml(liquid.volume)), "limit": str(share(limit))}
    if found is not None:
        data["error"] = str(share_up(found.error))
    best = best_dilution(liquid.volume, kept.syringes)
    if best is not None and best.worst > max(limit, least_error(2, kept.syringes)):
        # Within the limit one step is enough, and no two steps are ever below their least error.
        twice = best_dilution(liquid.volume, kept.syringes, steps=2)
        best = min((each for each in (best, twice) if each is not None), key=lambda each: each.worst)
    if best is not None and (found is None or best.worst < found.error):
        data.update(_dilution(best))
    return MissingNumber(lack="measurable", line=liquid.line, subject=liquid.name, data=data)


def _dilution(best: Dilution) -> dict[str, str]:
    data = {
        "give": str(in_ml(best.dose.mark)),
        "give_syringe": best.dose.syringe.id,
        "diluted_error": str(share_up(best.worst)),
    }
    for prefix, step in zip(("", "second_"), best.steps, strict=False):
        data |= {
            f"{prefix}stock": str(in_ml(step.stock.mark)),
            f"{prefix}stock_syringe": step.stock.syringe.id,
            f"{prefix}total": str(in_ml(step.total.mark)),
            f"{prefix}total_syringe": step.total.syringe.id,
        }
    return data


def _printed(liquid: Liquid) -> Fraction | None:
    """The volume that the product's own label prints for this amount, where it does."""
    product = liquid.product
    for each in product.printed_draws if product else ():
        for content in liquid.item.contents:
            try:
                if content.amount is not None and content.amount == each.amount:
                    return millilitres(each.volume)
            except QuantityError:
                continue
    return None


def into(drawn_up: tuple[Drawn, ...], kept: Cupboard) -> tuple[Syringe, int]:
    """The syringe that gives a mixture, and how many of it: the smallest that holds it, else the largest.

    What is not mixed stays in the syringe that measured it.
    """
    total = sum((each.nominal for each in drawn_up), Fraction(0))
    filled = next((each for each in drawn_up if each.whole is not None), None)
    if filled is not None:
        return filled.marks[0][0], 1
    if len(drawn_up) == 1:
        return drawn_up[0].marks[0][0], len(drawn_up[0].marks)
    holds = kept.smallest_holding(total)
    if holds is not None:
        return holds, 1
    return kept.largest, ceil(total / kept.largest.nominal)


def draw_up(number: int, each: Drawn, reasons: tuple[Why, ...]) -> DrawUp:
    """A draw as it is shown."""
    liquid = each.liquid
    product = liquid.product
    return DrawUp(
        number=number,
        line=liquid.line,
        product=liquid.item.product,
        ingredients=liquid.item.ingredients,
        exact=in_ml(liquid.volume),
        drawn=in_ml(each.nominal),
        portions=tuple(Portion(syringe=syringe.id, mark=in_ml(mark)) for syringe, mark in each.marks),
        worst=bounds_of(each.volume, ML),
        rounding=share(_rounding(each)),
        error=share_up(each.error),
        tied=tuple(in_ml(mark) for mark in each.tied),
        label=_label(liquid),
        dissolved=liquid.dissolved,
        looks=product.appearance.looks if product and product.appearance else "",
        to=None if each.whole is None else in_ml(liquid.to),
        reasons=(*reasons, *(Why("keeps-maximum", {"of": name}) for name in dict.fromkeys(each.keeps))),
    )


def _rounding(each: Drawn) -> Fraction:
    """How far the mark is from what was asked for, as a share of it."""
    asked = each.liquid.volume if each.whole is None else each.liquid.to
    return (each.nominal + each.others - asked) / asked


def _label(liquid: Liquid) -> str:
    """The strength that the container has to show, where only an ingredient is named."""
    if liquid.product is not None or not liquid.substances:
        return ""
    only = liquid.substances[0]
    return f"{in_ml(only.strength).value.normalize():f} {only.unit.code}/mL"
