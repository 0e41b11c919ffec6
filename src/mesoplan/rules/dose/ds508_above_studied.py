"""DS508: far more than anybody printed, for whatever use."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.knowledge.amounts import largest_amount, largest_container
from mesoplan.knowledge.forms import in_reference
from mesoplan.knowledge.whole import ONLY, largest_doses, largest_volumes
from mesoplan.model.case import Content, Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.dose.limits import fraction_of
from mesoplan.rules.rule import Fix, Judgement, Rule, Usage, sum_of
from mesoplan.rules.scene import Scene

#: Up to this many times the largest amount in any source an amount is plausible.
PLAUSIBLE = 2

#: From this many times on it is taken for a slip of the pen, whatever else is known.
SLIP = 10


def check(item: Item, scene: Scene) -> Iterator[Usage]:
    """The share of the plausible amount and volume that the item uses, summed over the session.

    Where nobody printed an amount of a substance, it is compared with what the largest container holds,
    and where there is none, with the largest amount of anything into
    skin or fat.
    """
    for content in item.contents:
        if content.amount is not None:
            yield from _share(content.amount, content, item, scene)
    most = scene.knowledge.once(largest_volumes)[ONLY]
    if item.volume is not None and most is not None:
        yield from _usage("volume session", item.volume, most, item, item.name)


def _share(amount: Quantity, content: Content, item: Item, scene: Scene) -> Iterator[Usage]:
    ingredient, dimension = content.ingredient, amount.dimension
    # What a diluent was poured in once says nothing of how much of it is plausible.
    loose = scene.catalog.ingredient(ingredient).role in ("vehicle", "excipient")
    for kind, most in (
        ("printed", scene.once(_largest_amount, ingredient, dimension, content.form)),
        ("container", None if loose else scene.once(_container, ingredient, dimension, content.form)),
        ("anything", None if loose or dimension == "volume" else _largest_of_all(dimension, scene)),
    ):
        if most is not None:
            if kind == "anything":
                amount = in_reference(amount, content.form, ingredient, scene.catalog)
            yield from _usage(f"{kind} {ingredient} {dimension}", amount, most, item, ingredient)
            return


def _usage(
    resource: str, amount: Quantity, most: tuple[Quantity, Stated], item: Item, subject: str
) -> Iterator[Usage]:
    fraction = fraction_of(amount, most[0])
    if fraction is not None:
        yield Usage(
            resource=resource,
            fraction=fraction / PLAUSIBLE,
            item=item,
            subject=subject,
            stated=(most[1],),
            given=amount,
            limit=most[0],
        )


def _largest_amount(
    facts: CaseFacts, ingredient: str, dimension: str, form: str
) -> tuple[Quantity, Stated] | None:
    return largest_amount(ingredient, dimension, facts.catalog, form)


def _container(
    facts: CaseFacts, ingredient: str, dimension: str, form: str
) -> tuple[Quantity, Stated] | None:
    return largest_container(ingredient, dimension, facts.catalog, form)


def _largest_of_all(dimension: str, scene: Scene) -> tuple[Quantity, Stated] | None:
    return scene.knowledge.once(largest_doses).get(dimension)


def exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    """Unknown above twice the largest amount; a forbid above ten times: look at the decimal point."""
    first = used[0]
    kind = first.resource.split()[0]
    times = total * PLAUSIBLE
    slip = times > SLIP
    subjects = tuple(dict.fromkeys(usage.subject for usage in used))
    return Judgement(
        severity="forbid" if slip else "unknown",
        topic=TOPICS[kind, slip],
        subjects=subjects,
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


#: What an amount was compared with, and whether it passed the upper of the two bounds.
TOPICS = {
    ("printed", False): "above",
    ("printed", True): "slip",
    ("container", False): "above-container",
    ("container", True): "slip-container",
    ("anything", False): "above-anything",
    ("anything", True): "slip-anything",
    ("volume", False): "above-volume",
    ("volume", True): "slip-volume",
}

RULE = Rule(
    code="DS508",
    name="above-studied",
    scope="total",
    checks="Whether an amount is plausible: at most twice the largest that any label, limit or study "
    "in the catalog prints, for whatever use; where none does, what the largest container holds, or the "
    "largest amount of anything into skin or fat. So too the volume of the whole session.",
    why="A maximum is known for few ingredients; without one a slip of the decimal point would pass.",
    example="10 g of minoxidil for the scalp: the trial used 10 mg.",
    instead="Look for a slip of the pen; lower to an amount that somebody used.",
    check=check,
    reads=frozenset(),
    exceeded=exceeded,
)
