"""What the catalog says, for people and for programs."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_show_an_ingredient_by_any_of_its_names(run: Run) -> None:
    by_id = run("show", "clear-drug")
    assert by_id.exit_code == 0
    assert by_id.stdout.startswith("Clear-drug: Fixture.")
    assert run("show", "clear-drug", "-v").stdout.startswith("clear-drug: active, chemical")
    assert run("show", "Clear", "Drug").stdout == by_id.stdout


@pytest.mark.parametrize(
    "name",
    [
        "clear-ampoule",
        "glow",
        "plain-zone",
        "shallow",
        "land",
        "pregnant",
        "drug-class",
        "label-fixture",
        "clear-trial",
        "ingredients",
        "zones",
        "sources",
        "studies",
        "policies",
    ],
)
def test_every_kind_of_thing_can_be_shown(run: Run, name: str) -> None:
    for format_ in ("table", "markdown", "html", "json"):
        result = run("show", name, "--format", format_)
        assert result.exit_code == 0, result.stderr
        assert result.stdout


def test_show_a_statement_by_its_id(run: Run) -> None:
    record = json.loads(run("show", "caution-drug", "--format", "json").stdout)
    assert record["kind"] == "ingredient"
    fact = record["entity"]["cautions"][0]["fact"]
    identity = f"caution-drug#caution.{fact}.contraindicated@label-fixture"
    result = run("show", identity)
    assert result.exit_code == 0, result.stderr
    assert "Source" in result.stdout


def test_find_knows_parts_of_names_and_says_their_kind(run: Run) -> None:
    rows = json.loads(run("find", "clear", "--format", "json").stdout)
    assert {"kind": "ingredient", "id": "clear-drug", "label": "clear-drug"} in rows
    nothing = run("find", "xyzzy")
    assert nothing.exit_code == 1
    assert "nothing found" in nothing.stdout


def test_goals_is_a_tree_with_studies(run: Run) -> None:
    result = run("goals")
    assert result.exit_code == 0
    assert "glow" in result.stdout
    assert {each["id"] for each in json.loads(run("goals", "--format", "json").stdout)} >= {"glow", "ache"}


def test_rules_are_documented_by_themselves(run: Run) -> None:
    every = json.loads(run("rules", "--format", "json").stdout)
    assert len(every) > 50
    one = run("rules", "mx301")
    assert one.stdout.startswith("MX301 incompatible")
    assert run("explain", "MX301").stdout == one.stdout


def test_graph_of_names_and_of_a_case(run: Run, case: Callable[..., str]) -> None:
    page = run("graph", "clear-drug", "--format", "html")
    assert page.exit_code == 0, page.stderr
    assert page.stdout.startswith("<!doctype html>")
    assert run("graph", case(), "--format", "json").exit_code == 0
    assert run("graph", "--format", "graphml").stdout.startswith("<graphml")


def test_doctor_says_whether_the_installation_is_sound(run: Run) -> None:
    result = run("doctor", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["sound"] is True
