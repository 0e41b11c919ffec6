"""What could stand in for an item: other products of it, then others of its mechanism or class."""

from mesoplan.cases.stock import stock_of
from mesoplan.model.case import Content, Item
from mesoplan.planner.candidates import goal_mechanisms
from mesoplan.planner.dosing import LINE, doses
from mesoplan.quantity import volume_holding
from mesoplan.record import NamedTuple
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import ask
from mesoplan.rules.scene import Scene

MAX_SWAPS = 6


class Swaps(NamedTuple):
    """Items that could stand in, nearest first; ``all`` is False when there were more."""

    items: tuple[Item, ...]
    all: bool


def swaps(item: Item, scene: Scene, rules: tuple[Rule, ...]) -> Swaps:
    """Exchanges for an item that no rule on single items forbids, in the item's syringe and line."""
    found: list[Item] = []
    single = tuple(rule for rule in rules if rule.scope in ("item", "total"))
    for each in (*_products(item, scene), *_others(item, scene)):
        placed = each._replace(line=item.line, syringe=item.syringe)
        judged = ask(scene.with_items((placed,)), single)
        if not any(one.severity == "forbid" for asked in judged for one in asked.judgements):
            found.append(placed)
        if len(found) > MAX_SWAPS:
            return Swaps(tuple(found[:MAX_SWAPS]), False)
    return Swaps(tuple(found), True)


def _products(item: Item, scene: Scene) -> list[Item]:
    """The same amount from another product that holds this ingredient alone."""
    if len(item.contents) != 1:
        return []
    held = item.contents[0]
    amount = held.amount
    stock = None if scene.case.stock is None else stock_of(scene.case)
    made = []
    for identity in scene.catalog.index.products_of.get(held.ingredient, ()):
        product = scene.catalog.product(identity)
        if identity == item.product or (stock is not None and identity not in stock):
            continue
        if {part.ingredient for part in product.contains} != {held.ingredient}:
            continue
        for part in product.contains:
            volume = volume_holding(amount, part.strength)
            if volume is not None:
                content = Content(held.ingredient, amount, part.form)
                made.append(Item(LINE, identity, (content,), volume, 1))
                break
    return made


def _others(item: Item, scene: Scene) -> list[Item]:
    """Doses of ingredients that share a mechanism of the goal, or the nearest class, with it."""
    if not item.contents:
        return []
    own = item.contents[0].ingredient
    present = {each for other in scene.items for each in other.ingredients}
    wanted = goal_mechanisms(scene) if scene.case.goal else {}
    catalog = scene.catalog
    mine = {each.id for each in catalog.ingredient(own).mechanisms if each.id in wanted}
    classes = set(catalog.ingredient(own).classes)
    ranked = []
    for identity, record in catalog.table("ingredient").items():
        if identity in present or record.role != catalog.ingredient(own).role:
            continue
        shared = mine & {each.id for each in record.mechanisms}
        same_class = classes & set(record.classes)
        if shared or same_class:
            near = max((wanted[each] for each in shared), default=0)
            ranked.append((-near, -len(same_class), identity))
    stock = None if scene.case.stock is None else stock_of(scene.case)
    made = []
    for _, _, identity in sorted(ranked):
        offered = next(doses(identity, scene, stock), None)
        if offered is not None:
            made.append(offered[0])
    return made
