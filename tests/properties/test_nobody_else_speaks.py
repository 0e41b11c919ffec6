"""No finding is about a product, excipient or ingredient that is not in the case."""

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

from .conftest import Altered

#: Cases in the default run; MESOPLAN_CASES=2000 asks for more.
CASES = int(os.environ.get("MESOPLAN_CASES", "120"))
_LISTS = (("conditions", "condition"), ("medicines", "medicine"), ("allergies", "allergy"))


@pytest.fixture(scope="module")
def knowledge(real: Altered) -> Knowledge:
    return Knowledge(real.catalog)


def _scenes(knowledge: Knowledge) -> Iterator[Scene]:
    """Random cocktails for random patients, as far as they can be written."""
    catalog, draw, number = knowledge.catalog, random.Random(11), 0
    while number < CASES:
        try:
            yield Scene(resolve(_case(catalog, draw), catalog), knowledge)
        except CaseError:
            continue
        number += 1


def _case(catalog: Catalog, draw: random.Random) -> Case:
    patient: dict[str, Any] = {"sex": draw.choice(("female", "male")), "age": draw.choice((15, 34, 71))}
    for key, kind in _LISTS:
        known = [each for each, fact in catalog.table("fact").items() if fact.kind == kind]
        if draw.random() < 0.7:
            patient[key] = draw.sample(known, draw.randint(0, 3))
    rows = [_row(catalog, draw) for _ in range(draw.randint(1, 5))]
    return Case(
        goal=draw.choice(sorted(catalog.table("goal"))),
        zone=draw.choice(sorted(catalog.table("zone"))),
        jurisdiction=draw.choice(sorted(catalog.table("jurisdiction"))),
        technique=draw.choice(("", *sorted(catalog.table("technique")))),
        patient=patient,
        cocktail=tuple(rows),
    )


def _row(catalog: Catalog, draw: random.Random) -> dict[str, Any]:
    syringe = draw.randint(1, 2)
    if draw.random() < 0.5:
        return {
            "product": draw.choice(sorted(catalog.table("product"))),
            "volume": "1 mL",
            "syringe": syringe,
        }
    amount = draw.choice(("1 mg", "50 mg", "5000 mg"))
    ingredient = draw.choice(sorted(catalog.table("ingredient")))
    return {"ingredient": ingredient, "amount": amount, "volume": "1 mL", "syringe": syringe}


def _inside(scene: Scene) -> set[str]:
    """Everything that is in the syringes, or that the patient takes or is allergic to."""
    found = set(scene.case.patient.taken) | {about for _, about in scene.case.patient.allergens}
    found |= set(scene.case.patient.said)
    for item in scene.items:
        found |= set(item.members)
        if item.product:
            found |= {each.ingredient for each in scene.catalog.product(item.product).excipients}
    return found


def test_no_finding_is_about_what_is_not_in_the_case(knowledge: Knowledge) -> None:
    catalog, strange, judged = knowledge.catalog, [], 0
    # A medicine that the patient takes is a fact, and may be called as an ingredient is.
    things = {*catalog.table("ingredient"), *catalog.table("product")} - {*catalog.table("fact")}
    for scene in _scenes(knowledge):
        inside = _inside(scene)
        for found in check(scene).findings:
            judged += 1
            outside = [each for each in found.subjects if each in things and each not in inside]
            if outside:
                strange.append((found.code, found.topic, found.subjects, outside))
    assert strange == []
    assert judged > CASES
