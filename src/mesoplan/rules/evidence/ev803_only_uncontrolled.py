"""EV803: only uncontrolled studies."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.evidence.studies import counted, in_humans, is_controlled, studies
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import held_to_goal


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution when no study compared with anybody."""
    for ingredient in held_to_goal(item, scene):
        human = in_humans(studies(ingredient, scene), scene)
        if human and not any(is_controlled(each.record) for each in human):
            one_each = counted(human, scene.knowledge)
            yield Judgement(
                severity="caution",
                topic="uncontrolled",
                subjects=(ingredient,),
                about=ingredient,
                statements=one_each,
                data={"ingredient": ingredient, "goal": scene.case.goal, "number": str(len(one_each))},
            )


RULE = Rule(
    code="EV803",
    name="only-uncontrolled",
    scope="item",
    checks="Whether anybody compared the ingredient with something.",
    why="Hair grows back, fat comes and goes: 30 % of patches regrew on saline.",
    example="Botulinum toxin for hair loss.",
    instead="Prefer an ingredient with a controlled study.",
    check=check,
    reads=frozenset({"place", "company"}),
    forbids=False,
)
