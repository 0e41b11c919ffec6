"""What a rule says of a cocktail never depends on which cocktails of the case were looked at before."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from mesoplan.cases.cocktail import CocktailReader
from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, Content, Item
from mesoplan.model.line import Line
from mesoplan.quantity import Quantity
from mesoplan.rules.dose.limits import usages
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Usage
from mesoplan.rules.run import Asked, ask
from mesoplan.rules.scene import Scene

PATIENTS: tuple[dict[str, Any], ...] = (
    {},
    {"sex": "female", "age": 30, "weight": "60 kg", "pregnant": True, "medicines": ["warfarin"]},
    {"sex": "male", "age": 70, "conditions": ["asthma"], "allergies": ["lidocaine"], "medicines": []},
)
COCKTAILS = 60


def _cocktails(knowledge: Knowledge, random: Random) -> list[tuple[dict[str, Any], ...]]:
    products = sorted(knowledge.catalog.table("product"))
    ingredients = sorted(knowledge.catalog.table("ingredient"))
    found = []
    for _ in range(COCKTAILS):
        rows = [
            {
                "product": name,
                "volume": f"{random.choice((1, 2, 40))} mL",
                "syringe": random.choice((1, 1, 2)),
            }
            for name in random.sample(products, random.choice((1, 2)))
        ]
        rows += [{"ingredient": name} for name in random.sample(ingredients, random.choice((0, 1)))]
        found.append(tuple(rows))
    return found


def _read(knowledge: Knowledge, rows: tuple[dict[str, Any], ...]) -> tuple[Item, ...]:
    return CocktailReader(knowledge.catalog, []).read(rows)


@pytest.mark.parametrize("number", range(len(PATIENTS)))
def test_every_rule_says_the_same_with_an_empty_memory(knowledge: Knowledge, number: int) -> None:
    random = Random(number)
    case = resolve(
        Case(goal="submental-fat", zone="submental", jurisdiction="EU", patient=PATIENTS[number]),
        knowledge.catalog,
    )
    used = Scene(case, knowledge)
    differing = []
    looked_at = 0
    for rows in _cocktails(knowledge, random):
        items = _read(knowledge, rows)
        if not items:
            continue
        looked_at += 1
        fresh = Scene(case, Knowledge(knowledge.catalog), items)
        for here, there in zip(ask(used.with_items(items), RULES), ask(fresh, RULES), strict=True):
            if here != there:
                differing.append(f"{here.rule.code} on {rows}: {_told(here)} but afresh {_told(there)}")
    assert looked_at > COCKTAILS // 3
    assert not differing, "\n".join(differing[:5])


def _told(asked: Asked) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.severity, each.topic, each.subjects) for each in asked.judgements]


def test_what_stands_twice_in_a_product_is_counted_with_its_own_amount(knowledge: Knowledge) -> None:
    """Profhilo Structura holds 45 and 90 mg of one substance: the second is not the first again."""
    amounts = [Quantity.parse("45 mg"), Quantity.parse("90 mg")]
    contents = tuple(Content("lidocaine", amount) for amount in amounts)
    item = Item(Line("cocktail"), "", contents, Quantity.parse("1 mL"), 1)
    patient = {"weight": "60 kg", "medicines": [], "conditions": []}
    scene = Scene(resolve(Case(patient=patient), knowledge.catalog), knowledge, (item,))
    shares = [
        {each.resource: each.fraction for each in usages(content, item, scene) if isinstance(each, Usage)}
        for content in contents
    ]
    assert shares[0]
    for resource, share in shares[0].items():
        assert abs(shares[1][resource] - share * 2) < Decimal("1e-12")
