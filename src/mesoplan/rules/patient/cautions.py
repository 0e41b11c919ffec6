"""The cautions of a case: what rules of this family share."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Severity
from mesoplan.rules.scene import Scene

REPRODUCTION = "reproduction"
SEVERITY: dict[str, Severity] = {"contraindicated": "forbid", "caution": "caution"}


def cautions(item: Item, scene: Scene) -> Iterator[tuple[str, Stated]]:
    """Every caution that holds for an item, with the ingredient it is about.

    Left out are those for the other sex and those for the other kind of goal; where sex or goal
    are not known, all count.
    """
    goal = scene.goal
    sex = scene.case.patient.sex
    for ingredient in item.ingredients:
        own = (
            *scene.knowledge.cautions(ingredient),
            *scene.knowledge.product_statements(item.product, "cautions"),
        )
        for stated in own:
            caution = stated.record
            if caution.sex is not None and sex is not None and caution.sex != sex:
                continue
            if caution.cosmetic is not None and goal and caution.cosmetic != goal.cosmetic:
                continue
            yield ingredient, stated


def fires(
    item: Item, scene: Scene, kinds: tuple[str, ...], effect: str | None, *, reproductive: bool
) -> Iterator[Judgement]:
    """A judgement for each caution whose fact is true of the patient."""
    for ingredient, stated in cautions(item, scene):
        caution = stated.record
        if effect is not None and caution.effect != effect:
            continue
        if scene.fact(caution.fact).kind not in kinds:
            continue
        if is_reproductive(caution.fact, scene) != reproductive:
            continue
        if scene.answer(caution.fact) == "yes":
            yield Judgement(
                SEVERITY[caution.effect],
                caution.effect,
                (ingredient, caution.fact),
                f"{ingredient} {caution.fact}",
                (stated,),
                data={"ingredient": ingredient, "fact": caution.fact, "why": caution.why,
                      "action": caution.action},
                fixes=(Fix("drop", ingredient),) if caution.effect == "contraindicated" else (),
            )


def is_reproductive(fact: str, scene: Scene) -> bool:
    """Whether a fact is about pregnancy, breast-feeding or conception."""
    return fact == REPRODUCTION or any(
        above == REPRODUCTION for above, _ in scene.catalog.ancestors("fact", fact)
    )
