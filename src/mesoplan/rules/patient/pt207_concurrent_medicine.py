"""PT207: a medicine the patient takes and an ingredient."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.patient.assessment import same_substance
from mesoplan.rules.patient.cautions import fires
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each medicine that interacts with an ingredient of the item, or is it."""
    spoken = tuple(fires(item, scene, ("medicine",), None, reproductive=False))
    yield from spoken
    said = {
        subject
        for judgement in spoken
        if any(stated.cite.supports for stated in judgement.statements)
        for subject in judgement.subjects
    }
    for fact in scene.case.patient.said:
        for ingredient in item.ingredients:
            if fact not in said and same_substance(fact, ingredient, scene):
                yield Judgement(
                    severity="caution",
                    topic="same-substance",
                    subjects=(ingredient, fact),
                    about=f"{ingredient} {fact}",
                    data={"ingredient": ingredient, "fact": fact},
                )


RULE = Rule(
    code="PT207",
    name="concurrent-medicine",
    scope="item",
    checks="The patient's medicines, and the classes they belong to, against each ingredient.",
    why="A local injection still reaches the circulation and meets what is there.",
    example="Pentoxifylline for a patient who takes warfarin.",
    instead="Leave the ingredient out, or agree the timing with whoever prescribed the medicine.",
    check=check,
    reads=frozenset({"patient", "place"}),
)
