"""Lines that fill a syringe up to a mark: "q.s. to 10 mL", "ad 10 mL" of the diluent.

How much of it that is follows from the other lines of the syringe.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mesoplan.model.case import Item
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple

#: What says that a volume is what the syringe holds in the end, and not what is drawn.
MARK = r"(?:q\.?\s?s\.?(?:\s?p\.?)?(?:\s*(?:ad|to|for|up\s+to))?|ad|(?:made\s+|fill(?:ed)?\s+)?up\s+to)"
_UP_TO = rf"(?i)\s*{MARK}\s*(?P<volume>\d.*)\Z"
_KEYS = ("volume", "amount")
Fault = Callable[..., None]


class UpTo(NamedTuple):
    """The volume that a line fills its syringe up to, the key that says it, and the words."""

    key: str
    said: str
    volume: str


def up_to(row: Mapping[str, Any]) -> UpTo | None:
    """What a line fills up to; None for a line that says how much of it is drawn."""
    for key in _KEYS:
        said = row.get(key)
        if not isinstance(said, str) or said[:1].isdigit():  # a plain amount, as nearly all are
            continue
        found = re.match(_UP_TO, said)
        if found is not None:
            return UpTo(key, row[key], found["volume"])
    return None


def volume_up_to(said: UpTo, row: Mapping[str, Any], fault: Fault) -> Quantity | None:
    """The volume in mL that the syringe is filled up to; a fault where it is none, or where more is said."""
    more = [key for key in ("amount", "volume", "concentration") if key in row and key != said.key]
    if more:
        fault(
            more[0],
            f'stands beside "{said.said}".',
            "How much of it is drawn follows from the other lines of the syringe.",
            "Keep one of them.",
        )
        return None
    try:
        volume = Quantity.parse(said.volume)
    except QuantityError as error:
        fault(said.key, str(error))
        return None
    if volume.dimension != "volume" or volume.is_zero:
        fault(said.key, f'"{said.said[:60]}" is no volume to fill up to.', "", 'Such as "q.s. to 10 mL".')
        return None
    return volume


def rest_of(to: Quantity, others: Iterable[Item | None], key: str, fault: Fault) -> Quantity | None:
    """What is left for the line that fills up; None where the volume of another line is not known.

    A fault where the others leave nothing, or where two lines fill up one syringe.
    """
    taken = Quantity.parse("0 mL")
    for each in others:
        if each is not None and each.to is not None:
            fault(
                key,
                f"syringe {each.syringe} is filled up by two lines.",
                "How much of either is drawn is not clear.",
                "Write the volume of one of them.",
            )
            return None
        if each is None or each.volume is None:
            return None
        taken = taken + each.volume
    if taken >= to:
        fault(
            key,
            f"the other lines of the syringe are {taken} already.",
            f"Nothing is left to fill up to {to}.",
            "Raise it, or take less of the others.",
        )
        return None
    return to - taken
