"""One row out for every row in, and each says what the library says of that case alone."""

import json
from typing import Any

import pytest
from tests.screen.conftest import BAD, GOOD

from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import MesoplanError
from mesoplan.knowledge.questions import Knowledge
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene
from mesoplan.screen.judge import Judge


@pytest.fixture(scope="module")
def judge_rows(catalog: Catalog) -> Judge:
    return Judge(catalog)


@pytest.mark.parametrize("case", GOOD)
def test_a_row_says_what_a_check_says(judge_rows: Judge, case: dict[str, Any]) -> None:
    row = judge_rows.row("a", json.dumps(case))
    report = check(Scene(resolve(case_from(case), judge_rows.catalog), Knowledge(judge_rows.catalog)))
    assert (row.status, row.verdict) == ("checked", report.verdict)
    assert (row.required, row.answered) == (report.coverage.required, report.coverage.answered)
    assert row.codes is not None
    assert set(row.codes.split()) == {each.code for each in report.findings if each.severity != "note"}
    assert row.catalog == judge_rows.catalog.hash


@pytest.mark.parametrize("text", BAD)
def test_a_damaged_row_is_an_answer_with_words(judge_rows: Judge, text: str | None) -> None:
    row = judge_rows.row("b", text)
    assert row.status in ("refused", "unreadable")
    assert row.verdict is None and row.digest is None
    assert row.error


def test_what_cannot_be_read_is_told_from_what_is_not_understood(judge_rows: Judge) -> None:
    assert judge_rows.row("c", "null").status == "unreadable"
    assert judge_rows.row("c", '{"goal": "melasmo"}').status == "refused"


_ROWS = (
    '{"goal": "melasma", "patient": {"age": 17}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"goal": "melasma", "patient": {"age": 40}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"patient": {"age": 17, "conditions": []}, "cocktail": [{"ingredient": "lidocaine"}]}',
    # The patient is nothing, or is not where he seems to be, or stands twice.
    '{"patient": null, "session": {"points": 20}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"patient": {}, "session": {"points": 20}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"session": {"patient": {"age": 17}}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"\\u0070atient": {"age": 40}, "patient": {"age": 17}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"patient": {"age": 17, "conditions": ["a}", "b"]}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"patient": {"age": 17, "age": 40}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"patient": {"age": 17}} , "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"patient" {"age": 17}, "cocktail": [{"ingredient": "lidocaine"}]}',
    '{"goal": "patient", "patient": {"age": 41}, "cocktail": [{"ingredient": "lidocaine"}]}',
)


def test_parts_that_were_read_before_are_read_the_same(catalog: Catalog) -> None:
    alone = {text: Judge(catalog).row("e", text) for text in _ROWS}
    judge = Judge(catalog)
    for text in (*_ROWS, *_ROWS, *reversed(_ROWS)):
        assert judge.row("e", text) == alone[text]
    assert len({row.digest for row in alone.values() if row.status == "checked"}) > 2
    assert judge.reader._place_texts


def test_a_key_that_stands_twice_is_no_case(judge_rows: Judge) -> None:
    twice = '{"patient": {"age": 17}, "patient": {"age": 40}, "cocktail": [{"ingredient": "lidocaine"}]}'
    assert judge_rows.row("d", twice).status == "unreadable"


def test_rows_that_share_a_cocktail_keep_their_own_patients(judge_rows: Judge, catalog: Catalog) -> None:
    base = {**GOOD[1], "patient": {"sex": "male", "age": 61, "conditions": [], "medicines": []}}
    other = {**GOOD[1], "patient": {"sex": "male", "age": 61, "conditions": [], "medicines": ["warfarin"]}}
    alone = {text: Judge(catalog).row("e", text) for text in (json.dumps(base), json.dumps(other))}
    for text in (*alone, *alone):
        assert judge_rows.row("e", text) == alone[text]
    assert len({row.digest for row in alone.values()}) == 2


def test_every_fault_of_a_row_is_told_with_both_halves_broken(judge_rows: Judge) -> None:
    case = {"patient": {"age": 200}, "cocktail": [{"ingredient": "lidocane"}]}
    with pytest.raises(MesoplanError) as alone:
        resolve(case_from(case), judge_rows.catalog)
    assert judge_rows.row("f", json.dumps(case)).error == " ".join(str(alone.value).split())[:500]


def test_a_crash_is_a_row_too(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge(catalog)

    def broken(case: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(judge, "report", broken)
    row = judge.row("g", json.dumps(GOOD[0]))
    assert (row.status, row.verdict) == ("crashed", None)
    assert row.error == "ZeroDivisionError: planted"
