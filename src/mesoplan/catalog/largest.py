"""The largest amounts that any regimen gives: worked out once, when a catalog is compiled."""

from collections.abc import Iterator, Mapping
from typing import Any

from mesoplan.catalog.catalog import Catalog, Index, Largest
from mesoplan.catalog.uses import uses_of
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity

_SKIN = ("intradermal", "subcutaneous")
_GIVEN = ("active", "anaesthetic")

_Found = Iterator[tuple[Quantity, Stated]]


def with_largest(index: Index, tables: Mapping[str, Mapping[str, Any]]) -> Index:
    """The index with the largest amounts and the largest volume of any regimen that was read."""
    catalog = Catalog(version="", title="", content_hash="", index=index, tables=tables)
    return index._replace(
        largest_in_skin=_largest(_amounts(catalog)), largest_volume=_largest(_volumes(catalog))
    )


def _largest(amounts: _Found) -> dict[str, Largest]:
    """The largest of each dimension; of equal ones the statement whose id comes last."""
    found: dict[str, tuple[Quantity, Stated]] = {}
    for amount, stated in amounts:
        most = found.get(amount.dimension)
        if most is None or (amount, stated.id) > (most[0], most[1].id):
            found[amount.dimension] = amount, stated
    return {key: Largest(amount, stated.entity) for key, (amount, stated) in sorted(found.items())}


def _amounts(catalog: Catalog) -> _Found:
    for identity, record in catalog.table("ingredient").items():
        if record.role in _GIVEN:
            for use in uses_of(identity, catalog):
                if use.per == "session" and use.cite.supports and use.regimen.route in _SKIN:
                    yield use.high, use.stated


def _volumes(catalog: Catalog) -> _Found:
    for identity, regimen in catalog.table("regimen").items():
        given = (each for item in regimen.items for each in (item.per_session, item.volume))
        for volume in (regimen.volume, *given) if regimen.cite.supports else ():
            if volume is not None and volume.high.dimension == "volume":
                yield volume.high, Stated(identity, regimen)
