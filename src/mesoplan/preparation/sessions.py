"""Sessions of a course: at what interval, on which dates, and how many at most."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import get_args

from mesoplan.model.ingredient import Course
from mesoplan.model.preparation import Sessions
from mesoplan.model.regimen import Basis, Regimen
from mesoplan.model.statement import Stated
from mesoplan.preparation.schedule import every_days, monthly
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import possible_routes

#: Dates that are shown when nobody says how many sessions there are: this one and the next.
_SHOWN = 2


class _Interval(NamedTuple):
    least: Quantity
    source: str


def schedule(first: date | None, scene: Scene) -> Sessions | None:
    """The dates of the sessions from the first on; None when no source gives an interval, nor the case.

    The longest interval that a source asks for decides; the case's own counts when it is longer. Where
    nobody asks for one, it is that of a regimen which gave these very ingredients for the goal.
    """
    stipulated = tuple(_courses(scene))
    used = _as_given(scene)
    intervals = [
        _Interval(each.record.min_interval, each.cite.source)
        for each in stipulated
        if each.record.min_interval is not None
    ]
    own = scene.case.session.interval
    if own is not None:
        intervals.append(_Interval(own, "case"))
    if not intervals and used is not None and used.interval is not None:
        intervals.append(_Interval(used.interval.high, used.cite.source))
    readable = [each for each in intervals if _days(each.least) is not None]
    if not readable:
        return None
    longest = max(readable, key=lambda each: (_days(each.least) or 0, each.source != "case"))
    most = min(
        (each.record.max_sessions for each in stipulated if each.record.max_sessions is not None),
        default=used.sessions.high if used is not None and used.sessions is not None else None,
    )
    dates = () if first is None else _dates(first, longest.least, most or _SHOWN)
    return Sessions(
        interval=longest.least,
        dates=tuple(each.isoformat() for each in dates),
        most=most,
        source=longest.source,
    )


def _as_given(scene: Scene) -> Regimen | None:
    """The best founded regimen of this goal that gave the actives of this cocktail and nothing else."""
    if not scene.case.goal:
        return None
    roles = {each: scene.catalog.ingredient(each).role for item in scene.items for each in item.ingredients}
    actives = {each for each, role in roles.items() if role != "vehicle"}
    goals = scene.catalog.lineage("goal", scene.case.goal)
    found = [
        (_BASIS.index(regimen.basis), identity, regimen)
        for goal in goals
        for identity in scene.catalog.index.regimens_for.get(goal, ())
        if actives
        and actives == _actives_of(identity, scene)
        and (regimen := scene.catalog.regimen(identity)).cite.supports
        and regimen.interval is not None
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


_BASIS: tuple[str, ...] = get_args(Basis)


def _actives_of(regimen: str, scene: Scene) -> set[str]:
    given = scene.catalog.given_by(regimen)
    return {each for each in given if scene.catalog.ingredient(each).role != "vehicle"}


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
