"""What could stand in for an item: other products of it, then regimens of the goal that share a mechanism."""

from collections.abc import Iterable, Mapping
from itertools import islice

from mesoplan.cases.stock import stock_of
from mesoplan.model.case import Content, Item
from mesoplan.planner.concrete import LINE, concretes
from mesoplan.planner.for_goal import actives_of, goal_mechanisms, regimens_of
from mesoplan.quantity import volume_holding
from mesoplan.record import NamedTuple
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import ask
from mesoplan.rules.scene import Scene
from mesoplan.worth.benefit import regimen_belief, unmoved
from mesoplan.worth.weights import evidence_weights

MAX_SWAPS = 6


class Swaps(NamedTuple):
    """Items that could stand in, nearest first; ``all`` is False when there were more."""

    items: tuple[Item, ...]
    all: bool


def swaps(item: Item, scene: Scene, rules: tuple[Rule, ...]) -> Swaps:
    """Exchanges for an item that no rule on single items forbids, in the item's syringe and line.

    What a product holds must have been read: a product of which it was only recalled would pass because
    nobody knows what is in it. Nor does anything stand in that warns of the very fact of the patient which
    forbids the item: a milder word of another label takes no bleeding away.
    """
    found: list[Item] = []
    single = tuple(rule for rule in rules if rule.scope in ("item", "total"))
    barred = _facts_of(item, scene, single, ("forbid",))
    for each in (*_products(item, scene), *_others(item, scene)):
        placed = each._replace(line=item.line, syringe=item.syringe)
        alone = scene.with_items((placed,))
        if alone.hearsay:
            continue
        judged = ask(alone, single)
        if any(one.severity == "forbid" for asked in judged for one in asked.judgements):
            continue
        if barred and barred & _facts_of(placed, scene, single, ("caution",)):
            continue
        found.append(placed)
        if len(found) > MAX_SWAPS:
            return Swaps(tuple(found[:MAX_SWAPS]), False)
    return Swaps(tuple(found), True)


def _facts_of(
    item: Item, scene: Scene, rules: tuple[Rule, ...], severities: tuple[str, ...]
) -> frozenset[str]:
    """The patient's facts that an item alone is judged for, with the general names of each."""
    facts = {
        one.data["fact"]
        for asked in ask(scene.with_items((item,)), rules)
        for one in asked.judgements
        if one.severity in severities
        and one.data.get("fact") in scene.catalog.table("fact")
        and not all(_of_any_injection(each.entity, scene) for each in one.statements)
    }
    return frozenset(above for each in facts for above in scene.catalog.lineage("fact", each))


def _of_any_injection(entity: str, scene: Scene) -> bool:
    """Whether a statement is about the act of injecting, and so about whatever stands in."""
    classes = scene.catalog.table("class")
    return entity in classes and classes[entity].procedure


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
    """What serves the goal by a mechanism of the item's, as a regimen for the goal gives it alone.

    A regimen is exchanged whole: one thing, in its own product, amount and volume. Nothing stands in for
    what serves no goal (a vehicle, an anaesthetic), nor for anything where the case names no goal.
    """
    if not item.contents or not scene.case.goal:
        return []
    catalog, wanted = scene.catalog, goal_mechanisms(scene)
    present = {each for other in scene.items for each in other.ingredients}
    mine = _serving(item.ingredients, wanted, scene)
    stock = None if scene.case.stock is None else stock_of(scene.case)
    numbers = evidence_weights(catalog)
    ranked = []
    for regimen in regimens_of(scene):
        given = actives_of(regimen, scene)
        if len(regimen.items) > 1 or not present.isdisjoint(given):
            continue
        shared = mine & _serving(given, wanted, scene)
        if shared:
            shown = regimen_belief(regimen, given, None, scene, numbers).thousandths
            if shown > unmoved(numbers) or regimen.basis == "label":
                ranked.append((-max(wanted[each] for each in shared), -shown, regimen.id, regimen))
    made: dict[tuple[object, ...], Item] = {}
    for *_, regimen in sorted(ranked, key=lambda each: each[:3]):
        for one in islice(concretes(regimen, scene, numbers, stock), 1):
            found = one.items[0]
            made.setdefault((found.product, found.contents, found.volume), found)
    return list(made.values())


def _serving(names: Iterable[str], wanted: Mapping[str, int], scene: Scene) -> set[str]:
    """The mechanisms of the goal that actives among these have."""
    return {
        mechanism.id
        for name in names
        if scene.catalog.ingredient(name).role == "active"
        for mechanism in scene.catalog.ingredient(name).mechanisms
        if mechanism.id in wanted
    }
