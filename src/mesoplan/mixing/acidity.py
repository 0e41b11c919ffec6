"""pH: the pH of each component as supplied, and the range in which it is stable."""

from collections.abc import Iterable
from decimal import Decimal

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.record import NamedTuple


class SuppliedPh(NamedTuple):
    """The pH range an item is supplied at, over every product it may be."""

    name: str
    low: Decimal
    high: Decimal
    statements: tuple[Stated, ...]


def supplied(mixture: Mixture) -> tuple[tuple[SuppliedPh, ...], tuple[str, ...]]:
    """The pH of each item, and the names of the items whose pH is not known.

    A product says its own; what is given as a form without a product has the pH of that form in water.
    """
    known: list[SuppliedPh] = []
    missing: list[str] = []
    solutions = dict(mixture.solutions)
    for item, products in mixture.products:
        statements = solutions.get(item) or _ph_of(products)
        span = _widest(statements)
        # A pH that was only recalled may show a gap; it does not answer the question.
        read = all(any(each.cite.supports for each in product.ph) for _, product in products)
        if span is None or not (read or item in solutions):
            missing.append(item.name)
        if span is not None:
            known.append(SuppliedPh(item.name, span[0], span[1], statements))
    return tuple(known), tuple(missing)


def mixed_range(mixture: Mixture) -> tuple[Decimal, Decimal, tuple[Stated, ...]] | None:
    """Bounds of the mixture's pH: between the lowest and highest pH of what went in.

    A bound, not a prediction: the true value depends on buffers that no source gives. None when
    the pH of an item is not known.
    """
    known, missing = supplied(mixture)
    if missing or not known:
        return None
    statements = tuple(stated for each in known for stated in each.statements)
    return min(each.low for each in known), max(each.high for each in known), statements


def gap(one: SuppliedPh, other: SuppliedPh) -> Decimal:
    """The distance between two pH ranges; zero when they overlap."""
    return max(one.low - other.high, other.low - one.high, Decimal(0))


def stability_windows(mixture: Mixture, knowledge: Knowledge) -> tuple[tuple[str, Stated], ...]:
    """Every pH range in which an ingredient of the mixture is stable."""
    return tuple(
        (part.ingredient, stated)
        for part in mixture.actives
        for stated in knowledge.inherited(part.ingredient, "stability")
    )


def _ph_of(products: Iterable[tuple[str, Product]]) -> tuple[Stated, ...]:
    """Every pH statement of these products."""
    return tuple(Stated(identity, each) for identity, product in products for each in product.ph)


def _widest(statements: Iterable[Stated]) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest pH of the statements; None when there are none."""
    found = list(statements)
    if not found:
        return None
    return min(each.record.low for each in found), max(each.record.high for each in found)
