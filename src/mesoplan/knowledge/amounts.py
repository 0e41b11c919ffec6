"""The largest amounts that anybody printed, or that a container holds: what an amount is compared with."""

from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog, Largest
from mesoplan.catalog.uses import uses_of
from mesoplan.knowledge.forms import in_form
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


def largest_container(
    ingredient: str, dimension: str, catalog: Catalog, form: str = ""
) -> tuple[Quantity, Stated] | None:
    """The most of an ingredient that one container of any product holds, as far as a source says it."""
    found = []
    for identity in catalog.index.products_of.get(ingredient, ()):
        product = catalog.product(identity)
        for part in product.contains:
            if part.ingredient != ingredient or part.strength is None or not part.cite.supports:
                continue
            held = part.strength
            if held.dimension.endswith("/volume"):
                if not product.volumes:
                    continue
                held = held * max(product.volumes)
            known = in_form(held, part.form, form, ingredient, catalog)
            if known.at_least is not None and held.dimension == dimension:
                found.append((known.at_least, Stated(identity, part)))
    return max(found, key=lambda pair: (pair[0], pair[1].id), default=None)


def largest_of_all(catalog: Catalog) -> dict[str, tuple[Quantity, Stated]]:
    """By dimension, the largest amount of any active that was read to be given into skin or fat at once."""
    return {dimension: _stated(most, catalog) for dimension, most in catalog.index.largest_in_skin.items()}


def largest_volume(catalog: Catalog) -> tuple[Quantity, Stated] | None:
    """The largest volume that any regimen that was read gives in one session."""
    most = catalog.index.largest_volume.get("volume")
    return most and _stated(most, catalog)


def _stated(most: Largest, catalog: Catalog) -> tuple[Quantity, Stated]:
    return most.amount, Stated(most.regimen, catalog.regimen(most.regimen))


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
