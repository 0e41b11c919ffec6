"""DS501: more than a sourced maximum per session or day."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.dose.limits import has_maximum, usages
from mesoplan.rules.rule import Fix, Judgement, Rule, Usage, sum_of
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Usage | Judgement]:
    """The share of each maximum that the item uses; unknown when the weight is needed.

    Unknown, too, for an active of which no source gives a maximum and nobody has searched for one.
    """
    for content in item.contents:
        yield from usages(content, item, scene)
        role = scene.catalog.ingredient(content.ingredient).role
        if role in ("active", "anaesthetic") and not has_maximum(content, item, scene):
            yield Judgement(
                "unknown",
                "no-maximum",
                (content.ingredient,),
                "no-maximum",
                data={"ingredient": content.ingredient},
                needs=(Need("data", "maximum"),),
            )


def exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    """A forbid for the maximum of a label, handbook or study, a caution for what is only practice."""
    first = used[0]
    stated = first.stated[0]
    firm = stated.record.basis != "practice"
    return Judgement(
        severity="forbid" if firm else "caution",
        topic="above",
        subjects=(first.subject,),
        about=f"{first.resource}",
        statements=first.stated,
        data={
            "ingredient": first.subject,
            "used": sum_of(used),
            "limit": str(first.limit),
            "over": stated.record.over,
            "percent": str((total * 100).quantize(Decimal(1))),
        },
        fixes=(Fix("lower", first.subject, amount=first.limit),),
    )


RULE = Rule(
    code="DS501",
    name="above-maximum",
    scope="total",
    checks="The amount of each ingredient over all syringes against every sourced maximum per "
    "session or day, for this weight, route, zone and company.",
    why="Local anaesthetics stop hearts, deoxycholate kills nerves and livers.",
    example="20 mL of lidocaine 2 % (400 mg) for a patient of 60 kg: 270 mg is the most.",
    instead="Lower to the maximum that is shown.",
    check=check,
    reads=frozenset({"patient", "place", "session", "company"}),
    exceeded=exceeded,
)
