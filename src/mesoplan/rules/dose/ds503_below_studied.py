"""DS503: less than any study or label used."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.dose.studied import lowest, sourced_doses
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each amount below the lowest that was studied or labelled for the goal."""
    for content in item.contents:
        if content.amount is None:
            continue
        least = lowest(sourced_doses(content.ingredient, scene), content.amount)
        if least is not None and content.amount < least[0]:
            yield Judgement(
                "caution",
                "below",
                (content.ingredient,),
                content.ingredient,
                (least[1],),
                data={
                    "ingredient": content.ingredient,
                    "amount": str(content.amount),
                    "least": str(least[0]),
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
)
