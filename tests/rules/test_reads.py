"""A rule is shown what it declares to read; what it said is kept for as long as that is the same."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge import kept
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, Item, ResolvedCase
from mesoplan.model.finding import Judgement
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Reads, Rule
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

PARTS: tuple[Reads, ...] = ("patient", "place", "session", "company")


def random_cases(catalog: Catalog, seed: int, number: int) -> list[ResolvedCase]:
    """Cases over the whole catalog; few patients, places and cocktails, in many combinations."""
    random = Random(seed)
    pool = {kind: sorted(catalog.table(kind)) for kind in ("goal", "zone", "jurisdiction", "technique")}
    facts = catalog.table("fact")

    def some(kind: str) -> list[str]:
        return random.sample([each for each in facts if facts[each].kind == kind], random.choice((0, 1, 2)))

    def patient() -> dict[str, Any]:
        said: dict[str, Any] = {"sex": random.choice(("female", "male")), "age": random.randint(8, 85)}
        for key, kind in (("conditions", "condition"), ("medicines", "medicine"), ("allergies", "allergy")):
            if random.random() < 0.8:
                said[key] = some(kind)
        if random.random() < 0.7:
            said["weight"] = f"{random.randint(45, 110)} kg"
        return said

    def row() -> dict[str, Any]:
        volume = random.choice(("0.5 mL", "1 mL", "5 mL", "20 mL"))
        if random.random() < 0.6:
            return {"product": random.choice(sorted(catalog.table("product"))), "volume": volume}
        amount = random.choice(("1 mg", "20 mg", "0.02 g", "500 mg"))
        return {"ingredient": random.choice(sorted(catalog.table("ingredient"))), "amount": amount}

    patients = [patient() for _ in range(6)]
    places: list[dict[str, Any]] = [
        {kind: random.choice((*random.sample(names, 2), "")) for kind, names in pool.items()}
        for _ in range(6)
    ]
    sessions: list[dict[str, Any]] = [
        {},
        {"points": 20, "interval": "2 wk"},
        {"points": 20, "point_volume": "0.1 mL", "area": "80 cm2", "use_within": "6 h", "place": "clinic"},
        {"route": "subcutaneous", "place": "pharmacy"},
    ]
    cocktails = [
        tuple({**row(), "syringe": 1 + n // 2} for n in range(random.randint(1, 4))) for _ in range(9)
    ]
    found: list[ResolvedCase] = []
    while len(found) < number:
        try:
            case = Case(
                **random.choice(places),
                patient=random.choice(patients),
                session=random.choice(sessions),
                cocktail=random.choice(cocktails),
            )
            found.append(resolve(case, catalog))
        except ValueError:
            cocktails.append(({**row(), "syringe": 1},))
            patients.append(patient())
    return found


def test_no_rule_reads_more_than_it_declares(catalog: Catalog) -> None:
    knowledge = Knowledge(catalog)
    for case in random_cases(catalog, 3, 60):
        crashed = [each.data for each in check(Scene(case, knowledge)).findings if each.code == "XX001"]
        assert crashed == []


def test_what_was_kept_changes_no_answer(catalog: Catalog) -> None:
    shared = Knowledge(catalog)
    for case in random_cases(catalog, 4, 60):
        assert repr(check(Scene(case, shared))) == repr(check(Scene(case, Knowledge(catalog))))


def test_forgetting_changes_no_answer(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 50)
    monkeypatch.setattr(kept, "MOST_PATIENTS", 1)
    shared = Knowledge(catalog)
    for case in random_cases(catalog, 5, 20):
        assert repr(check(Scene(case, shared))) == repr(check(Scene(case, Knowledge(catalog))))


@pytest.mark.parametrize("part", PARTS)
def test_a_rule_that_reads_what_it_does_not_declare_blocks(part: Reads, judge: Any, catalog: Catalog) -> None:
    def curious(item: Item, scene: Scene) -> Iterator[Judgement]:
        if part == "patient" and scene.answer("pregnant") == "yes":
            return
        if part == "place" and scene.case.zone == "face":
            return
        if part == "session" and scene.case.session.points == 4:
            return
        if part == "company" and len(scene.items) > 1:
            return
        yield Judgement("note", "x", (item.name,), item.name)

    fields = RULES[0]._asdict()
    honest = Rule(**{**fields, "check": curious, "scope": "item", "reads": frozenset(PARTS)})
    blind = honest._replace(reads=frozenset(PARTS) - {part})
    case = resolve(Case(cocktail=({"ingredient": "lidocaine", "amount": "5 mg"},)), catalog)
    assert check(Scene(case, Knowledge(catalog)), (honest,)).verdict == "clear"
    report = check(Scene(case, Knowledge(catalog)), (blind,))
    assert report.verdict == "blocked"
    assert [each.code for each in report.findings] == ["XX001"]
    assert part in report.findings[0].data["error"]


def test_equal_amounts_that_are_written_unequally_are_shown_as_written(catalog: Catalog) -> None:
    shared = Knowledge(catalog)
    for amount in ("1000 mg", "1 g", "1.0 g"):
        rows = ({"ingredient": "lidocaine", "amount": amount, "volume": "50 mL"},)
        case = resolve(Case(patient={"weight": "60 kg"}, cocktail=rows), catalog)
        used = [each.data["used"] for each in check(Scene(case, shared)).findings if each.code == "DS501"]
        assert used and set(used) == {str(case.cocktail[0].contents[0].amount)}


def test_most_rules_are_asked_once_for_all_patients() -> None:
    assert sum("patient" in rule.reads for rule in RULES) <= len(RULES) // 3


def test_company_is_asked_again_only_where_it_answers_otherwise(catalog: Catalog) -> None:
    asked: list[str] = []

    def has_two(scene: Scene) -> bool:
        return len(scene.items) > 1

    def curious(item: Item, scene: Scene) -> Iterator[Judgement]:
        asked.append(item.name)
        company = "two" if scene.of_company(has_two) else "one"
        yield Judgement("note", company, (item.name,), item.name)

    fields = RULES[0]._asdict()
    rule = Rule(**{**fields, "check": curious, "scope": "item", "reads": frozenset({"company"})})
    rows = tuple({"ingredient": name, "amount": "5 mg"} for name in ("lidocaine", "procaine", "mepivacaine"))
    scene = Scene(resolve(Case(cocktail=rows), catalog), Knowledge(catalog))
    first = scene.items[0]
    for items, topic in (
        (scene.items, "two"),
        (scene.items[:2], "two"),
        ((first,), "one"),
        ((first, *scene.items[2:]), "two"),
        ((first,), "one"),
    ):
        report = check(scene.with_items(items), (rule,))
        assert {each.topic for each in report.findings} == {topic}
    assert sorted(asked) == sorted([first.name, first.name, *(each.name for each in scene.items[1:])])


def test_what_goes_through_the_company_hangs_on_all_of_it(catalog: Catalog) -> None:
    def counting(item: Item, scene: Scene) -> Iterator[Judgement]:
        yield Judgement("note", str(len(scene.items)), (item.name,), item.name)

    fields = RULES[0]._asdict()
    rule = Rule(**{**fields, "check": counting, "scope": "item", "reads": frozenset({"company"})})
    rows = tuple({"ingredient": name, "amount": "5 mg"} for name in ("lidocaine", "procaine", "mepivacaine"))
    scene = Scene(resolve(Case(cocktail=rows), catalog), Knowledge(catalog))
    for number in (3, 2, 1, 3):
        report = check(scene.with_items(scene.items[:number]), (rule,))
        assert {each.topic for each in report.findings} == {str(number)}
