"""A clinic's written exceptions: what they must say, and when they end."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mesoplan.catalog.fault import Fault
from mesoplan.model.statement import statements_of

if TYPE_CHECKING:  # reading folders needs a schema library that a warm start does without
    from mesoplan.catalog.read import Tables


def waiver_faults(tables: "Tables", today: datetime.date) -> Iterator[Fault]:
    """Waivers of nothing, waivers without an end, and waivers past their end."""
    known = {
        stated.id
        for table in tables.values()
        for identity, entry in table.items()
        for _, stated in statements_of(identity, entry.record)
    }
    for identity, entry in tables["waiver"].items():
        waiver = entry.record
        if waiver.statement not in known:
            yield Fault(
                "CA081",
                entry.file,
                f"{entry.key}.statement",
                f'no statement "{waiver.statement}".',
                f'The waiver "{identity}" waives nothing.',
                "Copy the id from `mesoplan explain` or `check --format json`.",
            )
        if not waiver.reason.strip() or not waiver.owner.strip():
            yield Fault(
                "CA082",
                entry.file,
                entry.key,
                "a waiver needs a reason and an owner.",
                "Nobody could answer for it.",
                "Write both.",
            )
        try:
            ends = datetime.date.fromisoformat(waiver.expires)
        except ValueError:
            yield Fault(
                "CA083",
                entry.file,
                f"{entry.key}.expires",
                f'"{waiver.expires}" is not a date.',
                "The waiver would never end.",
                'Write it as "2027-06-30".',
            )
            continue
        if ends < today:
            yield Fault(
                "CA084",
                entry.file,
                f"{entry.key}.expires",
                f"the waiver ended on {ends}.",
                "The statement it put aside holds again.",
                "Renew it with a reason, or remove it.",
                "warning",
            )


def has_ended(expires: str, today: datetime.date) -> bool:
    """Whether a waiver with this end counts no longer; what is no date has ended."""
    try:
        return datetime.date.fromisoformat(expires) < today
    except ValueError:
        return True
