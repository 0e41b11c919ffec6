"""Where and how one syringe is given, when a visit treats two zones or uses two techniques."""

from collections.abc import Callable, Mapping
from typing import Any

from mesoplan.cases.amounts import read_amount
from mesoplan.cases.fault import CaseFault
from mesoplan.catalog.catalog import Catalog, UnknownName
from mesoplan.model.case import Item, Site
from mesoplan.quantity import Quantity, QuantityError

SITE_KEYS = ("zone", "technique", "points", "point_volume", "area")
_MOST_POINTS = 5000
Fault = Callable[..., None]


def read_site(row: Mapping[str, Any], catalog: Catalog, fault: Fault) -> Site:
    """What a line says of its own place; faults are told by ``fault(key, what, so what, what next)``."""
    values: dict[str, Any] = {}
    for key in ("zone", "technique"):
        if key in row:
            values[key] = _entity(key, row[key], catalog, fault)
    for key, dimension in (("point_volume", "volume"), ("area", "area")):
        if key in row:
            values[key] = _quantity(key, row[key], dimension, fault)
    if "points" in row:
        points = row["points"]
        if isinstance(points, bool) or not isinstance(points, int) or not 1 <= points <= _MOST_POINTS:
            fault("points", f"must be a whole number from 1 to {_MOST_POINTS}.")
        else:
            values["points"] = points
    return Site(**values)


def with_sites(items: tuple[Item, ...], faults: list[CaseFault]) -> tuple[Item, ...]:
    """The items with the place of their syringe: what one line says holds for all that share its syringe."""
    sites: dict[int, Site] = {}
    for item in items:
        known = sites.get(item.syringe, Site())
        joined = {key: getattr(item.site, key) or getattr(known, key) for key in SITE_KEYS}
        clash = [
            key
            for key in SITE_KEYS
            if getattr(item.site, key)
            and getattr(known, key)
            and getattr(item.site, key) != getattr(known, key)
        ]
        for key in clash:
            faults.append(
                CaseFault(
                    f"{item.line}.{key}",
                    f"contradicts another line of syringe {item.syringe}.",
                    "One syringe goes to one place.",
                    "Give the lines different syringes.",
                )
            )
        sites[item.syringe] = Site(**joined)
    return tuple(item._replace(site=sites[item.syringe]) for item in items)


def _entity(kind: str, name: object, catalog: Catalog, fault: Fault) -> str:
    if not isinstance(name, str) or not name.strip():
        fault(kind, "must be a name in quotes.")
        return ""
    try:
        return catalog.resolve(name, (kind,), kind).id
    except UnknownName as error:
        fault(kind, str(error))
        return ""


def _quantity(key: str, text: object, dimension: str, fault: Fault) -> Quantity | None:
    if not isinstance(text, str):
        fault(key, f"{text!r:.40} has no unit.", "", "Write it as text, with unit.")
        return None
    try:
        found = read_amount(text)
    except QuantityError as error:
        fault(key, str(error))
        return None
    if found.dimension != dimension:
        fault(key, f'"{text[:40]}" is no {dimension}.')
        return None
    return found
