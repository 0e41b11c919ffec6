"""`mesoplan graph --ways`, `--alternatives`, `--without`: answered from the edges of the graph."""

import json

import pytest
from click.testing import CliRunner, Result

from mesoplan.cli.main import cli


def asked(*words: str) -> Result:
    return CliRunner().invoke(cli, ["graph", *words])


def test_a_goal_and_an_ingredient_hang_together_by_mechanism_and_study() -> None:
    done = asked("female-pattern-hair-loss", "minoxidil", "--ways", "--format", "json")
    assert done.exit_code == 0
    ways = json.loads(done.stdout)
    kinds = {step["kind"] for way in ways for step in way}
    assert {"serves", "acts-via", "contains", "used"} <= kinds
    for way in ways:
        mechanisms = [step["head"] for step in way if step["kind"] == "acts-via"]
        assert len(mechanisms) <= 1, "a way goes by one mechanism, to the nearest goal it serves"


def test_a_medicine_and_an_ingredient_by_the_warning_between_them() -> None:
    done = asked("lidocaine", "propranolol", "--ways")
    assert done.exit_code == 0
    assert "lidocaine is cautioned by non-selective beta-blocker" in " ".join(done.stdout.split())


def test_no_way_is_said() -> None:
    done = asked("minoxidil", "epidermal-nappage", "--ways")
    assert done.exit_code == 0
    assert "no way that the catalog knows" in done.stdout


def test_alternatives_say_what_they_have_in_common_and_what_that_does_not_prove() -> None:
    done = asked("lidocaine", "--alternatives")
    said = " ".join(done.stdout.split())
    assert "mepivacaine also: amide local anaesthetic" in said
    assert "no proof" in said


def test_without_an_only_source_its_statements_go() -> None:
    whole = json.loads(asked("dutasteride-mesotherapy-review-2023", "--without", "--format", "json").stdout)
    assert whole["statements"]
    assert all(each.endswith("@dutasteride-mesotherapy-review-2023") for each in whole["statements"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lidocaine", "--ways"), "two names"),
        (("lidocaine", "minoxidil", "--without"), "one name"),
        (("knee", "--alternatives"), "asks of an ingredient"),
        (("lidocaine", "--format", "table"), "--alternatives"),
        (("lidocaine", "--alternatives", "--format", "graphml"), "table, markdown, html or json"),
    ],
)
def test_a_question_that_does_not_fit_says_what_would(words: tuple[str, ...], said: str) -> None:
    done = asked(*words)
    assert done.exit_code == 2
    assert said in done.stderr
