"""DS506: what one point receives."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.dose.limits import applicable
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Judgements on a point's volume and amount; the limits as notes when no point is described."""
    session = scene.case.session
    yield from _technique(item, scene)
    for content in item.contents:
        for stated in applicable(content, item, scene, ("point", "cm2")):
            limit = stated.record.max
            per = session.point_volume if stated.record.over == "point" else session.area
            data = {"ingredient": content.ingredient, "limit": str(limit), "over": stated.record.over}
            if per is None:
                yield Judgement(
                    "note",
                    "keep-to",
                    (content.ingredient,),
                    f"{content.ingredient} {stated.id}",
                    (stated,),
                    data,
                )
                continue
            given = _given(content.amount, item, per, limit, stated.record.over)
            if given is not None and given > limit:
                yield Judgement(
                    "forbid",
                    "above",
                    (content.ingredient,),
                    f"{content.ingredient} {stated.id}",
                    (stated,),
                    {**data, "given": str(given)},
                    (Fix("lower", content.ingredient, str(limit)),),
                )


def _technique(item: Item, scene: Scene) -> Iterator[Judgement]:
    session = scene.case.session
    if not session.technique or session.point_volume is None:
        return
    technique = scene.catalog.technique(session.technique)
    if technique.point_volume is None or session.point_volume <= technique.point_volume.high:
        return
    stated = Stated(technique.id, technique.point_volume)
    yield Judgement(
        "forbid",
        "above-technique",
        (technique.id,),
        technique.id,
        (stated,),
        data={
            "technique": technique.id,
            "given": str(session.point_volume),
            "limit": str(technique.point_volume.high),
        },
        fixes=(Fix("lower", technique.id, str(technique.point_volume.high)),),
    )


def _given(amount: Quantity | None, item: Item, per: Quantity, limit: Quantity, over: str) -> Quantity | None:
    """What a point (or a square centimetre) receives, in the limit's dimension."""
    whole = item.volume if limit.dimension.startswith("volume") else amount
    try:
        if over == "point" and limit.dimension == "volume":
            given: Quantity | None = per
        elif whole is None:
            return None
        elif over == "cm2" and limit.dimension == whole.dimension:
            given = whole / per.to("cm2").value
        elif over == "cm2":
            given = whole / per
        else:
            given = None if item.volume is None else whole / item.volume * per
    except QuantityError:
        return None
    return given if given is not None and given.dimension == limit.dimension else None


RULE = Rule(
    code="DS506",
    name="point-volume",
    scope="item",
    checks="Volume and amount at one point, or on one square centimetre, against technique and label.",
    why="The total may be fine and the single depot still kill the skin above it.",
    example="0.5 mL of deoxycholic acid at one point: 0.2 mL is the most.",
    instead="Smaller depots, more points.",
    check=check,
)
