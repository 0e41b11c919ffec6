"""MX310: a label says that nothing, or only certain things, may be mixed in."""

from collections.abc import Iterator

from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.mixing.pairs import admixtures
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(one: Item, other: Item, mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each item whose label excludes the other; unknown when only some labels do."""
    for item, partner in ((one, other), (other, one)):
        seen: set[str] = set()
        for ingredient in item.ingredients:
            for stated in admixtures(item, ingredient, scene):
                if stated.id not in seen and _excludes(stated, partner, scene):
                    seen.add(stated.id)
                    yield _judgement(item, partner, (stated,), certain=True)
        if not item.product and not seen:
            yield from _of_unnamed(item, partner, scene)


def _of_unnamed(item: Item, partner: Item, scene: Scene) -> Iterator[Judgement]:
    """What the labels of every product that the item may be say."""
    products = scene.knowledge.products_of(item)
    against = {
        identity: stated
        for identity, _ in products
        for stated in scene.knowledge.product_statements(identity, "admixtures")
        if _excludes(stated, partner, scene)
    }
    if against:
        certain = len(against) == len(products)
        yield _judgement(item, partner, tuple(against.values()), certain=certain)


def _excludes(stated: Stated, partner: Item, scene: Scene) -> bool:
    record = stated.record
    if record.rule == "alone":
        return True
    if record.rule != "only-with":
        return False
    named = {partner.product, *partner.ingredients}
    return not any(
        allowed in named or any(scene.knowledge.is_a(each, allowed) for each in partner.ingredients)
        for allowed in record.partners
    )


def _judgement(item: Item, partner: Item, stated: tuple[Stated, ...], *, certain: bool) -> Judgement:
    record = stated[0].record
    return Judgement(
        "forbid" if certain else "unknown",
        record.rule if certain else "some-labels",
        (item.name, partner.name),
        f"{item.name} {stated[0].id}",
        stated,
        data={
            "item": item.name,
            "partner": partner.name,
            "partners": ", ".join(record.partners),
            "note": record.note,
        },
        fixes=(Fix("separate", item.name),) if certain else (Fix("state", item.name, "product"),),
        needs=() if certain else (Need("product", item.name),),
    )


RULE = Rule(
    code="MX310",
    name="label-forbids-admixture",
    scope="pair",
    checks="Whether a label forbids what is mixed in.",
    why="The maker tested the product alone; whatever happens in a mixture is yours.",
    example="Deoxycholic acid 10 mg/mL: dilution or admixture is not recommended.",
    instead="Give it alone, in its own syringe.",
    check=check,
)
