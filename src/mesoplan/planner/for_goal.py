"""What serves a goal: its mechanisms, the regimens that may be suggested for it, ingredients, studies."""

from collections.abc import Iterator, Mapping

from mesoplan.catalog.uses import SOURCED
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.evidence import Evidence
from mesoplan.model.regimen import Regimen
from mesoplan.rules.scene import Scene
from mesoplan.worth.benefit import actives

#: The facet of what acts by no mechanism of the goal.
OTHER_FACET = "other"


def goal_mechanisms(scene: Scene) -> dict[str, int]:
    """The mechanisms that serve the goal with their relevance; a parent's when it has none."""
    for goal in scene.catalog.lineage("goal", scene.case.goal):
        mechanisms = scene.catalog.goal(goal).mechanisms
        if mechanisms:
            return {each.id: each.relevance for each in mechanisms}
    return {}


def benefits(
    shown: int, mechanisms: tuple[str, ...], relevance: Mapping[str, int], share: float
) -> dict[str, int]:
    """The belief at the most relevant mechanism, a share of it at each further one."""
    ranked = sorted(mechanisms, key=lambda each: (-relevance[each], each)) or [OTHER_FACET]
    return {ranked[0]: shown, **{each: int(shown * share) for each in ranked[1:]}}


def regimens_of(scene: Scene) -> Iterator[Regimen]:
    """The regimens of the goal that a source which was read gives in full.

    Those of a goal above count where this one only says of which sex (what was studied in androgenetic
    alopecia was studied in men's; in hair loss of any kind it was not), and a medicine's label for a wider
    indication covers a narrower one. Of a group of several diagnoses, those of each count.
    """
    goal, record = scene.case.goal, scene.catalog.goal(scene.case.goal)
    above, same = set(scene.catalog.lineage("goal", goal)), same_but_for_sex(scene)
    meant = {
        each for each in scene.knowledge.related_goals(goal) - above if record.umbrella and _fits(each, scene)
    }
    for stated in scene.knowledge.regimens_for(scene.case.goal):
        regimen: Regimen = stated.record
        if (
            regimen.is_reproducible
            and regimen.basis in SOURCED
            and regimen.cite.supports
            and (
                goal in regimen.goals
                or not meant.isdisjoint(regimen.goals)
                or not same.isdisjoint(regimen.goals)
                or (regimen.basis == "label" and not record.cosmetic and not above.isdisjoint(regimen.goals))
            )
        ):
            yield regimen


def _fits(goal: str, scene: Scene) -> bool:
    """Whether a goal is not of the other sex alone."""
    sex, asked = scene.catalog.goal(goal).sex, scene.case.patient.sex
    return sex is None or asked is None or sex == asked


def same_but_for_sex(scene: Scene) -> frozenset[str]:
    """The goals above that this one only narrows to a sex; a group of several diagnoses is none of them."""
    catalog = scene.catalog
    if catalog.goal(scene.case.goal).sex is None:
        return frozenset()
    return frozenset(
        each for each in catalog.lineage("goal", scene.case.goal) if not catalog.goal(each).umbrella
    )


def actives_of(regimen: Regimen, scene: Scene) -> tuple[str, ...]:
    """What a regimen gives for its effect; anaesthetics and vehicles when there is nothing else."""
    return scene.knowledge.once(_actives_of, regimen.id)


def _actives_of(knowledge: Knowledge, regimen: str) -> tuple[str, ...]:
    catalog = knowledge.catalog
    names = {
        name
        for item in catalog.regimen(regimen).items
        if not item.unnamed
        for name in (
            [part.ingredient for part in catalog.product(item.product).contains]
            if item.product
            else [item.ingredient]
        )
    }
    active = {each for each in names if catalog.role(each) == "active"}
    return tuple(sorted(active or names))


def own_studies(regimen: Regimen, scene: Scene) -> tuple[Evidence, ...]:
    """The studies of the very regimen, or of its actives in its source, for the goal or one related."""
    return scene.knowledge.once(_own_studies, regimen.id, scene.case.goal)


def _own_studies(knowledge: Knowledge, regimen: str, goal: str) -> tuple[Evidence, ...]:
    """By goal, then by id. A study of all of the actives is among those of any of them."""
    catalog, related = knowledge.catalog, knowledge.related_goals(goal)
    record = catalog.regimen(regimen)
    given = knowledge.once(_actives_of, regimen) if record.is_named else ()
    near = {*catalog.index.studied_by.get(regimen, ())}
    near.update(catalog.index.studies_of.get(given[0], ()) if given else ())
    found = [
        (study.goal, identity, study)
        for identity in near
        if (study := catalog.evidence(identity)).goal in related
        and (
            study.regimen == regimen
            or (study.cite.source == record.cite.source and actives(identity, knowledge) == frozenset(given))
        )
    ]
    return tuple(study for _, _, study in sorted(found, key=lambda each: each[:2]))


def serving(scene: Scene, include: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Ingredients with a study for the goal or a mechanism that serves it, in the order of their ids."""
    index = scene.catalog.index
    acting: dict[str, set[str]] = {}
    for mechanism in goal_mechanisms(scene):
        for each in index.acting_via.get(mechanism, ()):
            acting.setdefault(each, set()).add(mechanism)
    near = set(acting)
    for goal in scene.knowledge.related_goals(scene.case.goal):
        for identity in index.evidence_of.get(goal, ()):
            near.update(scene.catalog.given_in(identity))
    known = scene.catalog.table("ingredient")
    for ingredient in sorted(near | {each for each in include if each in known}):
        role = scene.catalog.role(ingredient)
        if role in ("vehicle", "excipient") and ingredient not in include:
            continue
        shared = tuple(sorted(acting.get(ingredient, ())))
        acts = bool(shared) and role == "active"
        if acts or ingredient in include or _is_studied(ingredient, scene):
            yield ingredient, shared


def _is_studied(ingredient: str, scene: Scene) -> bool:
    found = scene.knowledge.evidence(ingredient, scene.case.goal)
    return any(each.record.direction != "none-found" for each in found)
