"""What a filled syringe holds, in the worst case, against every maximum that the rules know."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product as corners

from mesoplan.model.preparation import Fits, Held, MaximumUse
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import ML, amount_of, bounds_of, in_ml, share_up
from mesoplan.preparation.concentration import AS_LABELLED, Part, worst_of
from mesoplan.preparation.cupboard import Cupboard
from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.interval import ONE, Interval
from mesoplan.preparation.liquids import Substance, stated_by
from mesoplan.preparation.measuring import largest_under_cap
from mesoplan.preparation.syringe import Syringe, successive
from mesoplan.quantity import Unit
from mesoplan.record import NamedTuple
from mesoplan.rules.dose.limits import usages
from mesoplan.rules.rule import Usage
from mesoplan.rules.scene import Scene


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
    drawn_up: tuple[Drawn, ...], ingredient: str, volumes: tuple[Interval, ...] | None = None
) -> Amounts:
    """The worst cases of one ingredient over all draws, exact over every corner of the errors."""
    volumes = volumes or tuple(each.volume for each in drawn_up)
    holding = [(place, each) for place, draw in enumerate(drawn_up) if (each := _of(draw, ingredient))]
    parts = [Part(volume, Fraction(0)) for volume in volumes]
    for place, substance in holding:
        parts[place] = Part(volumes[place], substance.strength, substance.range)
    nominal = sum((drawn_up[place].nominal * each.strength for place, each in holding), Fraction(0))
    volume_only = any(each.range is None or each.half_read for _, each in holding)
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


class _Used(NamedTuple):
    usage: Usage
    draw: Drawn
    nominal: Fraction
    worst: Fraction


def against_limits(drawn_up: tuple[Drawn, ...], kept: Cupboard, scene: Scene) -> tuple[MaximumUse, ...]:
    """Every maximum of the session that a draw uses: as drawn, and in the worst case; the fullest first."""
    resources: dict[str, list[_Used]] = {}
    for each in drawn_up:
        for used in _usages(each, scene):
            resources.setdefault(used.usage.resource, []).append(used)
    found = [_against(each, kept) for each in resources.values()]
    return tuple(sorted((*found, *_zone(drawn_up, scene)), key=lambda a: (-a.worst, a.subject, a.limit)))


def _usages(draw: Drawn, scene: Scene) -> Iterator[_Used]:
    for content in draw.liquid.item.contents:
        substance = _of(draw, content.ingredient)
        asked = draw.liquid.volume
        by_volume = Interval(draw.volume.low / asked, draw.volume.high / asked)
        strength = (substance.range if substance else None) or AS_LABELLED
        for usage in usages(content, draw.liquid.item, scene):
            if not isinstance(usage, Usage):
                continue
            of_amount = usage.stated[0].record.max.dimension != "volume"
            most = by_volume.high * (strength.high if of_amount else ONE)
            share = Fraction(usage.fraction)
            yield _Used(usage, draw, share * draw.nominal / asked, share * most)


def _against(used: list[_Used], kept: Cupboard) -> MaximumUse:
    first = used[0].usage
    nominal = sum((each.nominal for each in used), Fraction(0))
    worst = sum((each.worst for each in used), Fraction(0))
    over = getattr(first.stated[0].record, "over", "session")
    return MaximumUse(
        subject=first.subject,
        over=over,
        limit=str(first.limit or ""),
        used=share_up(nominal),
        worst=share_up(worst),
        statement=stated_by(first.stated[0]),
        largest=tuple(_largest(used[0], kept)) if worst > 1 and _is_one_draw(used) else (),
    )


def _is_one_draw(used: list[_Used]) -> bool:
    """Whether one filling of one syringe is all that counts: else the parts would have to be weighed up."""
    return len(used) == 1 and len(used[0].draw.marks) == 1


def _largest(used: _Used, kept: Cupboard) -> Iterator[Fits]:
    """The most that stays under the maximum in the worst case: in one draw, and in two of one syringe."""
    draw = used.draw
    per_ml = used.worst / draw.volume.high
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


def _zone(drawn_up: tuple[Drawn, ...], scene: Scene) -> Iterator[MaximumUse]:
    zone = scene.zone
    if zone is None or zone.volume is None or not drawn_up:
        return
    cap = Fraction(zone.volume.max.to(ML).value)
    high = sum((each.volume.high for each in drawn_up), Fraction(0))
    nominal = sum((each.nominal for each in drawn_up), Fraction(0))
    yield MaximumUse(
        subject=zone.id,
        over="zone",
        limit=str(zone.volume.max),
        used=share_up(nominal / cap),
        worst=share_up(high / cap),
        statement=stated_by(Stated(zone.id, zone.volume)),
    )
