"""`mesoplan regimens`: everything published for a goal, the same in every format; never a suggestion."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_every_format_has_the_same_regimens(run: Run) -> None:
    answer = json.loads(run("regimens", "glow", "--format", "json").stdout)
    assert answer["schema"] == "mesoplan/regimens/1"
    names = [each["regimen"] for each in answer["regimens"]]
    assert names
    rows = list(csv.DictReader(io.StringIO(run("regimens", "glow", "--format", "csv").stdout)))
    assert [each["regimen"] for each in rows] == names
    head, *lines = run("regimens", "glow", "--format", "jsonl").stdout.splitlines()
    assert json.loads(head)["record"] == "regimens"
    assert [json.loads(each)["regimen"] for each in lines] == names


@pytest.mark.parametrize("format_", ("table", "markdown", "html", "json", "jsonl", "csv"))
def test_the_exit_code_does_not_depend_on_the_format(run: Run, format_: str) -> None:
    assert run("regimens", "glow", "--format", format_).exit_code == 0
    assert run("regimens", "no-such-goal", "--format", format_).exit_code == 2


def test_it_says_that_these_are_no_suggestions(run: Run) -> None:
    page = run("regimens", "glow").stdout
    assert "no suggestions" in " ".join(page.split())


def test_a_case_file_is_asked_as_well(run: Run, case: Callable[..., str]) -> None:
    answer = json.loads(run("regimens", case(), "--format", "json").stdout)
    assert answer["resolved"]["zone"] == "plain-zone"
