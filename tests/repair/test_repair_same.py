"""Repairs are the same whether what forbids is put together from parts or every rule is asked anew."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import combinations

import pytest
from tests.rules.test_reads import random_cases

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import ResolvedCase
from mesoplan.model.repair import RepairReport
from mesoplan.repair import changes
from mesoplan.repair.repair import repair
from mesoplan.rules.decisive import Deciding
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import Judged, ask, forbidding
from mesoplan.rules.scene import Scene


class _AskingAll(Deciding):
    """Keeps nothing: every rule is asked of every cocktail, with knowledge of its own."""

    def __init__(self, rules: Iterable[Rule], *, unknown: bool = False) -> None:
        super().__init__(rules, unknown=unknown)
        self.rules = tuple(rules)
        self.severities = ("forbid", "unknown") if unknown else ("forbid",)

    def judged(self, scene: Scene) -> list[Judged]:
        return [
            Judged(asked.rule, asked.unit, each)
            for asked in ask(_anew(scene), self.rules)
            for each in asked.judgements
            if each.severity in self.severities
        ]

    def forbids(self, scene: Scene) -> bool:
        return any(True for _ in forbidding(_anew(scene), self.rules))

    def shares(self, scene: Scene) -> Iterator[tuple[int, tuple[str, str], Decimal]]:
        there = _anew(scene)
        for place, item in enumerate(there.items):
            for rule in self.rules:
                for usage in rule.usages(item, there):
                    yield place, (rule.code, usage.resource), usage.fraction


def _anew(scene: Scene) -> Scene:
    return Scene(scene.case, Knowledge(scene.catalog), scene.items)


@pytest.mark.parametrize("answered", [False, True])
def test_repairs_are_the_same_as_of_asking_every_rule(
    answered: bool, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Knowledge(catalog)
    cases: list[ResolvedCase] = []
    ours: list[RepairReport] = []
    for case in random_cases(catalog, 15 + answered, 60):
        if sum(each.checks for each in ours) < 120 and len(case.cocktail) > 1:
            cases.append(case)
            ours.append(repair(Scene(case, shared), answered=answered, max_checks=30))
    monkeypatch.setattr(changes, "Deciding", _AskingAll)
    theirs = [repair(Scene(each, Knowledge(catalog)), answered=answered, max_checks=30) for each in cases]
    assert repr(ours) == repr(theirs)
    assert sum(each.checks for each in ours) >= 120


LOWERED = (
    {"product": "lidocaine-2-plain", "volume": "20 mL"},
    {"ingredient": "mepivacaine", "amount": "400 mg", "volume": "20 mL", "syringe": 2},
    {"ingredient": "procaine", "amount": "20 mg", "volume": "1 mL"},
)


def test_what_is_found_possible_is_what_can_be_solved(
    scened: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scened(LOWERED)
    kinds = ("drop", "split", "lower", "separate")
    steps = [changes.Step(kind, number, syringe=3) for number in range(3) for kind in kinds]
    chosen = [frozenset(each) for size in (1, 2, 3) for each in combinations(steps, size)]
    quick = changes.Bench(scene, RULES)
    possible = [quick.possible(each) for each in chosen]
    monkeypatch.setattr(changes, "_surely", lambda asked: None)
    solving = changes.Bench(scene, RULES)
    solved = [solving.apply(each) for each in chosen]
    assert possible == [each is not None for each in solved]
    assert repr([quick.apply(each) for each in chosen]) == repr(solved)
    assert any(each.shares for each in solved if each is not None)
