"""Whether more of an ingredient is in a syringe than dissolves, by what sources state of its solubility.

A solubility is a statement on one form, in water or saline, and at a pH where the source says one. The form
of an amount that nobody said may be another: then it is not known whether the statement holds.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from mesoplan.knowledge.forms import in_form
from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.acidity import mixed_range
from mesoplan.mixing.mixture import Mixture, Part
from mesoplan.model.ingredient import Solubility
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

#: ``beyond``: more than dissolves; else what would have to be known: the form, the pH, or the product, of
#: which one is made stronger than this.
Dissolves = Literal["beyond", "form", "ph", "product"]


class Excess(NamedTuple):
    """An ingredient of which more is given than a statement says dissolves, if the statement holds."""

    ingredient: str
    given: Quantity
    most: Quantity
    stated: Stated
    verdict: Dissolves


def excesses(mixture: Mixture, knowledge: Knowledge) -> Iterator[Excess]:
    """Each statement that the mixture passes; what comes as a product dissolves there, in whatever way."""
    for part in mixture.actives:
        supplied = [item for item in mixture.items if part.ingredient in item.ingredients]
        if part.concentration is None or any(item.product for item in supplied):
            continue
        for record in knowledge.catalog.ingredient(part.ingredient).solubility:
            found = _excess(part, part.concentration, record, mixture, knowledge)
            if found is not None:
                yield found


def _excess(
    part: Part, given: Quantity, record: Solubility, mixture: Mixture, knowledge: Knowledge
) -> Excess | None:
    most = _of_form(record, part, knowledge)
    if most is None or most.dimension != given.dimension or given <= most:
        return None
    inside = _inside(record, mixture)
    if inside is False:
        return None
    verdict: Dissolves = "beyond"
    if inside is None:
        verdict = "ph"
    if _strongest(part, given, knowledge):
        verdict = "product"
    if record.form and not part.form and _may_be_another(record.form, part, knowledge):
        verdict = "form"
    return Excess(
        ingredient=part.ingredient,
        given=given,
        most=most,
        stated=Stated(part.ingredient, record),
        verdict=verdict,
    )


def _of_form(record: Solubility, part: Part, knowledge: Knowledge) -> Quantity | None:
    """The most, counted in the form that is given; None where the statement is on another substance.

    A salt dissolves otherwise than its base: only a hydrate is the same thing in solution.
    """
    if not record.form or not part.form or record.form == part.form:
        return record.max
    kinds = {each.id: each.kind for each in knowledge.catalog.ingredient(part.ingredient).forms}
    if "hydrate" not in (kinds.get(record.form), kinds.get(part.form)):
        return None
    counted = in_form(record.max, record.form, part.form, part.ingredient, knowledge.catalog)
    return counted.at_least if counted.exact else None


def _may_be_another(form: str, part: Part, knowledge: Knowledge) -> bool:
    return any(each.id != form for each in knowledge.catalog.ingredient(part.ingredient).forms)


def _inside(record: Solubility, mixture: Mixture) -> bool | None:
    """Whether the mixture has the pH that the statement is about; None where that is not known."""
    if record.ph_min is None and record.ph_max is None:
        return True
    span = mixed_range(mixture)
    if span is None:
        return None
    low, high = span[0], span[1]
    if (record.ph_min is not None and high < record.ph_min) or (
        record.ph_max is not None and low > record.ph_max
    ):
        return False
    within = low >= (record.ph_min or Decimal(0)) and (record.ph_max is None or high <= record.ph_max)
    return True if within else None


def _strongest(part: Part, given: Quantity, knowledge: Knowledge) -> bool:
    """Whether a product of the catalog holds it as strong as this: a maker has a way to dissolve it."""
    catalog = knowledge.catalog
    held = (
        each.strength
        for identity in catalog.index.products_of.get(part.ingredient, ())
        for each in catalog.product(identity).contains
        if each.ingredient == part.ingredient and each.strength is not None
    )
    return any(each.dimension == given.dimension and each >= given for each in held)
