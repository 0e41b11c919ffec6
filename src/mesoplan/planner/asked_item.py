"""A brand or an amount that was asked for by name: whose regimen gives it so, and what a check says of it."""

from collections.abc import Iterator

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.model.case import Case, Item
from mesoplan.model.regimen import AmountRange, RegimenItem
from mesoplan.model.why import AskedItem, GivenSo
from mesoplan.planner.ground import Ground
from mesoplan.planner.published import goals_of
from mesoplan.quantity import Quantity, volume_holding
from mesoplan.rules.run import ask, gather

#: The families of rules that speak of a dose, a brand and the way in.
_FAMILIES = ("DS", "RG", "RT", "PT")


def asked_for(text: str, catalog: Catalog) -> tuple[Item | None, str]:
    """The brand or the amount that a text means ("Profhilo 1 mL"), and the ingredient that it is of.

    None for an ingredient without more. Raises `UnknownName`, or `BadRequest` for what is no one thing.
    """
    if not isinstance(text, str):
        raise BadRequest(f"an ingredient is asked for by its name, not by {text!r:.80}.")
    found = catalog.meanings(text, ("substance",))
    if len(found) == 1 and found[0].kind == "ingredient":
        return None, found[0].id
    try:
        items = resolve(Case(cocktail=text), catalog).cocktail
    except CaseError:
        meant = catalog.resolve(text, ("substance",), "ingredient called")
        if meant.kind == "product":
            raise BadRequest(f"it is not known what {meant.id} holds. Name an ingredient.") from None
        return None, meant.id
    if len(items) != 1 or not items[0].ingredients:
        raise BadRequest(
            f"{text!r:.80} is not one thing with a known content. Name one ingredient or product."
        )
    return items[0], items[0].ingredients[0]


def asked_item(item: Item, ground: Ground) -> AskedItem:
    """What the regimens of the goal give of an item, and what forbids or warns of just this."""
    scene = ground.scene
    wanted = goals_of(scene)
    given = [
        GivenSo(regimen=regimen.id, source=regimen.cite.source, basis=regimen.basis, fits=fits, as_given=text)
        for regimen in (stated.record for stated in scene.knowledge.regimens_for(scene.case.goal))
        if not wanted.isdisjoint(regimen.goals)
        for one in regimen.items
        if _is_it(one, item, scene.catalog)
        for fits, text in (_held_to(one, item, scene.catalog),)
    ]
    alone = scene.with_items((item._replace(syringe=1),))
    found = [
        each
        for each in gather(ask(alone, ground.rules), alone)
        if each.severity in ("forbid", "caution") and each.code[:2] in _FAMILIES
    ]
    return AskedItem(
        product=item.product,
        ingredients=item.ingredients,
        volume=item.volume,
        amounts=tuple(each.amount for each in item.contents if each.amount is not None),
        given=tuple(sorted(given, key=lambda each: (not each.fits, not each.as_given, each.regimen))),
        findings=tuple(found),
    )


def _is_it(one: RegimenItem, item: Item, catalog: Catalog) -> bool:
    """Whether a regimen gives this brand; or, where no brand was asked for, this substance alone."""
    if item.product or not one.product:
        return (one.product or one.ingredient) in (item.product, *item.ingredients)
    return [part.ingredient for part in catalog.product(one.product).contains] == list(item.ingredients)


def _held_to(one: RegimenItem, item: Item, catalog: Catalog) -> tuple[bool, str]:
    """Whether an amount is within what a regimen gives in a session, and that in words."""
    printed = [(per, amount) for per, amount in one.amounts]
    if one.volume is not None:
        printed.append(("per_session", one.volume))
    words = [f"{amount.text}{_PER[per]}" for per, amount in printed]
    asked = list(_amounts(item, one, catalog))
    fits = [
        _within(amount, value)
        for per, amount in printed
        if per == "per_session"
        for value in asked
        if value.dimension == amount.low.dimension
    ]
    return (not asked or any(fits)), "; ".join(dict.fromkeys(words))


_PER = {"per_session": "", "per_point": " a point", "per_cm2": " a cm²", "per_kg": " a kg"}


def _amounts(item: Item, one: RegimenItem, catalog: Catalog) -> Iterator[Quantity]:
    """What was asked for, as a volume, as an amount, and as that amount in the regimen's own product."""
    if item.volume is not None and (item.product or not one.product):
        yield item.volume
    amount = item.contents[0].amount if len(item.contents) == 1 else None
    if amount is None:
        return
    yield amount
    held = catalog.product(one.product).contains if one.product and not item.product else ()
    for part in held:
        volume = volume_holding(amount, part.strength)
        if volume is not None:
            yield volume


def _within(amount: AmountRange, value: Quantity) -> bool:
    return amount.low <= value <= amount.high
