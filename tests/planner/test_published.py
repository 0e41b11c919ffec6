"""What was published for a goal: judged today, with the smallest repair and the number that is missing."""

from typing import Any

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.published import Published, RegimensReport
from mesoplan.model.statement import Stated
from mesoplan.rules.evidence.studies import counts

WOMAN: dict[str, Any] = {
    "sex": "female",
    "age": 40,
    "weight": "60 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "pregnant": False,
    "breastfeeding": False,
}


@pytest.fixture(scope="module")
def engine(catalog: Catalog) -> Engine:
    return Engine(catalog)


def _asked(engine: Engine, goal: str, **more: Any) -> RegimensReport:
    case = Case(**{"goal": goal, "jurisdiction": "EU", "patient": WOMAN, **more})
    return engine.regimens(case).result


def _row(report: RegimensReport, identity: str) -> Published:
    return next(each for each in report.regimens if each.regimen == identity)


@pytest.mark.parametrize("goal", ("cellulite", "knee-osteoarthritis", "melasma", "hair-loss", "neck-pain"))
def test_every_regimen_of_the_goal_is_listed(goal: str, engine: Engine) -> None:
    catalog = engine.catalog
    wanted = {each for each in catalog.table("goal") if goal in catalog.lineage("goal", each)}
    listed = {each.regimen for each in _asked(engine, goal).regimens}
    for identity, regimen in catalog.table("regimen").items():
        assert (identity in listed) == bool(wanted & set(regimen.goals)), identity


def test_what_helped_comes_first_and_comparators_last(engine: Engine) -> None:
    rows = _asked(engine, "melasma", zone="face").regimens
    compared = [bool(each.comparator_of) or not _is_injected(each, engine) for each in rows]
    assert any(compared) and compared == sorted(compared)
    helped = ["benefit" in each.direction for each, other in zip(rows, compared, strict=True) if not other]
    assert helped[0] and helped == sorted(helped, reverse=True)


def _is_injected(row: Published, engine: Engine) -> bool:
    return engine.catalog.regimen(row.regimen).route not in ("topical", "oral")


def test_the_smallest_repair_is_a_repair(engine: Engine) -> None:
    """A blocked regimen with a repair: after the change nothing forbids it."""
    case = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", patient=WOMAN)
    rows = [each for each in engine.regimens(case).result.regimens if each.verdict == "blocked"]
    repaired = [each for each in rows if each.repair]
    assert repaired and all(change.kind != "ask" for each in repaired for change in each.repair)
    assert not any(each.repair for each in engine.regimens(case).result.regimens if each not in rows)
    drugs = {change.target for each in repaired for change in each.repair if change.kind == "lower"}
    assert "piroxicam-20" in drugs  # 40 mg is above the labelled daily dose


def test_the_plan_carries_the_repairs_too(engine: Engine) -> None:
    case = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", patient=WOMAN)
    there = {each.regimen: each.repair for each in engine.regimens(case).result.regimens}
    rows = engine.plan(case).result.published
    assert rows and any(each.repair for each in rows)
    assert all(each.repair == there[each.regimen] for each in rows)


def test_a_missing_number_says_where_it_would_stand(engine: Engine) -> None:
    row = _row(_asked(engine, "knee-osteoarthritis", zone="knee"), "p05-piroxicam-knee")
    assert row.missing and {each.about for each in row.not_printed} >= {"amount"}
    assert all(each.where and each.on for each in row.not_printed)


def test_no_better_holds_every_counted_negative_study(engine: Engine) -> None:
    catalog, knowledge = engine.catalog, engine._knowledge
    for goal in ("melasma", "cellulite", "androgenetic-alopecia"):
        wanted = {each for each in catalog.table("goal") if goal in catalog.lineage("goal", each)}
        found = {each.study for each in _asked(engine, goal).no_better}
        for identity, study in catalog.table("evidence").items():
            negative = study.goal in wanted and study.direction in ("no-difference", "harm")
            assert (identity in found) == (negative and counts(Stated(identity, study), knowledge))


def test_a_tie_with_another_treatment_is_no_failure(engine: Engine) -> None:
    rows = _asked(engine, "melasma").no_better
    ties = [each for each in rows if each.comparator == "active" and each.direction != "harm"]
    assert ties and not any(each.failed for each in ties)
    failed = [each.failed for each in rows]
    assert failed == sorted(failed, reverse=True)


def test_what_plan_suggests_is_named(engine: Engine) -> None:
    case = Case(goal="melasma", zone="face", jurisdiction="IT", patient=WOMAN)
    planned = {one.id for each in engine.plan(case).result.plans for one in each.regimens}
    assert set(engine.regimens(case).result.planned) == planned != set()


def test_it_is_read_back_from_its_json(engine: Engine) -> None:
    from mesoplan import answer_from

    answer = engine.regimens(Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", patient=WOMAN))
    assert answer.schema == "mesoplan/regimens/1"
    assert answer_from(answer.to_json()).result == answer.result


def test_what_was_put_on_the_skin_or_swallowed_comes_after_what_was_injected(engine: Engine) -> None:
    rows = _asked(engine, "melasma", zone="face").regimens
    injected = [_is_injected(each, engine) for each in rows if not each.comparator_of]
    assert not all(injected) and injected == sorted(injected, reverse=True)


def test_another_substance_in_place_of_the_only_one_is_no_repair(engine: Engine) -> None:
    for goal in ("melasma", "knee-osteoarthritis", "musculoskeletal-pain"):
        for row in _asked(engine, goal).regimens:
            given = engine.catalog.regimen(row.regimen).items
            for change in row.repair if len(given) == 1 else ():
                if change.kind != "swap":
                    continue
                held = {part.ingredient for part in engine.catalog.product(change.to).contains}
                own = given[0].ingredient or engine.catalog.product(given[0].product).contains[0].ingredient
                assert own in held, row
