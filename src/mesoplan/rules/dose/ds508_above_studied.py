"""DS508: more than any study or label used."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.dose.studied import highest, sourced_doses
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene

#: From this many times the highest studied amount nothing that was studied says anything of it.
FAR = 10


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution above the highest amount studied or labelled for the goal; unknown far above it.

    Where a maximum is known, DS501 judges it as well; this is for what has none.
    """
    for content in item.contents:
        if content.amount is None:
            continue
        most = highest(sourced_doses(content.ingredient, scene), content.amount)
        if most is None or content.amount <= most[0]:
            continue
        times: Decimal = (content.amount / most[0]).value
        far = times >= FAR
        yield Judgement(
            "unknown" if far else "caution",
            "far-above" if far else "above",
            (content.ingredient,),
            content.ingredient,
            (most[1],),
            data={
                "ingredient": content.ingredient,
                "amount": str(content.amount),
                "most": str(most[0]),
                "times": f"{times:.0f}" if far else f"{times:.2g}",
            },
            fixes=(Fix("lower", content.ingredient, str(most[0])),),
            needs=(Need("data", "dose", content.ingredient),) if far else (),
        )


RULE = Rule(
    code="DS508",
    name="above-studied",
    scope="item",
    checks="Whether an amount is at most the highest that was studied or labelled for the goal.",
    why="A maximum is known for few ingredients; without one a slip of the decimal point would pass.",
    example="10 g of minoxidil for the scalp: the trial used 10 mg.",
    instead="Lower to a studied dose; from tenfold on look for a slip of the pen first.",
    check=check,
)
