"""Pairs of items in one syringe: what rules of this family share."""

from collections.abc import Iterator
from itertools import product as cartesian

from mesoplan.mixing.compatibility import Compatibility, compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.model.ingredient import Admixture
from mesoplan.model.statement import Stated
from mesoplan.rules.scene import Scene


def ingredient_pairs(one: Item, other: Item) -> Iterator[tuple[str, str]]:
    """Every ingredient of one item with every other ingredient of the other."""
    if not is_one_product(one, other):
        for left, right in cartesian(one.ingredients, other.ingredients):
            if left != right:
                yield left, right


def member_pairs(one: Item, other: Item) -> Iterator[tuple[str, str]]:
    """As `ingredient_pairs`, and the products themselves: some statements are about a product."""
    if not is_one_product(one, other):
        for left, right in cartesian(one.members, other.members):
            if left != right:
                yield left, right


def excipient_pairs(one: Item, other: Item, scene: Scene) -> Iterator[tuple[Item, str, str, Stated]]:
    """Each item with an ingredient of the other and an excipient that the item holds, or may hold."""
    if is_one_product(one, other):
        return
    for item, partner in ((one, other), (other, one)):
        for identity, product in scene.knowledge.products_of(partner):
            for excipient in product.excipients:
                for ingredient in item.ingredients:
                    if ingredient != excipient.ingredient:
                        yield partner, ingredient, excipient.ingredient, Stated(identity, excipient)


def is_one_product(one: Item, other: Item) -> bool:
    """Whether both are the same product: what it holds was put together by its maker."""
    return bool(one.product) and one.product == other.product


def answered(
    left: str, right: str, one: Item, other: Item, mixture: Mixture, scene: Scene
) -> Compatibility | Stated | None:
    """What answers the question for two ingredients: statements about the pair, or a label.

    None when nothing does. ``left`` belongs to ``one`` and ``right`` to ``other``.
    """
    for first in (left, one.product):
        for second in (right, other.product):
            found = compatibility(first, second, mixture, scene.knowledge)
            if found.answers:
                return found
    for item, ingredient, partner in ((one, left, right), (other, right, left)):
        for stated in admixtures(item, ingredient, scene):
            if _allows(stated.record, partner, scene) and stated.cite.supports:
                return stated
    return None


def admixtures(item: Item, ingredient: str, scene: Scene) -> tuple[Stated, ...]:
    """What labels say about mixing this ingredient: its own, its class's, its product's."""
    return (
        *scene.knowledge.product_statements(item.product, "admixtures"),
        *scene.knowledge.inherited(ingredient, "admixtures"),
    )


def _allows(record: Admixture, partner: str, scene: Scene) -> bool:
    return record.rule != "alone" and any(scene.knowledge.is_a(partner, each) for each in record.partners)


def names(one: Item, other: Item) -> tuple[str, str]:
    """The names of two items in a fixed order."""
    first, second = sorted((one.name, other.name))
    return first, second
