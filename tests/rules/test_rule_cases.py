"""Every rule fires, stays quiet and says "unknown" where it should: the cases are data.

``cases/<CODE>.toml`` holds ``[[case]]`` tables: ``name``; ``expect`` (fires, quiet or unknown);
``severity``, ``subjects`` and ``topic`` of the finding; ``codes_also`` for findings that must stand
beside it; ``case`` as in a case file; ``overlay`` (file name to TOML text) laid over ``fixture/``.

A rule that cannot say "unknown" names in ``instead`` the code that says it in its place. ``crash``
names a rule that is made to crash; ``xfail`` says which fault of the engine a case is waiting for.
"""

import datetime
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import CRASH_CODE, check
from mesoplan.rules.scene import Scene

HERE = Path(__file__).parent
CODES = sorted([rule.code for rule in RULES] + [CRASH_CODE])
EXPECTATIONS = ("fires", "quiet", "unknown")
KEYS = {
    "name",
    "expect",
    "severity",
    "subjects",
    "topic",
    "codes_also",
    "case",
    "overlay",
    "instead",
    "crash",
    "xfail",
}
TODAY = datetime.date(2026, 1, 1)


def _file(code: str) -> Path:
    return HERE / "cases" / f"{code}.toml"


def _cases() -> list[Any]:
    found = []
    for file in sorted((HERE / "cases").glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8"), parse_float=Decimal).get("case", []):
            marks = [pytest.mark.xfail(strict=True, reason=row["xfail"])] if "xfail" in row else []
            found.append(pytest.param(file.stem, row, id=f"{file.stem}: {row.get('name')}", marks=marks))
    return found


@cache
def _plain() -> Catalog:
    return finish(draft(HERE / "fixture", (), TODAY))


def _laid_over(overlay: dict[str, str], folder: Path) -> Catalog:
    for name, text in overlay.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    read = draft(HERE / "fixture", (folder,), TODAY)
    # What an overlay may not add (CA085) is laid over all the same: the rules have to hold by themselves.
    faults = [str(fault) for fault in read.faults if fault.code not in ("CA070", "CA085")]
    assert not faults, "the overlay of this case is no catalog:\n" + "\n".join(faults)
    return finish(read)


def _rules(crash: str) -> Any:
    if not crash:
        return RULES

    def breaks(*_: object) -> Any:
        raise ZeroDivisionError("made to crash")

    return tuple(rule._replace(check=breaks) if rule.code == crash else rule for rule in RULES)


def _report(row: dict[str, Any], folder: Path) -> CheckReport:
    catalog = _laid_over(row["overlay"], folder) if row.get("overlay") else _plain()
    scene = Scene(resolve(case_from(row.get("case", {})), catalog), Knowledge(catalog))
    return check(scene, _rules(row.get("crash", "")))


def _said(report: CheckReport) -> str:
    lines = [
        f"  {each.code} {each.severity} {each.topic} {', '.join(each.subjects)}" for each in report.findings
    ]
    return "The findings were:\n" + ("\n".join(lines) or "  none")


def _fits(found: Finding, row: dict[str, Any]) -> bool:
    return (
        found.severity == row.get("severity", found.severity)
        and found.topic == row.get("topic", found.topic)
        and set(row.get("subjects", ())) <= set(found.subjects)
    )


@pytest.mark.parametrize(("code", "row"), _cases())
def test_case(code: str, row: dict[str, Any], tmp_path: Path) -> None:
    report = _report(row, tmp_path)
    own = [each for each in report.findings if each.code == code]
    where = f'cases/{code}.toml, "{row["name"]}"'
    if code != CRASH_CODE:
        crashed = [each.data for each in report.findings if each.code == CRASH_CODE]
        assert not crashed, f"{where}: a rule crashed: {crashed}"
    for other in row.get("codes_also", ()):
        assert any(each.code == other for each in report.findings), (
            f"{where}: {other} is expected as well. {_said(report)}"
        )
    match row["expect"]:
        case "quiet":
            assert not [each for each in own if _fits(each, row)], (
                f"{where}: {code} should be quiet. {_said(report)}"
            )
        case "fires":
            assert [each for each in own if _fits(each, row)], (
                f"{where}: {code} should fire (severity {row.get('severity')}, topic "
                f"{row.get('topic')}, subjects {row.get('subjects')}). {_said(report)}"
            )
        case "unknown":
            _assert_unknown(code, row, own, report, where)


def _assert_unknown(
    code: str, row: dict[str, Any], own: list[Finding], report: CheckReport, where: str
) -> None:
    speaker = row.get("instead", code)
    open_ones = [
        each
        for each in report.findings
        if each.code == speaker and each.severity == "unknown" and _fits(each, row)
    ]
    assert open_ones, f"{where}: {speaker} should say unknown. {_said(report)}"
    assert all(each.needs for each in open_ones), (
        f"{where}: an unknown has to say in `needs` what would settle it. {_said(report)}"
    )
    assert report.verdict in ("incomplete", "blocked"), f"{where}: {report.verdict}"
    if "instead" in row:
        settled = [each for each in own if each.severity != "note"]
        assert not settled, f"{where}: {code} spoke although it cannot know. {_said(report)}"


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_three_cases(code: str) -> None:
    file = _file(code)
    assert file.is_file(), (
        f"{code} has no cases. Write {file} with [[case]] tables: name, expect = "
        '"fires" | "quiet" | "unknown", severity, subjects, [case.case].'
    )
    rows = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)["case"]
    missing = [each for each in EXPECTATIONS if each not in {row["expect"] for row in rows}]
    assert not missing, f'{file.name}: add a [[case]] with expect = "{missing[0]}"'


@pytest.mark.parametrize("file", sorted((HERE / "cases").glob("*.toml")), ids=lambda file: file.stem)
def test_case_files_are_well_formed(file: Path) -> None:
    assert file.stem in CODES, f"{file.name}: no rule {file.stem} in rules/registry.py"
    rows = tomllib.loads(file.read_text("utf-8"))["case"]
    names = [row.get("name") for row in rows]
    assert len(set(names)) == len(names), f"{file.name}: two cases have one name"
    for row in rows:
        where = f'{file.name}, "{row.get("name")}"'
        assert set(row) <= KEYS, f"{where}: unknown keys {sorted(set(row) - KEYS)}"
        assert row["expect"] in EXPECTATIONS, f"{where}: expect is one of {EXPECTATIONS}"
        assert row["expect"] != "fires" or row.get("severity"), (
            f"{where}: a case that fires states its severity"
        )
        assert "crash" not in row or row["crash"] in CODES, f"{where}: no rule {row['crash']}"


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert len({rule.name for rule in RULES}) == len(RULES)
    families = ["ID", "PT", "MX", "IX", "DS", "RT", "RG", "EV"]
    assert codes == sorted(codes, key=lambda code: (families.index(code[:2]), code))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_documents_itself(rule: Any) -> None:
    for field in ("checks", "why", "example", "instead"):
        assert getattr(rule, field).strip(), f"{rule.code}: write `{field}`"
    assert (rule.exceeded is not None) == (rule.scope == "total"), (
        f"{rule.code}: a rule of scope total, and only such a rule, has `exceeded`"
    )
