"""DS507: an amount is missing, or its unit cannot be compared with what is known."""

from collections.abc import Iterator

from mesoplan.model.case import Content, Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each amount that is not stated or not comparable with any limit or dose.

    What its maker does not say is no question where every maximum is one of volume, and sources dose the
    very product by its volume.
    """
    for content in item.contents:
        if scene.catalog.ingredient(content.ingredient).role == "vehicle":
            continue
        if content.amount is None:
            if not _counted_by_volume(content, item, scene):
                yield _not_stated(content, item)
        elif item.product and _only_told(content, item, scene):
            yield Judgement(
                "unknown",
                "strength-not-read",
                (content.ingredient,),
                str(item.line),
                data={"ingredient": content.ingredient, "item": item.name},
                needs=(Need("data", "composition"),),
            )
        elif not _comparable(content, item, scene):
            known = sorted(_dimensions(content, scene))
            yield Judgement(
                "unknown",
                "not-comparable",
                (content.ingredient,),
                content.ingredient,
                data={
                    "ingredient": content.ingredient,
                    "amount": str(content.amount),
                    "known": ", ".join(known),
                },
                fixes=(Fix("state", content.ingredient, "amount"),),
                needs=(Need("amount", content.ingredient),),
            )


def _not_stated(content: Content, item: Item) -> Judgement:
    """Unknown how much it is: a question, or, when product and volume are said, what nobody tells."""
    told = bool(item.product) and item.volume is not None
    return Judgement(
        "unknown",
        "maker-does-not-say" if told else "not-stated",
        (content.ingredient,),
        str(item.line) if told else f"{item.line} {content.ingredient}",
        data={"ingredient": content.ingredient, "item": item.name},
        fixes=() if told else (Fix("state", content.ingredient, "amount"),),
        needs=(Need("data", "composition"),) if told else (Need("amount", content.ingredient),),
    )


def _counted_by_volume(content: Content, item: Item, scene: Scene) -> bool:
    """Whether the volume of the item's product is all that its maxima and doses are held against."""
    if not item.product or item.volume is None:
        return False
    maxima = scene.knowledge.inherited(content.ingredient, "limits")
    return all(each.record.max.dimension.split("/")[0] == "volume" for each in maxima) and any(
        use.is_sourced and use.is_of_product and use.product == item.product
        for use in scene.knowledge.uses(content.ingredient)
    )


def _only_told(content: Content, item: Item, scene: Scene) -> bool:
    """Whether the strength that an amount comes from was only recalled or is a seller's claim."""
    return any(
        each.ingredient == content.ingredient and each.strength is not None and not each.cite.supports
        for each in scene.catalog.product(item.product).contains
    )


def _comparable(content: Content, item: Item, scene: Scene) -> bool:
    """Whether the amount has the dimension of a maximum or, where there is none, of a dose."""
    assert content.amount is not None
    known = _dimensions(content, scene)
    given = content.amount.dimension
    if "volume" in known and item.volume is not None:
        known = known - {"volume"}
    return not known or (given in known and ("mass" not in known or given == "mass"))


def _dimensions(content: Content, scene: Scene) -> set[str]:
    """Dimensions of the maxima per session, else of the doses."""
    record = scene.catalog.ingredient(content.ingredient)
    known = {
        limit.max.dimension.split("/")[0]
        for limit in record.limits
        if limit.over in ("session", "day", "course")
    }
    return known or {
        use.low.dimension for use in scene.knowledge.uses(content.ingredient) if use.per == "session"
    }


RULE = Rule(
    code="DS507",
    name="ambiguous-amount",
    scope="item",
    checks="Whether every amount is stated, in a unit that limits and doses can be compared with.",
    why="A dose that cannot be compared cannot be checked; units of two toxins are not the same.",
    example='amount = "2 mL" of a drug whose maximum is in mg.',
    instead="State amount and unit, or the product and its volume.",
    check=check,
    reads=frozenset(),
    forbids=False,
)
