"""Before and after: what sources advise of each activity, with the longest and the shortest time."""

from fractions import Fraction
from typing import get_args

from mesoplan.model.care import Care, When
from mesoplan.model.preparation import Advice
from mesoplan.model.statement import Stated
from mesoplan.preparation.liquids import stated_by
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.scene import Scene

_ORDER = get_args(When)


def advice(scene: Scene) -> tuple[Advice, ...]:
    """What is said for this goal and zone: one entry for an activity and what is advised of it."""
    groups: dict[tuple[str, str, str], list[Stated]] = {}
    for identity, care in scene.catalog.table("care").items():
        if _holds(care, scene):
            groups.setdefault((care.when, care.activity, care.advice), []).append(Stated(identity, care))
    made = [_advice(each) for each in groups.values()]
    return tuple(sorted(made, key=lambda each: (_ORDER.index(each.when), each.activity)))


def _holds(care: Care, scene: Scene) -> bool:
    goals = scene.catalog.lineage("goal", scene.case.goal) if scene.case.goal else ()
    zones = scene.catalog.lineage("zone", scene.case.zone) if scene.case.zone else ()
    present = [each for item in scene.items for each in item.ingredients]
    return (
        (not care.goals or not goals or bool(set(care.goals) & set(goals)))
        and (not care.zones or not zones or bool(set(care.zones) & set(zones)))
        and (not care.given or any(scene.knowledge.is_a(one, each) for one in present for each in care.given))
    )


def _advice(stated: list[Stated]) -> Advice:
    spans = sorted(
        {each.record.span for each in stated if each.record.span is not None and _days(each.record.span)},
        key=_days,
    )
    longest = spans[-1] if spans else None
    strictest = next((each for each in stated if each.record.span == longest), stated[0])
    care: Care = strictest.record
    return Advice(
        when=care.when,
        activity=care.activity,
        advice=care.advice,
        longest=longest,
        shortest=spans[0] if len(spans) > 1 else None,
        notes=tuple(dict.fromkeys(each.record.note for each in stated if each.record.note)),
        statements=tuple(stated_by(each) for each in stated),
        signs=next((each.record.signs for each in stated if each.record.signs), ""),
    )


def _days(span: Quantity) -> Fraction:
    try:
        return Fraction(span.to("s").value)
    except QuantityError:
        return Fraction(0)
