"""PT210: conception or blood donation has to wait."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.deferrals import deferrals_here


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution where the patient is concerned by what they said, a note otherwise."""
    for ingredient in item.ingredients:
        for stated, record, severity in deferrals_here(ingredient, scene):
            yield Judgement(
                severity=severity,
                topic=record.event,
                subjects=(ingredient,),
                about=f"{ingredient} {record.event}",
                statements=(stated,),
                data={
                    "ingredient": ingredient,
                    "event": record.event,
                    "duration": "for ever" if record.permanent else str(record.duration or ""),
                },
            )


RULE = Rule(
    code="PT210",
    name="deferral",
    scope="item",
    checks="Whether conception or blood donation has to be put off after the last dose.",
    why="The ingredient, or what it does to cells, outlasts the treatment.",
    example="No blood donation for six months after dutasteride.",
    instead="Tell the patient and record it.",
    check=check,
    reads=frozenset({"patient", "place"}),
)
