"""`why`, `why-not` and `repair` answer in words and JSON, with the exit codes of the contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mesoplan.cli.main import cli

PATIENT = [
    "--sex",
    "female",
    "--age",
    "34",
    "--zone",
    "scalp",
    "--jurisdiction",
    "EU",
    "--not-pregnant",
    "--not-breastfeeding",
    "--no-conditions",
    "--no-allergies",
    "--no-medicines",
]
MIXED = """goal = "knee-osteoarthritis"
zone = "knee"
jurisdiction = "IT"
[patient]
sex = "male"
age = 61
weight = "80 kg"
conditions = []
allergies = []
medicines = []
[[cocktail]]
product = "akis-25"
volume = "1 mL"
[[cocktail]]
product = "lidocaine-2-plain"
volume = "1 mL"
"""


@pytest.fixture
def mixed(tmp_path: Path) -> str:
    file = tmp_path / "mixed.toml"
    file.write_text(MIXED, "utf-8")
    return str(file)


def test_why_names_studies_and_dose() -> None:
    result = CliRunner().invoke(cli, ["why", "minoxidil", "female-pattern-hair-loss", *PATIENT])
    assert result.exit_code == 0, result.output
    assert "uzel-2020-minoxidil-fphl" in result.stdout


def test_why_not_of_a_withdrawn_ingredient() -> None:
    result = CliRunner().invoke(cli, ["why-not", "buflomedil", "female-pattern-hair-loss", *PATIENT])
    assert result.exit_code == 0, result.output
    assert "RG702" in result.stdout


def test_why_not_as_json() -> None:
    result = CliRunner().invoke(
        cli, ["why-not", "buflomedil", "female-pattern-hair-loss", *PATIENT, "--format", "json"]
    )
    assert "RG702" in json.loads(result.stdout)["codes"]


def test_repair_separates_what_turns_milky(mixed: str) -> None:
    result = CliRunner().invoke(cli, ["repair", mixed])
    assert result.exit_code == 0, result.output
    assert "into syringe 2" in result.stdout


def test_how_much_of_the_anaesthetic_passes(mixed: str) -> None:
    result = CliRunner().invoke(cli, ["repair", mixed, "--how-much", "1"])
    assert result.exit_code == 0, result.output
    assert "in a syringe of its own" in result.stdout


def test_a_misspelt_name_is_an_error() -> None:
    result = CliRunner().invoke(cli, ["why", "minoxidl", "female-pattern-hair-loss", *PATIENT])
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_repair_that_ran_out_of_time_is_incomplete_and_no_refusal(run: Any, case: Any) -> None:
    file = case(product='"caution-ampoule"', conditions='["odd disease"]')
    assert run("repair", file).exit_code in (0, 4)
    stopped = run("repair", file, "--deadline", "0")
    assert (stopped.exit_code, "There may be others" in stopped.stdout) == (3, True)
    assert run("plan", "glow", "--deadline", "-1").exit_code == 2
    assert run(
        "plan", "glow", "--zone", "plain-zone", "--jurisdiction", "land", "--deadline", "0"
    ).exit_code in (*(0, 1, 3, 4),)
