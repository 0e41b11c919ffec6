"""How far a study gave what a plan gives: a share of its weight, with numbers from the policy."""

from collections.abc import Iterator
from typing import Protocol, TypeAlias

from mesoplan.catalog.uses import Use
from mesoplan.model.case import Item
from mesoplan.model.evidence import Evidence
from mesoplan.model.plan import Departure
from mesoplan.model.regimen import Regimen
from mesoplan.quantity import Quantity
from mesoplan.rules.scene import Scene
from mesoplan.worth.weights import EvidenceWeights

_SEXES = ("female", "male")


class Given(Protocol):
    """What is given: items and what is otherwise than in their regimen."""

    @property
    def items(self) -> tuple[Item, ...]:
        """What is injected."""
        ...

    @property
    def departures(self) -> tuple[Departure, ...]:
        """What is otherwise than in the regimen."""
        ...


def likeness(
    study: Evidence,
    regimen: Regimen,
    actives: tuple[str, ...],
    made: Given | None,
    scene: Scene,
    numbers: EvidenceWeights,
) -> float:
    """The share of a study's weight that supports giving a regimen as it was made concrete.

    What holds something that nobody names supports and refutes nothing. A study of the very
    regimen, or of the same actives in
    the same source, counts whole, less its departures. Of another regimen with the same
    actives, product, amount, route and zone are held side by side; amounts beyond half to double of what
    was studied take all of it. What a study did not print cannot support an amount in full, and takes
    nothing from a study that found no benefit. Who was studied counts too: a study of women alone says less
    of a man, one of the young less of the old.
    """
    given = given_of(actives, regimen, made, scene)
    return Likeness(study, regimen, actives, scene, numbers).of(made, given)


#: For each active the amounts of it that are given: on which basis, from, to.
Amounts: TypeAlias = tuple[list[tuple[str, Quantity, Quantity]], ...]


def given_of(actives: tuple[str, ...], regimen: Regimen, made: Given | None, scene: Scene) -> Amounts:
    """What a way to give a regimen gives of each active."""
    return tuple(list(_given(active, regimen, made, scene)) for active in actives)


class Likeness:
    """How like a study is to a regimen in any way to give it: what all ways share is compared once."""

    def __init__(
        self,
        study: Evidence,
        regimen: Regimen,
        actives: tuple[str, ...],
        scene: Scene,
        numbers: EvidenceWeights,
    ) -> None:
        self._people = _people(study, scene, numbers)
        self._regimen, self._numbers = regimen, numbers
        self._unknown = _unknown(study, numbers)
        self._is_own = regimen.id == study.regimen or regimen.cite.source == study.cite.source
        self._other: Regimen | None = None
        self._product = 1.0
        self._studied: tuple[tuple[Use, ...], ...] = ()
        if not self._is_own and study.regimen:
            self._other = scene.catalog.regimen(study.regimen)
            if self._other.is_named:
                self._product = _product(self._other, regimen, scene, numbers)
                self._studied = tuple(scene.knowledge.uses_in(each, study.regimen) for each in actives)

    def of(self, made: Given | None, given: Amounts) -> float:
        """The share of the study's weight that supports giving so much so; see `likeness`."""
        share = self._people
        if made is not None:
            for each in made.departures:
                share *= float(each.share)
        if self._is_own:
            return share
        other = self._other
        if other is None:
            return share * self._unknown
        if not other.is_named:
            return 0.0
        share *= self._product
        share *= _amounts(self._studied, given, self._numbers, self._unknown)
        return _elsewhere(share, other, self._regimen, self._numbers)


def most_like(study: Evidence, regimen: Regimen, scene: Scene, numbers: EvidenceWeights) -> float:
    """No way to give a regimen is more like a study: without departures, in the amounts that were studied."""
    share = _people(study, scene, numbers)
    if regimen.id == study.regimen or regimen.cite.source == study.cite.source:
        return share
    if not study.regimen:
        return share * _unknown(study, numbers)
    other = scene.catalog.regimen(study.regimen)
    if not other.is_named:
        return 0.0
    return _elsewhere(share * _product(other, regimen, scene, numbers), other, regimen, numbers)


def _unknown(study: Evidence, numbers: EvidenceWeights) -> float:
    """The share that is left where a study did not print the amount."""
    return numbers.of["given.amount-unknown"] if study.direction == "benefit" else 1.0


def _elsewhere(share: float, other: Regimen, regimen: Regimen, numbers: EvidenceWeights) -> float:
    """What route and zone leave of a share, which are those of the regimens in every way to give one."""
    if "unclear" not in (other.route, regimen.route) and other.route != regimen.route:
        share *= numbers.of["given.other-route"]
    if other.zones and regimen.zones and set(other.zones).isdisjoint(regimen.zones):
        share *= numbers.of["given.other-zone"]
    return share


def _people(study: Evidence, scene: Scene, numbers: EvidenceWeights) -> float:
    """The share that is left where this patient is of another sex or age than those who were studied.

    What is not said of either takes nothing.
    """
    patient, share = scene.case.patient, 1.0
    given = scene.catalog.regimen(study.regimen).population if study.regimen else None
    sex = study.sex if study.sex in _SEXES else given.sex if given is not None else None
    if patient.sex is not None and sex in _SEXES and sex != patient.sex:
        share *= numbers.of["given.other-sex"]
    if patient.age is not None and given is not None:
        young = given.min_age is not None and patient.age < given.min_age
        old = given.max_age is not None and patient.age > given.max_age
        if young or old:
            share *= numbers.of["given.other-age"]
    return share


def _product(other: Regimen, regimen: Regimen, scene: Scene, numbers: EvidenceWeights) -> float:
    here = {item.product for item in regimen.items if item.product}
    there = {item.product for item in other.items if item.product}
    if here == there:
        return 1.0
    if not here or not there:
        return numbers.of["given.product-unnamed"]
    same = {
        name
        for each in there
        for stated in scene.knowledge.equals_of(each)
        for name in (stated.entity, stated.record.product)
    }
    return 1.0 if here <= there | same else numbers.of["given.other-product"]


def _amounts(
    studied: tuple[tuple[Use, ...], ...], given: Amounts, numbers: EvidenceWeights, unknown: float
) -> float:
    """The worst of the actives: within what was studied, near it, beyond it, or not to be compared."""
    return min(
        (
            max(_compared(uses, amounts, numbers), default=unknown)
            for uses, amounts in zip(studied, given, strict=True)
        ),
        default=unknown,
    )


def _given(
    active: str, regimen: Regimen, made: Given | None, scene: Scene
) -> Iterator[tuple[str, Quantity, Quantity]]:
    """What is given of an active: in the session as planned, else as its regimen prints it."""
    if made is not None:
        for item in made.items:
            for content in item.contents:
                if content.ingredient == active and content.amount is not None:
                    yield "session", content.amount, content.amount
    for use in scene.knowledge.uses_in(active, regimen.id):
        if made is None or use.per != "session":
            yield use.per, use.low, use.high


def _compared(
    studied: tuple[Use, ...], given: list[tuple[str, Quantity, Quantity]], numbers: EvidenceWeights
) -> Iterator[float]:
    for use in studied:
        for per, low, high in given:
            if per != use.per or low.dimension != use.low.dimension:
                continue
            if use.low <= high and low <= use.high:
                yield 1.0
            elif use.low <= high * 2 and low <= use.high * 2:
                yield numbers.of["given.amount-near"]
            else:
                yield 0.0
