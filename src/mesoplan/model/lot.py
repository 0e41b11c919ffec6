"""From which lot a product is drawn."""

from mesoplan.record import NamedTuple


class Lot(NamedTuple):
    """A lot as it is printed, sign for sign; ``expiry`` is its last day (2027-02-28), if it is said."""

    number: str
    expiry: str = ""
