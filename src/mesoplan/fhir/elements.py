"""Reading FHIR JSON: what has to be a list, an object or a text is one, or the place is named."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from mesoplan.errors import USAGE, MesoplanError
from mesoplan.record import NamedTuple

Element = Mapping[str, Any]
NO_ELEMENT: Element = {}
_LONGEST = 1000


class NotFhir(MesoplanError, ValueError):
    """The data are not the FHIR that they say they are; the message names the place."""

    exit_code = USAGE


class Concept(NamedTuple):
    """A CodeableConcept: its codes with their systems, and its texts (``text`` first, then displays)."""

    codes: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How to speak of it."""
        return next(iter(self.words), "") or next((code for _, code in self.codes), "") or "something unnamed"


class Measured(NamedTuple):
    """A Quantity: the number as it was written, and its UCUM code or unit."""

    value: Decimal
    unit: str


def element(value: object, place: str) -> Element:
    """``value`` as a JSON object; raises `NotFhir` when it is none."""
    if not isinstance(value, Mapping):
        raise NotFhir(f"{place} must be an object.")
    return value


def child(of: Element, key: str, place: str) -> Element:
    """The object under ``key``; an empty one when there is none."""
    return element(of[key], f"{place}.{key}") if key in of else NO_ELEMENT


def children(of: Element, key: str, place: str) -> tuple[Element, ...]:
    """The objects of the list under ``key``."""
    found = of.get(key, ())
    if not isinstance(found, list | tuple):
        raise NotFhir(f"{place}.{key} must be a list.")
    return tuple(element(each, f"{place}.{key}[{number}]") for number, each in enumerate(found))


def text(of: Element, key: str, place: str) -> str:
    """The text under ``key``; empty when there is none."""
    found = of.get(key, "")
    if not isinstance(found, str):
        raise NotFhir(f"{place}.{key} must be a text.")
    if len(found) > _LONGEST:
        raise NotFhir(f"{place}.{key} has {len(found)} characters; at most {_LONGEST} are read.")
    return found


def kind(of: Element) -> str:
    """The type of a resource; empty when it says none."""
    return text(of, "resourceType", "resource")


def resources(value: object, place: str) -> tuple[Element, ...]:
    """The resources of a Bundle, a single resource as one, nothing as none.

    An entry that is a resource itself, without ``resource`` around it, counts as one: some systems send that.
    """
    if value is None:
        return ()
    found = element(value, place)
    if kind(found) != "Bundle":
        return (found,) if found else ()
    inner = (
        each
        if "resourceType" in each and "resource" not in each
        else child(each, "resource", f"{place}.entry")
        for each in children(found, "entry", place)
    )
    return tuple(each for each in inner if each)


def concept(value: object, place: str) -> Concept:
    """A CodeableConcept; nothing is an empty one."""
    if value is None:
        return Concept()
    found = element(value, place)
    codes, words = [], [text(found, "text", place)]
    for coding in children(found, "coding", place):
        if code := text(coding, "code", place):
            codes.append((text(coding, "system", place), code))
        words.append(text(coding, "display", place))
    return Concept(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(word for word in words if word.strip())))


def status(of: Element, key: str, place: str) -> str:
    """The code of a status: of a CodeableConcept, or by itself, as before R4."""
    found = of.get(key)
    if isinstance(found, str):
        return text(of, key, place)
    codes = concept(found, f"{place}.{key}").codes
    return codes[0][1] if codes else ""


def concepts(of: Element, key: str, place: str) -> Iterator[Concept]:
    """The concepts under ``key``, one or a list; of a CodeableReference (R5) its concept."""
    found = of.get(key)
    every = found if isinstance(found, list | tuple) else [] if found is None else [found]
    for each in every:
        inner = element(each, f"{place}.{key}")
        yield concept(inner.get("concept", inner), f"{place}.{key}")


def measured(value: object, place: str) -> Measured | None:
    """A Quantity with its number; None when there is none. A comparator (``<``) makes it no amount."""
    if value is None:
        return None
    found = element(value, place)
    if "value" not in found or text(found, "comparator", place):
        return None
    number = found["value"]
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise NotFhir(f"{place}.value must be a number.")
    try:
        exact = Decimal(str(number))
    except (InvalidOperation, ValueError):
        raise NotFhir(f"{place}.value is no number that can be read.") from None
    if not exact.is_finite() or not -12 <= exact.adjusted() <= 12 or len(exact.as_tuple().digits) > 24:
        raise NotFhir(f"{place}.value is no amount of anything.")
    return Measured(exact, text(found, "code", place) or text(found, "unit", place))


def day(of: Element, key: str, place: str) -> str:
    """The date part of a date or dateTime under ``key``: ``2026``, ``2026-11`` or ``2026-11-27``."""
    return text(of, key, place).partition("T")[0]


def cited(of: Element, place: str) -> str:
    """The text of a Reference."""
    return text(of, "reference", place)
