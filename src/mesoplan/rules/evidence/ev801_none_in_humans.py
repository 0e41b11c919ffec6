"""EV801: no study in humans for this goal."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.evidence.studies import in_humans, studies
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import held_to_goal


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Caution when somebody searched and found none, unknown when nobody is known to have searched.

    An anaesthetic or a vehicle is asked about where nothing else is given for the goal.
    """
    if scene.goal is None:
        yield Judgement(
            "unknown",
            "goal-not-said",
            item.ingredients,
            "goal",
            data={"item": item.name},
            needs=(Need("case", "goal"),),
        )
        return
    for ingredient in held_to_goal(item, scene):
        found = studies(ingredient, scene)
        if in_humans(found, scene):
            continue
        read = tuple(each for each in found if scene.knowledge.was_read(each))
        searched = tuple(each for each in read if each.record.direction == "none-found")
        others = tuple(each for each in read if each not in searched)
        data = {"ingredient": ingredient, "goal": scene.case.goal}
        if read:
            yield Judgement(
                severity="caution",
                topic="none-found" if searched else "none-direct",
                subjects=(ingredient,),
                about=ingredient,
                statements=(*searched, *others),
                data=data,
            )
        else:
            yield Judgement(
                severity="unknown",
                topic="nothing-recorded",
                subjects=(ingredient,),
                about=ingredient,
                statements=found,
                data=data,
                needs=(Need("data", "evidence"),),
            )


RULE = Rule(
    code="EV801",
    name="no-human-evidence",
    scope="item",
    checks="Whether any study in humans looked at this ingredient for this goal.",
    why="Nothing is known of benefit, and of harm only what chance reports.",
    example="Finasteride injected into the scalp.",
    instead="Prefer an ingredient that was studied; tell the patient.",
    check=check,
    reads=frozenset({"place", "company"}),
    forbids=False,
)
