"""PT210: conception or blood donation has to wait."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.ingredient import Deferral
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene

_FACT = {"blood-donation": "blood-donor"}


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution where the patient is concerned by what they said, a note otherwise."""
    patient = scene.case.patient
    places = scene.catalog.lineage("jurisdiction", scene.case.jurisdiction or "-")
    for ingredient in item.ingredients:
        for stated in scene.knowledge.inherited(ingredient, "deferrals"):
            record: Deferral = stated.record
            if record.sex is not None and patient.sex is not None and record.sex != patient.sex:
                continue
            if record.jurisdictions and not set(record.jurisdictions) & set(places):
                continue
            fact = _FACT.get(record.event)
            concerned = fact is None or scene.answer(fact) == "yes"
            yield Judgement(
                severity="caution" if concerned else "note",
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
