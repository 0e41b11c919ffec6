"""PT203: the patient is allergic to an ingredient or its class."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.patient.cautions import fires
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each allergy that means an ingredient of the item or one of its classes."""
    for ingredient in item.ingredients:
        for said, allergen in scene.case.patient.allergens:
            if scene.knowledge.is_a(ingredient, allergen):
                yield Judgement(
                    "forbid",
                    "allergy",
                    (ingredient, said),
                    f"{ingredient} {allergen}",
                    data={"ingredient": ingredient, "allergy": said, "allergen": allergen},
                    fixes=(Fix("drop", ingredient),),
                )
    yield from fires(item, scene, ("allergy",), None, reproductive=False)


RULE = Rule(
    code="PT203",
    name="allergy-to-ingredient",
    scope="item",
    checks="Whether the patient is allergic to an ingredient, its class or what it is made from.",
    why="Anaphylaxis after mesotherapy has killed.",
    example="Phosphatidylcholine from soy for a patient with soy allergy.",
    instead="Leave it out; an ingredient of another class is not covered by the same allergy.",
    check=check,
    reads=frozenset({"patient", "place"}),
)
