"""What a GS1 DataMatrix of a syringe says: which product, until when, from which lot, and which syringe.

Only a product that has a number of its own can be named so; a mixture has none, and carries a plain code.
"""

import re
from collections.abc import Iterator

from mesoplan.errors import CannotPrint
from mesoplan.model.codes import is_gtin
from mesoplan.model.lot import Lot
from mesoplan.model.preparation import Filling, Preparation
from mesoplan.report.answers import Prepared

#: Application identifier and value, in the order of the code.
Fields = tuple[tuple[str, str], ...]
#: Identifiers whose length every reader knows; the others end at a separator.
FIXED = frozenset({"01", "17"})
_LONGEST = 20
_ALLOWED = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+")


def fields_of(prepared: Prepared, filling: Filling, serial: str) -> Fields | None:
    """The fields of a syringe; None where it does not hold one product with a number and nothing else.

    Raises `CannotPrint` for a number that is wrong by its check digit, or a lot that no code can hold.
    """
    if len(filling.draws) != 1 or not filling.draws[0].product:
        return None
    product = filling.draws[0].product
    number = prepared.catalog.product(product).gtin
    if not number:
        return None
    if not is_gtin(number):
        raise CannotPrint(f"{product}: {number} is no GTIN, by its digits or its check digit.")
    return tuple(_fields(number, prepared.preparation, prepared.lots.get(product), serial))


def _fields(number: str, found: Preparation, lot: Lot | None, serial: str) -> Iterator[tuple[str, str]]:
    yield "01", number.zfill(14)
    first = found.sheet.use_by if found.sheet is not None else None
    expiry = lot.expiry if lot is not None else ""
    if first is not None and first.at and not (expiry and expiry < first.at[:10]):
        day, _, time = first.at.partition("T")
        yield "7003", day[2:].replace("-", "") + time[:5].replace(":", "")
    elif expiry:
        yield "17", expiry[2:].replace("-", "")
    if lot is not None:
        if len(lot.number) > _LONGEST or not _ALLOWED.fullmatch(lot.number):
            raise CannotPrint(
                f'lot "{lot.number[:60]}" cannot stand in a GS1 code: 20 signs at most, no space.'
            )
        yield "10", lot.number
    yield "21", serial
