"""RT601: the product's label does not cover the route."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import licensed_for, permissions, planned_route


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Forbid where a label forbids the route, caution where it does not cover it."""
    if all(scene.catalog.ingredient(each).role == "vehicle" for each in item.ingredients):
        return
    products = scene.knowledge.products_of(item)
    route = planned_route(scene)
    data = {"item": item.name, "route": route, "product": item.product}
    if not products:
        yield Judgement(
            "unknown", "no-product", (item.name,), item.name, data=data, needs=(Need("product", item.name),)
        )
        return
    said = permissions(item, scene)
    forbidden = tuple(each for each in said if each.record.permission == "forbidden")
    if forbidden:
        certain = bool(item.product) or len({each.entity for each in forbidden}) == len(products)
        yield Judgement(
            "forbid" if certain else "unknown",
            "forbidden" if certain else "some-forbidden",
            (item.name,),
            item.name,
            forbidden,
            data,
            (Fix("swap", item.name, "licensed-for-route"),),
            () if certain else (Need("product", item.name),),
        )
        return
    if licensed_for(item, scene):
        return
    if any(each.record.permission == "licensed" for each in said):
        topic = "other-goal" if item.product else "name-the-product"
        severity = "caution" if item.product else "unknown"
        yield Judgement(
            severity,  # type: ignore[arg-type]
            topic,
            (item.name,),
            item.name,
            said,
            data,
            (Fix("state", item.name, "product"),) if not item.product else (),
            () if item.product else (Need("product", item.name),),
        )
    elif any(each.cite.supports for _, product in products for each in product.routes):
        yield Judgement("caution", "not-covered", (item.name,), item.name, said, data)
    else:
        yield Judgement(
            "unknown", "label-not-known", (item.name,), item.name, (), data, needs=(Need("data", "licence"),)
        )


RULE = Rule(
    code="RT601",
    name="route-not-licensed",
    scope="item",
    checks="Whether the label of the very product allows the route.",
    why="One triamcinolone strength is labelled for the skin, another forbids it.",
    example="Kenalog-40 intradermally.",
    instead="Choose a product licensed for the route, or document the off-label use.",
    check=check,
)
