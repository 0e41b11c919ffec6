"""A course through the engine: what each session opens, and what all of them come to."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from mesoplan.model.finding import StatementRef
from mesoplan.model.preparation import MaximumUse, Sessions
from mesoplan.preparation.containers import Use, share_containers
from mesoplan.preparation.course import course
from mesoplan.quantity import Quantity

MELASMA = {"goal": "melasma", "zone": "face", "syringes": ["bd-10-ml-fine-marks", "1mL"]}
FIRST = date(2026, 1, 31)


def test_a_label_for_one_use_opens_its_own_at_each_session(prepare: Any) -> None:
    place = {"goal": "submental-fat", "zone": "submental", "jurisdiction": "US", "technique": "hypodermic"}
    session = {"points": 24, "point_volume": "0.2 mL"}
    row = {"product": "kybella", "volume": "4.8 mL"}
    made = prepare(row, **place, session=session, first=FIRST).sheet.course
    assert (made.sessions, made.days) == (6, (0, 28, 59, 89, 120, 150))
    (supply,) = made.supplies
    assert (supply.opened, supply.total, str(supply.discarded)) == ((3,) * 6, 18, "7.2 mL")
    assert supply.keeps_days is None


@pytest.mark.parametrize(
    ("jurisdiction", "volume", "opened", "discarded", "keeps"),
    [
        ("us-ca", "8 mL", (1, 0, 1), "16 mL", 28),
        ("us-ca", "10 mL", (1, 0, 1), "10 mL", 28),
        ("us-ca", "12 mL", (1, 1, 0), "4 mL", 28),
        ("IT", "8 mL", (1, 1, 1), "36 mL", None),
    ],
)
def test_what_may_be_entered_again_serves_as_long_as_somebody_says_that_it_keeps(
    prepare: Any, jurisdiction: str, volume: str, opened: tuple[int, ...], discarded: str, keeps: int | None
) -> None:
    row = {"product": "synthetic-multi-dose", "volume": volume}
    made = prepare(row, **MELASMA, jurisdiction=jurisdiction, first=FIRST).sheet.course
    assert made.days == (0, 28, 56)
    (supply,) = made.supplies
    assert (supply.opened, str(supply.discarded), supply.keeps_days) == (opened, discarded, keeps)
    if keeps is not None:
        need = Fraction(volume.split()[0])
        shared = share_containers([Use(day, need) for day in made.days], Fraction(20), keeps)
        assert supply.opened == tuple(shared.opened_on.count(day) for day in made.days)


def test_without_a_first_day_nothing_is_shared(prepare: Any) -> None:
    row = {"product": "synthetic-multi-dose", "volume": "8 mL"}
    made = prepare(row, **MELASMA, jurisdiction="us-ca").sheet.course
    assert made.days == () and made.supplies[0].opened == (1, 1, 1)


def _schedule(days: tuple[int, ...], most: int | None) -> Sessions:
    dates = tuple(date.fromordinal(FIRST.toordinal() + day).isoformat() for day in days)
    return Sessions(interval=Quantity.parse("1 wk"), dates=dates, most=most, source="case")


def test_a_maximum_of_a_course_is_counted_over_all_sessions() -> None:
    ref = StatementRef("id", "source", "at", "label")
    use = MaximumUse(
        subject="x", over="course", limit="80 mg", used=Decimal("0.15"), worst=Decimal("0.18"), statement=ref
    )
    made = course((), _schedule((0, 7, 14, 21, 28, 35), 6), (), (use, use._replace(over="session")))
    assert made is not None
    (over,) = made.limits
    assert (over.used, over.worst, over.most_sessions) == (Decimal("0.9"), Decimal("1.08"), 5)


@pytest.mark.parametrize("schedule", [None, _schedule((0, 7), None), _schedule((0,), 1)])
def test_there_is_no_course_where_nobody_says_how_many_sessions(schedule: Sessions | None) -> None:
    assert course((), schedule, (), ()) is None
