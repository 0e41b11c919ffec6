"""Sessions of a course: at what interval, on which dates, and how many at most."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from mesoplan.model.ingredient import Course
from mesoplan.model.preparation import Sessions
from mesoplan.model.statement import Stated
from mesoplan.preparation.schedule import every_days, monthly
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import possible_routes

#: Dates that are shown when nobody says how many sessions there are: this one and the next.
_SHOWN = 2


class _Interval(NamedTuple):
    least: Quantity
    source: str


def schedule(first: date | None, scene: Scene) -> Sessions | None:
    """The dates of the sessions from the first on; None when no source gives an interval, nor the case.

    The longest interval that a source asks for decides; the case's own counts when it is longer.
    """
    stipulated = tuple(_courses(scene))
    intervals = [
        _Interval(each.record.min_interval, each.cite.source)
        for each in stipulated
        if each.record.min_interval is not None
    ]
    own = scene.case.session.interval
    if own is not None:
        intervals.append(_Interval(own, "case"))
    readable = [each for each in intervals if _days(each.least) is not None]
    if not readable:
        return None
    longest = max(readable, key=lambda each: (_days(each.least) or 0, each.source != "case"))
    most = min(
        (each.record.max_sessions for each in stipulated if each.record.max_sessions is not None),
        default=None,
    )
    dates = () if first is None else _dates(first, longest.least, most or _SHOWN)
    return Sessions(
        interval=longest.least,
        dates=tuple(each.isoformat() for each in dates),
        most=most,
        source=longest.source,
    )


def _courses(scene: Scene) -> Iterator[Stated]:
    goals = scene.catalog.lineage("goal", scene.case.goal) if scene.case.goal else ()
    routes = ("any", *possible_routes(scene))
    for item in scene.items:
        stated = list(scene.knowledge.product_statements(item.product, "courses"))
        for ingredient in item.ingredients:
            found = scene.catalog.ingredient(ingredient)
            stated += [Stated(ingredient, each) for each in getattr(found, "courses", ())]
        for each in stated:
            record: Course = each.record
            if record.route in routes and (not record.goals or not goals or set(record.goals) & set(goals)):
                yield each


def _months(interval: Quantity) -> int | None:
    """Whole calendar months, which are anchored to the first date and not counted in days."""
    if interval.unit.code == "mo" and interval.value == int(interval.value):
        return int(interval.value)
    return None


def _days(interval: Quantity) -> Fraction | None:
    """Days, to compare intervals; a month counts thirty here and only here."""
    months = _months(interval)
    if months is not None:
        return Fraction(30 * months)
    try:
        return Fraction(interval.to("d").value)
    except QuantityError:
        return None


def _dates(first: date, interval: Quantity, sessions: int) -> tuple[date, ...]:
    months = _months(interval)
    if months is not None:
        return monthly(first, sessions, months)
    days = _days(interval)
    assert days is not None
    return every_days(first, sessions, -(-days.numerator // days.denominator))
