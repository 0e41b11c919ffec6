"""DS503: less than any study or label used."""

from collections.abc import Iterator

from mesoplan.catalog.uses import Use
from mesoplan.model.case import Item
from mesoplan.quantity import Quantity
from mesoplan.rules.dose.studied import compared, is_said, serves, sourced_uses
from mesoplan.rules.rule import Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """A caution for each ingredient of which the session holds less than any regimen for the goal gives.

    Like is compared with like: a session's amount with a session's, a point's with a point's, a square
    centimetre's with a square centimetre's. What suffices on one basis is not too little; nor is what may
    suffice on a basis that the case does not say. What was given elsewhere on the body, or in a whole, is
    no measure, and what the very product was given in for the goal, by whatever route, is not too little.
    """
    for ingredient in dict.fromkeys(item.ingredients):
        if scene.catalog.ingredient(ingredient).role in ("vehicle", "excipient"):
            continue
        found = [each for each in compared(item, ingredient, scene) if _is_here(each.use, scene)]
        if not found or any(each.given >= each.use.low for each in found):
            continue
        if any(not is_said(use, scene) for use in sourced_uses(ingredient, scene)):
            continue
        whole = next((each.given for each in found if each.use.per == "session"), None)
        if whole is not None and _is_of_the_product(whole, item, ingredient, scene):
            continue
        least = min(
            found,
            key=lambda each: (each.use.per != "session", each.use.per, each.use.low, each.use.regimen.id),
        )
        yield Judgement(
            severity="caution",
            topic="below",
            subjects=(ingredient,),
            about=ingredient,
            statements=(least.use.stated,),
            data={
                "ingredient": ingredient,
                "amount": str(least.given),
                "least": str(least.use.low),
                "per": "" if least.use.per == "session" else least.use.per,
            },
        )


def _is_here(use: Use, scene: Scene) -> bool:
    """Whether a regimen was given in the case's zone or a part of it, as far as either is said."""
    zone, zones = scene.case.zone, use.regimen.zones
    return not zone or not zones or any(zone in scene.catalog.lineage("zone", each) for each in zones)


def _is_of_the_product(given: Quantity, item: Item, ingredient: str, scene: Scene) -> bool:
    """Whether a label or a study gives no more in a session of the very product for the goal."""
    return bool(item.product) and any(
        use.is_sourced
        and use.per == "session"
        and use.product == item.product
        and use.low.dimension == given.dimension
        and use.low <= given
        and serves(use.regimen.goals, scene.case.goal, scene)
        for use in scene.knowledge.uses(ingredient)
    )


RULE = Rule(
    code="DS503",
    name="below-studied",
    scope="item",
    checks="Whether an amount is at least the lowest that was studied or labelled for the goal.",
    why="Too little has the risks of a needle and no chance of an effect.",
    example="Tranexamic acid 0.1 mg for a whole face.",
    instead="Use a studied dose, or leave the ingredient out.",
    check=check,
    reads=frozenset({"patient", "place", "session", "company"}),
    forbids=False,
)
