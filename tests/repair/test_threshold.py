"""Thresholds are solved exactly, and `check` agrees on both sides of them."""

import itertools
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Content, Item, Limits, Patient, ResolvedCase, Session
from mesoplan.model.line import Line
from mesoplan.quantity import Quantity
from mesoplan.repair.critical_points import as_decimal, breakpoints, scaled
from mesoplan.repair.threshold import threshold
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

LIDOCAINE = {"product": "lidocaine-2-plain", "volume": "20 mL"}


def test_the_largest_amount_is_exact(scened: Callable[..., Scene]) -> None:
    scene = scened([LIDOCAINE])
    found = threshold(scene, 0)
    assert not found.passes and found.limited and found.most is not None
    assert found.most.included
    level = found.most.level
    report = check(scene.with_items((_at(scene.items[0], level.share),)))
    assert report.verdict != "blocked"
    above = check(scene.with_items((_at(scene.items[0], level.share + Decimal("1e-9")),)))
    assert above.verdict == "blocked"
    assert any(each.code in ("DS501", "DS502") for each in found.most.stopped_by)
    assert level.amounts[0][1] == level.volume * Quantity.parse("20 mg/mL")  # type: ignore[operator]


def _at(item: Item, share: Decimal) -> Item:
    return scaled(item, Fraction(share))


@given(weight=st.integers(40, 120), volume=st.integers(1, 60))
def test_it_passes_up_to_the_level_and_not_above(knowledge: Knowledge, weight: int, volume: int) -> None:
    amount = Quantity(20 * volume, "mg")
    item = Item(
        Line("cocktail"), "lidocaine-2-plain", (Content("lidocaine", amount),), Quantity(volume, "mL"), 1
    )
    case = ResolvedCase("", "", "", Patient(weight=Quantity(weight, "kg")), Session(), Limits(), (item,))
    scene = Scene(case, knowledge)
    found = threshold(scene, 0)
    assert found.most is not None
    share = found.most.level.share
    assert found.passes == (share >= 1)
    assert check(scene.with_items((_at(item, share),))).verdict != "blocked"
    assert check(scene.with_items((_at(item, share * Decimal("1.00001")),))).verdict == "blocked"


def test_a_shared_maximum_counts_what_the_others_use(scened: Callable[..., Scene]) -> None:
    other = {"ingredient": "mepivacaine", "amount": "200 mg", "volume": "10 mL", "syringe": 2}
    alone = threshold(scened([LIDOCAINE]), 0).most
    beside = threshold(scened([LIDOCAINE, other]), 0).most
    assert alone is not None and beside is not None
    assert beside.level.share < alone.level.share


def test_diluting_is_solved_from_the_osmolality(scened: Callable[..., Scene]) -> None:
    scene = scened(
        [
            {"product": "sodium-bicarbonate-8-4", "volume": "2 mL"},
            {"product": "lidocaine-2-plain", "volume": "2 mL"},
        ]
    )
    found = threshold(scene, 0)
    by_product = {each.product: each for each in found.diluted}
    saline = by_product["sodium-chloride-0-9"]
    assert saline.checked[0] != "blocked" and saline.checked[1] == "blocked"
    # saline adds its own osmolality, water none: more of it is needed
    assert saline.volume > by_product["water-for-injection-ampoule"].volume


def test_pieces_cover_the_line_without_gaps(scened: Callable[..., Scene]) -> None:
    found = threshold(scened([LIDOCAINE]), 0)
    assert found.pieces[0].low == 0 and found.pieces[-1].high is None
    for before, after in zip(found.pieces, found.pieces[1:], strict=False):
        assert before.high == after.low


def test_what_no_rule_limits_has_no_threshold(scened: Callable[..., Scene]) -> None:
    found = threshold(scened([{"product": "sodium-chloride-0-9", "volume": "2 mL"}]), 0)
    assert found.most is None and not found.limited


def test_between_two_points_the_verdict_does_not_change(scened: Callable[..., Scene]) -> None:
    scene = scened(
        [
            {"product": "sodium-bicarbonate-8-4", "volume": "2 mL"},
            {"product": "lidocaine-2-plain", "volume": "2 mL"},
            {"ingredient": "diclofenac", "amount": "75 mg", "volume": "3 mL"},
        ]
    )
    items = scene.items

    def more(share: Fraction) -> tuple[Item, ...]:
        return (scaled(items[0], share), *items[1:])

    points = (Fraction(0), *breakpoints(scene, more, RULES))
    for low, high in itertools.pairwise(points):
        seen: set[Any] = set()
        for step in range(1, 6):
            report = check(scene.with_items(more(low + (high - low) * step / 6)))
            seen.add(
                frozenset(
                    (each.code, each.topic)
                    for each in report.findings
                    if each.severity in ("forbid", "caution") and each.code.startswith(("DS50", "MX30"))
                )
            )
        assert len(seen) == 1, (as_decimal(low), as_decimal(high), seen)
