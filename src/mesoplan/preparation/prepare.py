"""A judged cocktail to a worksheet, or to the number that is missing.

Nothing here decides whether the cocktail may be given: the check did. What it blocks, or could not
answer, gives no worksheet unless a draft is asked for; where the law keeps mixing to pharmacies there is
none at all.
"""

from datetime import date, datetime
from fractions import Fraction

from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.preparation import (
    DataGap,
    Filling,
    InjectionPoints,
    MissingNumber,
    Outcome,
    Preparation,
    Sheet,
)
from mesoplan.model.statement import Stated
from mesoplan.preparation.advice import advice
from mesoplan.preparation.amounts import ML, bounds_of, in_ml
from mesoplan.preparation.contents import against_limits, held_in
from mesoplan.preparation.course import course
from mesoplan.preparation.cupboard import (
    Cupboard,
    cupboard,
    devices_of,
    least_value,
    preparation_policies,
)
from mesoplan.preparation.deadlines import deadlines
from mesoplan.preparation.drawing import Drawn, draw_up, into, unmeasurable, ways
from mesoplan.preparation.filling_up import no_vessel, vessels
from mesoplan.preparation.interval import Interval
from mesoplan.preparation.limits import Bound, bounds
from mesoplan.preparation.liquids import Liquid, liquids_of
from mesoplan.preparation.protocol import protocol
from mesoplan.preparation.sequence import sequence
from mesoplan.preparation.session_points import Losses, Places, losses_of, places_of, session_points
from mesoplan.preparation.sessions import schedule
from mesoplan.preparation.supplies import supplies
from mesoplan.preparation.syringe import Syringe
from mesoplan.preparation.together import rounded_together
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene

#: What the rule on who may mix says when the law keeps mixing elsewhere.
_WHO_MAY_MIX = "RG705"
#: Verdicts that a worksheet goes with.
_PASSES = ("overridden", "caution", "clear")
_ELSEWHERE = frozenset({"prohibited", "pharmacy-only", "place-not-said"})


class Wish(NamedTuple):
    """What is asked for besides the case: syringes by name, the first puncture, the first session."""

    syringes: tuple[str, ...] = ()
    start: datetime | None = None
    first: date | None = None
    draft: bool = False


def prepare(scene: Scene, report: CheckReport, wish: Wish) -> Preparation:
    """The worksheet of a cocktail that ``report`` has judged, or what keeps it from being made.

    Raises `UnknownName` for a syringe that is none, `ValueError` for a start without an offset from UTC.
    """
    scene = scene.at(scene.sites[0])
    policies = preparation_policies(scene.catalog, scene.case.jurisdiction)
    kept = cupboard(wish.syringes or scene.case.session.syringes, scene.catalog, policies)
    law = tuple(each for each in report.findings if _is_elsewhere(each))
    drawn_up, missing, session = _draws(scene, kept, policies)
    may = not law and (wish.draft or report.verdict in _PASSES)
    sheet = _sheet(drawn_up, session, scene, report, wish) if may and drawn_up and not missing else None
    return Preparation(
        outcome=_outcome(report, law, missing, sheet, wish),
        verdict=report.verdict,
        sheet=sheet,
        missing=missing,
        gaps=() if sheet is None else tuple(_gaps(drawn_up, session, sheet, scene)),
        law=law,
        codes=_deciding(report),
        devices=devices_of(kept, scene.catalog),
    )


def _outcome(
    report: CheckReport,
    law: tuple[Finding, ...],
    missing: tuple[MissingNumber, ...],
    sheet: Sheet | None,
    wish: Wish,
) -> Outcome:
    if law:
        return "refused"
    if report.verdict in _PASSES:
        return "missing" if missing or sheet is None else "prepared"
    if not wish.draft:
        return "blocked" if report.verdict == "blocked" else "incomplete"
    if sheet is None:
        return "missing" if missing else "incomplete"
    return "draft"


def _deciding(report: CheckReport) -> tuple[str, ...]:
    """The codes that decide the verdict: what forbids, else what could not be answered."""
    severity = {"blocked": "forbid", "incomplete": "unknown"}.get(report.verdict)
    return tuple(dict.fromkeys(each.code for each in report.findings if each.severity == severity))


def _is_elsewhere(finding: Finding) -> bool:
    return finding.code == _WHO_MAY_MIX and finding.topic in _ELSEWHERE and not finding.waivers


# ---------------------------------------------------------------------- draws


class _Session(NamedTuple):
    """What all parts of a sheet go by."""

    kept: Cupboard
    policies: tuple[Stated, ...]
    places: Places
    losses: Losses
    bounds: tuple[Bound, ...]


def _draws(
    scene: Scene, kept: Cupboard, policies: tuple[Stated, ...]
) -> tuple[tuple[Drawn, ...], tuple[MissingNumber, ...], _Session]:
    """Every line at its marks, and the lines that lack a number."""
    found, missing = [], []
    worst = least_value(policies, "draw-error-forbid")
    limit = Fraction(1) if worst is None else Fraction(worst)
    for liquid in liquids_of(scene):
        if isinstance(liquid, MissingNumber):
            missing.append(liquid)
            continue
        every = vessels(liquid, kept) if liquid.to else ways(liquid, kept)
        if liquid.to and not every:
            missing.append(no_vessel(liquid))
        elif not every or every[0].error > limit:
            missing.append(unmeasurable(liquid, kept, every[0] if every else None, limit))
        else:
            found.append(tuple(each for each in every if each.error <= limit))
    places = places_of(scene)
    whole = () if missing else bounds(tuple(each[0].liquid for each in found), places, scene)
    drawn_up = () if missing else rounded_together(found, whole)
    missing.extend(unmeasurable(each.liquid, kept, None, limit) for each in drawn_up if each.nominal <= 0)
    session = _Session(kept=kept, policies=policies, places=places, losses=losses_of(scene), bounds=whole)
    return drawn_up, tuple(missing), session


def _sheet(
    drawn_up: tuple[Drawn, ...], session: _Session, scene: Scene, report: CheckReport, wish: Wish
) -> Sheet:
    numbers = sorted({each.liquid.item.syringe for each in drawn_up})
    together = [tuple(each for each in drawn_up if each.liquid.item.syringe == number) for number in numbers]
    fillings = tuple(
        _filling(number, each, session, scene) for number, each in zip(numbers, together, strict=True)
    )
    liquids: tuple[Liquid, ...] = tuple(each.liquid for each in drawn_up)
    found = tuple(supplies(drawn_up, session.policies, session.losses))
    found_clock = deadlines(liquids, session.policies, wish.start, scene)
    limits = against_limits(drawn_up, session.bounds, session.kept)
    dates = schedule(wish.first or (wish.start.date() if wish.start else None), scene)
    # Two syringes do not say which of them gives how many points.
    points = _points(together[0], fillings[0], session) if len(fillings) == 1 else None
    return Sheet(
        fillings=fillings,
        limits=limits,
        points=points,
        containers=tuple(each for each in found if not isinstance(each, DataGap)),
        start="" if wish.start is None else wish.start.isoformat(timespec="minutes"),
        clock=found_clock,
        schedule=dates,
        course=course(drawn_up, dates, found_clock, limits),
        protocol=protocol(scene, report),
        care=advice(scene),
    )


def _filling(number: int, drawn_up: tuple[Drawn, ...], session: _Session, scene: Scene) -> Filling:
    giving, pieces = into(drawn_up, session.kept)
    found = sequence(tuple(each.liquid for each in drawn_up), giving.dead_space, scene)
    by_line = {each.liquid.line: each for each in drawn_up}
    ordered = tuple(by_line[line] for line in found.lines)
    return Filling(
        number=number,
        into=giving.id,
        pieces=pieces,
        draws=tuple(
            draw_up(place + 1, each, found.reasons.get(each.liquid.line, ()))
            for place, each in enumerate(ordered)
        ),
        volume=in_ml(sum((each.nominal for each in ordered), Fraction(0))),
        worst_volume=bounds_of(_worst_volume(ordered), ML),
        kept_back=in_ml(_kept_back(giving, pieces, session.losses)),
        held=held_in(ordered, giving, pieces),
        orders=found.possible,
        besides=len(ordered) == 1 or any(each.whole for each in ordered),
    )


def _worst_volume(drawn_up: tuple[Drawn, ...]) -> Interval:
    """What is given: where a line fills the syringe up, what its mark expels."""
    for each in drawn_up:
        if each.whole is not None:
            ((syringe, mark),) = each.marks
            return syringe.drawn(mark)
    return Interval(
        sum((each.volume.low for each in drawn_up), Fraction(0)),
        sum((each.volume.high for each in drawn_up), Fraction(0)),
    )


def _kept_back(giving: Syringe, pieces: int, losses: Losses) -> Fraction:
    """What stays at the end in nozzles and needles."""
    return (giving.dead_space + losses.dead_space) * pieces


def _points(drawn_up: tuple[Drawn, ...], filling: Filling, session: _Session) -> InjectionPoints | None:
    """Points of the session. What was brought together leaves the nozzle's volume behind; what is given by
    the syringe that measured it does not: its marks count from there.
    """
    giving, pieces = into(drawn_up, session.kept)
    lost = session.losses.at_changes
    if not filling.besides:
        lost += _kept_back(giving, pieces, session.losses)
    marked = sum((each.nominal for each in drawn_up), Fraction(0))
    return session_points(_worst_volume(drawn_up), marked, lost, filling.held, session.places)


def _gaps(drawn_up: tuple[Drawn, ...], session: _Session, sheet: Sheet, scene: Scene) -> tuple[DataGap, ...]:
    """What is not known and does not keep the sheet from being made; each of it is said on the page."""
    kept, policies, losses = session.kept, session.policies, session.losses
    found = [each for each in supplies(drawn_up, policies, losses) if isinstance(each, DataGap)]
    substances = [each for draw in drawn_up for each in draw.liquid.substances]
    open_strength = sorted({each.ingredient for each in substances if each.range is None})
    half_read = sorted({each.ingredient for each in substances if each.half_read})
    unknown = {each for draw in drawn_up for each in draw.liquid.unmeasured}
    unmeasured = sorted(each for each in unknown if scene.catalog.ingredient(each).role != "vehicle")
    used = {syringe.id for draw in drawn_up for syringe, _ in draw.marks}
    unread = sorted(used & set(kept.unread))
    unsaid = sorted({each.product for each in sheet.containers if not each.doses})
    not_ordered = [str(each.number) for each in sheet.fillings if not each.orders]
    small = least_value_volume(policies)
    tiny = sorted({draw.liquid.name for draw in drawn_up if small is not None and draw.nominal < small})
    rough_from = least_value(policies, "draw-error-caution")
    rough = sorted(
        {
            draw.liquid.name
            for draw in drawn_up
            if rough_from is not None and draw.error > Fraction(rough_from)
        }
    )
    for topic, subjects in (
        ("amount", unmeasured),
        ("order", not_ordered),
        ("rough-draw", rough),
        ("small-draw", tiny),
        ("strength-range", open_strength),
        ("strength-range-half", half_read),
        ("doses", unsaid),
        ("tolerance-recalled", unread),
        ("needle-loss", [losses.needle] if losses.unknown else []),
    ):
        if subjects:
            found.append(DataGap(topic, tuple(subjects)))
    return tuple(found)


def least_value_volume(policies: tuple[Stated, ...]) -> Fraction | None:
    """The smallest draw, in mL, below which a policy says that measuring is hard."""
    amounts = [
        Fraction(each.record.amount.to(ML).value)
        for each in policies
        if each.record.name == "smallest-draw" and each.record.amount is not None
    ]
    return min(amounts, default=None)
