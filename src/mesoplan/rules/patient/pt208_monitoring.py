"""PT208: laboratory tests that an ingredient disturbs, and what to watch."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each disturbed test, a note for each thing to watch."""
    sex = scene.case.patient.sex
    for ingredient in item.ingredients:
        for stated in scene.knowledge.inherited(ingredient, "monitoring"):
            record = stated.record
            if record.sex is not None and sex is not None and record.sex != sex:
                continue
            yield Judgement(
                "caution" if record.kind == "lab-interference" else "note",
                record.kind,
                (ingredient,),
                f"{ingredient} {stated.id}",
                (stated,),
                data={"ingredient": ingredient, "what": record.what, "action": record.action},
            )


RULE = Rule(
    code="PT208",
    name="monitoring",
    scope="item",
    checks="Which laboratory tests an ingredient disturbs and what has to be watched.",
    why="A false troponin or PSA after a cosmetic injection is acted upon by somebody else.",
    example="Biotin lowers some troponin assays; one death was reported.",
    instead="Tell the patient and the laboratory; take a baseline where the statement says so.",
    check=check,
)
