"""PT215: the patient is a minor."""

from collections.abc import Iterator

from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import actives

#: From this age on nobody needs a regimen for children.
ADULT = 18


def check(scene: Scene) -> Iterator[Judgement]:
    """Below 18 a cosmetic goal is forbidden; for another goal each active needs a regimen for that age."""
    goal, age = scene.goal, scene.case.patient.age
    if goal is None or (age is not None and age >= ADULT) or not scene.of_company(_is_any):
        return
    if age is None:
        yield Judgement(
            "unknown",
            "age-not-asked",
            (goal.id,),
            "age",
            data={"goal": goal.id},
            needs=(Need("patient", "age"),),
            fixes=(Fix("ask", "age"),),
        )
        return
    if goal.cosmetic:
        yield Judgement("forbid", "cosmetic", (goal.id,), "age", data={"goal": goal.id, "age": str(age)})
        return
    for ingredient in scene.of_company(_actives):
        if not _given_at(age, ingredient, scene):
            yield Judgement(
                "unknown",
                "no-regimen",
                (ingredient,),
                ingredient,
                data={"ingredient": ingredient, "goal": goal.id, "age": str(age)},
                needs=(Need("data", "regimen", ingredient),),
                fixes=(Fix("drop", ingredient),),
            )


def _is_any(scene: Scene) -> bool:
    return bool(scene.items)


def _actives(scene: Scene) -> tuple[str, ...]:
    return tuple(sorted({each for item in scene.items for each in actives(item, scene)}))


def _given_at(age: int, ingredient: str, scene: Scene) -> tuple[Stated, ...]:
    """Regimens for the goal that were given at this age, by a source that was read."""
    related = scene.knowledge.related_goals(scene.case.goal)
    return tuple(
        each
        for each in scene.knowledge.regimens_of(ingredient)
        if each.cite.supports
        and set(each.record.goals) & related
        and each.record.population is not None
        and each.record.population.min_age is not None
        and each.record.population.min_age <= age
        and (each.record.population.max_age is None or age <= each.record.population.max_age)
    )


RULE = Rule(
    code="PT215",
    name="minor",
    scope="case",
    checks="Whether a patient below 18 has a goal and a regimen that are for that age.",
    why="A wish for another look can wait; a child's dose is not a small adult's.",
    example="Minoxidil for the hair of a child of two.",
    instead="Wait, or refer; for an illness use what was studied at that age.",
    check=check,
    reads=frozenset({"patient", "place", "company"}),
)
