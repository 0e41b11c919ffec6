"""The points of a session: what the case says, else how many the technique's point volume gives."""

from fractions import Fraction

from mesoplan.model.preparation import Held, InjectionPoints
from mesoplan.preparation.amounts import amount_of, in_ml, millilitres
from mesoplan.preparation.points import area_for, points_from, points_of
from mesoplan.quantity import Quantity, Unit
from mesoplan.rules.scene import Scene

_CM = Unit.parse("cm")
_CM2 = Unit.parse("cm2")


def session_points(
    volume: Fraction, kept_back: Fraction, held: tuple[Held, ...], scene: Scene
) -> InjectionPoints | None:
    """The points of one filling; None when neither the case nor the technique says their volume.

    ``held`` gives the most that a point may hold of each ingredient, in the worst case.
    """
    session = scene.case.session
    technique = scene.catalog.technique(session.technique) if session.technique else None
    if session.point_volume is not None:
        point, said = millilitres(session.point_volume), "case"
    elif technique is not None and technique.point_volume is not None:
        point, said = millilitres(technique.point_volume.high), "technique"
    else:
        return None
    number = session.points or points_from(volume, point, kept_back)
    if number == 0:
        return None
    points = points_of(number, point, kept_back)
    spacing = technique.spacing.low if technique is not None and technique.spacing is not None else None
    area = None if spacing is None else area_for(number, Fraction(spacing.to(_CM).value))
    return InjectionPoints(
        number=number,
        volume=in_ml(point),
        total=in_ml(points.total),
        spacing=spacing,
        area_needed=None if area is None else amount_of(area, _CM2),
        said="case" if said == "case" else "technique",
        per_point=tuple((each.ingredient, _per_point(each, point)) for each in held),
        short_by=in_ml(points.total - volume) if points.total > volume else None,
    )


def _per_point(held: Held, point: Fraction) -> Quantity:
    most = held.worst_concentration.high
    return amount_of(Fraction(most.value) * point, held.amount.unit)
