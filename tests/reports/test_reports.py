"""What happened to somebody, or was asked by somebody: the check says what a sound one says."""

import tomllib
from pathlib import Path

import pytest

from .reports import FOLDER, KEYS, PRACTICE, Report, judge, practice, reports
from .table import page, rows

TABLE = Path(__file__).parents[2] / "docs" / "reports.md"


@pytest.mark.parametrize("report", tuple(reports()), ids=lambda each: each.name)
def test_report(report: Report) -> None:
    outcome = judge(report)
    waits_for = report.expected.get("waits_for", "")
    if waits_for:
        assert outcome.wrong, f"{report.name} is right now: take `waits_for` out of it"
        pytest.xfail(waits_for)
    assert outcome.wrong == (), f"{report.name}: {report.expected['right']}"


@pytest.mark.parametrize("report", tuple(practice()), ids=lambda each: each.name)
def test_cocktail_of_a_practice(report: Report) -> None:
    assert judge(report).wrong == (), f"{report.name}: {report.expected['right']}"


@pytest.mark.parametrize(
    "file", sorted((*FOLDER.glob("*.toml"), *PRACTICE.glob("*.toml"))), ids=lambda file: file.stem
)
def test_every_report_says_what_is_right(file: object) -> None:
    assert hasattr(file, "read_text")
    raw = tomllib.loads(file.read_text("utf-8"))
    assert set(raw) <= KEYS
    assert raw["title"].strip() and raw["right"].strip()
    assert raw.get("says") or raw.get("never") or raw.get("verdicts") or raw.get("refused"), (
        "a report that cannot fail"
    )
    for row in (*raw.get("says", ()), *raw.get("never", ())):
        assert set(row) <= {"code", "severity", "topic", "subjects"} and row


def test_the_table_in_the_docs_is_what_the_checks_give() -> None:
    assert TABLE.read_text("utf-8") == page(rows()), (
        "Run: python -m tests.reports.table docs/reports.md; then read what changed."
    )
