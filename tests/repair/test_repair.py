"""Every repair passes `check`, no part of it does, and brute force finds no other."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from mesoplan.model.finding import VERDICT_RANK
from mesoplan.repair.changes import Bench, Step
from mesoplan.repair.repair import repair
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

NSAIDS = [
    {"product": "lidocaine-2-plain", "volume": "2 mL"},
    {"ingredient": "diclofenac", "amount": "75 mg", "volume": "3 mL"},
    {"ingredient": "ketoprofen", "amount": "100 mg", "volume": "2 mL"},
]
ANAESTHETICS = [
    {"ingredient": "lidocaine", "amount": "200 mg", "volume": "10 mL"},
    {"ingredient": "mepivacaine", "amount": "200 mg", "volume": "10 mL", "syringe": 2},
]
BUFFERED = [
    {"product": "sodium-bicarbonate-8-4", "volume": "2 mL"},
    {"product": "lidocaine-2-plain", "volume": "2 mL"},
]
COCKTAILS = {"nsaids": NSAIDS, "anaesthetics": ANAESTHETICS, "buffered": BUFFERED}


@pytest.mark.parametrize("name", COCKTAILS)
def test_every_repair_passes_and_says_so(name: str, scened: Callable[..., Scene]) -> None:
    scene = scened(COCKTAILS[name])
    found = repair(scene)
    assert not found.passes and found.report.verdict == "blocked"
    assert found.repairs and found.complete
    for each in found.repairs:
        for items, report in zip(each.sessions, each.reports, strict=True):
            assert report.verdict != "blocked"
            if not any(change.kind in ("ask", "state", "wait") for change in each.changes):
                assert check(scene.with_items(items)) == report
    prices = [each.price for each in found.repairs]
    assert prices == sorted(prices)


@pytest.mark.parametrize("name", COCKTAILS)
def test_the_same_repairs_as_brute_force(name: str, scened: Callable[..., Scene]) -> None:
    """Of up to two changes out of all that can be made of the items, exactly those that are minimal."""
    scene = scened(COCKTAILS[name])
    found = repair(scene)
    bench = Bench(scene, RULES)
    steps = list(_all_steps(scene, bench))
    passing = [
        frozenset(chosen)
        for size in (1, 2)
        for chosen in combinations(steps, size)
        if _passes(scene, bench, frozenset(chosen))
    ]
    minimal = {each for each in passing if not any(other < each for other in passing)}
    ours = {
        frozenset((change.kind, change.target) for change in each.changes)
        for each in found.repairs
        if not any(change.kind == "dilute" for change in each.changes)
    }
    theirs = {frozenset((step.kind, scene.items[step.position].name) for step in each) for each in minimal}
    small = {each for each in ours if len(each) <= 2}
    assert small <= theirs
    # a move between syringes that only renames them, or that leaves the fault, is not a repair of ours
    assert {each for each in theirs if not any(kind == "separate" for kind, _ in each)} <= small


def _all_steps(scene: Scene, bench: Bench) -> Any:
    for number, item in enumerate(scene.items):
        for kind in ("drop", "split", "lower"):
            yield Step(kind, number)
        for place in range(len(bench.swaps(number))):
            yield Step("swap", number, str(place))
        for syringe in range(1, 4):
            if syringe != item.syringe:
                yield Step("separate", number, str(syringe))


def _passes(scene: Scene, bench: Bench, steps: frozenset[Step]) -> bool:
    made = bench.apply(steps)
    if made is None or (not made.here and not made.later):
        return False
    return all(
        check(Scene(made.case, scene.knowledge, items)).verdict != "blocked"
        for items in (made.here, made.later)
        if items
    )


def test_lowering_is_solved_exactly(scened: Callable[..., Scene]) -> None:
    found = repair(scened([{"product": "lidocaine-2-plain", "volume": "20 mL"}]))
    (only,) = [each for each in found.repairs if each.changes[0].kind == "lower"]
    (item,) = only.sessions[0]
    assert item.volume is not None
    scene = scened([{"product": "lidocaine-2-plain", "volume": str(item.volume)}])
    assert check(scene).verdict != "blocked"
    more = scened(
        [
            {
                "product": "lidocaine-2-plain",
                "volume": f"{item.volume.to('mL').value + item.volume.value / 10**6} mL",
            }
        ]
    )
    assert check(more).verdict == "blocked"


def test_a_cocktail_that_passes_needs_no_repair(scened: Callable[..., Scene]) -> None:
    found = repair(scened([{"product": "lidocaine-2-plain", "volume": "2 mL"}]))
    assert found.passes and found.repairs == () and found.complete


def test_a_budget_that_ends_is_admitted(scened: Callable[..., Scene]) -> None:
    found = repair(scened(NSAIDS), max_checks=5)
    assert not found.complete


def test_nothing_unknown_means_asking(scened: Callable[..., Scene]) -> None:
    found = repair(scened(ANAESTHETICS), answered=True, max_checks=60)
    for each in found.repairs:
        assert any(change.kind == "ask" for change in each.changes)
        for report in each.reports:
            named = {change.target for change in each.changes if change.kind in ("ask", "state")}
            for finding in report.findings:
                if finding.severity == "unknown":
                    assert {need.id for need in finding.needs} <= named


def test_another_vehicle_is_taken_from_what_was_measured(scened: Callable[..., Scene]) -> None:
    found = repair(
        scened(
            [
                {"ingredient": "diclofenac", "amount": "25 mg", "volume": "1 mL"},
                {"product": "lidocaine-2-plain", "volume": "1 mL"},
                {"product": "sodium-chloride-0-9", "volume": "3 mL"},
            ]
        )
    )
    assert any(
        [(change.kind, change.to) for change in each.changes] == [("vehicle", "sodium-bicarbonate-1-4")]
        for each in found.repairs
    )


def test_the_vehicle_in_which_a_pair_was_measured_is_offered(scened: Callable[..., Scene]) -> None:
    scene = scened(
        [{"product": "akis-25", "volume": "1 mL"}, {"product": "lidocaine-2-plain", "volume": "1 mL"}]
    )
    rescue = [
        each
        for each in repair(scene).repairs
        if [(change.kind, change.target) for change in each.changes] == [("dilute", "sodium-bicarbonate-1-4")]
    ]
    assert [(str(each.changes[0].volume), each.changes[0].syringe) for each in rescue] == [("2 mL", 1)]
    assert rescue[0].verdict != "blocked"


def test_what_was_shown_to_help_is_lowered_rather_than_dropped(scened: Callable[..., Scene]) -> None:
    """Tranexamic acid is above its maximum, and the mixture is too concentrated."""
    scene = scened(
        [
            {"ingredient": "tranexamic-acid", "amount": "250 mg", "volume": "2.5 mL"},
            {"ingredient": "ascorbic-acid", "amount": "500 mg", "volume": "5 mL"},
        ],
        goal="melasma",
        zone="face",
    )
    first, *_ = repair(scene).repairs
    assert {(change.kind, change.target) for change in first.changes} == {
        ("dilute", "bacteriostatic-sodium-chloride-0-9"),
        ("lower", "tranexamic-acid"),
    }


def test_the_verdict_of_a_repair_is_that_of_its_worst_session(scened: Callable[..., Scene]) -> None:
    scene = scened(
        [{"product": "akis-25", "volume": "1 mL"}, {"product": "lidocaine-2-plain", "volume": "1 mL"}]
    )
    split = [each for each in repair(scene).repairs if len(each.sessions) == 2]
    assert split
    for each in split:
        verdicts = [report.verdict for report in each.reports]
        assert VERDICT_RANK[each.verdict] == min(VERDICT_RANK[one] for one in verdicts)


PREGNANT = {"sex": "female", "age": 31, "weight": "60 kg", "pregnant": True}
FORBIDDEN_IN_PREGNANCY = [
    {"ingredient": name, "amount": amount, "volume": "1 mL"}
    for name, amount in (
        ("dutasteride", "1 mg"),
        ("minoxidil", "10 mg"),
        ("diclofenac", "25 mg"),
        ("ascorbic-acid", "100 mg"),
        ("biotin", "10 mg"),
        ("hyaluronidase", "300 [iU]"),
    )
]


def test_more_faults_than_a_few_are_all_repaired(scened: Callable[..., Scene]) -> None:
    nsaids = ("diclofenac", "ketoprofen", "ketorolac", "meloxicam", "piroxicam", "tenoxicam")
    items = [{"ingredient": name, "amount": "10 mg", "volume": "1 mL"} for name in nsaids]
    saline = {"product": "sodium-chloride-0-9", "volume": "1 mL"}
    found = repair(scened([*items, saline], patient={"weight": "60 kg", "allergies": ["nsaid"]}))
    assert found.complete
    assert [{(change.kind, change.target) for change in each.changes} for each in found.repairs] == [
        {("drop", name) for name in nsaids}
    ]


def test_where_nothing_can_stay_each_item_is_named_with_what_forbids_it(
    scened: Callable[..., Scene],
) -> None:
    found = repair(scened(FORBIDDEN_IN_PREGNANCY, patient=PREGNANT))
    assert not found.repairs
    assert [each.item for each in found.alone] == [each["ingredient"] for each in FORBIDDEN_IN_PREGNANCY]
    assert all(each.codes for each in found.alone)
