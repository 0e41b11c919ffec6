"""Osmolality of a mixture: the volume-weighted mean of what went in.

An estimate (it ignores activity and association); it takes mOsm/L of dilute solutions for mOsm/kg,
an error of about 1 % for water and more for concentrates. It can warn, never clear.
"""

from decimal import Decimal

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.quantity.number import ROUNDED
from mesoplan.record import NamedTuple


class OsmolalityEstimate(NamedTuple):
    """``value`` in mOsm/kg; None when an item's osmolality or volume is not known.

    ``at_least`` counts only what is known, so it can still show that a limit is passed.
    """

    value: Decimal | None
    at_least: Decimal | None
    missing: tuple[str, ...]
    statements: tuple[Stated, ...]


def estimate(mixture: Mixture, knowledge: Knowledge) -> OsmolalityEstimate:
    """The osmolality of a syringe, as far as it can be computed."""
    if mixture.volume is None:
        return OsmolalityEstimate(None, None, tuple(item.name for item in mixture.items), ())
    total = Decimal(0)
    missing: list[str] = []
    statements: list[Stated] = []
    for item, products in mixture.products:
        assert item.volume is not None
        known = of_products(products)
        if known is not None and not all(each.cite.supports for each in known[1]):
            missing.append(item.name)  # recalled: it may show an excess, not answer the question
        if known is None:
            # What is dissolved in it counts at least; what else the vehicle holds is not known.
            missing.append(item.name)
            known = of_solute(item, knowledge)
        if known is None:
            continue
        value, found = known
        total = ROUNDED.fma(value, (item.volume / mixture.volume).value, total)
        statements.extend(found)
    rounded = total.quantize(Decimal(1), context=ROUNDED)
    return OsmolalityEstimate(None if missing else rounded, rounded, tuple(missing), tuple(statements))


def of_products(
    products: tuple[tuple[str, Product], ...],
) -> tuple[Decimal, tuple[Stated, ...]] | None:
    """The highest stated osmolality, if every possible product states one."""
    found: list[Stated] = []
    for identity, product in products:
        if not product.osmolality:
            return None
        found.extend(Stated(identity, each) for each in product.osmolality)
    if not found:
        return None
    return max(each.record.value.value for each in found), tuple(found)


def of_solute(item: Item, knowledge: Knowledge) -> tuple[Decimal, tuple[Stated, ...]] | None:
    """From amount, molar mass and particles, when the item holds one dissolved ingredient."""
    if len(item.contents) != 1 or item.volume is None:
        return None
    content = item.contents[0]
    stated = knowledge.catalog.ingredient(content.ingredient).molar_mass
    if stated is None or stated.particles is None or content.amount is None:
        return None
    if stated.form != content.form:
        return None
    try:
        moles = content.amount / stated.mass
        strength = (moles / item.volume).to("mmol/L")
    except QuantityError:
        return None
    return ROUNDED.multiply(strength.value, stated.particles), (Stated(content.ingredient, stated),)


def as_osmolality(value: Decimal) -> Quantity:
    """A number of mOsm/kg as an amount."""
    return Quantity(value, "mOsm/kg")
