"""The cautions of a case: what rules of this family share."""

from collections.abc import Iterator
from typing import NamedTuple

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.effect import SEVERITY

REPRODUCTION = "reproduction"


class Warned(NamedTuple):
    """A caution that holds for an item: what it is about, whether its fact is true, of what kind.

    ``about`` is an ingredient of the item or an excipient of its product; ``certain`` is False for
    an excipient of a product that the item does not name.
    """

    about: str
    stated: Stated
    answer: str
    kind: str
    reproductive: bool
    certain: bool = True


def cautions(item: Item, scene: Scene) -> tuple[Warned, ...]:
    """Every caution that holds for an item, its product and the product's excipients.

    Left out are those for the other sex and those for the other kind of goal; where sex or goal
    are not known, all count.
    """
    key = ("cautions", item.product, *item.ingredients)
    known: tuple[Warned, ...] | None = scene.memory.get(key)
    if known is None:
        known = scene.memory[key] = tuple(_cautions(item, scene))
    return known


def fires(
    item: Item, scene: Scene, kinds: tuple[str, ...], effect: str | None, *, reproductive: bool
) -> Iterator[Judgement]:
    """A judgement for each caution whose fact is true of the patient."""
    warnings = cautions(item, scene)
    own = {_matter(warned) for warned in warnings if warned.stated.entity == warned.about}
    for warned in warnings:
        caution = warned.stated.record
        if warned.answer != "yes" or warned.kind not in kinds:
            continue
        if warned.reproductive != reproductive or effect not in (None, caution.effect):
            continue
        yield _judgement(item, warned, _matter(warned) in own)


def _matter(warned: Warned) -> tuple[str, str, str]:
    return warned.about, warned.stated.record.fact, warned.stated.record.effect


def _judgement(item: Item, warned: Warned, says_it_itself: bool) -> Judgement:
    caution = warned.stated.record
    data = {"ingredient": warned.about, "fact": caution.fact, "why": caution.why, "action": caution.action}
    # What a class says of all its members is one fact, however many of them are given; what an
    # ingredient says itself as well is one fact with it.
    about = f"{warned.about if says_it_itself else warned.stated.entity} {caution.fact}"
    if not warned.certain:
        return Judgement(
            "unknown",
            "excipient-of-some",
            (item.name, warned.about, caution.fact),
            about,
            (warned.stated,),
            data,
            (Fix("state", item.name, "product"),),
            (Need("product", item.name),),
        )
    return Judgement(
        SEVERITY[caution.effect],
        caution.effect,
        (warned.about, caution.fact),
        about,
        (warned.stated,),
        data,
        (Fix("drop", item.name),) if caution.effect == "contraindicated" else (),
    )


def _cautions(item: Item, scene: Scene) -> Iterator[Warned]:
    goal = scene.goal
    sex = scene.case.patient.sex
    for about, stated, certain in _stated(item, scene):
        caution = stated.record
        if caution.sex is not None and sex is not None and caution.sex != sex:
            continue
        if caution.cosmetic is not None and goal and caution.cosmetic != goal.cosmetic:
            continue
        answer, kind, reproductive = _of_fact(caution.fact, scene)
        yield Warned(about, stated, answer, kind, reproductive, certain)


def _of_fact(fact: str, scene: Scene) -> tuple[str, str, bool]:
    """The patient's answer, the kind of fact, and whether it is reproductive: many cautions share one."""
    key = ("fact", fact)
    known: tuple[str, str, bool] | None = scene.memory.get(key)
    if known is None:
        known = scene.answer(fact), scene.fact(fact).kind, is_reproductive(fact, scene)
        scene.memory[key] = known
    return known


def _stated(item: Item, scene: Scene) -> Iterator[tuple[str, Stated, bool]]:
    """Cautions of the ingredients, of the product, and of the excipients (sulfite and asthma)."""
    for ingredient in item.ingredients:
        for stated in scene.knowledge.cautions(ingredient):
            yield ingredient, stated, True
    for stated in scene.knowledge.product_statements(item.product, "cautions"):
        yield item.ingredients[0], stated, True
    said = {group for each in item.ingredients for group in scene.catalog.lineage("ingredient", each)}
    for _, product in scene.knowledge.products_of(item):
        for excipient in product.excipients:
            # What is also given as an active keeps its cautions for doses of an active.
            if scene.catalog.ingredient(excipient.ingredient).role == "excipient":
                for stated in scene.knowledge.cautions(excipient.ingredient):
                    if stated.entity not in said:
                        yield excipient.ingredient, stated, bool(item.product)


def is_reproductive(fact: str, scene: Scene) -> bool:
    """Whether a fact is about pregnancy, breast-feeding or conception."""
    return fact == REPRODUCTION or any(
        above == REPRODUCTION for above, _ in scene.catalog.ancestors("fact", fact)
    )
