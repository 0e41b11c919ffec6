"""Until when a preparation may be used: every limit that holds, the earliest of them first."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from mesoplan.errors import BadRequest
from mesoplan.record import NamedTuple

Kind = Literal["start-by", "use-by", "discard-container"]


class TimeLimit(NamedTuple):
    """A span after an event. ``source`` names the statement or policy that sets it."""

    kind: Kind
    within: timedelta
    source: str
    subject: str = ""


class Deadline(NamedTuple):
    """One limit as a moment."""

    kind: Kind
    at: datetime
    source: str
    subject: str = ""


class Clock(NamedTuple):
    """All deadlines, earliest first, and the one to print: the earliest "use by"."""

    start: datetime
    candidates: tuple[Deadline, ...]

    @property
    def use_by(self) -> Deadline | None:
        """The earliest moment after which the mixture may not be given; None when nothing says."""
        return next((each for each in self.candidates if each.kind == "use-by"), None)


def clock(start: datetime, limits: Iterable[TimeLimit]) -> Clock:
    """Deadlines counted from ``start``, the first puncture; computed in UTC, shown in its offset.

    Raises `ValueError` for a start without an offset: local time alone is ambiguous.
    """
    if start.tzinfo is None:
        raise BadRequest("the start needs its offset from UTC, such as 2026-11-26T09:10+01:00")
    base = start.astimezone(UTC)
    found = [
        Deadline(
            kind=each.kind,
            at=(base + each.within).astimezone(start.tzinfo),
            source=each.source,
            subject=each.subject,
        )
        for each in limits
    ]
    found.sort(key=lambda each: (each.at, each.kind, each.source, each.subject))
    return Clock(start=start, candidates=tuple(found))


def last_day_of_use(opened: date, keeps_days: int) -> date:
    """The last day on which a container may be used: the day of opening is day 0."""
    return opened + timedelta(days=keeps_days)
