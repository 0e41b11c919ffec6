"""Orders and records of FHIR, as a clinical system would send them."""

from typing import Any

Resource = dict[str, Any]
_UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
ATC = "http://www.whocc.no/atc"
MAN: Resource = {"resourceType": "Patient", "id": "p1", "gender": "male", "birthDate": "1965-03-02"}
WOMAN: Resource = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1990-03-02"}


def concept(text: str, code: str = "", system: str = ATC) -> Resource:
    """A CodeableConcept with a text and, where there is one, a code."""
    return {"text": text, **({"coding": [{"system": system, "code": code}]} if code else {})}


def amount(value: float, unit: str) -> Resource:
    """A Quantity."""
    return {"value": value, "unit": unit, "system": _UCUM, "code": unit}


def part(text: str, value: float, unit: str, code: str = "", below: Resource | None = None) -> Resource:
    """An ingredient of an R4 Medication."""
    strength = {"numerator": amount(value, unit), "denominator": below or amount(1, "1")}
    return {"itemCodeableConcept": concept(text, code), "isActive": True, "strength": strength}


def order(*parts: Resource, identity: str = "order-1", **more: Any) -> Resource:
    """A compounded order in R4."""
    medication = {"resourceType": "Medication", "id": "mix", "status": "active", "ingredient": list(parts)}
    return {
        "resourceType": "MedicationRequest",
        "id": identity,
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/p1"},
        "contained": [medication],
        "medicationReference": {"reference": "#mix"},
        **more,
    }


def named(text: str, code: str = "", **more: Any) -> Resource:
    """An order for one medicine by its name."""
    made = order(**more)
    del made["contained"], made["medicationReference"]
    return {**made, "medicationCodeableConcept": concept(text, code)}


def as_r5(made: Resource) -> Resource:
    """The same order in R5."""
    moved = {key: value for key, value in made.items() if key not in ("medicationReference", "reasonCode")}
    moved["contained"] = []
    for medication in made["contained"]:
        parts = [
            {
                "item": {"concept": each["itemCodeableConcept"]},
                "isActive": True,
                "strengthRatio": each["strength"],
            }
            for each in medication["ingredient"]
        ]
        moved["contained"].append({**medication, "ingredient": parts})
    moved["medication"] = {"reference": made["medicationReference"]}
    if "reasonCode" in made:
        moved["reason"] = [{"concept": each} for each in made["reasonCode"]]
    return moved


def bundle(*resources: Resource) -> Resource:
    """A searchset."""
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": each} for each in resources],
    }


def condition(text: str, code: str = "", system: str = SNOMED, **more: Any) -> Resource:
    """An entry of a problem list."""
    return {
        "resourceType": "Condition",
        "subject": {"reference": "Patient/p1"},
        "code": concept(text, code, system),
        **more,
    }


def allergy(text: str, code: str = "", **more: Any) -> Resource:
    """An entry of an allergy list."""
    return {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": "Patient/p1"},
        "code": concept(text, code, SNOMED),
        **more,
    }


NO_KNOWN_ALLERGY = allergy("No known allergy", "716186003")


def observation(code: str, **value: Any) -> Resource:
    """An observation by its LOINC code."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": "Patient/p1"},
        **value,
    }


WEIGHT = observation("29463-7", valueQuantity=amount(80, "kg"))
KNEE: Resource = {
    "reasonCode": [concept("knee osteoarthritis")],
    "dosageInstruction": [{"site": {"text": "knee"}}],
}


def request(hook: str, orders: list[Resource], **prefetch: Any) -> Resource:
    """A call of CDS Hooks."""
    context: Resource = {"userId": "Practitioner/example", "patientId": "p1", "draftOrders": bundle(*orders)}
    return {
        "hook": hook,
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": context,
        "prefetch": {"patient": MAN, **prefetch},
    }
