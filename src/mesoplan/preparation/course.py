"""All sessions of a course: which containers are opened when, and what they come to together.

A container that may be entered again serves later sessions of the same patient for as long as it keeps; any
other one serves its own session.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

from mesoplan.model.preparation import (
    Containers,
    Course,
    CourseSupply,
    CourseUse,
    MaximumUse,
    Sessions,
    TimeBound,
)
from mesoplan.preparation.amounts import in_ml, share_up
from mesoplan.preparation.containers import Use, pareto_containers, share_containers
from mesoplan.preparation.deadlines import SINGLE, span_of
from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.supplies import Size, containers_of, sizes_of

_DAY = 86_400


def course(
    drawn_up: tuple[Drawn, ...],
    schedule: Sessions | None,
    clock: tuple[TimeBound, ...],
    limits: tuple[MaximumUse, ...],
) -> Course | None:
    """The course of which this is the first session; None when nobody says how many sessions there are."""
    if schedule is None:
        return None
    sessions = len(schedule.dates) if schedule.most and schedule.dates else schedule.most or 0
    if sessions < 2:
        return None
    days = _days(schedule.dates)
    return Course(
        sessions=sessions,
        days=days,
        supplies=tuple(_supplies(drawn_up, sessions, days, clock)),
        limits=tuple(_over_course(each, sessions) for each in limits if each.over == "course"),
    )


def _days(dates: tuple[str, ...]) -> tuple[int, ...]:
    read = [date.fromisoformat(each) for each in dates]
    return tuple((each - read[0]).days for each in read)


def _supplies(
    drawn_up: tuple[Drawn, ...], sessions: int, days: tuple[int, ...], clock: tuple[TimeBound, ...]
) -> Iterator[CourseSupply]:
    by_product: dict[str, list[Drawn]] = {}
    for each in drawn_up:
        if each.liquid.item.product:
            by_product.setdefault(each.liquid.item.product, []).append(each)
    for product, draws in sorted(by_product.items()):
        sizes = sizes_of(draws[0].liquid.product, draws[0].liquid.dissolved)
        if sizes:
            yield _supply(product, draws, sizes, sessions, days, clock)


def _supply(
    product: str,
    draws: list[Drawn],
    sizes: tuple[Size, ...],
    sessions: int,
    days: tuple[int, ...],
    clock: tuple[TimeBound, ...],
) -> CourseSupply:
    need = sum((each.nominal for each in draws), Fraction(0))
    keeps = _keeps(product, clock)
    again = [each.volume for each in sizes if each.doses == "multi"]
    if not days or keeps is None or not again:
        chosen = pareto_containers(need, [each.volume for each in sizes])[-1]
        return CourseSupply(
            product=product,
            opened=(chosen.number,) * sessions,
            discarded=in_ml(chosen.waste * sessions),
            sizes=tuple(Containers(each.fill, each.number * sessions) for each in containers_of(chosen)),
        )
    within, source = keeps
    # One size throughout: what one leaves over is not topped up from another.
    every = [(share_containers([Use(day, need) for day in days], size, within), size) for size in again]
    shared, size = min(every, key=lambda each: (each[0].discarded, len(each[0].opened_on), each[1]))
    return CourseSupply(
        product=product,
        opened=tuple(shared.opened_on.count(day) for day in days),
        discarded=in_ml(shared.discarded),
        keeps_days=within,
        source=source,
        sizes=(Containers(in_ml(size), len(shared.opened_on)),),
    )


def _keeps(product: str, clock: tuple[TimeBound, ...]) -> tuple[int, str] | None:
    """Whole days that what is left in an opened container may be used, and who says so: the strictest."""
    spans = [
        (span, each.source)
        for each in clock
        if each.subject == product and each.kind in ("discard-container", "use-by")
        if each.condition != SINGLE
        if (span := span_of(each.within)) is not None
    ]
    if not any(each.kind == "discard-container" and each.subject == product for each in clock):
        return None
    span, source = min(spans)
    return int(span.total_seconds() // _DAY), source


def _over_course(use: MaximumUse, sessions: int) -> CourseUse:
    worst = Fraction(use.worst)
    return CourseUse(
        subject=use.subject,
        limit=use.limit,
        used=share_up(Fraction(use.used) * sessions),
        worst=share_up(worst * sessions),
        most_sessions=floor(1 / worst) if worst else sessions,
        statement=use.statement,
    )
