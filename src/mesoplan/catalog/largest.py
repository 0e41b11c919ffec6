"""The largest amounts that any regimen gives: worked out once, when a catalog is compiled."""

from collections.abc import Iterator, Mapping
from typing import Any

from mesoplan.catalog.catalog import Catalog, Index, Largest
from mesoplan.catalog.uses import SOURCED, uses_of
from mesoplan.model.regimen import Regimen, RegimenItem
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, volume_holding

_SKIN = ("intradermal", "subcutaneous")
_GIVEN = ("active", "anaesthetic")

_Found = Iterator[tuple[Quantity, Stated]]


def with_largest(index: Index, tables: Mapping[str, Mapping[str, Any]]) -> Index:
    """The index with the largest amounts and volumes of any regimen that was read."""
    catalog = Catalog(version="", title="", content_hash="", index=index, tables=tables)
    return index._replace(
        largest_in_skin=_largest(_amounts(catalog)),
        largest_volume=_largest(_volumes(catalog)),
        largest_in_zone=_in_zones(catalog),
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


def _in_zones(catalog: Catalog) -> dict[str, Largest]:
    """The largest volume of a session in each zone by each route; of what did harm none counts.

    A volume given in a part of a zone was given in the zone; one given over several zones was not given in
    each of them.
    """
    found: dict[str, tuple[Quantity, str]] = {}
    for identity, regimen in catalog.table("regimen").items():
        if not (regimen.zones and regimen.cite.supports and regimen.basis in SOURCED):
            continue
        studies = catalog.index.studied_by.get(identity, ())
        volume = session_volume(regimen)
        if volume is None or any(catalog.table("evidence")[each].direction == "harm" for each in studies):
            continue
        for zone in set.intersection(*(set(catalog.lineage("zone", each)) for each in regimen.zones)):
            key = f"{zone} {regimen.route}"
            found[key] = max(found.get(key, (volume, identity)), (volume, identity))
    return {key: Largest(*most) for key, most in sorted(found.items())}


def session_volume(regimen: Regimen) -> Quantity | None:
    """The most that a regimen pours in one session; None where it is not printed and does not follow."""
    if regimen.volume is not None:
        return regimen.volume.high if regimen.volume.high.dimension == "volume" else None
    total: Quantity | None = None
    for item in regimen.items:
        volume = _poured(item)
        if volume is None:
            return None
        total = volume if total is None else total + volume
    return total


def _poured(item: RegimenItem) -> Quantity | None:
    for amount in (item.volume, item.per_session):
        if amount is not None and amount.high.dimension == "volume":
            return amount.high
    if item.per_session is None or item.concentration is None:
        return None
    return volume_holding(item.per_session.high, item.concentration.low)
