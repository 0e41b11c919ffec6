"""DS503: less than any study or label used."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.dose.studied import compared, is_said, sourced_uses
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each ingredient of which the session holds less than any regimen for the goal gives.

    Like is compared with like: a session's amount with a session's, a point's with a point's, a square
    centimetre's with a square centimetre's. What suffices on one basis is not too little; nor is what may
    suffice on a basis that the case does not say.
    """
    for ingredient in dict.fromkeys(item.ingredients):
        if scene.catalog.ingredient(ingredient).role in ("vehicle", "excipient"):
            continue
        found = compared(item, ingredient, scene)
        if not found or any(each.given >= each.use.low for each in found):
            continue
        if any(not is_said(use, scene) for use in sourced_uses(ingredient, scene)):
            continue
        least = min(
            found,
            key=lambda each: (each.use.per != "session", each.use.per, each.use.low, each.use.regimen.id),
        )
        yield Judgement(
            severity="caution",
            topic="below",
            subjects=(ingredient,),
            about=ingredient,
            statements=(least.use.stated,),
            data={
                "ingredient": ingredient,
                "amount": str(least.given),
                "least": str(least.use.low),
                "per": "" if least.use.per == "session" else least.use.per,
            },
        )


RULE = Rule(
    code="DS503",
    name="below-studied",
    scope="item",
    checks="Whether an amount is at least the lowest that was studied or labelled for the goal.",
    why="Too little has the risks of a needle and no chance of an effect.",
    example="Tranexamic acid 0.1 mg for a whole face.",
    instead="Use a studied dose, or leave the ingredient out.",
    check=check,
    reads=frozenset({"patient", "place", "session", "company"}),
)
