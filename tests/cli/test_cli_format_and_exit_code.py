"""The exit code and the answer never depend on the format: thirty goals, ten sets of options."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

import mesoplan.api
from mesoplan import load_catalog
from mesoplan.cli.main import cli

OPTIONS: tuple[tuple[str, ...], ...] = (
    (),
    ("--include", "glutathione"),
    ("--exclude", "lidocaine"),
    ("--sex", "female", "--age", "34"),
    ("--sex", "male", "--age", "61", "--jurisdiction", "IT"),
    ("--no-conditions", "--no-medicines", "--no-allergies"),
    ("--sex", "female", "--age", "34", "--not-pregnant", "--not-breastfeeding"),
    ("--pregnant",),
    ("--max-ingredients", "1", "--zone", "scalp"),
    ("--max-volume", "0.1 mL"),
)
FORMATS = ("json", "csv", "markdown", "html")
GOALS = tuple(sorted(load_catalog().table("goal")))[:30]


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Plans each case once; what the formats ask for is counted."""
    real: Callable[..., Any] = mesoplan.api.plan
    kept: dict[str, Any] = {}
    made: list[int] = []

    def plan(*arguments: Any, **given: Any) -> Any:
        key = repr((arguments[0], sorted(given.items())))
        if key not in kept:
            made.append(1)
            kept[key] = real(*arguments, **given)
        return kept[key]

    catalog = load_catalog()
    monkeypatch.setattr(mesoplan.api, "plan", plan)
    monkeypatch.setattr("mesoplan.catalog.load.load_catalog", lambda _=(): catalog)
    return made


@pytest.mark.parametrize("goal", GOALS)
def test_the_exit_code_is_the_same_in_every_format(goal: str, planned: list[int]) -> None:
    runner = CliRunner()
    for number, chosen in enumerate(OPTIONS, start=1):
        table = runner.invoke(cli, ["plan", goal, *chosen])
        for format_ in FORMATS:
            other = runner.invoke(cli, ["plan", goal, *chosen, "--format", format_])
            assert other.exit_code == table.exit_code, (goal, chosen, format_, other.stderr)
        assert len(planned) == number, f"{chosen}: another format asked for another plan"
