"""What is known of two ingredients in one syringe, at these concentrations, in this vehicle.

The basis is ranked (measured before label before handbook before inferred before predicted) and shown. Only a
measurement or a label in its own range answers the question; an inference or prediction can warn.
"""

from typing import Literal

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.acidity import mixed_range
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.interaction import Interaction
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple

Fit = Literal["in-range", "extrapolated", "outside"]
Outcome = Literal["incompatible", "compatible", "conflicting", "no-data"]

_ABOUT_SYRINGE = frozenset({"incompatible", "compatible", "label-forbids"})
_MAY_CLEAR = frozenset({"measured", "label", "handbook"})
_GRAVITY = ("forbid", "caution", "note")


class Applied(NamedTuple):
    """A statement and how well it fits this mixture."""

    stated: Stated
    fit: Fit


class Compatibility(NamedTuple):
    """The answer for a pair: what decides, and everything that was looked at.

    ``vehicle_open`` is true when no vehicle is stated and the statements depend on it;
    ``rescue`` names vehicles in which the pair was found compatible.
    """

    outcome: Outcome
    applied: tuple[Applied, ...]
    others: tuple[Applied, ...]
    vehicle_open: bool = False
    rescue: tuple[str, ...] = ()

    @property
    def answers(self) -> bool:
        """Whether this settles the question, one way or the other.

        A mild warning that was only inferred or recalled settles nothing: it may warn, and the
        question stays open.
        """
        if self.outcome == "incompatible":
            return any(
                each.stated.record.effect == "forbid"
                or (each.stated.record.basis in _MAY_CLEAR and each.stated.cite.supports)
                for each in self.applied
            )
        return self.outcome != "no-data"

    @property
    def worst(self) -> Stated:
        """The gravest statement against; raises ValueError when there is none."""
        against = [each.stated for each in self.applied if each.stated.record.kind != "compatible"]
        return min(against, key=lambda each: _GRAVITY.index(each.record.effect))

    @property
    def statements(self) -> tuple[Stated, ...]:
        """The statements that apply, else those that come nearest."""
        chosen = self.applied or self.others
        return tuple(each.stated for each in chosen)


def compatibility(one: str, other: str, mixture: Mixture, knowledge: Knowledge) -> Compatibility:
    """What is known of ``one`` and ``other`` in this mixture."""
    about = [stated for stated in knowledge.interactions(one, other) if stated.record.kind in _ABOUT_SYRINGE]
    return _decide(about, mixture, knowledge)


def compatibility_of_all(mixture: Mixture, knowledge: Knowledge) -> Compatibility:
    """What is known of all actives of a mixture together (three or more).

    A statement against some of them counts; one in favour has to be about all of them.
    """
    names = [part.ingredient for part in mixture.parts]
    actives = [part.ingredient for part in mixture.actives]

    def about_all(stated: Stated) -> bool:
        members = knowledge.catalog.interaction(stated.entity).members
        return all(any(knowledge.is_a(each, member) for member in members) for each in actives)

    about = [
        stated
        for stated in knowledge.together(names)
        if stated.record.kind in _ABOUT_SYRINGE and (stated.record.kind != "compatible" or about_all(stated))
    ]
    return _decide(about, mixture, knowledge)


#: Of most pairs nothing is said.
_NO_DATA = Compatibility("no-data", (), ())


def _decide(about: list[Stated], mixture: Mixture, knowledge: Knowledge) -> Compatibility:
    if not about:
        return _NO_DATA
    judged = [Applied(stated, _fit(stated.record, mixture, knowledge)) for stated in about]
    if any(each.fit != "outside" and _clears(each) for each in judged):
        # A measurement or label of this mixture takes the place of what was only inferred.
        judged = [
            each._replace(fit="outside")
            if each.stated.record.kind != "compatible" and each.stated.record.basis not in _MAY_CLEAR
            else each
            for each in judged
        ]
    applied = tuple(each for each in judged if each.fit != "outside")
    others = tuple(each for each in judged if each.fit == "outside")
    against = [each for each in applied if each.stated.record.kind != "compatible"]
    in_favour = [each for each in applied if _clears(each)]
    open_vehicle = not mixture.vehicles and any(each.record.vehicles for each in about)
    rescue = tuple(
        dict.fromkeys(
            vehicle
            for each in judged
            if each.stated.record.kind == "compatible"
            for vehicle in each.stated.record.vehicles
            if vehicle not in mixture.vehicles
        )
    )
    outcome: Outcome
    if against and in_favour and not open_vehicle:
        outcome = "conflicting"
    elif against:
        outcome = "incompatible"
    elif in_favour:
        outcome = "compatible"
    else:
        outcome = "no-data"
    return Compatibility(outcome, applied, others, open_vehicle, rescue)


def _clears(each: Applied) -> bool:
    record = each.stated.record
    return (
        record.kind == "compatible"
        and each.fit == "in-range"
        and record.basis in _MAY_CLEAR
        and each.stated.cite.supports
    )


def _fit(record: Interaction, mixture: Mixture, knowledge: Knowledge) -> Fit:
    if record.vehicles and mixture.vehicles and not set(record.vehicles) & set(mixture.vehicles):
        return "outside"
    if record.kind == "compatible" and record.vehicles and not mixture.vehicles:
        return "outside"
    ph = _ph_fit(record, mixture)
    ranges = [
        _range_fit(each.member, each.low, each.high, mixture, record, knowledge) for each in record.ranges
    ]
    fits = {ph, *ranges}
    if "outside" in fits:
        return "outside"
    return "extrapolated" if "extrapolated" in fits else "in-range"


def _range_fit(
    member: str,
    low: Quantity,
    high: Quantity,
    mixture: Mixture,
    record: Interaction,
    knowledge: Knowledge,
) -> Fit:
    fits: set[Fit] = set()
    for part in mixture.parts:
        if not knowledge.is_a(part.ingredient, member):
            continue
        if part.concentration is None:
            fits.add("extrapolated")
            continue
        try:
            within = low <= part.concentration <= high
        except QuantityError:
            fits.add("extrapolated")
            continue
        # Harm was seen at these strengths; nobody showed that others are free of it.
        beyond: Fit = "outside" if record.kind == "compatible" else "extrapolated"
        fits.add("in-range" if within else beyond)
    if "outside" in fits:
        return "outside"
    return "in-range" if fits == {"in-range"} else "extrapolated"


def _ph_fit(record: Interaction, mixture: Mixture) -> Fit:
    """A statement in favour needs the whole possible pH in its range, one against only a part."""
    if record.ph_min is None and record.ph_max is None:
        return "in-range"
    span = mixed_range(mixture)
    if span is None:
        return "extrapolated"
    low, high, _ = span
    least = record.ph_min if record.ph_min is not None else low
    most = record.ph_max if record.ph_max is not None else high
    if high < least or low > most:
        return "outside"
    inside = least <= low and high <= most
    return "in-range" if inside or record.kind != "compatible" else "extrapolated"
