"""What `prepare` needs of a product and the catalog does not have: silence is asked for, never filled in."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.product import Product
from mesoplan.preparation.supplies import kinds_of
from mesoplan.record import NamedTuple

#: Nothing is drawn up from these.
_NOT_DRAWN_UP = frozenset({"cosmetic"})


class Unready(NamedTuple):
    """A product and what is not known of it, in the order in which it stands in the way.

    ``default`` is true when cases that name only an ingredient mean this product.
    """

    product: str
    lacks: tuple[str, ...]
    default: bool


def readiness(catalog: Catalog) -> tuple[Unready, ...]:
    """Products that lack something for preparing: defaults first, then by how much they lack, then by id."""
    found = [
        Unready(product=identity, lacks=lacks, default=bool(product.default_for))
        for identity, product in catalog.table("product").items()
        if product.kind not in _NOT_DRAWN_UP and (lacks := tuple(lacking(product)))
    ]
    return tuple(sorted(found, key=lambda each: (not each.default, -len(each.lacks), each.product)))


def lacking(product: Product) -> Iterator[str]:
    """What preparing a product needs and its file does not say."""
    powder = product.vehicle.kind == "powder"
    if product.vehicle.kind == "unknown":
        yield "vehicle"
    if any(part.strength is None for part in product.contains):
        yield "strength"
    if powder and not product.reconstitutions:
        yield "reconstitution"
    elif powder and not any(each.final or each.displacement for each in product.reconstitutions):
        yield "volume after dissolving"
    if product.container == "other":
        yield "container"
    if not powder and product.fill is None and not product.fills:
        yield "fill"
    if "" in kinds_of(product):
        yield "doses"
    if not product.in_use:
        yield "time in use"
    ranged = {each.ingredient for each in product.strength_ranges}
    if any(part.ingredient not in ranged for part in product.contains):
        yield "strength range"
