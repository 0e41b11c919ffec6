"""EV802: studies that found nothing, or harm."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.evidence.studies import studies, tally_of
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import held_to_goal


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution that names every negative study, and one of its own for harm that was published."""
    for ingredient in held_to_goal(item, scene):
        found = tally_of(studies(ingredient, scene), scene.knowledge)
        harmful = tuple(
            each for each in found.against if each.record.direction == "harm" and each.record.harms
        )
        if harmful:
            yield Judgement(
                severity="caution",
                topic="harm",
                subjects=(ingredient,),
                about=ingredient,
                statements=harmful,
                data={
                    "ingredient": ingredient,
                    "goal": scene.case.goal,
                    "number": str(len(harmful)),
                    "why": harmful[0].record.harms,
                },
            )
        if found.against:
            yield Judgement(
                severity="caution",
                topic="mixed" if found.favour else "negative",
                subjects=(ingredient,),
                about=ingredient,
                statements=found.against,
                data={
                    "ingredient": ingredient,
                    "goal": scene.case.goal,
                    "negative": str(len(found.against)),
                    "positive": str(len(found.favour)),
                },
            )


RULE = Rule(
    code="EV802",
    name="negative-evidence",
    scope="item",
    checks="Whether a study found no benefit or harm.",
    why="Negative studies are the first to be forgotten.",
    example="Aminophylline + buflomedil + lidocaine for the thigh: no change.",
    instead="Consider them; the evidence table in `show` has both sides.",
    check=check,
    reads=frozenset({"place", "company"}),
    forbids=False,
)
