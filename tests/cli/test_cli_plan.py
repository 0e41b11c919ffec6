"""`plan`: a goal or a file, options over it, exit codes by what came out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
CaseFile = Callable[..., str]
KNOWN = (
    "--sex",
    "female",
    "--age",
    "40",
    "--weight",
    "60 kg",
    "--not-pregnant",
    "--not-breastfeeding",
    "--no-conditions",
    "--no-allergies",
    "--no-medicines",
    "--zone",
    "plain-zone",
    "--jurisdiction",
    "land",
    "--technique",
    "shallow",
)


def test_a_goal_gives_a_plan_and_its_verdict_is_the_exit_code(run: Run) -> None:
    result = run("plan", "glow", *KNOWN, "--format", "json")
    report = json.loads(result.stdout)
    assert report["schema"] == "mesoplan/plan/1"
    assert report["plans"], report["message"]
    expected = {"clear": 0, "caution": 0, "incomplete": 3, "blocked": 1}
    assert result.exit_code == expected[report["plans"][0]["verdict"]]


def test_options_and_file_give_the_same_answer(run: Run, case: CaseFile) -> None:
    by_option = json.loads(run("plan", "glow", *KNOWN, "--format", "json").stdout)
    by_file = json.loads(run("plan", case(use_within=""), "--format", "json").stdout)
    assert by_option["plans"] == by_file["plans"]


def test_clashing_demands_are_4_and_named(run: Run) -> None:
    first = json.loads(run("plan", "glow", *KNOWN, "--format", "json").stdout)
    wanted = first["plans"][0]["syringes"][0]["items"][0]["contents"][0]["ingredient"]
    result = run("plan", "glow", *KNOWN, "--include", wanted, "--exclude", wanted)
    assert result.exit_code == 4
    assert result.stdout.startswith("NO PLAN")
    assert wanted in result.stdout


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "markdown", "html"])
def test_every_format(run: Run, format_: str) -> None:
    result = run("plan", "glow", *KNOWN, "--format", format_)
    assert result.exit_code in (0, 3), result.stderr
    assert result.stdout


def test_the_text_says_why_and_what_was_held_back(run: Run) -> None:
    text = run("plan", "glow", *KNOWN).stdout
    assert "suggestion" in text.splitlines()[0]
    for word in ("For ", "Who ", "give ", "shown ", "Not shown"):
        assert word in text
    whole = run("plan", "glow", *KNOWN, "--verbose").stdout
    assert whole.startswith(("OPTIMAL", "BEST FOUND"))
    for word in ("syringe 1: ", "why ", "score ", "Left out"):
        assert word in whole
    assert "Not shown" not in whole


def test_the_front_names_what_can_be_traded(run: Run) -> None:
    front = json.loads(run("plan", "glow", *KNOWN, "--pareto", "--format", "json").stdout)
    assert front["points"]
    assert set(front["points"][0]) >= {"benefit", "risk", "cost", "ingredients"}
    assert "risk" in run("plan", "glow", *KNOWN, "--pareto").stdout
    assert run("plan", "glow", *KNOWN, "--pareto", "--format", "csv").exit_code == 2


def test_an_empty_front_says_why_in_json_too(run: Run) -> None:
    tried = run("plan", "glow", *KNOWN, "--max-volume", "0.001 mL", "--pareto", "--format", "json")
    front = json.loads(tried.stdout)
    assert front["points"] == []
    assert front["plan"]["status"] == "infeasible"
    assert front["plan"]["conflict"] or front["plan"]["left_out"]


def test_stock_limits_the_choice(run: Run, tmp_path: Path) -> None:
    tmp_path.joinpath("shelf.csv").write_text("product,volume\nclear-ampoule,10 mL\n", "utf-8")
    report = json.loads(run("plan", "glow", *KNOWN, "--stock", "shelf.csv", "--format", "json").stdout)
    used = {
        item["product"]
        for plan in report["plans"]
        for syringe in plan["syringes"]
        for item in syringe["items"]
    }
    assert used <= {"clear-ampoule"}
    wrong = run("plan", "glow", "--stock", "nowhere.csv")
    assert wrong.exit_code == 2
