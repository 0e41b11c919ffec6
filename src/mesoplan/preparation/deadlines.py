"""Every limit of time for a preparation: of the place, the containers, the mixture and the case."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Literal

from mesoplan.mixing.compatibility import compatibility
from mesoplan.model.preparation import TimeBound
from mesoplan.model.product import InUse
from mesoplan.model.statement import Stated
from mesoplan.preparation.clock import TimeLimit, clock
from mesoplan.preparation.liquids import Liquid
from mesoplan.preparation.supplies import kinds_of
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene

#: The condition of a limit for those containers of a product that are for one patient once.
SINGLE = "single-dose container"

_KINDS: dict[str, Literal["start-by", "use-by", "discard-container"]] = {
    "start-within": "start-by",
    "use-within": "use-by",
}


class Limit(NamedTuple):
    """A limit as its source says it."""

    kind: Literal["start-by", "use-by", "discard-container"]
    within: Quantity
    source: str
    subject: str = ""
    condition: str = ""


def deadlines(
    liquids: tuple[Liquid, ...], policies: tuple[Stated, ...], start: datetime | None, scene: Scene
) -> tuple[TimeBound, ...]:
    """All limits, the earliest first; as moments where the start, the first puncture, is said.

    Raises `ValueError` for a start without an offset.
    """
    found = [each for each in _limits(liquids, policies, scene) if span_of(each.within) is not None]
    unique = tuple(dict.fromkeys(found))
    moments: dict[int, str] = {}
    if start is not None:
        limits = [_time_limit(each, str(place)) for place, each in enumerate(unique)]
        for deadline in clock(start, limits).candidates:
            moments[int(deadline.source)] = deadline.at.isoformat(timespec="minutes")
    made = [
        TimeBound(
            kind=each.kind,
            within=each.within,
            source=each.source,
            subject=each.subject,
            condition=each.condition,
            at=moments.get(place, ""),
        )
        for place, each in enumerate(unique)
    ]
    return tuple(sorted(made, key=lambda each: (each.within, each.kind, each.source, each.subject)))


def span_of(within: Quantity) -> timedelta | None:
    """A time as a span; None for months and years, which have no fixed length."""
    try:
        seconds = Fraction(within.to("s").value)
    except QuantityError:
        return None
    return timedelta(microseconds=int(seconds * 1_000_000))


def _time_limit(each: Limit, name: str) -> TimeLimit:
    span = span_of(each.within)
    assert span is not None
    return TimeLimit(kind=each.kind, within=span, source=name, subject=each.subject)


def _limits(liquids: tuple[Liquid, ...], policies: tuple[Stated, ...], scene: Scene) -> Iterator[Limit]:
    mixed = {each.item.syringe for each in liquids}
    is_mixed = any(sum(each.item.syringe == number for each in liquids) > 1 for number in mixed)
    if is_mixed:
        for stated in scene.parameters("mixing", "mixed-use-within"):
            yield Limit("use-by", stated.record.amount, stated.entity)
    for stated in policies:
        if stated.record.name in _KINDS and stated.record.amount is not None:
            yield Limit(_KINDS[stated.record.name], stated.record.amount, stated.entity)
    for liquid in liquids:
        yield from _of_container(liquid, policies)
        alone = sum(each.item.syringe == liquid.item.syringe for each in liquids) == 1
        yield from _of_product(liquid, alone, scene)
    yield from _of_mixtures(scene)
    if scene.case.session.use_within is not None:
        yield Limit("use-by", scene.case.session.use_within, "case")


def _of_container(liquid: Liquid, policies: tuple[Stated, ...]) -> Iterator[Limit]:
    """How long what is left in an opened container may be kept."""
    product = liquid.product
    if product is None:
        return
    kinds = kinds_of(product)
    for kind in kinds:
        name = "discard-ampoule" if product.container == "ampoule" else f"discard-{kind}-dose"
        which = f"{kind}-dose container" if len(kinds) > 1 else ""
        for stated in policies:
            if stated.record.name == name and stated.record.amount is not None:
                subject, amount = liquid.item.product, stated.record.amount
                yield Limit("discard-container", amount, stated.entity, subject, which)


def _of_product(liquid: Liquid, alone: bool, scene: Scene) -> Iterator[Limit]:
    for stated in scene.knowledge.product_statements(liquid.item.product, "in_use"):
        used: InUse = stated.record
        if used.within.dimension != "time":
            continue
        if used.after in ("mixing", "dilution") and alone:
            continue
        if used.after == "reconstitution" and liquid.dissolved is None:
            continue
        yield Limit("use-by", used.within, used.cite.source, liquid.item.product, used.condition)


def _of_mixtures(scene: Scene) -> Iterator[Limit]:
    """How long a pair was seen to stay what it is; what is only inferred says nothing of time."""
    for mixture in scene.mixtures:
        for one, other in combinations(mixture.parts, 2):
            for each in compatibility(one.ingredient, other.ingredient, mixture, scene.knowledge).applied:
                record = each.stated.record
                if record.kind == "compatible" and record.within is not None and each.stated.cite.supports:
                    yield Limit("use-by", record.within, record.cite.source, each.stated.entity)
