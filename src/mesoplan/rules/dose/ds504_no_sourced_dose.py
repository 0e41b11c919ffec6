"""DS504: nobody has published a dose."""

from collections.abc import Iterator

from mesoplan.catalog.uses import SOURCED
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.dose.studied import serves, sourced_uses
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each ingredient without a dose, for this goal, in a source that was read."""
    for ingredient in item.ingredients:
        record = scene.catalog.ingredient(ingredient)
        if record.role in ("vehicle", "excipient") or sourced_uses(ingredient, scene):
            continue
        if _is_dosed_as_product(item, scene):
            continue
        weak = tuple(dict.fromkeys(use.stated for use in scene.knowledge.uses(ingredient)))
        searched = tuple(Stated(ingredient, each) for each in record.searched if each.about == "dose")
        yield Judgement(
            severity="unknown",
            topic="only-weak" if weak else "none",
            subjects=(ingredient,),
            about=ingredient,
            statements=(*weak, *searched),
            data={"ingredient": ingredient},
            needs=(Need("data", "dose"),),
            fixes=(Fix("drop", ingredient),),
        )


def _is_dosed_as_product(item: Item, scene: Scene) -> bool:
    """Whether a source that was read doses the product itself, whatever its parts amount to."""
    return any(
        given.product == item.product and given.amounts
        for stated in scene.knowledge.regimens_with(item.product)
        if stated.cite.supports
        and stated.record.basis in SOURCED
        and serves(stated.record.goals, scene.case.goal, scene)
        for given in stated.record.items
    )


RULE = Rule(
    code="DS504",
    name="no-sourced-dose",
    scope="item",
    checks="Whether a source that was read gives a dose of the ingredient for this goal.",
    why="A dose from habit cannot be defended, checked or repeated.",
    example="Yohimbine: no licensed injection and no published dose.",
    instead="Leave it out, or document where the dose comes from.",
    check=check,
    reads=frozenset({"place", "session"}),
    forbids=False,
)
