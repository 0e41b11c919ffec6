"""A check as a page, as JSON, as rows: the verdict first, unknowns as few questions, nothing hidden."""

import csv
import io
import json
from typing import Any

import jsonschema
import pytest

from mesoplan.api import check
from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import CheckReport, Coverage
from mesoplan.report.answer import Answer, CatalogStamp
from mesoplan.report.answers import Checked
from mesoplan.report.check_page import check_page, verdict_words
from mesoplan.report.json_schema import schemas
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.questions import questions_of
from mesoplan.report.rows import check_csv, check_jsonl, csv_text
from mesoplan.version import ENGINE

BASE: dict[str, Any] = {
    "goal": "glow",
    "zone": "plain-zone",
    "jurisdiction": "land",
    "technique": "shallow",
    "patient": {"sex": "female", "age": 40, "weight": "60 kg"},
    "cocktail": [
        {"product": "caution-ampoule", "volume": "1 mL"},
        {"product": "blank-ampoule", "volume": "1 mL"},
        {"product": "clear-ampoule", "volume": "0.50 mL", "syringe": 2},
    ],
}


@pytest.fixture(scope="module")
def checked(fixture_catalog: Catalog) -> Checked:
    return _checked(BASE, fixture_catalog)


def _checked(raw: dict[str, Any], catalog: Catalog) -> Checked:
    case = case_from(raw)
    return Checked(check(case, None, catalog), case, resolve(case, catalog), catalog)


def _answer(checked: Checked) -> Answer[CheckReport]:
    return Answer(
        kind="check",
        result=checked.report,
        case=checked.case,
        resolved=checked.resolved,
        catalog=CatalogStamp(checked.catalog.version, checked.catalog.hash),
        engine=ENGINE,
    )


def test_the_first_line_is_the_verdict(checked: Checked) -> None:
    text = page_text(check_page(checked), Paper(100))
    assert text.startswith("INCOMPLETE: nothing forbids this cocktail, but ")


def test_facts_of_one_list_are_one_question(checked: Checked) -> None:
    unknown = [each for each in checked.report.findings if each.severity == "unknown"]
    keys = [each.key for each in questions_of(unknown, checked.catalog)]
    assert len(keys) == len(set(keys)) <= 6
    assert "fact:pregnant" in keys
    assert "conditions" in keys
    assert not [key for key in keys if key.startswith("fact:") and "disease" in key]


def test_a_question_says_what_a_yes_would_do(checked: Checked) -> None:
    unknown = [each for each in checked.report.findings if each.severity == "unknown"]
    conditions = next(each for each in questions_of(unknown, checked.catalog) if each.key == "conditions")
    assert "odd-disease" in conditions.forbids
    assert not set(conditions.forbids) & set(conditions.cautions)


def test_the_full_page_has_every_finding_and_the_brief_one_counts_them(checked: Checked) -> None:
    full = page_text(check_page(checked, "full"), Paper(1000))
    squeezed = " ".join(full.split())
    for finding in checked.report.findings:
        assert " ".join(finding.message.split()) in squeezed
    brief = page_text(check_page(checked, how_to_see="-v"), Paper(100))
    notes = sum(1 for each in checked.report.findings if each.severity == "note")
    assert f"Not shown: {notes} note" in brief


def test_json_follows_the_contract_and_its_schema(checked: Checked) -> None:
    answer = json.loads(_answer(checked).to_json())
    jsonschema.validate(answer, schemas()["check-1.json"])
    assert answer["schema"] == "mesoplan/check/1"
    assert answer["verdict"] == checked.report.verdict
    assert set(answer) >= {"findings", "coverage", "cocktail", "case", "catalog", "engine"}
    assert set(answer["findings"][0]) >= {
        "code",
        "name",
        "severity",
        "subjects",
        "message",
        "action",
        "fixes",
        "statements",
        "trace",
        "waivers",
    }
    assert set(answer["catalog"]) == {"version", "hash"}
    assert answer["cocktail"][1]["items"][0]["volume"] == "0.50 mL"


def test_json_is_sorted_and_the_case_in_it_can_be_checked_again(
    checked: Checked, fixture_catalog: Catalog
) -> None:
    text = _answer(checked).to_json()
    answer = json.loads(text)
    assert text == json.dumps(answer, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    again = _checked(answer["case"], fixture_catalog)
    assert _answer(again).to_json() == text


def test_json_lines_hold_the_head_then_each_finding(checked: Checked) -> None:
    head, *findings = [json.loads(line) for line in check_jsonl(_answer(checked)).splitlines()]
    assert (head["record"], head["verdict"]) == ("check", "incomplete")
    assert [each["code"] for each in findings] == [each.code for each in checked.report.findings]


def test_csv_has_a_row_for_each_finding(checked: Checked) -> None:
    rows = list(csv.DictReader(io.StringIO(check_csv(_answer(checked)))))
    assert [row["code"] for row in rows] == [each.code for each in checked.report.findings]
    assert {row["verdict"] for row in rows} == {"incomplete"}


def test_csv_cells_are_never_formulas() -> None:
    assert csv_text(("a",), [("=1+1",), ("-x",), ("ok",)]) == "a\n'=1+1\n'-x\nok\n"


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (CheckReport("clear", (), Coverage(5, 5, ())), "CLEAR"),
        (CheckReport("incomplete", (), Coverage(0, 0, ())), "INCOMPLETE: there is no cocktail"),
        (CheckReport("caution", (), Coverage(5, 5, ())), "CAUTION: nothing forbids"),
    ],
)
def test_verdicts_in_words(report: CheckReport, words: str) -> None:
    assert verdict_words(report).startswith(words)
