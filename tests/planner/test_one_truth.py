"""A rule is written once: added to the registry, `check` and `plan` both obey it, whatever its scope."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.model.finding import Judgement
from mesoplan.planner.plan import plan
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule, Usage
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

ONE, OTHER = "dutasteride", "minoxidil"


def _against(*items: Any) -> Iterator[Judgement]:
    held = {name for item in items for name in item.ingredients}
    if {ONE, OTHER} <= held or (len(items) == 1 and ONE in held):
        yield Judgement("forbid", "test", (ONE,), ONE)


def _item(item: Any, scene: Scene) -> Iterator[Judgement]:
    yield from _against(item)


def _pair(one: Any, other: Any, mixture: Any, scene: Scene) -> Iterator[Judgement]:
    yield from _against(one, other)


def _session_pair(one: Any, other: Any, scene: Scene) -> Iterator[Judgement]:
    yield from _against(one, other)


def _mixture(mixture: Any, scene: Scene) -> Iterator[Judgement]:
    if len(mixture.items) > 1:
        yield from _against(*mixture.items)


def _total(item: Any, scene: Scene) -> Iterator[Usage]:
    for name in item.ingredients:
        if name in (ONE, OTHER):
            yield Usage("test", Decimal("0.6"), item, name)


def _exceeded(used: tuple[Usage, ...], total: Decimal, scene: Scene) -> Judgement:
    return Judgement("forbid", "test", tuple(each.subject for each in used), "test")


def _case(scene: Scene) -> Iterator[Judgement]:
    if {ONE, OTHER} <= {name for item in scene.items for name in item.ingredients}:
        yield Judgement("forbid", "test", (ONE,), ONE)


RULE_OF = {
    "item": _item,
    "pair": _pair,
    "session-pair": _session_pair,
    "mixture": _mixture,
    "total": _total,
    "case": _case,
}


def _rule(scope: str) -> Rule:
    return Rule(
        "TS999",
        "test",
        scope,
        "",
        "",
        "",
        "",
        RULE_OF[scope],  # type: ignore[arg-type]
        frozenset({"company"}) if scope == "case" else frozenset(),
        _exceeded if scope == "total" else None,
    )


@pytest.fixture(scope="module")
def case(knowledge: Knowledge) -> ResolvedCase:
    patient = {
        "sex": "female",
        "age": 34,
        "weight": "62 kg",
        "conditions": [],
        "allergies": [],
        "medicines": [],
        "pregnant": False,
        "breastfeeding": False,
    }
    return resolve(
        Case(
            goal="female-pattern-hair-loss",
            zone="scalp",
            jurisdiction="EU",
            patient=patient,
            limits={"include": [ONE, OTHER]},
        ),
        knowledge.catalog,
    )


def test_without_the_rule_both_are_planned_each_in_its_syringe(
    case: ResolvedCase, knowledge: Knowledge
) -> None:
    first = plan(case, knowledge, k=1).plans[0]
    assert first.kind == "combined" and len(first.regimens) == 2
    names = [{name for item in syringe.items for name in item.ingredients} for syringe in first.syringes]
    assert any(ONE in held for held in names) and any(OTHER in held for held in names)
    assert not any({ONE, OTHER} <= held for held in names)


@pytest.mark.parametrize("scope", RULE_OF)
def test_check_and_plan_obey_a_new_rule(scope: str, case: ResolvedCase, knowledge: Knowledge) -> None:
    """Regimens that nobody mixed keep their syringes, so a rule on one syringe leaves the plan standing."""
    rules = (*RULES, _rule(scope))
    together = plan(case, knowledge, k=1).plans[0]
    scene = Scene(case, knowledge, [item._replace(syringe=1) for item in together.items])
    found = check(scene, rules)
    assert found.verdict == "blocked" and any(each.code == "TS999" for each in found.findings)
    report = plan(case, knowledge, k=10, rules=rules)
    if scope in ("pair", "mixture"):
        assert report.plans and all(each.verdict != "blocked" for each in report.plans)
        for each in report.plans:
            assert check(Scene(case, knowledge, each.items), rules).verdict != "blocked"
    else:
        assert report.status == "infeasible" and report.plans == ()


def test_a_caution_costs_the_plan_what_check_shows(case: ResolvedCase, knowledge: Knowledge) -> None:
    def warns(item: Any, scene: Scene) -> Iterator[Judgement]:
        if OTHER in item.ingredients:
            yield Judgement("caution", "test", (OTHER,), OTHER)

    rule = _rule("item")._replace(check=warns)
    alone = case._replace(limits=case.limits._replace(include=(OTHER,)))
    before = plan(alone, knowledge, k=1).plans[0]
    after = plan(alone, knowledge, k=1, rules=(*RULES, rule)).plans[0]
    assert any(each.code == "TS999" for each in after.findings)
    assert before.score.total - after.score.total == 30  # the policy's price of a caution
