"""The content of one syringe, at its final concentrations, in its vehicle."""

from collections.abc import Iterable

from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple


class Part(NamedTuple):
    """One ingredient in a syringe. ``concentration`` is final; None: it cannot be computed."""

    item: Item
    ingredient: str
    amount: Quantity | None
    concentration: Quantity | None
    form: str = ""


class Mixture(NamedTuple):
    """One syringe. ``volume`` is None when the volume of an item is not known.

    ``vehicles`` are the ingredients whose role is to carry the others; ``products`` holds, for
    each item, the product or every product it may be. ``solutions`` holds what was read of the pH of
    an unnamed item's own form in water.
    """

    syringe: int
    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    volume: Quantity | None
    vehicles: tuple[str, ...]
    products: tuple[tuple[Item, tuple[tuple[str, Product], ...]], ...]
    solutions: tuple[tuple[Item, tuple[Stated, ...]], ...] = ()

    def part(self, ingredient: str) -> Part:
        """The part of this ingredient; raises KeyError when it is not in the syringe."""
        for part in self.parts:
            if part.ingredient == ingredient:
                return part
        raise KeyError(ingredient)

    @property
    def is_mixed(self) -> bool:
        """Whether different things are in it; two lines of one thing are one draw."""
        return are_mixed(self.items)

    @property
    def actives(self) -> tuple[Part, ...]:
        """Everything but the vehicles."""
        return tuple(part for part in self.parts if part.ingredient not in self.vehicles)


def mix(items: Iterable[Item], knowledge: Knowledge) -> Mixture:
    """The mixture of the items of one syringe. Amounts of one ingredient in two items add up."""
    held = tuple(items)
    volume = total_volume(held)
    parts: dict[str, Part] = {}
    for item in held:
        for content in item.contents:
            earlier = parts.get(content.ingredient)
            amount = content.amount
            if earlier is not None:
                amount = _sum(earlier.amount, amount)
            parts[content.ingredient] = Part(
                item, content.ingredient, amount, _per(amount, volume), content.form
            )
    vehicles = tuple(
        ingredient for ingredient in parts if knowledge.catalog.ingredient(ingredient).role == "vehicle"
    )
    return Mixture(
        syringe=held[0].syringe,
        items=held,
        parts=tuple(parts.values()),
        volume=volume,
        vehicles=vehicles,
        products=tuple((item, knowledge.products_of(item)) for item in held),
        solutions=tuple((item, found) for item in held if (found := _solutions(item, knowledge))),
    )


def are_mixed(items: Iterable[Item]) -> bool:
    """Whether these are different things."""
    things = {(each.product, *((part.ingredient, part.form) for part in each.contents)) for each in items}
    return len(things) > 1


def _solutions(item: Item, knowledge: Knowledge) -> tuple[Stated, ...]:
    """What was read of the pH of an item's form in water; nothing where a product speaks for itself."""
    if item.product:
        return ()
    return tuple(
        Stated(content.ingredient, each)
        for content in item.contents
        for each in knowledge.catalog.ingredient(content.ingredient).solution_ph
        if each.form == content.form and each.cite.supports
    )


def total_volume(items: Iterable[Item]) -> Quantity | None:
    """The sum of the items' volumes; None when one of them is not known."""
    total: Quantity | None = None
    for item in items:
        if item.volume is None:
            return None
        total = item.volume if total is None else total + item.volume
    return total


def _sum(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    if one is None or other is None:
        return None
    try:
        return one + other
    except QuantityError:
        return None


def _per(amount: Quantity | None, volume: Quantity | None) -> Quantity | None:
    if amount is None or volume is None or volume.is_zero:
        return None
    if amount.dimension == "volume":
        return None
    try:
        return amount / volume
    except QuantityError:
        return None
