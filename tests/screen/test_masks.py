"""Masks say what the rules say; what does not fit into masks is asked of the rules."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.rules.test_reads import random_cases
from tests.screen.conftest import GOOD, texts

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.patient_bits import PatientBits
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.model.finding import Judgement
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene
from mesoplan.screen.judge import Judge
from mesoplan.screen.masks import Masks
from mesoplan.screen.verdicts import Verdicts


def test_bits_are_the_answers(catalog: Catalog, knowledge: Knowledge) -> None:
    bits = PatientBits(knowledge)
    for case in random_cases(catalog, 11, 25):
        found = bits.of(case.patient)
        for fact, bit in bits.bit.items():
            shown = [
                name
                for name, among in (
                    ("yes", found.said | found.implied),
                    ("not-asked", found.open),
                    ("not-applicable", found.void),
                )
                if among & bit
            ] or ["no"]
            assert shown == [knowledge.patient_answer(case.patient, fact)], fact


def test_masks_say_what_the_rules_say(catalog: Catalog, knowledge: Knowledge) -> None:
    masks = Masks(knowledge)
    cases = random_cases(catalog, 12, 40)
    people = [masks.person(case.patient) for case in cases]
    seen = set()
    for case in cases[:8]:
        there = masks.compiled(case)
        for person in people:
            alone = check(Scene(case._replace(patient=person.patient), knowledge)).verdict
            assert masks.verdict(there, person) == alone
            seen.add(alone)
        assert there.why_slow == ""
    assert len(seen) > 1


@pytest.fixture(scope="module")
def met(catalog: Catalog, knowledge: Knowledge) -> tuple[Masks, list[ResolvedCase]]:
    return Masks(knowledge), random_cases(catalog, 21, 60)


def test_columns_say_what_masks_say_one_by_one(met: tuple[Masks, list[ResolvedCase]]) -> None:
    numpy = pytest.importorskip("numpy")
    from mesoplan.screen.columns import Columns

    masks, cases = met
    columns, alone = Columns(masks), Masks(masks.knowledge)
    people = [masks.person(case.patient) for case in cases]
    who = numpy.array([columns.add(person) for person in people], numpy.int64)
    seen: set[int] = set()
    for case in cases[:12]:
        there, other = masks.compiled(case), alone.compiled(case)
        found = columns.ranks(there, who)
        assert found is not None
        assert found.tolist() == [other.rank(person) for person in people]
        assert numpy.array_equal(columns.ranks(there, who[::-1]), found[::-1])
        seen.update(found.tolist())
    assert len(seen) > 1


def test_columns_grow_and_tables_too_large_for_positions_are_sorted(
    met: tuple[Masks, list[ResolvedCase]], monkeypatch: pytest.MonkeyPatch
) -> None:
    numpy = pytest.importorskip("numpy")
    from mesoplan.screen import columns as module

    masks, cases = met
    columns = module.Columns(masks)
    people = [masks.person(case.patient) for case in cases]
    who = numpy.array([columns.add(people[n % 60]) for n in range(1_500)], numpy.int64)[1_440:]
    there = masks.compiled(cases[0])
    dense = columns.ranks(there, who)
    monkeypatch.setattr(module, "_DENSE", 0)
    assert numpy.array_equal(columns.ranks(there, who), dense)
    assert dense is not None
    assert dense.tolist() == [there.rank(columns.people[n]) for n in who]


@pytest.mark.parametrize("columns", [True, False])
def test_rows_of_one_batch_say_what_each_says_alone(columns: bool, catalog: Catalog) -> None:
    judge = Judge(catalog)
    several = [*texts(), *texts()]
    ids = [f"r{number}" for number in range(len(several))]
    whole = [judge.row(identity, text) for identity, text in zip(ids, several, strict=True)]
    verdicts = Verdicts(judge.masks, judge.reader, judge.named, judge._failed, columns=columns)
    for quick, row in zip(verdicts.rows(ids, several), whole, strict=True):
        assert (quick.id, quick.status, quick.verdict, quick.error) == (
            row.id,
            row.status,
            row.verdict,
            row.error,
        )


def _with(name: str, check: Any) -> tuple[Rule, ...]:
    fields = {**RULES[0]._asdict(), "code": "ID199", "name": name, "scope": "item"}
    return (Rule(**{**fields, "check": check, "reads": frozenset({"patient"})}),)


def _worried(item: Item) -> Judgement:
    return Judgement("caution", "x", (item.name,), item.name)


def _taller(item: Item, scene: Scene) -> Iterator[Judgement]:
    if "asthma" in scene.case.patient.yes and scene.case.patient.age == 40:
        yield _worried(item)


def _two_at_once(item: Item, scene: Scene) -> Iterator[Judgement]:
    facts = list(scene.catalog.table("fact"))[:8]
    if sum(scene.answer(fact) == "yes" for fact in facts) == 2:
        yield _worried(item)


def _few_facts(item: Item, scene: Scene) -> Iterator[Judgement]:
    if scene.answer("asthma") == "yes" and scene.answer("epilepsy") == "no":
        yield _worried(item)


@pytest.mark.parametrize(("rule", "slow"), [(_taller, True), (_two_at_once, True), (_few_facts, False)])
def test_a_new_kind_of_rule_costs_time_and_no_verdict(
    rule: Any, slow: bool, catalog: Catalog, knowledge: Knowledge
) -> None:
    rules = _with(rule.__name__, rule)
    masks = Masks(knowledge, rules)
    facts = list(catalog.table("fact"))[:8]
    seen, reasons = set(), set()
    for case in random_cases(catalog, 13, 12):
        there = masks.compiled(case)
        for said in ((), ("asthma",), ("asthma", "epilepsy"), tuple(facts[:2]), tuple(facts[:3])):
            patient = case.patient._replace(age=40, said=said, yes=frozenset(said), no=frozenset())
            patient = patient._replace(asked=frozenset(("condition", "medicine", "allergy")))
            alone = check(Scene(case._replace(patient=patient), Knowledge(catalog)), rules).verdict
            assert masks.verdict(there, masks.person(patient)) == alone
            seen.add(alone)
        reasons.add(there.why_slow)
    assert seen == {"clear", "caution"} or rule is _taller
    assert all(bool(reason) == slow for reason in reasons), reasons


def test_a_row_of_verdicts_is_that_of_the_whole_answer(catalog: Catalog) -> None:
    judge = Judge(catalog)
    for number, text in enumerate(texts()):
        whole, quick = judge.row(f"r{number}", text), judge.verdict(f"r{number}", text)
        assert (quick.status, quick.verdict, quick.error) == (whole.status, whole.verdict, whole.error)
        assert quick.codes is None


def test_masks_that_differ_from_the_rules_fail_the_run(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = Judge(catalog)
    monkeypatch.setattr("mesoplan.screen.verdicts.SAMPLED", 1)
    monkeypatch.setattr(Verdicts, "_said", lambda self, there, patients: ["clear"] * len(patients))
    row = judge.verdict("a", json.dumps(GOOD[1]))
    assert row.status == "crashed" and row.error is not None
    assert "masks say clear, the rules" in row.error
