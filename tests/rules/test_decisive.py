"""What forbids, put together from parts, is what asking every rule finds, in the same order."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from tests.rules.test_reads import random_cases

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item, Site
from mesoplan.model.finding import Judgement
from mesoplan.rules.decisive import Deciding
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import Judged, ask, check, forbidding
from mesoplan.rules.scene import Scene

SEVERITIES = {False: ("forbid",), True: ("forbid", "unknown")}


def neighbours(scene: Scene, random: Random) -> Iterator[Scene]:
    """The cocktail and others that differ in an item, a syringe, the order or the place of one."""
    items = scene.items
    yield scene
    yield scene
    for number, item in enumerate(items):
        rest = (*items[:number], *items[number + 1 :])
        yield scene.with_items(rest)
        yield scene.with_items((*items[:number], item._replace(syringe=random.randint(1, 3)), *rest[number:]))
        yield scene.with_items((*rest, item))
        yield scene.with_items((item._replace(site=Site(zone="face", points=4)), *rest))


@pytest.mark.parametrize("unknown", [False, True])
def test_it_says_what_asking_every_rule_says(unknown: bool, catalog: Catalog) -> None:
    shared = Knowledge(catalog)
    deciding, random = Deciding(RULES, unknown=unknown), Random(8)
    compared = 0
    for case in random_cases(catalog, 8 + unknown, 20):
        for scene in neighbours(Scene(case, shared), random):
            plain = Scene(case, Knowledge(catalog), scene.items)
            expected = [
                Judged(asked.rule, asked.unit, each)
                for asked in ask(plain, RULES)
                for each in asked.judgements
                if each.severity in SEVERITIES[unknown]
            ]
            assert repr(deciding.judged(scene)) == repr(expected)
            assert deciding.forbids(scene) == any(True for _ in forbidding(plain, RULES))
            compared += len(expected)
    assert compared > 100


def _crashing(item: Item, scene: Scene) -> Iterator[Judgement]:
    if item.contents[0].ingredient in scene.catalog.table("ingredient") and item.syringe == 2:
        raise ValueError("broken")
    yield Judgement("note", "x", (item.name,), item.name)


def _rule(**more: Any) -> Rule:
    fields: dict[str, Any] = RULES[0]._asdict()
    return Rule(
        **{**fields, "check": _crashing, "scope": "item", "reads": frozenset(), "forbids": True, **more}
    )


def test_a_rule_that_crashes_forbids_each_time(catalog: Catalog) -> None:
    case = next(each for each in random_cases(catalog, 3, 30) if len(each.cocktail) > 2)
    deciding = Deciding((_rule(),))
    scene = Scene(case, Knowledge(catalog))
    for _ in range(2):
        found = deciding.judged(scene)
        assert [each.judgement.topic for each in found] == ["crash"] * len(found) and found
        assert found == list(forbidding(scene, (_rule(),)))


def test_a_rule_that_forbids_without_saying_so_blocks(catalog: Catalog) -> None:
    def sly(item: Item, scene: Scene) -> Iterator[Judgement]:
        yield Judgement("forbid", "x", (item.name,), item.name)

    scene = Scene(random_cases(catalog, 3, 1)[0], Knowledge(catalog))
    report = check(scene, (_rule(check=sly, forbids=False),))
    assert {each.code for each in report.findings} == {"XX001"}
    assert report.verdict == "blocked"
