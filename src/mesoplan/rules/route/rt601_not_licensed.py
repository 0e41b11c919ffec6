"""RT601: the product's label does not cover the route."""

from collections.abc import Iterator
from functools import partial

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import NEVER_LICENSED, licensed_for, permissions, planned_route


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Forbid where a label forbids the route, caution where it does not cover it.

    A route that nobody said forbids nothing: which one it is, is asked.
    """
    if all(scene.catalog.ingredient(each).role == "vehicle" for each in item.ingredients):
        return
    products = scene.knowledge.products_of(item)
    route = planned_route(scene)
    data = {"item": item.name, "route": route, "product": item.product}
    session = scene.case.session
    if not (session.route or session.technique):
        data["assumed"] = route
    if not products:
        yield Judgement(
            "unknown", "no-product", (item.name,), item.name, data=data, needs=(Need("product", item.name),)
        )
        return
    if not item.product:
        yield from _unnamed(item, scene, data)
        return
    said = permissions(item, scene)
    of_item = partial(Judgement, subjects=(item.name,), about=item.name, data=data)
    forbidden = tuple(each for each in said if each.record.permission == "forbidden")
    swap = Fix("swap", item.name, "licensed-for-route")
    if forbidden and "assumed" in data:
        yield of_item(
            "unknown",
            "forbidden-if",
            statements=forbidden,
            fixes=(Fix("state", "technique"), swap),
            needs=(Need("case", "technique"),),
        )
    elif forbidden:
        yield of_item("forbid", "forbidden", statements=forbidden, fixes=(swap,))
    elif licensed_for(item, scene):
        return
    elif any(each.record.permission == "licensed" and each.cite.supports for each in said):
        yield of_item("caution", "other-goal", statements=said)
    elif any(each.cite.supports for _, product in products for each in product.routes):
        yield of_item("caution", "not-covered", statements=said)
    elif scene.catalog.product(item.product).kind in NEVER_LICENSED:
        yield of_item("caution", "no-licence", statements=said)
    else:
        yield of_item("unknown", "label-not-known", needs=(Need("data", "licence"),))


def _unnamed(item: Item, scene: Scene, data: dict[str, str]) -> Iterator[Judgement]:
    """Which product it is decides: no label of one that was not named speaks."""
    forbidden = any(each.record.permission == "forbidden" for each in permissions(item, scene))
    yield Judgement(
        "unknown",
        "some-forbidden" if forbidden else "name-the-product",
        (item.name,),
        "product forbidden" if forbidden else "product",
        data=data,
        fixes=(Fix("state", item.name, "product"),),
        needs=(Need("product", item.name),),
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
    reads=frozenset({"place", "session"}),
)
