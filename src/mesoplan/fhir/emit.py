"""Answers as FHIR resources: proposals, issues, what is missing, and where it comes from.

R4 and R4B are the same for these resources; R5 differs in a few elements. Same answer, same bytes.
"""

import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.fhir.codes import OWN, SYSTEMS
from mesoplan.model.case import Item
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.plan import Plan, PlanReport
from mesoplan.quantity import Quantity
from mesoplan.report.answer import Answer

Release = Literal["R4", "R4B", "R5"]
Resource = dict[str, Any]

_LEVEL = {"forbid": "high", "caution": "moderate", "note": "low"}
_NAMES = uuid.UUID("5b6f0c5e-58a4-5d0c-9a8e-2f9f7c0f9a11")
_UCUM = "http://unitsofmeasure.org"
_RULES = "urn:mesoplan:rule"
_SUBJECT = "Patient/unknown"


def checked_bundle(
    answer: Answer[CheckReport],
    catalog: Catalog,
    release: Release = "R4",
    *,
    subject: str = _SUBJECT,
    recorded: str = "",
) -> Resource:
    """A collection of one checked cocktail: an order a syringe, an issue a finding, and the guidance.

    What is unknown is no issue with a severity: it stands in the guidance, with what would settle it.
    ``recorded`` is an instant (2026-11-27T10:00:00Z); with it the collection says its Provenance.
    """
    found: list[Resource] = [*orders_of_items(answer.resolved.cocktail, catalog, release, subject=subject)]
    every = [_reference(each) for each in found]
    for number, finding in enumerate(_with_severity(answer.result.findings), 1):
        found.append(issue(finding, f"finding-{number}", every, release, subject=subject))
    found.append(guidance(answer.result.findings, subject=subject))
    return _collection(found, answer, release, recorded)


def planned_bundle(
    answer: Answer[PlanReport],
    catalog: Catalog,
    release: Release = "R4",
    *,
    subject: str = _SUBJECT,
    recorded: str = "",
) -> Resource:
    """A collection of the suggestions: proposals, what is said of each, and what has to be asked."""
    found: list[Resource] = []
    for plan in answer.result.plans:
        found += _proposal(plan, catalog, release, subject)
    unknown = tuple(each for plan in answer.result.plans for each in plan.findings)
    asked = guidance(unknown, subject=subject)
    if answer.result.questions:
        asked["status"] = "data-required"
        words = {each.question: None for each in answer.result.questions if each.question}
        asked["note"] = [{"text": each} for each in words] + asked.get("note", [])
    found.append(asked)
    return _collection(found, answer, release, recorded)


def _proposal(plan: Plan, catalog: Catalog, release: Release, subject: str) -> list[Resource]:
    name = f"plan-{plan.rank}"
    orders = orders_of_items(plan.items, catalog, release, subject=subject, name=name)
    every = [_reference(each) for each in orders]
    issues = [
        issue(each, f"{name}-finding-{number}", every, release, subject=subject)
        for number, each in enumerate(_with_severity(plan.findings), 1)
    ]
    return [*orders, *issues]


def orders_of_items(
    items: Iterable[Item],
    catalog: Catalog,
    release: Release,
    *,
    subject: str = _SUBJECT,
    name: str = "syringe",
) -> list[Resource]:
    """One MedicationRequest a syringe, as a proposal, with its Medication contained."""
    held: dict[int, list[Item]] = {}
    for item in items:
        held.setdefault(item.syringe, []).append(item)
    return [_order(f"{name}-{number}", held[number], catalog, release, subject) for number in sorted(held)]


def medication(
    items: Sequence[Item], catalog: Catalog, release: Release, identity: str = "mixture"
) -> Resource:
    """What is in one syringe. It says that it is injected: a product may be called eye drops."""
    words = ", ".join(catalog.label(each.name) for each in items)
    return {
        "resourceType": "Medication",
        "id": identity,
        "status": "active",
        "code": {"text": words},
        "doseForm" if release == "R5" else "form": {"text": "injection"},
        "ingredient": [_ingredient(each, catalog, release) for each in items],
    }


def _order(
    identity: str, items: Sequence[Item], catalog: Catalog, release: Release, subject: str
) -> Resource:
    made: Resource = {
        "resourceType": "MedicationRequest",
        "id": identity,
        "status": "draft",
        "intent": "proposal",
        "subject": {"reference": subject},
        "contained": [medication(items, catalog, release)],
    }
    reference = {"reference": "#mixture"}
    return made | (
        {"medication": {"reference": reference}} if release == "R5" else {"medicationReference": reference}
    )


def _ingredient(item: Item, catalog: Catalog, release: Release) -> Resource:
    concept = _substance(item, catalog)
    made: Resource = {"item": {"concept": concept}} if release == "R5" else {"itemCodeableConcept": concept}
    made["isActive"] = True
    amount = item.volume if item.product and item.volume is not None else item.contents[0].amount
    amount = amount if amount is not None else item.volume
    if amount is not None:
        ratio = {"numerator": quantity(amount), "denominator": {"value": 1, "system": _UCUM, "code": "1"}}
        made["strengthRatio" if release == "R5" else "strength"] = ratio
    return made


def _substance(item: Item, catalog: Catalog) -> Resource:
    label = catalog.label(item.name)
    kind = "product" if item.product else "ingredient"
    codings = [{"system": OWN.format(kind=kind), "code": item.name, "display": label}]
    codes = None if item.product else catalog.ingredient(item.name).codes
    for field in ("atc", "unii", "rxnorm"):
        codings += [
            {"system": SYSTEMS[field][0], "code": str(each)} for each in getattr(codes, field, ()) or ()
        ]
    return {"coding": codings, "text": label}


def quantity(amount: Quantity) -> Resource:
    """An amount with its UCUM code. Digits beyond what JSON numbers carry are rounded half to even."""
    return {
        "value": number(amount.value),
        "unit": str(amount.unit),
        "system": _UCUM,
        "code": str(amount.unit),
    }


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number; whole numbers stay whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def issue(
    finding: Finding, identity: str, implicated: list[Resource], release: Release, *, subject: str = _SUBJECT
) -> Resource:
    """A finding with a severity as a DetectedIssue, with its statements as evidence."""
    if finding.severity not in _LEVEL:
        raise BadRequest(f"{finding.id} is unknown, which is no severity of FHIR.")
    made: Resource = {
        "resourceType": "DetectedIssue",
        "id": identity,
        "identifier": [{"system": "urn:mesoplan:finding", "value": finding.id}],
        "status": "final",
        "code": {
            "coding": [{"system": _RULES, "code": finding.code, "display": finding.name}],
            "text": finding.message,
        },
        "severity": _LEVEL[finding.severity],
        "subject" if release == "R5" else "patient": {"reference": subject},
        "detail": " ".join(part for part in (finding.message, finding.action) if part),
    }
    if implicated:
        made["implicated"] = implicated
    if finding.statements:
        made["evidence"] = [
            {"code": [{"text": f"{each.source}, {each.at} ({each.access}); statement {each.id}"}]}
            for each in finding.statements
        ]
    return made


def guidance(findings: Iterable[Finding], *, subject: str = _SUBJECT) -> Resource:
    """What could not be answered, and what would settle it."""
    unknown = [each for each in findings if each.severity == "unknown"]
    made: Resource = {
        "resourceType": "GuidanceResponse",
        "id": "answer",
        "moduleUri": "urn:mesoplan:engine",
        "status": "data-required" if unknown else "success",
        "subject": {"reference": subject},
    }
    messages = dict.fromkeys(each.message for each in unknown if each.message)
    if messages:
        made["note"] = [{"text": each} for each in messages]
    needs = sorted({str(need) for each in unknown for need in each.needs if need.of_patient})
    if needs:
        made["dataRequirement"] = [
            {
                "type": "Observation",
                "codeFilter": [{"path": "code", "code": [{"system": "urn:mesoplan:fact", "code": each}]}],
            }
            for each in needs
        ]
    return made


def provenance(answer: Answer[Any], targets: list[Resource], release: Release, recorded: str) -> Resource:
    """Which engine made these of which catalog, at the instant that the caller says."""
    stamp = f"mesoplan {answer.engine}, catalog {answer.catalog.version} {answer.catalog.hash}"
    return {
        "resourceType": "Provenance",
        "id": "provenance",
        "target": targets,
        "recorded": recorded,
        "agent": [{"who": {"display": stamp}}],
    }


def _with_severity(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.severity in _LEVEL]


def _reference(resource: Resource) -> Resource:
    return {"reference": f"{resource['resourceType']}/{resource['id']}"}


def _collection(found: list[Resource], answer: Answer[Any], release: Release, recorded: str) -> Resource:
    if recorded:
        found.append(provenance(answer, [_reference(each) for each in found], release, recorded))
    document = answer.to_json()

    def address(each: Resource) -> str:
        return str(uuid.uuid5(_NAMES, f"{document} {each['resourceType']}/{each['id']}"))

    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": f"urn:uuid:{address(each)}", "resource": each} for each in found],
    }
