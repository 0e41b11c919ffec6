"""What a rule is shown of a case: what it declares to read, and nothing else.

What is hidden raises whatever is done with it, so that a rule which reads more than it declares crashes,
and blocks, in every check: what is kept of a judgement can never depend on what was not declared.
"""

from collections.abc import Callable, Hashable
from typing import Any, NoReturn

from mesoplan.errors import MesoplanError
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.quantity import Quantity


class Undeclared(MesoplanError):
    """A rule read a part of the case that it does not declare; a fault of ours."""


class Hidden:
    """A part of a case that a rule does not declare to read."""

    __slots__ = ("_part",)

    def __init__(self, part: str) -> None:
        object.__setattr__(self, "_part", part)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        part = object.__getattribute__(self, "_part")
        raise Undeclared(f"a rule read the {part} of the case, which it does not declare")

    __getattr__ = __iter__ = __len__ = __bool__ = __str__ = __getitem__ = __contains__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse


PATIENT: Any = Hidden("patient")
PLACE: Any = Hidden("place")
SESSION: Any = Hidden("session")
COMPANY: Any = Hidden("company")
RECORD: Any = Hidden("record")
_SHOPPING: Any = Hidden("stock, prices or readings")


def shown(case: ResolvedCase, reads: frozenset[str]) -> ResolvedCase:
    """The case with what is not declared hidden; the cocktail always is."""
    patient, place, session = "patient" in reads, "place" in reads, "session" in reads
    return ResolvedCase(
        goal=case.goal if place else PLACE,
        zone=case.zone if place else PLACE,
        jurisdiction=case.jurisdiction if place else PLACE,
        patient=case.patient if patient else PATIENT,
        session=case.session if session else SESSION,
        limits=case.limits if session else SESSION,
        cocktail=COMPANY,
        stock=_SHOPPING,
        prices=_SHOPPING,
        readings=_SHOPPING,
        record=case.record if "record" in reads else RECORD,
    )


def key_of(case: ResolvedCase, reads: frozenset[str], parts: dict[str, object]) -> tuple[object, ...]:
    """The same for two cases only if what is shown of them is the same to the letter.

    ``parts`` is where what was written down of this case for one set of ``reads`` is kept for the next.
    """
    return tuple([_part(name, case, parts) if name in reads else None for name in _PARTS])


def _part(name: str, case: ResolvedCase, parts: dict[str, object]) -> object:
    found = parts.get(name)
    if found is None:
        found = parts[name] = _PARTS[name](case)
    return found


_PARTS: dict[str, Callable[[ResolvedCase], object]] = {
    "patient": lambda case: tuple(map(exact, case.patient)),
    "place": lambda case: (case.goal, case.zone, case.jurisdiction),
    "session": lambda case: (*map(exact, case.session), *map(exact, case.limits)),
    "record": lambda case: repr(case.record),
}


def key_of_item(item: Item) -> tuple[object, ...]:
    """The same for two items only if they are the same to the letter: equal amounts may look unequal."""
    return (
        item.line,
        item.product,
        item.syringe,
        tuple(map(exact, item.site)),
        exact(item.volume),
        exact(item.to),
        *((each.ingredient, each.form, exact(each.amount)) for each in item.contents),
    )


def exact(value: object) -> Hashable:
    """The same for two values only if they are written the same: 1 g is not 1000 mg here."""
    if isinstance(value, Quantity):
        return str(value.value), value.unit.code
    return value
