"""PT204: the patient is allergic to an excipient of a product, or its excipients are not known."""

from collections.abc import Iterator

from mesoplan.knowledge.answers import Known
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each excipient that is an allergen; unknown where excipients are not known."""
    allergens = scene.case.patient.allergens
    if not allergens:
        return
    answer = scene.knowledge.excipients(item)
    listed = answer.statements if isinstance(answer, Known) else getattr(answer, "weak", ())
    found = False
    for stated in listed:
        excipient = stated.record.ingredient
        for said, allergen in allergens:
            if scene.knowledge.is_a(excipient, allergen):
                found = True
                named = bool(item.product)
                yield Judgement(
                    severity="forbid" if named else "unknown",
                    topic="excipient" if named else "excipient-of-some",
                    subjects=(item.name, excipient, said) if named else (item.name, said),
                    about=f"{stated.entity} {excipient}" if named else f"{item.name} {said}",
                    statements=(stated,),
                    data={
                        "item": item.name,
                        "product": stated.entity if named else "",
                        "excipient": excipient,
                        "allergy": said,
                    },
                    fixes=(Fix("swap", item.name, "without-excipient"),),
                    needs=() if named else (Need("product", item.name),),
                )
    if not found and not isinstance(answer, Known):
        yield Judgement(
            "unknown",
            "excipients-not-known" if item.product else "product-not-named",
            (item.name,),
            item.name,
            data={"item": item.name},
            needs=(Need("data", "excipients"),) if item.product else (Need("product", item.name),),
            fixes=() if item.product else (Fix("state", item.name, "product"),),
        )


RULE = Rule(
    code="PT204",
    name="allergy-to-excipient",
    scope="item",
    checks="Whether a product holds an excipient that the patient is allergic to.",
    why="Brands of one drug differ in sulfites, parabens, benzyl alcohol, EDTA and albumin.",
    example="Adrenaline with metabisulfite for a patient with sulfite allergy.",
    instead="Name the product you will use, or choose one without the excipient.",
    check=check,
    reads=frozenset({"patient"}),
)
