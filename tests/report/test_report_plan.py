"""A plan as a page and as JSON."""

import json
from decimal import Decimal

import jsonschema
import pytest

from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Content, Item
from mesoplan.model.finding import Coverage, Finding, Verdict
from mesoplan.model.line import Line
from mesoplan.model.need import Need
from mesoplan.model.plan import (
    Demand,
    LeftOut,
    Opens,
    Plan,
    PlannedRegimen,
    PlanReport,
    Protocol,
    Question,
    Score,
    SearchReport,
    Studied,
    Syringe,
    Term,
)
from mesoplan.quantity import Quantity
from mesoplan.report.answer import Answer, CatalogStamp
from mesoplan.report.answers import Planned
from mesoplan.report.json_schema import schemas
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.plan_page import plan_page, status_words
from mesoplan.report.rows import plan_csv, plan_jsonl
from mesoplan.report.words.plans import plan_with_words
from mesoplan.version import ENGINE

ML = Quantity.parse("1 mL")
ITEM = Item(Line("plan"), "clear-ampoule", (Content("clear-drug", Quantity.parse("10 mg")),), ML, 1)
CAUTION = Finding(
    "DS503/below/clear-drug",
    "DS503",
    "below-studied",
    "caution",
    ("clear-drug",),
    "below",
    {},
    (),
    (),
    (),
    (),
    message="Clear-drug is below what was studied.",
    action="Use a studied dose.",
)
PREGNANT, BREASTFEEDING = Need("fact", "pregnant"), Need("fact", "breastfeeding")
OPENS = Question(PREGNANT, Opens(("clear-drug",)), ("clear-drug",))


def _plan(rank: int, verdict: Verdict = "caution") -> Plan:
    return Plan(
        rank=rank,
        kind="studied",
        regimens=(PlannedRegimen(id="clear-drug-label-any-use", basis="studied", source="label-fixture"),),
        score=Score(900, (Term("benefit", 1000, "glowing"), Term("syringes", -100))),
        syringes=(Syringe(1, (ITEM,), ML),),
        verdict=verdict,
        findings=(CAUTION,),
        coverage=Coverage(10, 10, ()),
        why=(Studied(("clear-drug",), 2, 1, 700, ("clear-trial#x@label-fixture",)),),
        protocol=Protocol("intradermal", "", "4", "4 wk", "2 mL", ("clear-trial",)),
        syringe_proof="single",
    )


def _planned(catalog: Catalog, **changes: object) -> Planned:
    report = PlanReport(
        "optimal",
        (_plan(1), _plan(2)),
        (LeftOut("bad-drug", ("RG701",)),),
        (),
        (),
        SearchReport(12, True, 900, 3),
    )._replace(**changes)
    case = case_from({"goal": "glow"})
    report = plan_with_words(report, catalog)
    return Planned(report, case, resolve(case, catalog), catalog)


def _answer(planned: Planned) -> Answer[PlanReport]:
    return Answer(
        kind="plan",
        result=planned.report,
        case=planned.case,
        resolved=planned.resolved,
        catalog=CatalogStamp(planned.catalog.version, planned.catalog.hash),
        engine=ENGINE,
    )


def test_json_follows_the_contract_and_its_schema(fixture_catalog: Catalog) -> None:
    answer = json.loads(_answer(_planned(fixture_catalog)).to_json())
    jsonschema.validate(answer, schemas()["plan-1.json"])
    assert answer["schema"] == "mesoplan/plan/1"
    first = answer["plans"][0]
    assert set(first) >= {"rank", "score", "syringes", "verdict", "findings", "coverage", "why", "protocol"}
    assert first["score"]["total"] == 900
    assert first["syringes"][0]["items"][0]["contents"][0]["amount"] == "10 mg"
    assert set(answer["search"]) >= {"nodes", "proved"}


def test_the_best_cocktail_comes_first_with_its_reasons(fixture_catalog: Catalog) -> None:
    text = page_text(plan_page(_planned(fixture_catalog), full=True), Paper(100))
    assert text.startswith("OPTIMAL: 2 cocktails, best first")
    assert text.index("1. clear-drug") < text.index("2. clear-drug") < text.index("Left out")
    assert "clear-ampoule as sold 1 mL (clear-drug 10 mg)" in text
    assert "2 studies for, 1 against" in text
    assert "bad-drug    RG701" in text
    assert "+1000" in text
    assert "-100" in text


def test_best_found_is_never_called_optimal(fixture_catalog: Catalog) -> None:
    planned = _planned(fixture_catalog, status="best-found", search=SearchReport(5, False, 1200, 3))
    words = status_words(planned.report)
    assert words.startswith("BEST FOUND")
    assert "1200" in words
    assert "OPTIMAL" not in page_text(plan_page(planned), Paper(100))


def test_a_conflict_names_the_demands(fixture_catalog: Catalog) -> None:
    planned = _planned(
        fixture_catalog,
        status="infeasible",
        plans=(),
        message="demands-clash",
        conflict=(Demand("limits.include", "a"), Demand("limits.max_syringes", "1")),
    )
    text = page_text(plan_page(planned), Paper(100))
    assert text.startswith("NO PLAN")
    assert "limits.max_syringes: 1" in text


def test_no_plan_yet_when_an_answer_would_let_something_in(fixture_catalog: Catalog) -> None:
    planned = _planned(fixture_catalog, status="waiting", plans=(), questions=(OPENS,))
    text = page_text(plan_page(planned), Paper(100))
    assert text.startswith("NO PLAN YET")
    assert "Could she be pregnant? If no, clear-drug becomes available." in text


def test_answers_that_are_needed_together_are_said_together(fixture_catalog: Catalog) -> None:
    pregnant = OPENS._replace(effect=Opens(("clear-drug", "bad-drug"), ("breastfeeding",)))
    other = Question(BREASTFEEDING, Opens(("bad-drug",), ("pregnant",)), ("bad-drug",))
    planned = _planned(fixture_catalog, status="waiting", plans=(), questions=(pregnant, other))
    text = page_text(plan_page(planned), Paper(100))
    assert "If 1 is answered no, clear-drug becomes available." in text
    assert "If 1 and 2 are answered no, bad-drug becomes available." in text
    assert "If no," not in text


@pytest.mark.parametrize("status", ["optimal", "best-found"])
def test_rows(fixture_catalog: Catalog, status: str) -> None:
    planned = _planned(fixture_catalog, status=status)
    assert len(plan_csv(_answer(planned)).splitlines()) == 3
    head, *plans = [json.loads(line) for line in plan_jsonl(_answer(planned)).splitlines()]
    assert head["status"] == status
    assert [each["rank"] for each in plans] == [1, 2]
    assert Decimal(plans[0]["score"]["total"]) == 900
