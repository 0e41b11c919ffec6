"""DS508: far more than anybody printed, for whatever use."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.knowledge.amounts import largest_amount
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.dose.limits import fraction_of
from mesoplan.rules.rule import Fix, Judgement, Rule, Usage, sum_of
from mesoplan.rules.scene import Scene

#: Up to this many times the largest amount in any source an amount is plausible.
PLAUSIBLE = 2

#: From this many times on it is taken for a slip of the pen, whatever else is known.
SLIP = 10


def check(item: Item, scene: Scene) -> Iterator[Usage]:
    """The share of the plausible amount that the item uses, summed per substance over the session."""
    for content in item.contents:
        if content.amount is None:
            continue
        most = largest_amount(content.ingredient, content.amount.dimension, scene.catalog, content.form)
        if most is None:
            continue
        fraction = fraction_of(content.amount, most[0])
        if fraction is not None:
            yield Usage(
                resource=f"largest {content.ingredient} {content.amount.dimension}",
                fraction=fraction / PLAUSIBLE,
                item=item,
                subject=content.ingredient,
                stated=(most[1],),
                given=content.amount,
                limit=most[0],
            )


def exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    """Unknown above twice the largest amount; a forbid above ten times: look at the decimal point."""
    first = used[0]
    times = total * PLAUSIBLE
    slip = times > SLIP
    return Judgement(
        severity="forbid" if slip else "unknown",
        topic="slip" if slip else "above",
        subjects=(first.subject,),
        about=first.resource,
        statements=first.stated,
        data={
            "ingredient": first.subject,
            "amount": sum_of(used),
            "most": str(first.limit),
            "times": f"{times:.0f}" if slip else f"{times:.2g}",
        },
        fixes=(Fix("lower", first.subject, amount=first.limit),),
        needs=() if slip else (Need("data", "dose", first.subject),),
    )


RULE = Rule(
    code="DS508",
    name="above-studied",
    scope="total",
    checks="Whether an amount is plausible: at most twice the largest that any label, limit or study "
    "in the catalog prints, for whatever use.",
    why="A maximum is known for few ingredients; without one a slip of the decimal point would pass.",
    example="10 g of minoxidil for the scalp: the trial used 10 mg.",
    instead="Look for a slip of the pen; lower to an amount that somebody used.",
    check=check,
    reads=frozenset(),
    exceeded=exceeded,
)
