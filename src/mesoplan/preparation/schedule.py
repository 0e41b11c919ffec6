"""Dates of a course's sessions."""

import calendar
from datetime import date, timedelta


def monthly(first: date, sessions: int, months: int = 1) -> tuple[date, ...]:
    """Sessions every so many months, anchored to the first date's day.

    A month that is too short takes its last day; the next one returns to the anchor
    (31 January, 28 February, 31 March).
    """
    dates = []
    for number in range(sessions):
        month = first.month - 1 + number * months
        year, month = first.year + month // 12, month % 12 + 1
        day = min(first.day, calendar.monthrange(year, month)[1])
        dates.append(date(year, month, day))
    return tuple(dates)


def every_days(first: date, sessions: int, days: int) -> tuple[date, ...]:
    """Sessions every so many days."""
    return tuple(first + timedelta(days=days * number) for number in range(sessions))
