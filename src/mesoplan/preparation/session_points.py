"""The points of a session: what the case says, else how many the technique's point volume gives."""

from fractions import Fraction
from typing import Literal

from mesoplan.model.device import NeedleModel
from mesoplan.model.preparation import Held, InjectionPoints
from mesoplan.preparation.amounts import amount_of, in_ml, millilitres, up_of
from mesoplan.preparation.interval import ZERO, Interval
from mesoplan.preparation.points import area_for, points_from, points_of
from mesoplan.quantity import Quantity, Unit
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene

_CM = Unit.parse("cm")
_CM2 = Unit.parse("cm2")


class Places(NamedTuple):
    """Where the volume of a syringe goes, as far as the case or the technique says.

    ``point`` is the volume of one point in mL; where the case says only how many there are, it follows from
    what is in the syringe. ``area`` is the treated skin, ``apart`` the skin of one point, both in cm².
    """

    point: Fraction | None
    number: int | None
    area: Fraction | None
    apart: Fraction | None
    spacing: Quantity | None
    said: Literal["case", "technique", ""]

    def depot(self, over: str) -> Fraction | None:
        """The volume at one point, or on one square centimetre of the grid, whatever the fill is."""
        if over == "point" or self.point is None:
            return self.point
        return self.point / self.apart if self.area is None and self.apart is not None else None

    def spread(self, over: str) -> Fraction | None:
        """The share of all that is given that one point, or one square centimetre, gets."""
        if over == "cm2" and self.area is not None:
            return 1 / self.area
        if self.number is None or self.point is not None:
            return None
        if over == "point":
            return Fraction(1, self.number)
        return None if self.apart is None else 1 / (self.number * self.apart)


class Losses(NamedTuple):
    """What does not reach the skin, in mL: kept back at the end, and lost at each change of the needle.

    ``unknown``: the needle's dead space was not read, so it is left out.
    """

    needle: str
    dead_space: Fraction
    changes: int
    unknown: bool

    @property
    def at_changes(self) -> Fraction:
        """What all changes of one syringe lose."""
        return self.changes * self.dead_space


def losses_of(scene: Scene) -> Losses:
    """What the needle that the case names keeps; nothing where it names none."""
    session = scene.case.session
    if not session.needle:
        return Losses("", ZERO, 0, False)
    model: NeedleModel = scene.catalog.table("needle")[session.needle]
    dead = ZERO if model.dead_space is None else millilitres(model.dead_space.value)
    return Losses(session.needle, dead, session.needle_changes or 0, model.dead_space is None)


def places_of(scene: Scene) -> Places:
    """What the case says of points and area, else what the technique does."""
    session = scene.case.session
    technique = scene.catalog.technique(session.technique) if session.technique else None
    point: Fraction | None = None
    said: Literal["case", "technique", ""] = ""
    if session.point_volume is not None:
        point, said = millilitres(session.point_volume), "case"
    elif session.points is not None:
        said = "case"
    elif technique is not None and technique.point_volume is not None:
        point, said = millilitres(technique.point_volume.high), "technique"
    spacing = technique.spacing.low if technique is not None and technique.spacing is not None else None
    return Places(
        point=point,
        number=session.points,
        area=None if session.area is None else Fraction(session.area.to("cm2").value),
        apart=None if spacing is None else area_for(1, Fraction(spacing.to(_CM).value)),
        spacing=spacing,
        said=said,
    )


def session_points(
    volume: Interval, marked: Fraction, lost: Fraction, held: tuple[Held, ...], places: Places
) -> InjectionPoints | None:
    """The points of one filling; None when neither the case nor the technique says their volume.

    ``marked`` is what the marks add up to, ``volume`` the same in the worst cases, ``lost`` what of it does
    not reach the skin. ``held`` gives the most that a point may hold of each ingredient.
    """
    if not places.said:
        return None
    point = places.point
    if point is None:
        assert places.number is not None
        point = (marked - lost) / places.number
    if point <= 0:
        return None
    number = places.number or points_from(marked, point, lost)
    if number == 0:
        return None
    points = points_of(number, point, lost)
    area = None if places.apart is None else number * places.apart
    certain = min(number, points_from(volume.low, point, lost))
    return InjectionPoints(
        number=number,
        volume=in_ml(point),
        total=in_ml(points.total),
        spacing=places.spacing,
        area_needed=None if area is None else amount_of(area, _CM2),
        said="case" if places.said == "case" else "technique",
        per_point=tuple((each.ingredient, _per_point(each, point)) for each in held),
        short_by=in_ml(points.fill - marked) if points.fill > marked else None,
        certain=certain if places.point is not None else None,
        lost=in_ml(lost) if lost else None,
    )


def _per_point(held: Held, point: Fraction) -> Quantity:
    most = held.worst_concentration.high
    return up_of(Fraction(most.value) * point, held.amount.unit)
