"""The medicine of an order or of a statement, in the three releases of FHIR."""

from collections.abc import Iterable, Iterator, Mapping

from mesoplan.fhir.elements import Concept, Element, child, children, cited, concept, element, kind, text


def medication_of(of: Element, beside: Mapping[str, Element] | None = None) -> Element:
    """The Medication that an order refers to, contained or beside it; empty when there is none."""
    place = kind(of)
    reference = cited(child(of, "medicationReference", place), place)
    reference = reference or cited(child(child(of, "medication", place), "reference", place), place)
    pool = {f"#{text(each, 'id', place)}": each for each in children(of, "contained", place)}
    return pool.get(reference) or (beside or {}).get(reference) or {}


def by_reference(resources: Iterable[Element]) -> dict[str, Element]:
    """Resources by what a Reference calls them."""
    return {f"{kind(each)}/{text(each, 'id', 'resource')}": each for each in resources if "id" in each}


def own_concept(of: Element) -> Concept:
    """What an order or a statement itself says of its medicine."""
    place = kind(of)
    if "medicationCodeableConcept" in of:
        return concept(of["medicationCodeableConcept"], f"{place}.medication")
    return concept(child(of, "medication", place).get("concept"), f"{place}.medication")


def medicine_of(of: Element, beside: Mapping[str, Element] | None = None) -> Iterator[Concept]:
    """What a patient takes by this: the medicine by name, else each of its ingredients."""
    found = medication_of(of, beside)
    named = concept(found.get("code"), "Medication.code")
    own = own_concept(of)
    if own.codes or own.words:
        yield own
    elif named.codes or named.words:
        yield named
    elif found and children(found, "ingredient", "Medication"):
        for part in children(found, "ingredient", "Medication"):
            yield ingredient_concept(part, found, beside)
    else:
        display = text(child(of, "medicationReference", kind(of)), "display", kind(of))
        yield Concept((), (display,) if display else ())


def ingredient_concept(
    part: Element, medication: Element, beside: Mapping[str, Element] | None = None
) -> Concept:
    """What one ingredient of a Medication is; R4 has ``itemCodeableConcept``, R5 ``item.concept``."""
    place = "Medication.ingredient"
    inner = child(part, "item", place)
    if "itemCodeableConcept" in part or "concept" in inner:
        return concept(part.get("itemCodeableConcept", inner.get("concept")), place)
    reference = cited(child(part, "itemReference", place), place)
    reference = reference or cited(child(inner, "reference", place), place)
    held = {f"#{text(each, 'id', place)}": each for each in children(medication, "contained", place)}
    target = held.get(reference) or (beside or {}).get(reference)
    return concept(element(target, place).get("code"), place) if target is not None else Concept()
