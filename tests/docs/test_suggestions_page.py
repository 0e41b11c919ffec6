"""The table of what is suggested is what the catalog gives: one jurisdiction of each goal, in turn."""

from pathlib import Path

from mesoplan.catalog.catalog import Catalog
from mesoplan.cli.outcomes import PLACES, case_of, cell
from mesoplan.engine import Engine

PAGE = Path(__file__).parents[2] / "docs" / "suggestions.md"
WRITE = "python -m mesoplan.cli.outcomes docs/suggestions.md"


def _rows() -> dict[str, list[str]]:
    lines = [each for each in PAGE.read_text("utf-8").splitlines() if each.startswith("| `")]
    cells = [[part.strip() for part in each.strip("|").split(" | ")] for each in lines]
    return {each[0].strip("`"): each[1:] for each in cells}


def test_every_goal_has_a_row(catalog: Catalog) -> None:
    assert list(_rows()) == sorted(catalog.table("goal")), WRITE


def test_the_table_is_current(catalog: Catalog) -> None:
    engine, rows = Engine(catalog), _rows()
    for number, goal in enumerate(sorted(rows)):
        position = number % len(PLACES)
        report = engine.plan(case_of(engine, goal, PLACES[position]), k=1).result
        assert rows[goal][position] == cell(report), f"{goal}, {PLACES[position]}: {WRITE}"


def test_no_goal_is_without_an_answer() -> None:
    for goal, cells in _rows().items():
        published, _, no_better = map(int, cells[len(PLACES) :])
        suggested = any(each.startswith(("`", "asks")) for each in cells[: len(PLACES)])
        assert suggested or published or no_better, goal


def test_what_was_promised_is_counted() -> None:
    """At least 20 goals with a suggestion or a study that is no better; at least 8 with a mixture."""
    rows = [each for each in _rows().values() if not each[0].startswith("asks")]
    assert sum(any(cell.startswith("`") for cell in each[:5]) or each[7] != "0" for each in rows) >= 20
    assert sum(each[6] != "0" for each in rows) >= 8
