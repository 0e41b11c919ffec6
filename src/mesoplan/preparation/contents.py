"""What a filled syringe holds, in the worst case, against every maximum that the rules know."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product as corners

from mesoplan.model.preparation import Fits, Held, MaximumUse
from mesoplan.preparation.amounts import amount_of, bounds_of, in_ml, share_up
from mesoplan.preparation.concentration import Part, worst_of
from mesoplan.preparation.cupboard import Cupboard
from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.filling_up import filled_in
from mesoplan.preparation.interval import Interval
from mesoplan.preparation.limits import Bound
from mesoplan.preparation.liquids import Substance
from mesoplan.preparation.measuring import largest_under_cap
from mesoplan.preparation.syringe import Syringe, successive
from mesoplan.quantity import Unit
from mesoplan.record import NamedTuple


class Amounts(NamedTuple):
    """The worst-case amount and concentration of an ingredient in one syringe."""

    nominal: Fraction
    amount: Interval
    concentration: Interval
    volume_only: bool


def held_in(drawn_up: tuple[Drawn, ...], giving: Syringe, pieces: int) -> tuple[Held, ...]:
    """Every ingredient whose amount is known, in the order of the draws."""
    total = sum((each.nominal for each in drawn_up), Fraction(0))
    by_marks = _by_marks(drawn_up, giving) if pieces == 1 else None
    found = []
    for ingredient, unit in _known(drawn_up):
        worst = amounts_in(drawn_up, ingredient)
        marks = None if by_marks is None else amounts_in(drawn_up, ingredient, by_marks).amount
        per_ml = Unit.parse(f"{unit.code}/mL")
        found.append(
            Held(
                ingredient=ingredient,
                amount=amount_of(worst.nominal, unit),
                worst=bounds_of(worst.amount, unit),
                concentration=amount_of(worst.nominal / total, per_ml),
                worst_concentration=bounds_of(worst.concentration, per_ml),
                volume_only=worst.volume_only,
                by_marks=None if marks is None else bounds_of(marks, unit),
            )
        )
    return tuple(found)


def amounts_in(
    drawn_up: tuple[Drawn, ...], ingredient: str, said: tuple[Interval, ...] | None = None
) -> Amounts:
    """The worst cases of one ingredient over all draws, exact over every corner of the errors.

    ``said`` are other volumes than the draws' own.
    """
    volumes = said or tuple(each.volume for each in drawn_up)
    holding = [(place, each) for place, draw in enumerate(drawn_up) if (each := _of(draw, ingredient))]
    parts = [Part(volume, Fraction(0)) for volume in volumes]
    for place, substance in holding:
        parts[place] = Part(volumes[place], substance.strength, substance.range)
    nominal = sum((drawn_up[place].nominal * each.strength for place, each in holding), Fraction(0))
    volume_only = any(each.range is None or each.half_read for _, each in holding)
    if said is None and any(each.whole for each in drawn_up):
        amount, concentration = _in_filled(drawn_up, parts)
        return Amounts(nominal, amount, concentration, volume_only)
    if len(holding) == 1:
        worst = worst_of(holding[0][0], tuple(parts))
        return Amounts(nominal, worst.amount, worst.concentration, volume_only)
    products = [parts[place].volume.times(parts[place].content) for place, _ in holding]
    amount = Interval(
        sum((each.low for each in products), Fraction(0)), sum((each.high for each in products), Fraction(0))
    )
    return Amounts(nominal, amount, _corner_concentration(parts), volume_only)


def _corner_concentration(parts: list[Part]) -> Interval:
    """A ratio of sums over a box is smallest and largest at its corners."""
    seen = []
    for content in (0, 1):
        for volumes in corners(*(each.volume for each in parts)):
            total = sum(volumes, Fraction(0))
            if total:
                amount = sum(
                    (volume * each.content[content] for volume, each in zip(volumes, parts, strict=True)),
                    Fraction(0),
                )
                seen.append(amount / total)
    return Interval(min(seen), max(seen))


def _in_filled(drawn_up: tuple[Drawn, ...], parts: list[Part]) -> tuple[Interval, Interval]:
    """Amount and concentration where one line fills the syringe up: all is what the mark says, with its
    errors, and that line is what the others leave.
    """
    amounts, shares = [], []
    ends = [each.volume if each.whole is None else each.whole for each in drawn_up]
    filling = next(place for place, each in enumerate(drawn_up) if each.whole is not None)
    for corner in corners(*ends):
        whole = corner[filling]
        rest = max(Fraction(0), 2 * whole - sum(corner, Fraction(0)))
        volumes = (*corner[:filling], rest, *corner[filling + 1 :])
        for content in (0, 1):
            held = sum(
                (v * part.content[content] for v, part in zip(volumes, parts, strict=True)), Fraction(0)
            )
            amounts.append(held)
            shares.append(held / whole)
    return Interval(min(amounts), max(amounts)), Interval(min(shares), max(shares))


def _known(drawn_up: tuple[Drawn, ...]) -> tuple[tuple[str, Unit], ...]:
    """Ingredients with their unit; one whose amount is unknown in any draw, or in two units, is left out."""
    unknown = {each for draw in drawn_up for each in draw.liquid.unmeasured}
    units: dict[str, set[Unit]] = {}
    for draw in drawn_up:
        for each in draw.liquid.substances:
            units.setdefault(each.ingredient, set()).add(each.unit)
    return tuple(
        (ingredient, next(iter(found)))
        for ingredient, found in units.items()
        if ingredient not in unknown and len(found) == 1
    )


def _of(draw: Drawn, ingredient: str) -> Substance | None:
    return next((each for each in draw.liquid.substances if each.ingredient == ingredient), None)


def _by_marks(drawn_up: tuple[Drawn, ...], giving: Syringe) -> tuple[Interval, ...] | None:
    """The volumes if all were drawn into the one syringe by its own marks, as is usual; None for one draw."""
    volumes = tuple(each.nominal for each in drawn_up)
    if len(volumes) < 2 or sum(volumes) > giving.nominal:
        return None
    return successive(giving, volumes)


# ---------------------------------------------------------------------- maxima of the session


def against_limits(
    drawn_up: tuple[Drawn, ...], bounds: tuple[Bound, ...], kept: Cupboard
) -> tuple[MaximumUse, ...]:
    """Every maximum that the draws use: as drawn, and in the worst case; the fullest first."""
    found = [_against(each, drawn_up, kept) for each in bounds]
    return tuple(sorted(found, key=lambda each: (-each.worst, each.subject, each.limit, each.over)))


def _against(bound: Bound, drawn_up: tuple[Drawn, ...], kept: Cupboard) -> MaximumUse:
    worst = bound.worst_share([each.volume for each in drawn_up], filled_in(drawn_up))
    return MaximumUse(
        subject=bound.subject,
        over=bound.over,
        limit=bound.limit,
        used=share_up(bound.share([each.nominal for each in drawn_up])),
        worst=share_up(worst),
        statement=bound.statement,
        largest=tuple(_largest(bound, drawn_up, kept)) if worst > 1 else (),
    )


def _largest(bound: Bound, drawn_up: tuple[Drawn, ...], kept: Cupboard) -> Iterator[Fits]:
    """The most that stays under the maximum in the worst case: in one draw, and in two of one syringe.

    Only where one filling of one syringe is all that counts: else the parts would have to be weighed up.
    """
    counted = [line for line, weight in enumerate(bound.worst) if weight]
    if any(each.whole for each in drawn_up):
        return
    if bound.mixture or bound.fixed or len(counted) != 1 or len(drawn_up[counted[0]].marks) != 1:
        return
    per_ml = bound.worst[counted[0]]
    for times in (1, 2):
        fits = [
            (found.total, -syringe.nominal, syringe, found)
            for syringe in kept.syringes
            if (found := largest_under_cap(syringe, 1 / per_ml, times)) is not None
        ]
        if fits:
            *_, syringe, found = max(fits, key=lambda each: each[:2])
            yield Fits(
                syringe=syringe.id,
                marks=tuple(in_ml(mark) for mark in found.draws),
                total=in_ml(found.total),
            )
