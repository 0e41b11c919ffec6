"""The ranges of the weights are exact: inside them the first plan stays first, beyond them it does not."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from mesoplan.model.plan import Outcome
from mesoplan.model.sensitivity import Sensitivity
from mesoplan.planner.ground import Ground, best
from mesoplan.planner.sensitivity import _Weigher, sensitivity


@pytest.mark.parametrize("goal", ("female-pattern-hair-loss", "hair-loss", "neck-pain"))
def test_it_stays_first_inside_and_not_beyond(goal: str, grounded: Callable[..., Ground]) -> None:
    ground = grounded(goal)
    found = sensitivity(ground, trials=False)
    assert found is not None
    weigher = _Weigher(ground)
    for each in found.ranges:
        for end, outwards in ((each.low, -1), (each.high, 1)):
            if end is None:
                continue
            step = Fraction(outwards, 1000)
            inside, outside = Fraction(end) - step, Fraction(end) + step
            if inside > 0:
                assert _first(weigher, each.name, inside) == found.plan.ingredients
            if outside > 0:
                value, _ = weigher._best_at(each.name, outside)
                assert value > weigher._score(each.name, outside, weigher.first)


def _first(weigher: _Weigher, name: str, weight: Fraction) -> tuple[str, ...]:
    _, found = weigher._best_at(name, weight.limit_denominator(10**4))
    return found.ingredients if found else ()


def test_the_present_weight_is_inside(grounded: Callable[..., Ground]) -> None:
    found = sensitivity(grounded("melasma"))
    assert found is not None
    for each in found.ranges:
        assert (each.low or Decimal(0)) <= each.value
        assert each.high is None or each.value <= each.high
    assert {each.name for each in found.tried} >= {"prior.no-benefit", "design.rct"}


def test_no_plan_no_ranges(grounded: Callable[..., Ground]) -> None:
    ground = grounded("venolymphatic-insufficiency")
    assert best(ground, 1).plans == ()
    assert sensitivity(ground) == Sensitivity(Outcome(), (), (), 1)
