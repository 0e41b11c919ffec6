"""The catalog as FHIR: what products hold, and for whom an ingredient is forbidden or needs care.

MedicationKnowledge is written for products, ClinicalUseDefinition (R4B and R5) for cautions and interactions.
"""

import re
from collections.abc import Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.fhir.codes import OWN, SYSTEMS
from mesoplan.fhir.emit import Release, Resource, number, quantity
from mesoplan.model.ingredient import Caution
from mesoplan.model.interaction import Interaction
from mesoplan.model.product import Product
from mesoplan.quantity import Quantity

_STATUS = "http://hl7.org/fhir/publication-status"
_FORBIDS = ("forbid",)


def catalog_resources(catalog: Catalog, release: Release = "R5") -> Iterator[Resource]:
    """Every product, caution and interaction, in the order of their ids."""
    if release == "R4":
        raise BadRequest("R4 has no ClinicalUseDefinition; ask for R4B or R5.")
    for product in catalog.table("product").values():
        yield _knowledge(product, catalog, release)
    for identity, ingredient in catalog.table("ingredient").items():
        for place, caution in enumerate(ingredient.cautions, 1):
            yield _caution(identity, place, caution, catalog)
    for identity, file in catalog.table("interaction").items():
        for place, statement in enumerate(file.statements, 1):
            yield _interaction(identity, place, file.members, statement, catalog)


def _identity(*parts: str) -> str:
    """An id of FHIR: 64 letters, digits, hyphens and points."""
    text = re.sub(r"[^A-Za-z0-9.-]", "-", "-".join(parts))
    if len(text) <= 64:
        return text
    from hashlib import sha256

    return f"{text[:47]}-{sha256(text.encode()).hexdigest()[:16]}"


def _concept(kind: str, identity: str, catalog: Catalog) -> Resource:
    label = catalog.label(identity)
    codings = [{"system": OWN.format(kind=kind), "code": identity, "display": label}]
    codes = getattr(catalog.table(kind)[identity], "codes", None)
    for field, systems in SYSTEMS.items():
        codings += [{"system": systems[0], "code": str(each)} for each in getattr(codes, field, ()) or ()]
    return {"coding": codings, "text": label}


def _knowledge(product: Product, catalog: Catalog, release: Release) -> Resource:
    made: Resource = {
        "resourceType": "MedicationKnowledge",
        "id": _identity("product", product.id),
        "code": _concept("product", product.id, catalog),
        "status": "active",
    }
    routes = sorted({each.route for each in product.routes if each.permission == "licensed"})
    parts = [_part(each.ingredient, each.strength, catalog, release) for each in product.contains]
    intended = [{"text": each} for each in routes]
    if release == "R5":
        definition: Resource = {"ingredient": parts} if parts else {}
        if intended:
            definition["intendedRoute"] = intended
        return made | ({"definitional": definition} if definition else {})
    if parts:
        made["ingredient"] = parts
    if intended:
        made["intendedRoute"] = intended
    return made


def _part(ingredient: str, strength: Quantity | None, catalog: Catalog, release: Release) -> Resource:
    concept = _concept("ingredient", ingredient, catalog)
    if release == "R5":
        made: Resource = {"item": {"concept": concept}}
    else:
        made = {"itemCodeableConcept": concept, "isActive": True}
    ratio = _ratio(strength)
    if ratio:
        made["strengthRatio" if release == "R5" else "strength"] = ratio
    return made


def _ratio(strength: Quantity | None) -> Resource:
    if strength is None:
        return {}
    above, slash, below = str(strength.unit).partition("/")
    top = (
        quantity(strength)
        if not slash
        else {
            "value": number(strength.value),
            "unit": above,
            "system": "http://unitsofmeasure.org",
            "code": above,
        }
    )
    bottom = below if slash else "1"
    return {
        "numerator": top,
        "denominator": {"value": 1, "system": "http://unitsofmeasure.org", "code": bottom},
    }


def _use(identity: str, kind: str, subject: Resource) -> Resource:
    return {
        "resourceType": "ClinicalUseDefinition",
        "id": identity,
        "type": kind,
        "status": {"coding": [{"system": _STATUS, "code": "active"}]},
        "subject": [subject],
    }


def _about(kind: str, identity: str, catalog: Catalog) -> Resource:
    return {
        "identifier": {"system": OWN.format(kind=kind), "value": identity},
        "display": catalog.label(identity),
    }


def _source(statement: Caution | Interaction) -> str:
    cite = statement.cite
    return f" [{cite.source}, {cite.at}, read as {cite.access}]"


def _caution(ingredient: str, place: int, caution: Caution, catalog: Catalog) -> Resource:
    identity = _identity("caution", ingredient, str(place))
    subject = _about("ingredient", ingredient, catalog)
    why = f"{caution.why} {caution.action}".strip() + _source(caution)
    if caution.effect == "contraindicated":
        made = _use(identity, "contraindication", subject)
        fact = _concept("fact", caution.fact, catalog)
        made["contraindication"] = {"diseaseSymptomProcedure": {"concept": fact}}
        made["contraindication"]["diseaseStatus"] = {"concept": {"text": why}}
        return made
    made = _use(identity, "warning", subject)
    label = catalog.label(caution.fact)
    made["warning"] = {"description": f"{label}: {why}", "code": _concept("fact", caution.fact, catalog)}
    return made


def _interaction(
    identity: str, place: int, members: tuple[str, ...], statement: Interaction, catalog: Catalog
) -> Resource:
    first, *others = members
    made = _use(_identity("interaction", identity, str(place)), "interaction", _named(first, catalog))
    made["interaction"] = {
        "interactant": [{"itemCodeableConcept": _member(each, catalog)} for each in others or members],
        "type": {"text": statement.kind},
        "effect": {"concept": {"text": statement.why + _source(statement)}},
        **({"management": [{"text": statement.action}]} if statement.action else {}),
    }
    return made


def _kind(identity: str, catalog: Catalog) -> str:
    return next(kind for kind in ("ingredient", "product", "class") if identity in catalog.table(kind))


def _member(identity: str, catalog: Catalog) -> Resource:
    return _concept(_kind(identity, catalog), identity, catalog)


def _named(identity: str, catalog: Catalog) -> Resource:
    return _about(_kind(identity, catalog), identity, catalog)
