"""Which sourced maxima hold for an item, and how much of each it uses."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import Content, Item
from mesoplan.model.ingredient import Limit
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.route.licence import planned_route
from mesoplan.rules.rule import Fix, Judgement, Usage
from mesoplan.rules.scene import Scene

_PER_SESSION = ("session", "day", "course")
_ONE_DAY = Quantity.parse("1 d")


def applicable(content: Content, item: Item, scene: Scene, over: tuple[str, ...]) -> list[Stated]:
    """The maxima that hold for one ingredient of an item here.

    A maximum that the source gives for this very company (lidocaine with adrenaline) takes the
    place of its general one.
    """
    limits = (
        *scene.knowledge.product_statements(item.product, "limits"),
        *(Stated(content.ingredient, each) for each in scene.catalog.ingredient(content.ingredient).limits),
    )
    holding = [each for each in limits if each.record.over in over and _holds(each.record, content, scene)]
    special = {
        (each.record.over, each.record.max.dimension)
        for each in holding
        if each.record.partners and each.cite.supports
    }
    return [
        each
        for each in holding
        if each.record.partners
        or each.record.facts
        or (each.record.over, each.record.max.dimension) not in special
    ]


def usages(content: Content, item: Item, scene: Scene) -> tuple[Usage | Judgement, ...]:
    """The share of each maximum per session or day that an item uses, or why it is not known."""
    company = frozenset([each for other in scene.items for each in other.ingredients])
    key = ("usages", item, content.ingredient, company)
    known: tuple[Usage | Judgement, ...] | None = scene.memory.get(key)
    if known is None:
        known = scene.memory[key] = tuple(_usages(content, item, scene))
    return known


def _usages(content: Content, item: Item, scene: Scene) -> Iterator[Usage | Judgement]:
    for stated in applicable(content, item, scene, _PER_SESSION):
        limit: Limit = stated.record
        unasked = _unasked(limit, scene)
        if unasked:
            yield Judgement(
                "unknown",
                "fact-not-asked",
                (content.ingredient, *unasked),
                unasked[0],
                (stated,),
                data={"ingredient": content.ingredient, "fact": unasked[0], "limit": str(limit.max)},
                fixes=(Fix("ask", unasked[0]),),
                needs=tuple(Need("fact", each) for each in unasked),
            )
            continue
        ceiling = _absolute(limit, scene)
        if ceiling is None:
            yield Judgement(
                "unknown",
                "weight-not-asked",
                (content.ingredient,),
                "weight",
                (stated,),
                data={"ingredient": content.ingredient, "limit": str(limit.max)},
                fixes=(Fix("ask", "weight"),),
                needs=(Need("patient", "weight"),),
            )
            continue
        amount = item.volume if ceiling.dimension == "volume" else content.amount
        fraction = _fraction(amount, ceiling)
        if fraction is not None:
            yield Usage(
                f"{content.ingredient} {stated.id}",
                fraction,
                item,
                content.ingredient,
                (stated,),
                str(amount),
                str(ceiling),
            )


def least_fraction(content: Content, item: Item, scene: Scene) -> tuple[Decimal, Stated] | None:
    """The largest share of any maximum that an item uses; None when none can be computed."""
    found = [
        (usage.fraction, usage.stated[0])
        for usage in usages(content, item, scene)
        if isinstance(usage, Usage)
    ]
    return max(found, key=lambda pair: (pair[0], pair[1].id)) if found else None


def _holds(limit: Limit, content: Content, scene: Scene) -> bool:
    case = scene.case
    goals = scene.catalog.lineage("goal", case.goal) if case.goal else ()
    zones = scene.catalog.lineage("zone", case.zone) if case.zone else ()
    if limit.route not in ("any", planned_route(scene)):
        return False
    if limit.form and content.form and limit.form != content.form:
        return False
    if limit.goals and goals and not set(limit.goals) & set(goals):
        return False
    if limit.zones and zones and not set(limit.zones) & set(zones):
        return False
    if limit.facts and not any(scene.answer(fact) in ("yes", "not-asked") for fact in limit.facts):
        return False
    if not limit.partners:
        return True
    present = [each for other in scene.items for each in other.ingredients]
    return any(scene.knowledge.is_a(each, partner) for each in present for partner in limit.partners)


def _unasked(limit: Limit, scene: Scene) -> tuple[str, ...]:
    """The facts that would make a maximum hold, when none of them is known to be true."""
    answers = {fact: scene.answer(fact) for fact in limit.facts}
    if "yes" in answers.values():
        return ()
    return tuple(fact for fact, answer in answers.items() if answer == "not-asked")


def _absolute(limit: Limit, scene: Scene) -> Quantity | None:
    """The maximum for this patient; None when it needs a weight that was not asked."""
    ceiling = limit.max
    if "body-weight" in ceiling.dimension:
        weight = scene.case.patient.weight
        if weight is None:
            return None
        ceiling = ceiling * weight
    return ceiling * _ONE_DAY if ceiling.dimension.endswith("/time") else ceiling


def _fraction(amount: Quantity | None, ceiling: Quantity) -> Decimal | None:
    if amount is None or ceiling.is_zero or amount.dimension != ceiling.dimension:
        return None
    try:
        return (amount / ceiling).value
    except QuantityError:
        return None
