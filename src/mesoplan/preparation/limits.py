"""What a session may give at most: the share that the draws use, as drawn and in the worst case.

A maximum of a session adds up over the draws. What a point gets is a concentration times the volume of the
point: a ratio of sums, smallest and largest at the corners of the volumes' errors. The volume of a point is
taken as it is said; how exactly a hand gives it no source bounds.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product as corners

from mesoplan.model.case import Content, Item
from mesoplan.model.finding import StatementRef
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import ML
from mesoplan.preparation.concentration import AS_LABELLED
from mesoplan.preparation.interval import ONE, ZERO, Interval
from mesoplan.preparation.liquids import Liquid, stated_by
from mesoplan.preparation.session_points import Places
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple
from mesoplan.rules.dose.ds506_point_volume import level_of, whole_of
from mesoplan.rules.dose.limits import applicable, usages
from mesoplan.rules.rule import Usage
from mesoplan.rules.scene import Scene

Weights = tuple[Fraction, ...]


class Filled(NamedTuple):
    """A line that fills its syringe up to a mark: what is in the syringe then, and which lines are, too."""

    line: int
    others: tuple[int, ...]
    whole: Interval


class Bound(NamedTuple):
    """One maximum over all lines: what a mL of each uses of it, by the label and by the strongest container.

    ``mixture``: the lines that share a syringe, where it is about their concentration; empty where it adds
    up. ``fixed`` is what is used of it whatever is drawn.
    """

    subject: str
    over: str
    limit: str
    statement: StatementRef
    drawn: Weights
    worst: Weights
    mixture: tuple[int, ...] = ()
    fixed: Fraction = ZERO

    def share(self, volumes: Sequence[Fraction]) -> Fraction:
        """The share of the maximum that these volumes use, strong as labelled."""
        return self.fixed + self._of(self.drawn, volumes)

    def worst_share(self, volumes: Sequence[Interval], filled: Sequence[Filled] = ()) -> Fraction:
        """The largest share over every corner of the volumes' errors, at the highest strength.

        A line of ``filled`` is what the others leave of the whole: it has no error of its own.
        """
        if not self.mixture:
            return self.fixed + _most(self.worst, volumes, filled)
        inside = [each for each in filled if each.line in self.mixture]
        given = {each.line for each in inside}
        ends = [
            (each.low, each.high) if line in self.mixture and line not in given else (each.low,)
            for line, each in enumerate(volumes)
        ]
        return self.fixed + max(
            self._of(self.worst, _with_rest(corner, inside, wholes))
            for corner in corners(*ends)
            for wholes in corners(*(each.whole for each in inside))
        )

    def is_kept(self, volumes: Sequence[Interval], filled: Sequence[Filled] = ()) -> bool:
        """Whether even the worst case stays within the maximum: the same answer, without the corners.

        ``sum(w v) / sum(v) <= 1`` is ``sum((w - 1) v) <= 0``, where each volume can be taken for itself.
        """
        if not self.mixture:
            return self.worst_share(volumes, filled) <= 1
        beyond = tuple(
            weight + self.fixed - 1 if line in self.mixture else ZERO
            for line, weight in enumerate(self.worst)
        )
        return _most(beyond, volumes, [each for each in filled if each.line in self.mixture]) <= 0

    def _of(self, weights: Weights, volumes: Sequence[Fraction]) -> Fraction:
        used = sum((weight * volume for weight, volume in zip(weights, volumes, strict=True)), ZERO)
        if not self.mixture:
            return used
        mixed = sum((volumes[line] for line in self.mixture), ZERO)
        return used / mixed if mixed else ZERO


def _most(weights: Weights, volumes: Sequence[Interval], filled: Sequence[Filled]) -> Fraction:
    """The largest weighed sum: what fills a syringe up is its whole less the other lines in it."""
    left, found = list(weights), ZERO
    for each in filled:
        own = weights[each.line]
        found += max(own * end for end in each.whole)
        left[each.line] = ZERO
        for other in each.others:
            left[other] -= own
    return found + sum(
        (max(weight * end for end in volume) for weight, volume in zip(left, volumes, strict=True)), ZERO
    )


def _with_rest(
    corner: Sequence[Fraction], filled: Sequence[Filled], wholes: Sequence[Fraction]
) -> Sequence[Fraction]:
    volumes = list(corner)
    for each, whole in zip(filled, wholes, strict=True):
        volumes[each.line] = max(ZERO, whole - sum((corner[other] for other in each.others), ZERO))
    return volumes


def bounds(liquids: tuple[Liquid, ...], places: Places, scene: Scene) -> tuple[Bound, ...]:
    """Every maximum that the lines use a share of: of session, day, course, zone, point and area."""
    return (*_of_session(liquids, scene), *_of_zone(liquids, scene), *_at_points(liquids, places, scene))


# ---------------------------------------------------------------------- sums


def _of_session(liquids: tuple[Liquid, ...], scene: Scene) -> Iterator[Bound]:
    found: dict[str, list[tuple[int, Usage, Fraction, Fraction]]] = {}
    for line, liquid in enumerate(liquids):
        for content in liquid.item.contents:
            for usage in usages(content, liquid.item, scene):
                if isinstance(usage, Usage):
                    per_ml = Fraction(usage.fraction) / liquid.volume
                    of_amount = usage.stated[0].record.max.dimension != "volume"
                    most = _strongest(liquid, content.ingredient) if of_amount else ONE
                    found.setdefault(usage.resource, []).append((line, usage, per_ml, per_ml * most))
    for used in found.values():
        first = used[0][1]
        stated = first.stated[0]
        yield Bound(
            subject=first.subject,
            over=getattr(stated.record, "over", "session"),
            limit=str(first.limit or ""),
            statement=stated_by(stated),
            drawn=_weights(liquids, {line: each for line, _, each, _ in used}),
            worst=_weights(liquids, {line: each for line, _, _, each in used}),
        )


def _of_zone(liquids: tuple[Liquid, ...], scene: Scene) -> Iterator[Bound]:
    """The zone's cap, and that of every whole that the zone is a part of."""
    zone = scene.zone
    for name in scene.catalog.lineage("zone", zone.id) if zone is not None else ():
        cap = scene.catalog.zone(name).volume
        if cap is not None:
            each = (ONE / Fraction(cap.max.to(ML).value),) * len(liquids)
            yield Bound(name, "zone", str(cap.max), stated_by(Stated(name, cap)), each, each)


# ---------------------------------------------------------------------- points and areas


def _at_points(liquids: tuple[Liquid, ...], places: Places, scene: Scene) -> Iterator[Bound]:
    yield from _technique(liquids, places, scene)
    once: dict[tuple[object, ...], Bound] = {}
    for line, liquid in enumerate(liquids):
        for content in liquid.item.contents:
            for stated in applicable(content, liquid.item, scene, ("point", "cm2")):
                for key, each in _at_place(line, content, stated, liquids, places, scene):
                    known = once.get(key)
                    once[key] = each if known is None or key[-1] == "same" else _joined(known, each)
    yield from once.values()


def _technique(liquids: tuple[Liquid, ...], places: Places, scene: Scene) -> Iterator[Bound]:
    """What the technique puts at a point at most, where the case says how much or how many."""
    identity = scene.case.session.technique
    span = scene.catalog.technique(identity).point_volume if identity else None
    if span is None or places.said != "case":
        return
    most = Fraction(span.high.to(ML).value)
    none = (ZERO,) * len(liquids)
    bound = Bound(identity, "point", str(span.high), stated_by(Stated(identity, span)), none, none)
    if places.point is not None:
        yield bound._replace(fixed=places.point / most)
    elif places.number is not None:
        each = (ONE / (places.number * most),) * len(liquids)
        yield bound._replace(drawn=each, worst=each)


def _at_place(
    line: int, content: Content, stated: Stated, liquids: tuple[Liquid, ...], places: Places, scene: Scene
) -> Iterator[tuple[tuple[object, ...], Bound]]:
    """The share that one line uses of a maximum of a point or an area, with what it is joined by."""
    limit = level_of(stated)
    over = stated.record.over
    liquid = liquids[line]
    number = liquid.item.syringe
    mixture = tuple(place for place, each in enumerate(liquids) if each.item.syringe == number)
    none = (ZERO,) * len(liquids)
    made = Bound(content.ingredient, over, str(stated.record.max), stated_by(stated), none, none)
    depot = places.depot(over)
    spread = places.spread(over)
    if limit.dimension == "volume":
        most = Fraction(limit.to(ML).value)
        if depot is not None:
            yield (content.ingredient, stated.id, "same"), made._replace(fixed=depot / most)
        elif spread is not None:
            each = _weights(liquids, dict.fromkeys(mixture, spread / most))
            yield (content.ingredient, stated.id, number, "same"), made._replace(drawn=each, worst=each)
        return
    used = _per_ml(content, liquid.item, stated, limit, scene, liquid.volume)
    if used is None:
        return
    most = used * _strongest(liquid, content.ingredient)
    if depot is not None:
        drawn, worst = (_weights(liquids, {line: each * depot}) for each in (used, most))
        yield (
            (content.ingredient, stated.id, number, ""),
            made._replace(drawn=drawn, worst=worst, mixture=mixture),
        )
    elif spread is not None:
        drawn, worst = (_weights(liquids, {line: each * spread}) for each in (used, most))
        yield (content.ingredient, stated.id, ""), made._replace(drawn=drawn, worst=worst)


def _per_ml(
    content: Content, item: Item, stated: Stated, limit: Quantity, scene: Scene, volume: Fraction
) -> Fraction | None:
    """The share of the maximum that a mL of the line is; None where its amount is not known in this form."""
    amount = whole_of(content, item, stated, scene)
    if amount is None or isinstance(amount, str) or amount.dimension != limit.dimension:
        return None
    try:
        return Fraction((amount / limit).value) / volume
    except QuantityError:
        return None


def _strongest(liquid: Liquid, ingredient: str) -> Fraction:
    found = next((each for each in liquid.substances if each.ingredient == ingredient), None)
    return ((found.range if found else None) or AS_LABELLED).high


def _weights(liquids: tuple[Liquid, ...], of: dict[int, Fraction]) -> Weights:
    return tuple(of.get(line, ZERO) for line in range(len(liquids)))


def _joined(one: Bound, other: Bound) -> Bound:
    """Two lines of one substance use a maximum together."""
    return one._replace(
        drawn=tuple(a + b for a, b in zip(one.drawn, other.drawn, strict=True)),
        worst=tuple(a + b for a, b in zip(one.worst, other.worst, strict=True)),
    )
