"""The exit code follows the verdict, and the verdict comes first."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]
CaseFile = Callable[..., str]


def test_clear_is_0_and_says_so(run: Run, case: CaseFile) -> None:
    result = run("check", case())
    assert result.exit_code == 0
    assert result.stdout.startswith("CLEAR: every required check was answered")


def test_a_fact_that_was_not_asked_is_3_and_becomes_a_question(run: Run, case: CaseFile) -> None:
    result = run("check", case(pregnant="", product='"caution-ampoule"'))
    assert result.exit_code == 3
    assert result.stdout.startswith("INCOMPLETE: nothing forbids this cocktail, but")
    assert "Could she be pregnant?" in result.stdout


def test_blocked_is_1_and_names_the_reason_before_anything_else(run: Run, case: CaseFile) -> None:
    result = run("check", case(conditions='["odd disease"]', product='"caution-ampoule"'))
    assert result.exit_code == 1
    assert result.stdout.startswith("BLOCKED: 1 fact forbids this cocktail")
    reason = "Contraindicated (patient: odd disease): caution-drug"
    assert result.stdout.index(reason) < result.stdout.index("checks answered")


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [("blocked", (1, 0, 0)), ("incomplete", (1, 3, 0)), ("caution", (1, 3, 1))],
)
def test_fail_on_moves_the_line(run: Run, case: CaseFile, fail_on: str, codes: tuple[int, int, int]) -> None:
    blocked = case("blocked.toml", conditions='["odd disease"]', product='"caution-ampoule"')
    incomplete = case("incomplete.toml", pregnant="", product='"caution-ampoule"')
    caution = case("caution.toml", volume='"0.1 mL"')
    got = tuple(run("check", each, "--fail-on", fail_on).exit_code for each in (blocked, incomplete, caution))
    assert got == codes


def test_an_option_answers_a_question(run: Run, case: CaseFile) -> None:
    file = case(pregnant="", breastfeeding="", conditions="", product='"caution-ampoule"')
    assert run("check", file).exit_code == 3
    answered = run("check", file, "--not-pregnant", "--not-breastfeeding", "--no-conditions")
    assert json.loads(run("check", file, "--format", "json").stdout)["questions"]
    assert "\nAsk " not in answered.stdout


def test_a_list_option_adds_to_the_file_and_never_takes_away(run: Run, case: CaseFile) -> None:
    file = case(conditions='["odd disease"]', product='"caution-ampoule"')
    assert run("check", file, "--condition", "mild disease").exit_code == 1
    refused = run("check", file, "--no-conditions")
    assert refused.exit_code == 2
    assert "--no-conditions contradicts: odd disease" in refused.stderr


def test_stdin_is_read_for_a_dash(run: Run, case: CaseFile, tmp_path: object) -> None:
    from pathlib import Path

    text = Path(case()).read_text("utf-8")
    assert run("check", "-", input=text).exit_code == 0
    wrong = run("check", "-", input=text.replace("clear-ampoule", "clear-ampule"))
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith('error: stdin, cocktail[0].product: no product called "clear-ampule".')


def test_text_says_how_many_findings_it_holds_back(run: Run, case: CaseFile) -> None:
    file = case(conditions="", product='"caution-ampoule"')
    brief = run("check", file).stdout
    assert "Not shown: " in brief
    assert "(-v)" in brief
    assert "Not shown" not in run("check", file, "--verbose").stdout


def test_explain_shows_the_path_to_the_source(run: Run, case: CaseFile) -> None:
    file = case(conditions='["odd disease"]', product='"caution-ampoule"')
    result = run("explain", file)
    assert result.exit_code == 1
    assert "(states) caution-drug#caution.odd-disease" in result.stdout
    assert "(cites) label-fixture" in result.stdout
