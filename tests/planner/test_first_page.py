"""The first page of a plan is the same page when what it does not show is not worked out."""

from typing import Any

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.planner.extent import USUAL
from mesoplan.report.answers import planned
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.plan_page import plan_page

NONE: dict[str, Any] = {"conditions": [], "allergies": [], "medicines": []}
PATIENTS: tuple[dict[str, Any], ...] = (
    {"sex": "male", "age": 40, "weight": "80 kg", **NONE},
    {"sex": "female", "age": 34, "pregnant": False, "breastfeeding": False, **NONE},
    {"sex": "female", "age": 30},
    {"sex": "male", "age": 16, **NONE},
)
GOALS = (
    "fine-lines",
    "female-pattern-hair-loss",
    "neck-pain",
    "keloid",
    "submental-fat",
    "skin-laxity",
    "hyperhidrosis",
    "hair-loss",
)


@pytest.fixture
def engine(catalog: Catalog) -> Engine:
    return Engine(catalog)


def both_pages(case: Case, engine: Engine, **more: Any) -> tuple[str, str]:
    whole = planned(engine.plan(case, **more), engine.catalog)
    answer, published = engine.first_page(case, **more)
    first = planned(answer, engine.catalog)._replace(published=published)
    return page_text(plan_page(whole), Paper(90)), page_text(plan_page(first), Paper(90))


@pytest.mark.parametrize("patient", PATIENTS)
@pytest.mark.parametrize("goal", GOALS)
def test_the_same_page(goal: str, patient: dict[str, Any], engine: Engine) -> None:
    case = Case(goal=goal, jurisdiction="EU", patient=patient)
    whole, first = both_pages(case, engine)
    assert first == whole


@pytest.mark.parametrize("more", ({"k": 1}, {"k": 8, "any_diagnosis": True}, {"prefer": "safety"}))
@pytest.mark.parametrize("goal", ("hair-loss", "skin-rejuvenation", "submental-fat"))
def test_the_same_page_however_it_is_asked(goal: str, more: dict[str, Any], engine: Engine) -> None:
    limits = {"exclude": ["dutasteride"], "max_ingredients": 2}
    case = Case(goal=goal, jurisdiction="US", patient=PATIENTS[1], limits=limits)
    whole, first = both_pages(case, engine, **more)
    assert first == whole


def test_what_cannot_be_suggested_is_not_judged(engine: Engine) -> None:
    case = Case(goal="skin-rejuvenation", jurisdiction="EU", patient=PATIENTS[0])
    whole, (first, _) = engine.plan(case).result, engine.first_page(case)
    assert first.result.plans and first.result.search.not_judged > whole.search.not_judged
    assert len(first.result.left_out) < len(whole.left_out)
    assert all(each in whole.left_out for each in first.result.left_out)


def test_where_lists_are_cut_the_whole_is_asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for few in (USUAL._replace(first=2), USUAL._replace(told=1)):
        monkeypatch.setattr("mesoplan.planner.first_page.USUAL", few)
        case = Case(goal="skin-rejuvenation", jurisdiction="EU", patient=PATIENTS[0])
        answer, published = engine.first_page(case)
        assert published is None
        assert answer.result == engine.plan(case).result


def test_without_a_plan_the_first_rows_are_those_of_all(engine: Engine) -> None:
    case = Case(goal="female-pattern-hair-loss", jurisdiction="EU", patient=PATIENTS[0])
    whole, (first, count) = engine.plan(case).result, engine.first_page(case)
    assert count is not None and count > len(first.result.published) == 5
    assert all(each in whole.published for each in first.result.published)


def test_every_fact_below_another_is_indexed(catalog: Catalog, knowledge: Knowledge) -> None:
    for fact in catalog.table("fact"):
        below = {each for each in catalog.table("fact") if fact in catalog.lineage("fact", each)[1:]}
        assert set(catalog.index.facts_below.get(fact, ())) == below
