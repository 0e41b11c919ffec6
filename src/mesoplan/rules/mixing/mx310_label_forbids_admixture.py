"""MX310: a label says that nothing, or only certain things, may be mixed in."""

from collections.abc import Iterator

from mesoplan.knowledge.questions import Knowledge
from mesoplan.knowledge.whole import label_of
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.rules.mixing.pairs import admixtures
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.unnamed import which_product


def check(one: Item, other: Item, mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each item whose own label excludes the other; a caution for what is taken over.

    What another product's label, a trial or a class says of the same substance is inferred: it warns
    and says whose word it is. What labels of products say that nobody named is a question. Two portions of
    one product are no mixture.
    """
    if one.product and one.product == other.product:
        return
    for item, partner in ((one, other), (other, one)):
        seen: set[str] = set()
        for ingredient in item.ingredients:
            for stated in admixtures(item, ingredient, scene):
                if stated.id not in seen and _excludes(stated, partner, scene):
                    seen.add(stated.id)
                    yield _judgement(item, partner, stated, scene)
        if (
            not item.product
            and not seen
            and any(
                _excludes(stated, partner, scene)
                for identity, _ in scene.knowledge.products_of(item)
                for stated in scene.knowledge.product_statements(identity, "admixtures")
            )
        ):
            yield which_product(item)


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


def _judgement(item: Item, partner: Item, stated: Stated, scene: Scene) -> Judgement:
    record = stated.record
    own = _own(stated, item, scene)
    return Judgement(
        severity="forbid" if own else "caution",
        topic=record.rule if own else "inherited",
        subjects=(item.name, partner.name),
        about=f"{item.name} {stated.id}",
        statements=(stated,),
        data={
            "item": item.name,
            "partner": partner.name,
            "partners": ", ".join(record.partners),
            "note": record.note,
            "whose": "" if own else _whose(stated, scene),
        },
        fixes=(Fix("separate", item.name),),
    )


def _own(stated: Stated, item: Item, scene: Scene) -> bool:
    """Whether it is the item's own label: said of the product, or in a label that the product rests on."""
    if stated.entity == item.product:
        return True
    return bool(item.product) and stated.cite.source in scene.knowledge.once(_labels_of, item.product)


def _labels_of(knowledge: Knowledge, product: str) -> frozenset[str]:
    """The sources that say what is in a product: its label."""
    return frozenset(
        each.cite.source
        for each in knowledge.catalog.product(product).contains
        if each.cite.access == "label"
    )


def _whose(stated: Stated, scene: Scene) -> str:
    """The product whose label says it, where the catalog has that product; else the source's title."""
    identity = scene.knowledge.once(label_of).get(stated.cite.source)
    if identity is not None:
        return f"the label of {scene.catalog.product(identity).label}"
    return scene.catalog.source(stated.cite.source).title


RULE = Rule(
    code="MX310",
    name="label-forbids-admixture",
    scope="pair",
    checks="Whether a label forbids what is mixed in.",
    why="The maker tested the product alone; whatever happens in a mixture is yours.",
    example="Deoxycholic acid 10 mg/mL: dilution or admixture is not recommended.",
    instead="Give it alone, in its own syringe.",
    check=check,
    reads=frozenset(),
)
