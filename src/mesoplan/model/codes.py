"""Public codes: what other systems call the same thing, and how the mapping was read."""

from mesoplan.model.cite import Cite
from mesoplan.record import NamedTuple


class Codes(NamedTuple):
    """Public identifiers of a substance and how the name-to-code mapping was read.

    ``rxnorm`` holds the RxCUI of the ingredient, not that of a salt, a strength or a brand.
    """

    cite: Cite
    cas: tuple[str, ...] = ()
    unii: tuple[str, ...] = ()
    atc: tuple[str, ...] = ()
    cid: tuple[int, ...] = ()
    rxnorm: tuple[str, ...] = ()


class FactCodes(NamedTuple):
    """Codes of a patient fact, a goal or a zone, with how the mapping was read."""

    snomed: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    atc: tuple[str, ...] = ()
    cite: Cite | None = None


def is_gtin(number: str) -> bool:
    """Whether a number has 8, 12, 13 or 14 digits and the check digit that follows from them."""
    if len(number) not in (8, 12, 13, 14) or not (number.isascii() and number.isdigit()):
        return False
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(number[-2::-1]))
    return (10 - weighed % 10) % 10 == int(number[-1])
