"""PT208: laboratory tests that an ingredient disturbs, and what to watch."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule, Stated
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each disturbed test, a note for each thing to watch."""
    sex = scene.case.patient.sex
    for ingredient in item.ingredients:
        said: dict[tuple[str, str], list[Stated]] = {}
        for stated in scene.knowledge.inherited(ingredient, "monitoring"):
            record = stated.record
            if record.sex is None or sex is None or record.sex == sex:
                said.setdefault((record.kind, record.what), []).append(stated)
        for statements in said.values():
            record = statements[0].record
            yield Judgement(
                severity="caution" if record.kind == "lab-interference" else "note",
                topic=record.kind,
                subjects=(ingredient,),
                about=f"{ingredient} {min(each.id for each in statements)}",
                statements=tuple(statements),
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
    reads=frozenset({"patient"}),
    forbids=False,
)
