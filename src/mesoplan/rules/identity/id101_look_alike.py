"""ID101: the name is easily taken for another."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each documented mix-up, a note for a likeness that was only recalled."""
    for ingredient in item.ingredients:
        for stated in scene.knowledge.inherited(ingredient, "lookalikes"):
            record = stated.record
            yield Judgement(
                severity="caution" if stated.cite.supports else "note",
                topic="look-alike",
                subjects=(ingredient,),
                about=f"{ingredient} {record.name}",
                statements=(stated,),
                data={"ingredient": ingredient, "other": record.name, "note": record.note},
            )


RULE = Rule(
    code="ID101",
    name="look-alike-name",
    scope="item",
    checks="Whether a name is easily taken for another substance's.",
    why="Edetate disodium given for edetate calcium disodium has killed children.",
    example="Hyaluronidase is not hyaluronic acid; procaine is not procainamide.",
    instead="Read the label aloud, with the full name and the salt.",
    check=check,
    reads=frozenset(),
    forbids=False,
)
