"""Exact amounts with units: what was written is kept, what is ambiguous is refused.

`Quantity` is a decimal with a `Unit`; `parse_range` reads "4.5-7.0 [pH]". Every refusal is a
`QuantityError` that names the text, the reason and what to write instead. There are no floats.

Source of the unit codes: UCUM v2.1 (case-sensitive form); departures are listed in `table`.
"""

from mesoplan.quantity.amount import Quantity, parse_range, volume_holding
from mesoplan.quantity.errors import (
    AmbiguousUnit,
    IncompatibleUnits,
    InexactConversion,
    NotANumber,
    QuantityError,
    UnknownUnit,
)
from mesoplan.quantity.unit import Unit

__all__ = [
    "AmbiguousUnit",
    "IncompatibleUnits",
    "InexactConversion",
    "NotANumber",
    "Quantity",
    "QuantityError",
    "Unit",
    "UnknownUnit",
    "parse_range",
    "volume_holding",
]
