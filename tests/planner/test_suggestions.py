"""A suggestion is somebody's regimen (law 8), and the cases that experts disputed are answered."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case, ResolvedCase
from mesoplan.model.plan import PlanReport
from mesoplan.model.regimen import Regimen
from mesoplan.planner.ground import best, planned_scene, prepare
from mesoplan.planner.plan import plan
from mesoplan.quantity import Quantity
from mesoplan.rules.run import check

WOMAN: dict[str, Any] = {
    "sex": "female",
    "age": 40,
    "weight": "45 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "pregnant": False,
    "breastfeeding": False,
}
MAN = {key: value for key, value in WOMAN.items() if key not in ("pregnant", "breastfeeding")} | {
    "sex": "male"
}
GOALS = (
    "acute-low-back-pain",
    "alopecia-areata",
    "female-pattern-hair-loss",
    "male-pattern-hair-loss",
    "melasma",
    "skin-laxity",
    "skin-rejuvenation",
    "submental-fat",
)


@pytest.fixture
def planned(knowledge: Knowledge) -> Callable[..., PlanReport]:
    def made(
        goal: str,
        patient: dict[str, Any] = WOMAN,
        k: int = 5,
        combine: int = 0,
        any_diagnosis: bool = False,
        **more: Any,
    ) -> PlanReport:
        case = _case(knowledge, goal, patient, **more)
        return plan(case, knowledge, k=k, combine=combine, any_diagnosis=any_diagnosis)

    return made


def _case(knowledge: Knowledge, goal: str, patient: dict[str, Any] = WOMAN, **more: Any) -> ResolvedCase:
    case = Case(goal=goal, patient=patient, **{"jurisdiction": "EU", **more})
    return resolve(case, knowledge.catalog)


# ---------------------------------------------------------------------- law 8


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("place", ("EU", "US"))
def test_every_value_is_in_the_regimen_or_its_departures(goal: str, place: str, knowledge: Knowledge) -> None:
    patient = MAN if goal.startswith("male") else WOMAN
    ground = prepare(
        _case(knowledge, goal, patient, jurisdiction=place, session={"area": "20 cm2"}), knowledge
    )
    for each in best(ground, 5).plans:
        assert ground.model is not None
        for candidate, choice in ground.model.chosen(each.found):
            regimen = candidate.regimen
            departed = {one.of: one for one in choice.departures}
            assert len(choice.items) == len(regimen.items)
            for said, item in zip(regimen.items, choice.items, strict=True):
                assert item.product == said.product or departed["product"].planned in {
                    one.product for one in choice.items
                }
                assert said.product or said.ingredient in item.ingredients
                if choice.needs:
                    assert item.volume is None and all(one.amount is None for one in item.contents)
                else:
                    assert _printed(said, item, regimen), (regimen.id, item)
                if said.volume is not None and item.volume is not None:
                    assert "volume" in departed or said.volume.low <= item.volume <= said.volume.high
            if regimen.technique and choice.session.technique != regimen.technique:
                assert "technique" in departed


def _printed(said: Any, item: Any, regimen: Regimen) -> bool:
    """Whether the amount of an item is between the ends that its regimen prints, on any basis."""
    given = [one.amount for one in item.contents if one.amount is not None]
    given += [item.volume] if item.volume is not None else []
    counts = regimen.points.count if regimen.points else None
    for per, amount in said.amounts:
        low, high = amount.low, amount.high
        if per == "per_cm2":
            low, high = low * Quantity(20, "cm2"), high * Quantity(20, "cm2")
        if per == "per_point" and counts is not None:
            low, high = low * counts.low, high * counts.high
        if any(one.dimension == low.dimension and low <= one <= high for one in given):
            return True
    return False


@pytest.mark.parametrize("goal", GOALS)
def test_a_suggestion_written_back_passes_with_the_same_verdict(goal: str, knowledge: Knowledge) -> None:
    patient = MAN if goal.startswith("male") else WOMAN
    ground = prepare(_case(knowledge, goal, patient), knowledge)
    for each in best(ground, 5).plans:
        assert ground.model is not None
        items = [item for syringe in each.syringes for item in syringe]
        again = check(planned_scene(ground.scene, ground.model, each.found, items))
        assert again.verdict == each.report.verdict != "blocked"
        assert not [f for f in again.findings if f.code in ("DS503", "DS504") and f.severity == "forbid"]


# ---------------------------------------------------------------------- what experts disputed


def _regimens(report: PlanReport) -> list[str]:
    return [one.id for each in report.plans for one in each.regimens]


def test_profhilo_only_by_its_own_regimen(planned: Callable[..., PlanReport], knowledge: Knowledge) -> None:
    """No source that was read prints its amount a session, so it is shown as published, or given as 2 mL."""
    goals = ("skin-rejuvenation", "skin-laxity", "fine-lines", "enlarged-pores")
    reports = [planned(goal, zone="face") for goal in goals]
    items = [item for report in reports for each in report.plans for item in each.items]
    assert {str(item.volume) for item in items if item.product == "profhilo"} <= {"2 mL"}
    used = [
        regimen
        for regimen in knowledge.catalog.table("regimen").values()
        if any(item.product == "profhilo" for item in regimen.items) and set(regimen.goals) & set(goals)
    ]
    assert used
    if not any(regimen.is_reproducible and regimen.cite.supports for regimen in used):
        assert all(item.product != "profhilo" for item in items)


def test_pores_are_not_planned_from_what_was_studied_for_the_skin(
    planned: Callable[..., PlanReport], knowledge: Knowledge
) -> None:
    report = planned("enlarged-pores", zone="face")
    for identity in _regimens(report):
        assert "enlarged-pores" in knowledge.catalog.regimen(identity).goals
    assert report.plans or report.published


def test_under_the_chin_asks_the_area_and_plans_for_45_kg(planned: Callable[..., PlanReport]) -> None:
    (first, *_) = planned("submental-fat", zone="submental", jurisdiction="US").plans
    assert first.regimens[0].needs == ("area",) and first.items[0].volume is None
    (first, *_) = planned(
        "submental-fat", zone="submental", jurisdiction="US", session={"area": "20 cm2"}
    ).plans
    assert first.regimens[0].needs == ()
    assert first.items[0].volume is not None and first.items[0].volume < Quantity(10, "mL")


def test_undiluted_tranexamic_acid_is_not_first(planned: Callable[..., PlanReport]) -> None:
    found = _regimens(planned("melasma", zone="face", k=10))
    assert found and found[0] != "c11-txa-100"


def test_neck_pain_is_not_planned_from_an_unnamed_drug(
    planned: Callable[..., PlanReport], knowledge: Knowledge
) -> None:
    report = planned("neck-pain", zone="neck", jurisdiction="IT")
    assert all(knowledge.catalog.regimen(each).is_reproducible for each in _regimens(report))
    assert "p10b-lidocaine-relaxant-neck" not in _regimens(report)
    assert report.plans or "unnamed" in {word for each in report.published for word in each.missing}


def test_what_nobody_studied_together_comes_last_and_says_so(planned: Callable[..., PlanReport]) -> None:
    for goal in ("male-pattern-hair-loss", "female-pattern-hair-loss"):
        report = planned(goal, MAN if goal.startswith("male") else WOMAN, zone="scalp", k=10)
        kinds = [each.kind for each in report.plans]
        assert kinds.count("combined") <= 1 and "combined" not in kinds[:-1]
        assert all((each.kind == "combined") == (len(each.regimens) > 1) for each in report.plans)


def test_pairs_are_had_for_the_asking_best_first_and_beside_the_single_ones(
    planned: Callable[..., PlanReport],
) -> None:
    report = planned("skin-rejuvenation", WOMAN, zone="face", k=2, combine=3)
    alone = planned("skin-rejuvenation", WOMAN, zone="face", k=2)
    assert [each.regimens for each in report.plans[:2]] == [each.regimens for each in alone.plans]
    pairs = report.plans[2:]
    assert [each.kind for each in pairs] == ["combined"] * 3
    assert [each.score.total for each in pairs] == sorted((each.score.total for each in pairs), reverse=True)
    (best_pair,) = (
        each
        for each in planned("skin-rejuvenation", WOMAN, zone="face", k=90).plans
        if len(each.regimens) > 1
    )
    assert pairs[0].regimens == best_pair.regimens


def test_a_group_of_diagnoses_is_planned_as_one_only_when_told(
    planned: Callable[..., PlanReport], knowledge: Knowledge
) -> None:
    report = planned("hair-loss", MAN, any_diagnosis=True, k=10)
    goals = {each for name in _regimens(report) for each in knowledge.catalog.regimen(name).goals}
    assert report.plans and {"male-pattern-hair-loss", "alopecia-areata"} & goals
    for name in _regimens(report):
        assert set(knowledge.catalog.regimen(name).goals) != {"female-pattern-hair-loss"}


@pytest.mark.parametrize("goal", ("hair-loss", "musculoskeletal-pain"))
def test_a_goal_that_is_a_group_asks_which(goal: str, planned: Callable[..., PlanReport]) -> None:
    report = planned(goal)
    assert report.message == "needs-diagnosis" and not report.plans
    assert len(report.below) > 2 and any(each.regimen for each in report.below)


def test_nothing_for_a_child_of_three_a_boy_or_a_knee(planned: Callable[..., PlanReport]) -> None:
    child = {**MAN, "age": 3, "weight": "14 kg"}
    for goal in ("alopecia-areata", "melasma", "submental-fat", "skin-rejuvenation"):
        assert not planned(goal, child).plans
    for goal in ("male-pattern-hair-loss", "skin-rejuvenation", "submental-fat"):
        assert not planned(goal, {**MAN, "age": 16}).plans
    assert not planned("female-pattern-hair-loss", zone="knee").plans
    assert not planned("female-pattern-hair-loss", MAN, zone="scalp").plans


def test_where_nothing_is_suggested_what_was_published_is_judged(planned: Callable[..., PlanReport]) -> None:
    report = planned("knee-osteoarthritis", zone="knee")
    assert not report.plans and report.published
    for each in report.published:
        assert each.verdict != "clear" or not each.missing
        assert each.codes or each.missing or each.verdict in ("clear", "caution")


def test_what_is_not_sold_there_is_not_planned(
    planned: Callable[..., PlanReport], knowledge: Knowledge
) -> None:
    for goal in GOALS:
        for each in planned(goal, MAN if goal.startswith("male") else WOMAN).plans:
            for item in each.items:
                states = (
                    {one.record.state for one in knowledge.market(item.product, "eu")}
                    if item.product
                    else set()
                )
                assert not states or not states <= {"withdrawn", "never"}


def test_what_a_whole_got_is_adapted_for_its_part(catalog: Any) -> None:
    case = resolve(Case(goal="fine-lines", zone="periorbital", jurisdiction="KR", patient=WOMAN), catalog)
    found = plan(case, Knowledge(catalog), k=8).plans
    there = [
        (each.kind, any("periorbital" in catalog.lineage("zone", zone) for zone in regimen.zones))
        for each in found
        for regimen in (catalog.regimen(one.id) for one in each.regimens)
        if regimen.zones
    ]
    assert ("studied", True) in there
    assert ("studied", False) not in there
