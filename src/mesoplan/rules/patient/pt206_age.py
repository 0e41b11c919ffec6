"""PT206: the patient is too young or too old for an ingredient."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.ingredient import AgeLimit
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.effect import SEVERITY


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each age limit that is passed; unknown when the age was not asked."""
    age = scene.case.patient.age
    for ingredient in item.ingredients:
        for stated in scene.knowledge.inherited(ingredient, "ages"):
            limit: AgeLimit = stated.record
            if age is None:
                yield Judgement(
                    severity="unknown",
                    topic="age-not-asked",
                    subjects=(ingredient,),
                    about="age",
                    statements=(stated,),
                    data={"ingredient": ingredient},
                    needs=(Need("patient", "age"),),
                    fixes=(Fix("ask", "age"),),
                )
            elif _outside(age, limit):
                yield Judgement(
                    severity=SEVERITY[limit.effect],
                    topic="age",
                    subjects=(ingredient,),
                    about=stated.entity,
                    statements=(stated,),
                    data={
                        "ingredient": ingredient,
                        "age": str(age),
                        "why": limit.why,
                        "action": limit.action,
                        "range": _range(limit),
                    },
                    fixes=(Fix("drop", ingredient),),
                )


def _outside(age: int, limit: AgeLimit) -> bool:
    too_young = limit.min_age is not None and age < limit.min_age
    too_old = limit.max_age is not None and age > limit.max_age
    return too_young or too_old


def _range(limit: AgeLimit) -> str:
    if limit.max_age is None:
        return f"from {limit.min_age} years"
    if limit.min_age is None:
        return f"up to {limit.max_age} years"
    return f"{limit.min_age} to {limit.max_age} years"


RULE = Rule(
    code="PT206",
    name="age",
    scope="item",
    checks="Whether the patient's age is within what the label or studies cover.",
    why="Outside it, dose and safety were never established.",
    example="Deoxycholic acid before the age of 18.",
    instead="Leave the ingredient out.",
    check=check,
    reads=frozenset({"patient"}),
)
