"""The largest amounts of an ingredient that anybody printed: what an amount is held against."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.forms import in_form
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity

_WHOLE = ("session", "day", "course")


def largest_amount(
    ingredient: str, dimension: str, catalog: Catalog, form: str = ""
) -> tuple[Quantity, Stated] | None:
    """The largest amount in any dose, study or maximum that was read, for any use, in one dimension.

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
    for dose in record.doses:
        if dose.over in _WHOLE:
            yield dose.amount, dose.form, Stated(ingredient, dose)
    for limit in record.limits:
        if limit.over in _WHOLE:
            yield limit.max, limit.form, Stated(ingredient, limit)
    for product in catalog.index.products_of.get(ingredient, ()):
        for limit in catalog.product(product).limits:
            if limit.over in _WHOLE:
                yield limit.max, limit.form, Stated(product, limit)
    for identity in catalog.index.studies_of.get(ingredient, ()):
        study = catalog.evidence(identity)
        for used in study.regimen.items:
            if used.ingredient == ingredient and used.amount is not None:
                yield used.amount, used.form, Stated(identity, study)
