"""The largest amounts of an ingredient that anybody printed: what an amount is held against."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.forms import in_form
from mesoplan.knowledge.regimens import uses_of
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity

_WHOLE = ("session", "day", "course")


def largest_amount(
    ingredient: str, dimension: str, catalog: Catalog, form: str = ""
) -> tuple[Quantity, Stated] | None:
    """The largest amount in any regimen or maximum that was read, for any use, in one dimension.

    ``form`` is the form it is wanted in. None when no source that was read prints an amount.
    """
    found = []
    for amount, printed, stated in _printed(ingredient, catalog):
        if amount.dimension == dimension and stated.cite.supports:
            known = in_form(amount, printed, form, ingredient, catalog)
            if known.at_least is not None:
                found.append((known.at_least, stated))
    return max(found, key=lambda pair: (pair[0], pair[1].id), default=None)


def _printed(ingredient: str, catalog: Catalog) -> Iterator[tuple[Quantity, str, Stated]]:
    record = catalog.ingredient(ingredient)
    # What a diluent or buffer was poured in once says nothing of how much of it is plausible.
    given = () if record.role in ("vehicle", "excipient") else uses_of(ingredient, catalog)
    for use in given:
        if use.per == "session" and not use.is_of_product:
            yield use.high, use.form, use.stated
    for limit in record.limits:
        if limit.over in _WHOLE:
            yield limit.max, limit.form, Stated(ingredient, limit)
    for product in catalog.index.products_of.get(ingredient, ()):
        for limit in catalog.product(product).limits:
            if limit.over in _WHOLE:
                yield limit.max, limit.form, Stated(product, limit)
