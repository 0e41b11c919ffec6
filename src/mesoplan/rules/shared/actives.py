"""Which ingredients of an item are given for their effect."""

from mesoplan.model.case import Item
from mesoplan.rules.scene import Scene


def actives(item: Item, scene: Scene) -> tuple[str, ...]:
    """The ingredients of an item that are given for their effect on the goal."""
    return tuple(each for each in item.ingredients if scene.catalog.ingredient(each).role == "active")


def held_to_goal(item: Item, scene: Scene) -> tuple[str, ...]:
    """The actives of an item; where the whole cocktail has none, what it is given instead.

    Lidocaine alone, or saline alone, is then what has to serve the goal: it is not company of another.
    """
    return actives(item, scene) if scene.of_company(_has_actives) else item.ingredients


def _has_actives(scene: Scene) -> bool:
    return any(actives(each, scene) for each in scene.items)
