"""A problem that is not well formed says everything that is wrong with it, and where."""

from __future__ import annotations

import pytest

from mesoplan.solver import Item, Option, Problem, ProblemError, check

GOOD = Problem(
    items=(Item("a", (Option(1, (3,)),)), Item("b", (Option(2, (1,)),))),
    weights=(2,),
    max_items=2,
    max_volume=10,
    max_syringes=1,
    syringe_volume=10,
)


def test_a_good_problem_comes_back_unchanged() -> None:
    assert check(GOOD) is GOOD


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"max_items": 0}, "max_items is 0; it must be at least 1"),
        ({"weights": (-1,)}, "weights[0] is -1"),
        ({"slots": (1, 2)}, "it must fall from the best benefit to the last"),
        ({"min_coverage": (1, 1)}, "min_coverage has 2 numbers for 1 facets"),
        ({"items": GOOD.items[::-1]}, "item 'a' comes after 'b'"),
        ({"items": (Item("a", ()),)}, "item 'a' has no options"),
        ({"weights": (1, 1)}, "item 'a', option 0: benefit has 1 numbers, expected 2"),
        ({"capacities": (1,)}, "item 'b', option 0: use has 0 numbers, expected 1"),
        ({"apart": (1,)}, "apart has 1 rows for 2 items"),
        ({"apart": (2, 0)}, "apart[0] has item 1, but apart[1] does not have item 0"),
        ({"separate": (1, 0)}, "separate[0] has the item itself in it"),
        ({"separate": (4, 0)}, "separate[0] names items that do not exist"),
        ({"synergies": {(1, 0): 2}}, "a pair is two different items of 0..1, smaller first"),
        ({"antagonisms": {(0, 1): -2}}, "antagonisms[0, 1] is -2"),
        ({"mandatory": (2,)}, "mandatory names item 2; items are 0..1"),
        ({"excluded": (-1,)}, "excluded names item -1; items are 0..1"),
        ({"requires": ((0, (5,)),)}, "requires: item 0 with (5,)"),
        ({"requires": ((0, (0,)),)}, "item 0 is its own alternative"),
    ],
)
def test_a_fault_is_named_with_its_place(change: dict[str, object], said: str) -> None:
    with pytest.raises(ProblemError) as caught:
        check(GOOD._replace(**change))
    assert said in str(caught.value)


def test_all_faults_are_reported_at_once() -> None:
    with pytest.raises(ProblemError) as caught:
        check(GOOD._replace(max_items=0, mandatory=(7,), extra_syringe_cost=-1))
    assert len(caught.value.faults) == 3


def test_the_seeded_problems_are_well_formed(instances) -> None:
    for seed in range(30):
        check(instances.tiny(seed))
    check(instances.catalog_like(60, seed=1))
    check(instances.catalog_like(60, seed=1, family="flat"))
