"""Diverse plans, the front and stock on the real catalog; bad input gets a clear answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mesoplan.api import plan
from mesoplan.cases.fault import CaseError
from mesoplan.catalog.catalog import Catalog, UnknownName
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.plan import Plan, PlanReport

PATIENT = {
    "sex": "female",
    "age": 34,
    "weight": "62 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "pregnant": False,
    "breastfeeding": False,
}
FPHL = "female-pattern-hair-loss"


@pytest.fixture
def planned(catalog: Catalog) -> Callable[..., PlanReport]:
    def made(goal: str = FPHL, k: int = 3, diverse: bool = False, **more: Any) -> PlanReport:
        from mesoplan.cases.resolve import resolve
        from mesoplan.knowledge.questions import Knowledge
        from mesoplan.planner.plan import plan as planner

        case = Case(**{"goal": goal, "jurisdiction": "EU", "patient": PATIENT, **more})
        return planner(resolve(case, catalog), Knowledge(catalog), k=k, diverse=diverse)

    return made


def _names(plan: Plan) -> set[str]:
    return {name for item in plan.items for name in item.ingredients}


def test_diverse_plans_share_no_active(planned: Callable[..., PlanReport]) -> None:
    for goal in ("male-pattern-hair-loss", "skin-rejuvenation"):
        patient = {**PATIENT, "sex": "male"} if goal.startswith("male") else PATIENT
        for key in ("pregnant", "breastfeeding"):
            patient = {name: value for name, value in patient.items() if goal[0] != "m" or name != key}
        report = planned(goal, 5, diverse=True, patient=patient)
        assert report.status == "optimal" and report.plans
        assert report.plans[0].items == planned(goal, 1, patient=patient).plans[0].items
        for place, later in enumerate(report.plans):
            for earlier in report.plans[:place]:
                assert _names(later).isdisjoint(_names(earlier))


def test_a_product_that_ended_where_it_was_sold_is_planned_nowhere(
    planned: Callable[..., PlanReport],
) -> None:
    for place in ("EU", "IT", "US"):
        report = planned("cellulite", jurisdiction=place)
        assert not any(item.product == "qwo" for plan in report.plans for item in plan.items), place
        label = next(each for each in report.left_out if each.regimen == "qwo-label-cellulite")
        assert "RG707" in label.codes, place
        assert any(found.code == "RG707" and "qwo" in found.subjects for found in label.findings), place


def test_no_point_of_the_front_is_beaten(catalog: Catalog) -> None:
    for goal in (FPHL, "melasma", "skin-rejuvenation"):
        case = Case(goal=goal, jurisdiction="EU", patient=PATIENT)
        found = Engine(catalog).front(case).result
        assert found.complete and found.points
        for one in found.points:
            assert one.verdict != "blocked"
            for other in found.points:
                assert one is other or not (
                    other.benefit >= one.benefit and other.risk <= one.risk and other.cost <= one.cost
                )
        best = plan(case, catalog, k=1)
        sets = {point.ingredients for point in found.points}
        assert tuple(sorted(_names(best.plans[0]))) in sets


def test_only_what_is_in_stock(planned: Callable[..., PlanReport]) -> None:
    stock = ({"product": "compounded-minoxidil-5-mg-ml", "volume": "2 mL"},)
    report = planned(stock=stock)
    assert [sorted(_names(each)) for each in report.plans] == [["minoxidil"]]
    codes = {each.ingredient: each.codes for each in report.left_out}
    assert "STOCK" in codes["dutasteride"]


def test_not_more_than_is_in_stock(planned: Callable[..., PlanReport]) -> None:
    plenty = planned(stock=({"product": "compounded-minoxidil-5-mg-ml", "volume": "50 mL"},))
    (wanted,) = plenty.plans[0].items
    assert wanted.volume is not None
    little = f"{wanted.volume.to('mL').value / 2} mL"
    less = planned(stock=({"product": "compounded-minoxidil-5-mg-ml", "volume": little},))
    for each in less.plans:
        assert all(item.volume <= wanted.volume / 2 for item in each.items)
    if not less.plans:
        assert "STOCK" in {each.ingredient: each.codes for each in less.left_out}["minoxidil"]


# ---------------------------------------------------------------------- bad input


def test_contradictory_limits_are_named(planned: Callable[..., PlanReport]) -> None:
    report = planned(limits={"include": ["minoxidil"], "exclude": ["minoxidil"]})
    assert report.status == "infeasible" and report.message == "demands-clash"
    assert {(each.key, each.value) for each in report.conflict} == {
        ("limits.include", "minoxidil"),
        ("limits.exclude", "minoxidil"),
    }


def test_two_demands_that_cannot_both_be_met(planned: Callable[..., PlanReport]) -> None:
    report = planned(limits={"include": ["minoxidil", "dutasteride"], "max_ingredients": 1})
    assert report.status == "infeasible"
    assert {each.key for each in report.conflict} == {"limits.include", "limits.max_ingredients"}
    assert len(report.conflict) == 3


def test_a_forbidden_include_is_a_conflict_of_one(planned: Callable[..., PlanReport]) -> None:
    report = planned(limits={"include": ["buflomedil"]})
    assert report.status == "infeasible"
    assert [(each.key, each.value) for each in report.conflict] == [("limits.include", "buflomedil")]
    assert "RG702" in {each.ingredient: each.codes for each in report.left_out}["buflomedil"]


def test_a_goal_without_a_candidate_says_why(planned: Callable[..., PlanReport]) -> None:
    report = planned("venolymphatic-insufficiency")
    assert report.status == "infeasible" and report.message == "no-candidate"
    assert report.left_out and all(each.codes for each in report.left_out)


def test_stock_without_a_volume_is_a_fault(planned: Callable[..., PlanReport]) -> None:
    with pytest.raises(CaseError, match="How much there is cannot be guessed"):
        planned(stock=({"product": "compounded-minoxidil-5-mg-ml"},))


@pytest.mark.parametrize("k", (0, -1, 10**6, True))
def test_a_wrong_k_says_what_to_ask_for(k: int, planned: Callable[..., PlanReport]) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        planned(k=k)


def test_a_negative_weight_names_policy_and_weight(tmp_path: Path, catalog: Catalog) -> None:
    from mesoplan.worth.weights import weights

    table = dict(catalog.table("policy"))
    policy = table["objective-evidence"]
    worse = tuple(
        each._replace(value=-each.value) if each.name == "caution" else each for each in policy.parameters
    )
    table["objective-evidence"] = policy._replace(parameters=worse)

    class Broken:
        def table(self, kind: str) -> Any:
            return table

    with pytest.raises(ValueError, match=r"objective-evidence, caution: .* not -30"):
        weights(Broken(), "evidence")  # type: ignore[arg-type]


def test_a_budget_that_ends_is_not_called_infeasible(catalog: Catalog) -> None:
    case = Case(goal=FPHL, jurisdiction="EU", patient=PATIENT)
    report = plan(case, catalog, k=3, budget=1)  # 0 is refused: no search at all
    assert report.status == "best-found" and not report.search.proved


def test_explanations_refuse_what_they_cannot_answer(catalog: Catalog) -> None:
    with pytest.raises(CaseError, match="Nothing can be planned"):
        Engine(catalog).why(Case(), "minoxidil")
    with pytest.raises(UnknownName, match="minoxidil"):
        Engine(catalog).why_not(Case(goal=FPHL), "minoxidill")
    with pytest.raises(CaseError, match="has no items"):
        Engine(catalog).repair(Case(goal=FPHL))
    cocktail = [{"product": "lidocaine-2-plain", "volume": "2 mL"}]
    with pytest.raises(CaseError, match="there are 1 items"):
        Engine(catalog).threshold(Case(), 3, cocktail)
