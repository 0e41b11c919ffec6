"""PT211: a patient fact that a rule needs was not asked."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.patient.cautions import cautions
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each fact that a caution hangs on and nobody asked about."""
    for warned in cautions(item, scene):
        caution = warned.stated.record
        about = warned.about if warned.certain else item.name
        if warned.answer == "not-asked" and caution.effect != "note":
            yield Judgement(
                severity="unknown",
                topic="contraindicated" if caution.effect == "contraindicated" else "caution",
                subjects=(caution.fact, about),
                about=caution.fact,
                statements=(warned.stated,),
                data={"fact": caution.fact, "ingredient": about},
                fixes=(Fix("ask", caution.fact),),
                needs=(Need("fact", caution.fact),),
            )
    if "allergy" not in scene.case.patient.asked:
        yield Judgement(
            "unknown",
            "allergies",
            item.ingredients,
            "allergies",
            data={"item": item.name},
            fixes=(Fix("ask", "allergies"),),
            needs=(Need("patient", "allergies"),),
        )
    if scene.case.patient.sex is None and _sex_matters(item, scene):
        yield Judgement(
            "unknown",
            "sex",
            item.ingredients,
            "sex",
            data={"item": item.name},
            fixes=(Fix("ask", "sex"),),
            needs=(Need("patient", "sex"),),
        )


def _sex_matters(item: Item, scene: Scene) -> bool:
    return any(
        warned.stated.record.sex is not None or scene.fact(warned.stated.record.fact).sex is not None
        for warned in cautions(item, scene)
    )


RULE = Rule(
    code="PT211",
    name="not-asked",
    scope="item",
    checks="Whether every patient fact that a statement hangs on was asked.",
    why='Silence is not a no. A checker that stays quiet is read as "safe".',
    example="Dutasteride for a woman who was not asked whether she is pregnant.",
    instead="Ask. A list that is given (even an empty one) answers all of its kind.",
    check=check,
    reads=frozenset({"patient", "place"}),
    forbids=False,
)
