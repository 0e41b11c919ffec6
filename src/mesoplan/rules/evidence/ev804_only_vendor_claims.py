"""EV804: only sellers say so."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.rules.evidence.studies import in_humans, studies
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.actives import held_to_goal


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution when all that supports the use comes from sellers."""
    for ingredient in held_to_goal(item, scene):
        found = studies(ingredient, scene)
        claims = tuple(
            each for each in found if each.record.design == "vendor-claim" or each.cite.access == "vendor"
        )
        if claims and not in_humans(found, scene):
            yield Judgement(
                severity="caution",
                topic="vendor",
                subjects=(ingredient,),
                about=ingredient,
                statements=claims,
                data={"ingredient": ingredient, "goal": scene.case.goal},
            )


RULE = Rule(
    code="EV804",
    name="only-vendor-claims",
    scope="item",
    checks="Whether anything but a seller's word supports the use.",
    why="A leaflet is written to sell.",
    example="Finasteride 0.25 % for scalp mesotherapy, from a clinic's page.",
    instead="Do not count it as evidence.",
    check=check,
    reads=frozenset({"place", "company"}),
    forbids=False,
)
