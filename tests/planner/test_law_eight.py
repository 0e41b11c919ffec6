"""A sample of `law_eight.py` over every goal; and that it would see a value that is nobody's."""

from typing import Any

import pytest
from tests.planner import law_eight

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.plan import Plan, PlanReport
from mesoplan.quantity import Quantity

WOMAN: dict[str, Any] = {
    "sex": "female",
    "age": 40,
    "weight": "60 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "pregnant": False,
    "breastfeeding": False,
}


@pytest.fixture(scope="module")
def engine(catalog: Catalog) -> Engine:
    return Engine(catalog)


def test_every_value_is_somebody_s_and_passes_its_own_check(engine: Engine) -> None:
    """One patient a goal in one jurisdiction each; the whole grid is a command."""
    goals = sorted(engine.catalog.table("goal"))
    kinds = []
    for number, goal in enumerate(goals):
        for position, case in enumerate(law_eight.cases(engine.catalog, goal, 2)):
            if position % len(law_eight.PLACES) == number % len(law_eight.PLACES):
                kinds += list(law_eight.faults(engine, case))
    assert [each for each in kinds if each[0]] == []
    assert len(kinds) > 10


def _worse(plan: Plan) -> dict[str, Plan]:
    """The plan with one value of nobody, by the kind of fault that has to be found."""
    syringe = plan.syringes[0]
    item = syringe.items[0]
    assert item.volume is not None

    def with_item(**more: Any) -> Plan:
        return plan._replace(syringes=(syringe._replace(items=(item._replace(**more),)),))

    return {
        "amount": with_item(
            contents=(item.contents[0]._replace(amount=Quantity(7, "g")),), volume=Quantity(77, "mL")
        ),
        "product": with_item(product="sculptra"),
        "course": plan._replace(protocol=plan.protocol._replace(sessions="17")),
        "points": plan._replace(session=plan.session._replace(points=777)),
        "zone of nobody": plan._replace(zone="scalp"),
        "wait": plan._replace(session=plan.session._replace(use_within=Quantity(3, "h"))),
        "single": plan._replace(session=plan.session._replace(single=True, interval=None)),
        "technique": plan._replace(session=plan.session._replace(technique="linear-retrograde")),
        "number of items": plan._replace(syringes=()),
        "verdict": plan._replace(verdict="clear"),
    }


@pytest.mark.parametrize(
    "kind",
    (
        "amount",
        "product",
        "course",
        "points",
        "zone of nobody",
        "wait",
        "single",
        "technique",
        "number of items",
        "verdict",
    ),
)
def test_a_value_of_nobody_is_found(kind: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(goal="skin-laxity", zone="face", jurisdiction="EU", patient=WOMAN)
    answer = engine.plan(case)
    plan = next(each for each in answer.result.plans if each.session.points)
    worse: PlanReport = answer.result._replace(plans=(_worse(plan)[kind],))

    def planned(*_: Any, **__: Any) -> Any:
        return answer._replace(result=worse)

    monkeypatch.setattr(engine, "plan", planned)
    assert kind in {found for found, _ in law_eight.faults(engine, case)}
