"""A lot and its expiry as somebody writes them down."""

import calendar
import re
from datetime import date

from mesoplan.errors import BadRequest
from mesoplan.model.lot import Lot


def lot_of(said: str) -> Lot:
    """A lot such as "L1234", or with its expiry "L1234,2027-02". Raises `BadRequest` for no expiry."""
    number, comma, printed = said.rpartition(",")
    if not comma:
        return Lot(said.strip())
    return Lot(number.strip(), expires_on(printed.strip()).isoformat())


def expires_on(printed: str) -> date:
    """The last day of a printed expiry: ``2027-02`` and ``2027-02-00`` mean the month's end.

    Raises `ValueError` for anything but year-month or year-month-day.
    """
    matched = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", printed)
    if matched is None:
        raise BadRequest(f"{printed!r} is no expiry: write 2027-02 or 2027-02-28")
    year, month, day = int(matched[1]), int(matched[2]), int(matched[3] or 0)
    if not 1 <= month <= 12:
        raise BadRequest(f"{printed!r} is no expiry: there is no month {month}")
    return date(year, month, day or calendar.monthrange(year, month)[1])
