"""docs/search.md works an example by hand: here the code works it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mesoplan.solver import Item, Option, Problem, Tuning, best_plans, check
from mesoplan.solver.bound import SCALE, Relaxation
from mesoplan.solver.multipliers import Multipliers
from mesoplan.solver.prepared import Prepared
from mesoplan.solver.subgradient import Subgradient
from mesoplan.solver.subproblem import Subproblem
from mesoplan.solver.tuning import TUNING, Effort

PAGE = (Path(__file__).parents[2] / "docs" / "search.md").read_text("utf-8")

NAMES = "abcde"


def rows() -> dict[str, list[str]]:
    """The table of items, and the table of what they are worth, by item."""
    found: dict[str, list[str]] = {name: [] for name in NAMES}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] in found:
            found[cells[0]] += cells[1:]
    return found


@pytest.fixture(scope="module")
def problem() -> Problem:
    """The five items as the page's table has them."""
    items = []
    for name, cells in rows().items():
        first, second = (int(number) for number in cells[0].split(","))
        items.append(Item(name, (Option(1, (first, second), risk=int(cells[1])),)))
    return check(
        Problem(
            items=tuple(items),
            weights=(1, 1),
            max_items=3,
            max_volume=9,
            max_syringes=1,
            syringe_volume=9,
            slots=(2, 1),
            apart=(0b10, 0b01, 0, 0, 0),
            synergies={(0, 2): 3},
            antagonisms={(2, 3): 4},
            requires=((3, (1, 4)),),
        )
    )


def relaxed(problem: Problem, requirement: float) -> Relaxation:
    subproblem = Subproblem(Prepared(problem), (), range(5))
    multipliers = Multipliers(
        slots=((9, 0), (5, 0)),
        loads=(0,),
        minima=(),
        initial={("synergy", (0, 2)): 0},
        discovered={
            ("clique", (0, 1)): 5,
            ("antagonism", (2, 3)): 3,
            ("requirement", (3, 1, 4)): requirement,
        },
    )
    search = Subgradient(subproblem, multipliers, None, TUNING)
    return Relaxation(subproblem, search.settle(Effort(0, 0.0, until_flat=False)))


def bound(relaxation: Relaxation) -> int:
    best = sorted(relaxation.worth_of.values(), reverse=True)[:3]
    assert (relaxation.constant + sum(best)) % SCALE == 0
    return (relaxation.constant + sum(best)) // SCALE


def test_every_item_is_worth_what_the_page_says(problem: Problem) -> None:
    relaxation = relaxed(problem, 0)
    for number, name in enumerate(NAMES):
        assert rows()[name][-1] == f"**{relaxation.worth_of[number] // SCALE}**", name
    assert f"together {relaxation.constant // SCALE}." in PAGE


def test_the_bound_is_the_pages_and_the_optimum(problem: Problem, naive: Any) -> None:
    tight = bound(relaxed(problem, 0))
    assert f"= {tight}\n```" in PAGE
    plans = naive.best_plans(problem, 4)
    assert [(plan.value, "".join(NAMES[item] for item in plan.items)) for plan in plans] == [
        (tight, "ace"),
        (29, "ac"),
        (27, "ade"),
        (27, "bce"),
    ]
    for tuning in (Tuning(), Tuning(subproblem_after=1, subproblem_after_many=1, subproblem_remaining=1)):
        assert best_plans(problem, 4, tuning=tuning).plans == plans


def test_the_dearer_requirement_is_still_valid(problem: Problem) -> None:
    loose = relaxed(problem, 1)
    assert [loose.worth_of[number] // SCALE for number in range(5)] == [2, 3, 5, 1, 3]
    assert f"U = 22 + 5 + 3 + 3 = {bound(loose)}" in PAGE


def test_with_d_fixed_the_requirement_is_a_covering(problem: Problem) -> None:
    subproblem = Subproblem(Prepared(problem), (3,), [0, 1, 2, 4])
    assert subproblem.coverings == [1 << 1 | 1 << 4]


def test_every_tuned_number_is_on_the_page() -> None:
    for name in Tuning._fields:
        assert f"`{name}`" in PAGE, f"docs/search.md, section 7: what did {name} buy?"
