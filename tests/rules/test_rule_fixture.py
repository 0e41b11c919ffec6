"""The fixture catalog of the rule tests is sound, and a clear verdict can be reached in it."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.finding import CheckReport
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

CLEAR: dict[str, Any] = {
    "goal": "glow",
    "zone": "plain-zone",
    "jurisdiction": "land",
    "technique": "shallow",
    "session": {"use_within": "1 h"},
    "patient": {
        "sex": "female",
        "age": 40,
        "weight": "60 kg",
        "pregnant": False,
        "breastfeeding": False,
        "conditions": [],
        "allergies": [],
        "medicines": [],
    },
    "cocktail": [{"product": "clear-ampoule", "volume": "1 mL"}],
}


def _check(case: dict[str, Any], catalog: Catalog) -> CheckReport:
    return check(Scene(resolve(case_from(case), catalog), Knowledge(catalog)))


def test_the_fixture_catalog_has_no_fault() -> None:
    read = draft(Path(__file__).parent / "fixture", (), datetime.date(2026, 1, 1))
    assert [str(fault) for fault in read.faults if fault.code != "CA070"] == []


def test_one_studied_product_for_a_patient_who_was_asked_is_clear(fixture_catalog: Catalog) -> None:
    report = _check(CLEAR, fixture_catalog)
    worse = [(each.code, each.topic) for each in report.findings if each.severity != "note"]
    assert (report.verdict, worse) == ("clear", [])
    assert report.coverage.answered == report.coverage.required > 0


def test_a_measured_pair_that_was_studied_together_is_clear(fixture_catalog: Catalog) -> None:
    both = [{"product": "clear-ampoule", "volume": "1 mL"}, {"product": "friend-ampoule", "volume": "1 mL"}]
    report = _check({**CLEAR, "cocktail": both}, fixture_catalog)
    worse = [(each.code, each.topic) for each in report.findings if each.severity != "note"]
    assert (report.verdict, worse) == ("clear", [])


@pytest.mark.parametrize("left_out", ["goal", "zone", "jurisdiction"])
def test_a_clear_case_is_incomplete_without(left_out: str, fixture_catalog: Catalog) -> None:
    case = {key: value for key, value in CLEAR.items() if key != left_out}
    assert _check(case, fixture_catalog).verdict == "incomplete"


def test_a_case_without_a_cocktail_is_never_clear(fixture_catalog: Catalog) -> None:
    assert _check({**CLEAR, "cocktail": []}, fixture_catalog).verdict == "incomplete"
