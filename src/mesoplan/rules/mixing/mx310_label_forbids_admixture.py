"""MX310: a label says that nothing, or only certain things, may be mixed in."""

from collections.abc import Iterator

from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.rules.mixing.pairs import admixtures
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(one: Item, other: Item, mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A forbid for each item whose label excludes the other."""
    for item, partner in ((one, other), (other, one)):
        seen: set[str] = set()
        for ingredient in item.ingredients:
            for stated in admixtures(item, ingredient, scene):
                if stated.id not in seen and _excludes(stated, partner, scene):
                    seen.add(stated.id)
                    yield _judgement(item, partner, stated)


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


def _judgement(item: Item, partner: Item, stated: Stated) -> Judgement:
    return Judgement(
        "forbid", stated.record.rule, (item.name, partner.name), f"{item.name} {stated.id}",
        (stated,),
        data={"item": item.name, "partner": partner.name,
              "partners": ", ".join(stated.record.partners), "note": stated.record.note},
        fixes=(Fix("separate", item.name),),
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
