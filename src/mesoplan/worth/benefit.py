"""What an ingredient, or a combination, was shown to do for a goal."""

from collections.abc import Iterable, Mapping

from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.evidence import Evidence, direct
from mesoplan.model.regimen import Regimen
from mesoplan.model.statement import Stated
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene
from mesoplan.worth.belief import parts_below
from mesoplan.worth.likeness import Given, Likeness, given_of, most_like
from mesoplan.worth.weights import EvidenceWeights

#: Benefits are whole numbers: thousandths of the lower credible bound.
SCALE = 1000
_FOR = "benefit"
_AGAINST = {"no-difference", "harm"}


class Belief(NamedTuple):
    """Thousandths of the lower credible bound, the weights behind it, and the studies."""

    thousandths: int
    works: float
    does_not: float
    studies: tuple[Stated, ...]


def unmoved(numbers: EvidenceWeights) -> int:
    """The belief in something that nobody studied."""
    works, does_not = numbers.of["prior.benefit"], numbers.of["prior.no-benefit"]
    return parts_below(SCALE, works, does_not, numbers.of["credible-level"])


def regimen_belief(
    regimen: Regimen, given: tuple[str, ...], made: Given | None, scene: Scene, numbers: EvidenceWeights
) -> Belief:
    """What studies of the same actives say of a regimen, each as far as it gave the same (`likeness`)."""
    return beliefs(regimen, given, (made,), scene, numbers)[0]


def beliefs(
    regimen: Regimen,
    given: tuple[str, ...],
    ways: Iterable[Given | None],
    scene: Scene,
    numbers: EvidenceWeights,
) -> list[Belief]:
    """The same for several ways to give a regimen."""
    goal = scene.case.goal
    found = scene.knowledge.once(_of_these, given, goal)
    alike = {each.entity: Likeness(each.record, regimen, given, scene, numbers) for each in found}
    believed = []
    for made in ways:
        amounts = given_of(given, regimen, made, scene)
        shares = {study: each.of(made, amounts) for study, each in alike.items()}
        believed.append(belief(found, goal, numbers, shares))
    return believed


def _of_these(knowledge: Knowledge, given: tuple[str, ...], goal: str) -> tuple[Stated, ...]:
    """The studies for the goal of these actives, no more and no fewer."""
    wanted = frozenset(given)
    return tuple(
        each for each in knowledge.evidence(given[0], goal) if actives(each.entity, knowledge) == wanted
    )


def most_believed(regimen: Regimen, given: tuple[str, ...], scene: Scene, numbers: EvidenceWeights) -> int:
    """What can be believed of a regimen at most, however it is given, in thousandths.

    Every study that found a benefit counts as far as any way to give it is like it, and nothing speaks
    against it: `belief` grows with the one and falls with the other. One more covers what floating point
    may lose.
    """
    goal, best = scene.case.goal, dict[str, float]()
    for each in scene.knowledge.once(_of_these, given, goal):
        if each.record.direction == _FOR:
            weight = weight_of(each, goal, numbers) * most_like(each.record, regimen, scene, numbers)
            best[each.cite.source] = max(best.get(each.cite.source, 0.0), weight)
    if not any(best.values()):
        return unmoved(numbers)
    works, does_not = numbers.of["prior.benefit"], numbers.of["prior.no-benefit"]
    return parts_below(SCALE, works + sum(best.values()), does_not, numbers.of["credible-level"]) + 1


def studies_of(given: tuple[str, ...], scene: Scene, numbers: EvidenceWeights) -> tuple[Stated, ...]:
    """The studies of these actives, no more and no fewer, that count for or against: one a publication."""
    goal = scene.case.goal
    return belief(scene.knowledge.once(_of_these, given, goal), goal, numbers).studies


def single_belief(ingredient: str, goal: str, knowledge: Knowledge, numbers: EvidenceWeights) -> Belief:
    """What studies of this ingredient as the only active say. A combination's result is not its."""
    return belief(knowledge.once(_of_these, (ingredient,), goal), goal, numbers)


def combinations(goal: str, knowledge: Knowledge) -> dict[frozenset[str], list[Stated]]:
    """Studies of two or more actives together, by the set of actives."""
    sets: dict[frozenset[str], list[Stated]] = {}
    for each in sorted(knowledge.related_goals(goal)):
        for identity in knowledge.catalog.index.evidence_of.get(each, ()):
            together = actives(identity, knowledge)
            if len(together) > 1:
                study = Stated(identity, knowledge.catalog.evidence(identity))
                sets.setdefault(together, []).append(study)
    return dict(sorted(sets.items(), key=lambda pair: sorted(pair[0])))


def actives(study: str, knowledge: Knowledge) -> frozenset[str]:
    """What was given for its effect; anaesthetics and vehicles count when nothing else was given."""
    names = knowledge.catalog.given_in(study)
    active = {each for each in names if knowledge.catalog.role(each) == "active"}
    return frozenset(active or names)


def belief(
    studies: Iterable[Stated], goal: str, numbers: EvidenceWeights, alike: Mapping[str, float] = {}
) -> Belief:
    """The belief after these studies; one publication counts once, where it is most direct.

    ``alike`` is the share of each that counts, by the study: all of it where it says nothing.
    """
    by_source: dict[str, tuple[float, Stated]] = {}
    for each in studies:
        weight = weight_of(each, goal, numbers) * alike.get(each.entity, 1.0)
        kept = by_source.get(each.cite.source)
        if weight > 0 and (kept is None or weight > kept[0]):
            by_source[each.cite.source] = (weight, each)
    works, does_not = numbers.of["prior.benefit"], numbers.of["prior.no-benefit"]
    for weight, each in by_source.values():
        if each.record.direction == _FOR:
            works += weight
        elif each.record.direction == "harm":
            does_not += weight * numbers.of["harm"]
        else:
            does_not += weight
    bound = parts_below(SCALE, works, does_not, numbers.of["credible-level"])
    used = tuple(each for _, each in by_source.values())
    return Belief(bound, works, does_not, used)


def weight_of(stated: Stated, goal: str, numbers: EvidenceWeights) -> float:
    """What one study adds; zero when it may not count for the side it is on."""
    study: Evidence = stated.record
    if not direct(study) or study.direction not in {_FOR, *_AGAINST}:
        return 0.0
    if study.direction == _FOR and not stated.cite.supports:
        return 0.0
    if study.direction == "no-difference" and study.comparator in ("active", "dose"):
        return 0.0  # as good as something else, or as another dose: neither for nor against
    size = numbers.of["size.unknown"]
    if study.n is not None:
        size = study.n / (study.n + numbers.of["half-size"])
    weight = numbers.design(study.design) * numbers.comparator(study.comparator) * size
    return weight if study.goal == goal else weight * numbers.of["related-goal"]
