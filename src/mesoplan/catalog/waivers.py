"""A clinic's written exceptions: what they must say, and when they end."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mesoplan.catalog.fault import Fault
from mesoplan.model.statement import statements_of

if TYPE_CHECKING:  # reading folders needs a schema library that a warm start does without
    from mesoplan.catalog.read import Tables


#: A board that decides for longer decides for others.
LONGEST = datetime.timedelta(days=731)

_FEWEST_LETTERS = {"owner": 3, "reason": 10}
_NOBODY = frozenset({"none", "nobody", "unknown", "tbd", "todo", "test", "n/a", "xxx", "anonymous", "admin"})


def waiver_faults(
    tables: "Tables", today: datetime.date, additions: frozenset[str] = frozenset()
) -> Iterator[Fault]:
    """Waivers of nothing, without a real owner or reason, without an end, and past their end.

    ``additions`` are what an overlay adds that only a waiver lets stand.
    """
    known = additions | {
        stated.id
        for table in tables.values()
        for identity, entry in table.items()
        for _, stated in statements_of(identity, entry.record)
    }
    for identity, entry in tables["waiver"].items():
        waiver = entry.record
        if waiver.statement not in known:
            yield Fault(
                code="CA081",
                file=entry.file,
                key=f"{entry.key}.statement",
                what=f'no statement "{waiver.statement}".',
                so_what=f'The waiver "{identity}" waives nothing.',
                next="Copy the id from `mesoplan explain` or `check --format json`.",
            )
        if not _is_owned(waiver):
            yield Fault(
                code="CA082",
                file=entry.file,
                key=entry.key,
                what="a waiver needs a reason in words and an owner by name.",
                so_what="Nobody could answer for it.",
                next="Write both.",
            )
        try:
            ends = datetime.date.fromisoformat(waiver.expires)
        except ValueError:
            yield Fault(
                code="CA083",
                file=entry.file,
                key=f"{entry.key}.expires",
                what=f'"{waiver.expires}" is not a date.',
                so_what="The waiver would never end.",
                next='Write it as "2027-06-30".',
            )
            continue
        if ends > today + LONGEST:
            yield Fault(
                code="CA083",
                file=entry.file,
                key=f"{entry.key}.expires",
                what=f"{ends} is more than two years away.",
                so_what="Nobody would look at the waiver again.",
                next="Write a day within two years, and renew it then.",
            )
        if ends < today:
            yield Fault(
                code="CA084",
                file=entry.file,
                key=f"{entry.key}.expires",
                what=f"the waiver ended on {ends}.",
                so_what="The statement it put aside holds again.",
                next="Renew it with a reason, or remove it.",
                level="warning",
            )


def _is_owned(waiver: Any) -> bool:
    """Whether somebody who can be asked stands for it, with a reason in words."""
    return waiver.owner.strip().casefold() not in _NOBODY and all(
        sum(char.isalpha() for char in getattr(waiver, name)) >= fewest
        for name, fewest in _FEWEST_LETTERS.items()
    )


def is_in_force(expires: str, today: datetime.date) -> bool:
    """Whether a waiver with this end counts on this day."""
    return not has_ended(expires, today) and datetime.date.fromisoformat(expires) <= today + LONGEST


def has_ended(expires: str, today: datetime.date) -> bool:
    """Whether a waiver with this end counts no longer; what is no date has ended."""
    try:
        return datetime.date.fromisoformat(expires) < today
    except ValueError:
        return True
