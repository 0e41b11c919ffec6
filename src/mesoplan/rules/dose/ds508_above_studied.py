"""DS508: more than any study or label used."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.dose.studied import compared
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene

#: From this many times the highest studied amount nothing that was studied says anything of it.
FAR = 10


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution above the highest amount studied or labelled for the goal; unknown far above it.

    Where a maximum is known, DS501 judges it as well; this is for what has none.
    """
    for ingredient in dict.fromkeys(item.ingredients):
        found = compared(item, ingredient, scene)
        if not found or any(each.given <= each.use.high for each in found):
            continue
        most = max(found, key=lambda each: (each.use.per == "session", each.use.high, each.use.regimen.id))
        times: Decimal = (most.given / most.use.high).value
        far = times >= FAR
        yield Judgement(
            "unknown" if far else "caution",
            "far-above" if far else "above",
            (ingredient,),
            ingredient,
            (most.use.stated,),
            data={
                "ingredient": ingredient,
                "amount": str(most.given),
                "most": str(most.use.high),
                "times": f"{times:.0f}" if far else f"{times:.2g}",
            },
            fixes=(Fix("lower", ingredient, str(most.use.high)),),
            needs=(Need("data", "dose", ingredient),) if far else (),
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
