"""EV802: studies that found nothing, or harm."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.evidence.studies import in_humans, is_negative, studies
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import actives


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution that names every negative study, and one of its own for harm that was published."""
    for ingredient in actives(item, scene):
        human = in_humans(studies(ingredient, scene), scene)
        negative = tuple(each for each in human if is_negative(each.record))
        harmful = tuple(each for each in negative if each.record.direction == "harm" and each.record.harms)
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
        if negative:
            positive = [each for each in human if each.record.direction == "benefit"]
            yield Judgement(
                severity="caution",
                topic="mixed" if positive else "negative",
                subjects=(ingredient,),
                about=ingredient,
                statements=negative,
                data={
                    "ingredient": ingredient,
                    "goal": scene.case.goal,
                    "negative": str(len(negative)),
                    "positive": str(len(positive)),
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
)
