"""EV802: studies that found nothing, or harm."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.evidence.studies import studies, tally_of
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import actives


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution that names every negative study."""
    for ingredient in actives(item, scene):
        found = tally_of(studies(ingredient, scene), scene.knowledge)
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
)
