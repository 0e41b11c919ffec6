"""What the literature and the labels say of real cases, asked of the real catalog.

Each file holds ``[[scenario]]`` tables: ``name``; ``source`` (where the expectation comes from);
``case`` as in a case file; ``verdict`` (one, or a list of allowed ones); ``findings`` that must be
there (code, and optionally severity, topic, subjects, needs, source, fix); ``silent`` codes that must
not be there (optionally with severity, topic, subjects). ``xfail`` names the fault that is waited for.
"""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mesoplan.model.finding import CheckReport, Finding

HERE = Path(__file__).parent
KEYS = {"name", "source", "case", "verdict", "findings", "silent", "xfail"}
WANTED = {"code", "severity", "topic", "subjects", "needs", "source", "fix"}
Judge = Callable[..., CheckReport]


def _scenarios() -> list[Any]:
    found = []
    for file in sorted(HERE.glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)["scenario"]:
            marks = [pytest.mark.xfail(strict=True, reason=row["xfail"])] if "xfail" in row else []
            found.append(pytest.param(row, id=f"{file.stem}: {row['name']}", marks=marks))
    return found


def _shown(report: CheckReport) -> str:
    lines = [
        f"  {each.code} {each.severity} {each.topic} {', '.join(each.subjects)}"
        for each in report.findings
        if each.severity != "note"
    ]
    return f"The verdict was {report.verdict}, the findings:\n" + "\n".join(lines)


def _matches(found: Finding, wanted: dict[str, Any]) -> bool:
    assert set(wanted) <= WANTED, f"unknown keys {sorted(set(wanted) - WANTED)}"
    return (
        found.code == wanted["code"]
        and found.severity == wanted.get("severity", found.severity)
        and found.topic == wanted.get("topic", found.topic)
        and set(wanted.get("subjects", ())) <= set(found.subjects)
        and set(wanted.get("needs", ())) <= set(map(str, found.needs))
        and ("source" not in wanted or wanted["source"] in {each.source for each in found.statements})
        and ("fix" not in wanted or wanted["fix"] in {each.target for each in found.fixes})
    )


@pytest.mark.parametrize("row", _scenarios())
def test_scenario(row: dict[str, Any], judge: Judge) -> None:
    assert set(row) <= KEYS, f"unknown keys {sorted(set(row) - KEYS)}"
    assert row["source"].strip(), "say where the expectation comes from"
    report = judge(**row["case"])
    crashed = [dict(each.data) for each in report.findings if each.code == "XX001"]
    assert not crashed, f"a rule crashed: {crashed}"
    for wanted in row.get("findings", ()):
        assert any(_matches(each, wanted) for each in report.findings), (
            f"expected {wanted} ({row['source']}). {_shown(report)}"
        )
    for unwanted in row.get("silent", ()):
        spoken = [each for each in report.findings if _matches(each, unwanted)]
        assert not spoken, f"{unwanted} should not be found ({row['source']}). {_shown(report)}"
    if "verdict" in row:
        allowed = [row["verdict"]] if isinstance(row["verdict"], str) else row["verdict"]
        assert report.verdict in allowed, f"expected {allowed}. {_shown(report)}"


@pytest.mark.parametrize("row", [pytest.param(*each.values, id=each.id) for each in _scenarios()])
def test_what_a_scenario_finds_is_traced_to_a_source(row: dict[str, Any], judge: Judge) -> None:
    for found in judge(**row["case"]).findings:
        assert len(found.trace) == len(found.statements)
        for path, stated in zip(found.trace, found.statements, strict=True):
            assert path[-4:] == ("states", stated.id, "cites", stated.source), path
        if found.severity == "unknown":
            assert found.needs, f"{found.code} {found.topic}: an unknown says what would settle it"


def test_every_scenario_expects_something() -> None:
    for param in _scenarios():
        row = param.values[0]
        assert row.get("findings") or row.get("silent"), f"{param.id}: add findings or silent"
