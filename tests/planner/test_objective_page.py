"""docs/objective.md says what the planner does: its worked example is recomputed from the catalog."""

from collections.abc import Callable
from pathlib import Path

import pytest
from mpmath import betainc, findroot

from mesoplan.model.policy import OBJECTIVE_TERMS
from mesoplan.planner.ground import Ground, best
from mesoplan.planner.record import score_of
from mesoplan.planner.sensitivity import sensitivity
from mesoplan.planner.why import why
from mesoplan.worth.weights import Weights

PAGE = " ".join((Path(__file__).parents[2] / "docs" / "objective.md").read_text("utf-8").split())


@pytest.fixture
def ground(grounded: Callable[..., Ground]) -> Ground:
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
    return grounded("female-pattern-hair-loss", zone="scalp", patient=patient)


def test_the_terms_are_those_the_linter_knows() -> None:
    assert Weights._fields[1:] == OBJECTIVE_TERMS


def says(words: str) -> None:
    assert words in PAGE, f'docs/objective.md no longer agrees with the catalog: write "{words}"'


def test_the_sum_of_the_example(ground: Ground) -> None:
    assert ground.model is not None
    first = best(ground, 1).plans[0]
    says(f"**{first.found.value}** points")
    terms = {term.kind + term.of: term.points for term in score_of(ground.model, first).terms}
    for name, points in terms.items():
        if name.startswith("benefit"):
            says(f"= **{points}**")
    for item, option in zip(first.found.items, first.found.options, strict=True):
        says(f"= {ground.model.problem.items[item].options[option].risk}.")
    assert sum(terms.values()) == first.found.value
    says(f"= {first.found.value} ```")


def test_the_beliefs_of_the_example(ground: Ground) -> None:
    found = why(ground, "minoxidil")
    (belief,) = found.beliefs
    says(f"Beta({belief.works}, {belief.does_not})")
    works, does_not = float(belief.works), float(belief.does_not)
    quantile = findroot(
        lambda x: betainc(works, does_not, 0, x, regularized=True) - 0.05, (0.01, 0.6), solver="anderson"
    )
    assert abs(float(quantile) - float(belief.bound)) < 0.0011
    says(f"quantile is {belief.bound}")
    for study in belief.studies:
        says(f"= {study.weight}")
    says(f"**{found.without.score}** points")
    says(f"worth **{found.worth}** points")


def test_the_ranges_of_the_example(ground: Ground) -> None:
    found = sensitivity(ground, trials=False)
    assert found is not None
    for each in found.ranges:
        stays = "at any value"
        if each.low is not None:
            stays = f"from {each.low:.4g}"
        if each.high is not None:
            stays = f"up to {each.high:.4g}"
        says(f"| {each.name} | {each.value} | {stays} |")


def test_the_policy_of_the_page(ground: Ground) -> None:
    numbers = ground.numbers.of
    says(f"Beta({numbers['prior.benefit']:g}, {numbers['prior.no-benefit']:g})")
    says(f"n / (n + {numbers['half-size']:g})")
    for design in ("meta-analysis", "rct", "cohort", "survey"):
        says(f"{design} {numbers[f'design.{design}']:g}")
    for name in ("product-unnamed", "other-product", "amount-near", "other-zone", "other-technique"):
        says(f"| {numbers[f'given.{name}']:g} |")
    points = ground.points
    says(f"asking would settle | {points.question} |")
    says(f"data would settle | {points.unknown} |")
    says(f"each ingredient | {points.item} |")
