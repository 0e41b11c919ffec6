"""Which ingredients of an item are given for their effect."""

from mesoplan.model.case import Item
from mesoplan.rules.scene import Scene


def actives(item: Item, scene: Scene) -> tuple[str, ...]:
    """The ingredients of an item that are given for their effect on the goal."""
    return tuple(each for each in item.ingredients if scene.catalog.ingredient(each).role == "active")
