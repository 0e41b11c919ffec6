"""What was only recalled never forbids, and what nobody named never speaks: over the whole catalog."""

import random
from itertools import islice

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

PATIENT = {"sex": "female", "age": 50, "weight": "60 kg", "allergies": []}


def _judged(cocktail: tuple[dict[str, object], ...], knowledge: Knowledge, **more: object) -> CheckReport:
    case = Case(patient=PATIENT, cocktail=cocktail, **more)  # type: ignore[arg-type]
    return check(Scene(resolve(case, knowledge.catalog), knowledge))


def _lines(name: str, key: str, syringe: int = 1) -> dict[str, object]:
    return {key: name, "volume": "1 mL", "syringe": syringe}


@pytest.mark.parametrize("key", ["ingredient", "product"])
def test_no_finding_forbids_on_recalled_statements_alone(key: str, knowledge: Knowledge) -> None:
    wrong = [
        (name, each.code, [stated.id for stated in each.statements])
        for name, record in knowledge.catalog.table(key).items()
        if key == "ingredient" or record.contains
        for each in _judged((_lines(name, key),), knowledge, zone="face", jurisdiction="FR").findings
        if each.severity == "forbid"
        and each.statements
        and all(stated.access == "recalled" for stated in each.statements)
    ]
    assert wrong == []


def test_no_finding_is_about_a_product_that_nobody_named(knowledge: Knowledge) -> None:
    """Two ingredients without products: no rule of dose, route, mixing or law names a brand."""
    names = sorted(knowledge.catalog.table("ingredient"))
    pairs = random.Random(11)
    wrong = []
    for one, other in islice(iter(lambda: pairs.sample(names, 2), None), 400):
        report = _judged((_lines(one, "ingredient"), _lines(other, "ingredient")), knowledge)
        for each in report.findings:
            if each.code[:2] in ("DS", "RG", "RT", "MX", "IX", "ID"):
                products = {
                    name
                    for name in set(each.subjects) & set(knowledge.catalog.table("product"))
                    if knowledge.catalog.product(name).kind != "autologous"  # the patient's own has no brand
                }
                if products:
                    wrong.append((one, other, each.code, products))
    assert wrong == []
