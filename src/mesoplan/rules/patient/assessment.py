"""Whether anything was read about a fact of the patient with an ingredient."""

from typing import Literal

from mesoplan.model.case import Item
from mesoplan.model.screening import Screening
from mesoplan.model.statement import Stated
from mesoplan.record import NamedTuple
from mesoplan.rules.case_facts import CaseFacts
from mesoplan.rules.patient.cautions import cautions_of, is_reproductive
from mesoplan.rules.scene import Scene


class Assessment(NamedTuple):
    """What the catalog has on one fact and one ingredient.

    ``spoken``: a statement that was read is about them; another rule says what. ``silent``: sections
    that would have to name the fact were read whole, and do not (``sections``). ``elsewhere``: they
    name it, for other patients or goals than these. ``unread``: none of these.
    """

    state: Literal["spoken", "silent", "elsewhere", "unread"]
    sections: tuple[Stated, ...] = ()


def assess(fact: str, ingredient: str, item: Item, scene: Scene) -> Assessment:
    """Whether a statement or a section that was read answers for this fact with this ingredient.

    What was only recalled answers nothing (third law), and neither does a class that speaks of the
    act of injecting when the fact is a medicine. A section that names the fact answers only together
    with the statement it led to: where that is gone, nothing was read.
    """
    return scene.once(_assess, fact, ingredient, item.product, item.ingredients)


def facts_to_assess(scene: Scene) -> tuple[str, ...]:
    """What is said of the patient and a label would have to name: medicines, conditions, reproduction."""
    return tuple(fact for fact in scene.case.patient.said if _about(fact, scene))


def same_substance(fact: str, ingredient: str, scene: CaseFacts) -> bool:
    """Whether the medicine that the patient takes is the ingredient itself."""
    lineage = scene.catalog.lineage("ingredient", ingredient)
    return any(each in lineage for each in scene.fact(fact).medicine_of)


def _assess(
    facts: CaseFacts, fact: str, ingredient: str, product: str, ingredients: tuple[str, ...]
) -> Assessment:
    lineage = facts.catalog.lineage("fact", fact)
    if same_substance(fact, ingredient, facts) or _is_spoken_of(
        facts, lineage, ingredient, product, ingredients
    ):
        return Assessment("spoken")
    about = _about(fact, facts)
    sections = tuple(each for each in _screenings(facts, ingredient, product) if each.record.about == about)
    naming = [each for each in sections if not set(each.record.names).isdisjoint(lineage)]
    if naming:
        heard = all(_is_stated(facts, each.record, lineage, ingredient, product) for each in naming)
        read = tuple(each for each in naming if each.record.answers)
        return Assessment("elsewhere", read) if heard and read else Assessment("unread")
    silent = tuple(each for each in sections if each.record.answers)
    return Assessment("silent", silent) if silent else Assessment("unread")


def _about(fact: str, scene: CaseFacts) -> str:
    """The section that would name this fact; empty where none would."""
    kind = scene.fact(fact).kind
    if kind == "medicine":
        return "medicines"
    return "conditions" if kind == "condition" or is_reproductive(fact, scene) else ""


def _is_spoken_of(
    facts: CaseFacts,
    lineage: tuple[str, ...],
    ingredient: str,
    product: str,
    ingredients: tuple[str, ...],
) -> bool:
    """Whether a caution that was read, and holds for this patient and goal, is about the fact."""
    of_medicine = facts.fact(lineage[0]).kind == "medicine"
    return any(
        warned.stated.record.fact in lineage
        and warned.stated.cite.supports
        and (warned.about == ingredient or warned.stated.entity == product)
        and not (of_medicine and _is_procedure(warned.stated.entity, facts))
        for warned in cautions_of(product, ingredients, facts)
    )


def _is_stated(
    facts: CaseFacts, screening: Screening, lineage: tuple[str, ...], ingredient: str, product: str
) -> bool:
    """Whether what a section names is stated, if only for other patients or goals than these."""
    stated = (
        *facts.knowledge.cautions(ingredient),
        *facts.knowledge.product_statements(product, "cautions"),
    )
    said = {each.record.fact for each in stated if each.cite.supports}
    return all(
        not said.isdisjoint(facts.catalog.lineage("fact", name))
        for name in screening.names
        if name in lineage
    )


def _screenings(facts: CaseFacts, ingredient: str, product: str) -> tuple[Stated, ...]:
    return (
        *facts.knowledge.inherited(ingredient, "screenings"),
        *facts.knowledge.product_statements(product, "screenings"),
    )


def _is_procedure(entity: str, scene: CaseFacts) -> bool:
    classes = scene.catalog.table("class")
    return entity in classes and classes[entity].procedure
