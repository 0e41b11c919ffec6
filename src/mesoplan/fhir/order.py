"""Orders for compounded injections to the cocktail of a case, or what of them was not understood.

One MedicationRequest is one syringe. An order is read whole or not at all.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mesoplan.fhir.codes import Codes, Meant
from mesoplan.fhir.elements import (
    Concept,
    Element,
    Measured,
    child,
    children,
    concept,
    concepts,
    day,
    kind,
    measured,
    resources,
    text,
)
from mesoplan.fhir.medicines import by_reference, ingredient_concept, medication_of, medicine_of, own_concept
from mesoplan.fhir.routes import injected, route_of
from mesoplan.record import NamedTuple

#: The unit of a Quantity to the unit of a case; anything else is passed on and judged there.
_UNITS = {"[iU]": "IU", "[IU]": "IU", "ug": "mcg", "ml": "mL"}
_VOLUMES = ("mL", "uL", "L")
_ONE = ("", "1", "{syringe}", "syringe", "{dose}", "dose")
#: An order that is over or was taken back is no order.
_OVER = ("cancelled", "completed", "stopped", "entered-in-error", "ended")
#: What orders of medicines were called before FHIR STU3.
_FORMER = ("MedicationOrder", "MedicationPrescription")


class Ordered(NamedTuple):
    """One order that is injected: its id, the resource, and the lines of its syringe."""

    id: str
    resource: Element
    rows: tuple[Mapping[str, Any], ...]


class OrdersRead(NamedTuple):
    """What the draft orders ask for, with the keys of a case in ``said``.

    ``not_understood`` are names and amounts that could not be read: with one of them nothing is judged.
    ``not_injected`` are medicines of orders that no needle takes. ``day`` is the latest day of writing.
    """

    said: Mapping[str, Any]
    orders: tuple[Ordered, ...]
    not_understood: tuple[str, ...] = ()
    not_injected: tuple[Concept, ...] = ()
    day: date | None = None


def orders_of(drafts: object, codes: Codes) -> OrdersRead:
    """The orders of a Bundle (or of one resource), in R4, R4B or R5. Raises `NotFhir`."""
    every = resources(drafts, "draftOrders")
    beside = by_reference(every)
    orders: list[Ordered] = []
    lost: list[str] = []
    otherwise: list[Concept] = []
    days: list[date] = []
    places: dict[str, dict[str, None]] = {}
    for each in every:
        place = kind(each)
        if place not in ("MedicationRequest", *_FORMER) or text(each, "status", place) in _OVER:
            continue
        if written := _day(day(each, "authoredOn", place)):
            days.append(written)
        if _is_injected(each, beside) is False:
            otherwise += medicine_of(each, beside)
            continue
        if place in _FORMER:
            name = next(iter(medicine_of(each, beside))).name
            lost.append(f"{name} (a {place}: orders of R4, R4B and R5 are read)")
            continue
        rows = _rows(each, beside, codes, len(orders) + 1, lost)
        orders.append(Ordered(text(each, "id", "MedicationRequest"), each, tuple(rows)))
        _places(each, codes, places, lost)
    said: dict[str, Any] = {}
    for key, names in places.items():
        if len(names) > 1:
            lost.append(f"several {key}s: {', '.join(names)} (one order set is one session)")
        else:
            said[key] = next(iter(names))
    if route := said.pop("route", ""):
        said["session"] = {"route": route}
    if rows := [row for order in orders for row in order.rows]:
        said["cocktail"] = rows
    return OrdersRead(
        said=said,
        orders=tuple(orders),
        not_understood=tuple(dict.fromkeys(lost)),
        not_injected=tuple(otherwise),
        day=max(days, default=None),
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _dosages(order: Element) -> tuple[Element, ...]:
    return children(order, "dosageInstruction", "MedicationRequest")


def _is_injected(order: Element, beside: Mapping[str, Element]) -> bool | None:
    medication = medication_of(order, beside)
    routes = [concept(each.get("route"), "dosageInstruction.route") for each in _dosages(order)]
    words = [Concept((), (text(each, "text", "dosageInstruction"),)) for each in _dosages(order)]
    form = concept(medication.get("form", medication.get("doseForm")), "Medication.form")
    for said in (
        routes,
        [form],
        [own_concept(order), concept(medication.get("code"), "Medication.code")],
        words,
    ):
        found = injected(*said)
        if found is not None:
            return found
    return None


def _rows(
    order: Element, beside: Mapping[str, Element], codes: Codes, syringe: int, lost: list[str]
) -> Iterable[Mapping[str, Any]]:
    medication = medication_of(order, beside)
    parts = children(medication, "ingredient", "Medication")
    dose = _dose(order)
    if not parts:
        said = next(iter(medicine_of(order, beside)))
        found = codes.meant(said, ("substance",))
        if found is None:
            lost.append(said.name)
            return ()
        return (_row(found, dose, syringe),)
    rows = []
    for part in parts:
        said = ingredient_concept(part, medication, beside)
        found = codes.meant(said, ("substance",))
        if found is None:
            lost.append(said.name)
            continue
        amount, fault = _strength(part, dose)
        if fault:
            lost.append(f"{said.name}: {fault}")
        rows.append(_row(found, amount, syringe))
    return rows


def _dose(order: Element) -> Measured | None:
    """The dose of the first instruction; a range is no dose."""
    for instruction in _dosages(order)[:1]:
        for rate in children(instruction, "doseAndRate", "dosageInstruction")[:1]:
            return measured(rate.get("doseQuantity"), "doseAndRate.doseQuantity")
    return None


def _strength(part: Element, dose: Measured | None) -> tuple[Measured | None, str]:
    """How much of an ingredient is in the syringe, or why that cannot be told.

    A strength is per syringe (the denominator is 1), or per mL of a mixture whose dose is in mL.
    """
    place = "ingredient.strength"
    if "strengthQuantity" in part:
        return measured(part["strengthQuantity"], place), ""
    ratio = child(part, "strengthRatio" if "strengthRatio" in part else "strength", place)
    above = measured(ratio.get("numerator"), place)
    below = measured(ratio.get("denominator"), place)
    if above is None or below is None or below.unit in _ONE:
        if above is not None and below is not None and below.value != 1:
            return None, "its strength is per several; write how much is in the syringe"
        return above, ""
    if below.unit not in _VOLUMES or dose is None or dose.unit != below.unit or not below.value:
        return None, "its strength is a concentration; write how much is in the syringe"
    return Measured(above.value * dose.value / below.value, above.unit), ""


def _row(found: Meant, amount: Measured | None, syringe: int) -> Mapping[str, Any]:
    row: dict[str, Any] = {found.kind: found.id, "syringe": syringe}
    if amount is not None:
        unit = _UNITS.get(amount.unit, amount.unit)
        row["volume" if unit in _VOLUMES else "amount"] = f"{_plain(amount.value)} {unit}".strip()
    return row


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def _places(order: Element, codes: Codes, into: dict[str, dict[str, None]], lost: list[str]) -> None:
    for key in ("reasonCode", "reason"):
        for said in concepts(order, key, "MedicationRequest"):
            if found := codes.meant(said, ("goal",)):
                into.setdefault("goal", {})[found.id] = None
    for each in _dosages(order):
        site = concept(each.get("site"), "dosageInstruction.site")
        if found := codes.meant(site, ("zone",)):
            into.setdefault("zone", {})[found.id] = None
        elif site.codes or site.words:
            lost.append(f"site {site.name}")
        if found := codes.meant(concept(each.get("method"), "dosageInstruction.method"), ("technique",)):
            into.setdefault("technique", {})[found.id] = None
        if route := route_of(concept(each.get("route"), "dosageInstruction.route")):
            into.setdefault("route", {})[route] = None
