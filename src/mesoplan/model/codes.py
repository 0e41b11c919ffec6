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
