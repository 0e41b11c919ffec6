"""MX312: light, oxygen or shaking spoils something in the syringe."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A note for each thing that spoils an ingredient."""
    for ingredient in item.ingredients:
        for stated in scene.knowledge.inherited(ingredient, "sensitivities"):
            record = stated.record
            yield Judgement(
                severity="note",
                topic="sensitive",
                subjects=(ingredient,),
                about=f"{ingredient} {record.to}",
                statements=(stated,),
                data={"ingredient": ingredient, "to": record.to, "what": record.what},
            )


RULE = Rule(
    code="MX312",
    name="light-oxygen",
    scope="item",
    checks="What spoils an ingredient between ampoule and skin: light, oxygen, heat, shaking.",
    why="Cyanocobalamin loses half its strength in two hours of sun.",
    example="Pyridoxine on a window sill.",
    instead="Draw up last, keep in the dark, do not shake.",
    check=check,
    reads=frozenset(),
    forbids=False,
)
