"""Maxima at the marks: of a session, a point and an area, alone and rounded together; each a second way."""

from decimal import Decimal
from fractions import Fraction as F
from itertools import product
from random import Random
from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.finding import StatementRef
from mesoplan.model.preparation import InjectionPoints, MaximumUse, Preparation
from mesoplan.preparation.drawing import Drawn
from mesoplan.preparation.interval import Interval, around
from mesoplan.preparation.limits import Bound
from mesoplan.preparation.liquids import Liquid
from mesoplan.preparation.measuring import readings
from mesoplan.preparation.together import rounded_together

from .second import decimal
from .shelf import ALL
from .test_prepare_cases import AKIS, BICARBONATE, LIDOCAINE, sheet_of

REF = StatementRef("id", "source", "at", "label")
CHIN = {"goal": "submental-fat", "zone": "submental", "jurisdiction": "US", "technique": "hypodermic"}
KYBELLA = {"product": "kybella", "volume": "2 mL"}


def maximum(found: Preparation, subject: str, over: str, limit: str) -> MaximumUse:
    (only,) = [
        each
        for each in sheet_of(found).limits
        if (each.subject, each.over, each.limit) == (subject, over, limit)
    ]
    return only


def points_in(found: Preparation) -> InjectionPoints:
    points = sheet_of(found).points
    assert points is not None
    return points


# ---------------------------------------------------------------------- points and areas


@pytest.mark.parametrize(
    ("point", "used"), [("0.2 mL", Decimal(1)), ("0.1 mL", Decimal("0.5")), ("0.25 mL", Decimal("1.25"))]
)
def test_a_point_is_held_against_the_maximum_of_a_point(prepare: Any, point: str, used: Decimal) -> None:
    found = prepare(KYBELLA, **CHIN, session={"point_volume": point, "syringes": ["1mL"]})
    for limit in ("0.2 mL", "2 mg"):
        at = maximum(found, "deoxycholic-acid", "point", limit)
        assert (at.used, at.worst, at.guaranteed) == (used, used, used <= 1)
    technique = maximum(found, "hypodermic", "point", "0.3 mL").used
    assert 0 <= F(technique) - F(point.split()[0]) / F("0.3") < F(1, 10_000)


def test_a_mixture_is_held_against_it_at_its_worst_concentration(prepare: Any) -> None:
    """2 mL of 10 mg/mL and 2 mL of something else: 5 mg/mL, and at the corners a little more."""
    other = {"product": "lidocaine-2-plain", "volume": "2 mL"}
    session = {"point_volume": "0.4 mL", "syringes": ["2.5mL", "5mL"]}
    found = prepare(KYBELLA, other, **CHIN, session=session)
    at = maximum(found, "deoxycholic-acid", "point", "2 mg")
    assert at.used == 1
    high, low = F("2.095"), F("1.905")  # 1.5 % of 5 mL and 1 % of 2 mL
    exact = 10 * high / (high + low) * F("0.4") / 2
    assert F(at.worst) - F(1, 10_000) < exact <= F(at.worst)
    assert not at.guaranteed


@pytest.mark.parametrize(
    ("session", "technique", "used"),
    [
        # Said: 20 mg on 20 cm², half of the 2 mg on each.
        ({"point_volume": "0.2 mL", "area": "20 cm2"}, "hypodermic", Decimal("0.5")),
        # Not said: each point of 0.2 mL stands for the square of the technique's spacing, 1 cm.
        ({"point_volume": "0.2 mL"}, "hypodermic", Decimal(1)),
        # Only how many: 20 mg over 40 points, each on 1 cm².
        ({"points": 40}, "hypodermic", Decimal("0.25")),
    ],
)
def test_an_area_is_held_against_the_maximum_of_an_area(
    prepare: Any, session: dict[str, Any], technique: str, used: Decimal
) -> None:
    found = prepare(KYBELLA, **{**CHIN, "technique": technique}, session={**session, "syringes": ["1mL"]})
    at = maximum(found, "deoxycholic-acid", "cm2", "2 mg/cm2")
    assert at.used == used
    # 2 mL in two fillings of a 1 mL syringe are up to 2.1 mL, which counts where the amount is shared out.
    assert at.worst == (used if session.keys() == {"point_volume"} else used * Decimal("1.05"))


def test_without_points_or_area_there_is_nothing_to_hold_against(prepare: Any) -> None:
    found = prepare(KYBELLA, goal="submental-fat", zone="submental", jurisdiction="US")
    assert not [each for each in sheet_of(found).limits if each.over in ("point", "cm2")]


def test_how_many_points_says_how_much_each_is(prepare: Any) -> None:
    points = points_in(prepare(KYBELLA, **CHIN, session={"points": 25, "syringes": ["1mL"]}))
    assert (points.number, str(points.volume), str(points.total)) == (25, "0.08 mL", "2 mL")
    assert points.short_by is None


@pytest.mark.parametrize("seed", range(60))
def test_the_worst_share_of_a_ratio_is_that_of_every_corner(seed: int) -> None:
    random = Random(seed)
    lines = random.randint(2, 5)
    volumes = [around(F(random.randint(1, 40), 10), F(random.randint(0, 40), 100)) for _ in range(lines)]
    weights = tuple(F(random.choice((0, random.randint(1, 30))), 10) for _ in range(lines))
    fixed = F(random.randint(0, 5), 10)
    bound = Bound("x", "point", "", REF, weights, weights, tuple(range(lines)), fixed)
    shares = [
        sum((decimal(w) * decimal(v) for w, v in zip(weights, corner, strict=True)), Decimal(0))
        / sum(map(decimal, corner), Decimal(0))
        for corner in product(*volumes)
    ]
    worst = bound.worst_share(volumes)
    assert abs(decimal(worst) - max(shares) - decimal(fixed)) < Decimal("1e-30")
    assert bound.is_kept(volumes) == (worst <= 1)


# ---------------------------------------------------------------------- needles


@pytest.mark.parametrize(
    ("needle", "changes", "points", "lost"),
    [
        (None, None, 40, None),
        ("30 G", 1, 39, "0.04 mL"),
        ("32G", 1, 39, "0.026 mL"),
        ("30 G", 3, 37, "0.12 mL"),
        ("21 G", 10, 30, "0.5 mL"),
    ],
)
def test_p20_a_change_of_the_needle_costs_what_the_old_one_holds(
    prepare: Any, needle: str | None, changes: int | None, points: int, lost: str | None
) -> None:
    session: dict[str, Any] = {"point_volume": "0.05 mL", "syringes": ["2.5mL"]}
    session |= {"needle": needle, "needle_changes": changes} if needle else {}
    found = points_in(prepare(KYBELLA, **CHIN, session=session))
    assert found.number == points
    assert (None if found.lost is None else str(found.lost)) == lost
    # A second way: take 0.05 mL at a time from the 2 mL and the losses off it until there is none left.
    left, given = F(2) - (F(lost.split()[0]) if lost else 0), 0
    while left >= F("0.05"):
        left, given = left - F("0.05"), given + 1
    assert given == points


def test_p20_what_was_brought_together_leaves_nozzle_and_needle_behind(prepare: Any) -> None:
    session = {"points": 20, "point_volume": "0.2 mL"}
    found = points_in(prepare(AKIS, LIDOCAINE, BICARBONATE, technique="italian-wheal", session=session))
    assert (str(found.lost), str(found.short_by)) == ("0.075 mL", "0.075 mL")
    session |= {"needle": "30 G", "needle_changes": 2}
    found = points_in(prepare(AKIS, LIDOCAINE, BICARBONATE, technique="italian-wheal", session=session))
    assert str(found.lost) == "0.195 mL"  # 0.075 + 0.04 at the end, 2 × 0.04 at the changes


def test_p20_more_than_the_zone_bears_is_refused(prepare: Any) -> None:
    """10 mL is what the label gives under the chin; 51 points of 0.2 mL are 10.2."""
    rows = ({"product": "sodium-chloride-0-9", "volume": "10.2 mL"},)
    session = {"points": 51, "point_volume": "0.2 mL"}
    found = prepare(*rows, **CHIN, session=session, draft=False)
    assert (found.outcome, found.sheet) == ("blocked", None)
    assert "DS505" in found.codes


def test_containers_fill_the_needles_too(prepare: Any) -> None:
    session = {"point_volume": "0.2 mL", "syringes": ["2.5mL"]}
    row = {"product": "kybella", "volume": "1.9 mL"}
    (alone,) = sheet_of(prepare(row, **CHIN, session=session)).containers
    session |= {"needle": "30 G"}
    (supply,) = sheet_of(prepare(row, **CHIN, session=session)).containers
    assert (alone.guaranteed, supply.guaranteed) == (1, 2)  # 1.9 + 0.07, and + 0.04


def test_a_needle_of_which_nothing_was_read_is_a_gap(prepare: Any) -> None:
    session = {"point_volume": "0.2 mL", "needle": "27 G", "needle_changes": 2}
    found = prepare(KYBELLA, **CHIN, session=session)
    assert next(each.subjects for each in found.gaps if each.topic == "needle-loss") == ("needle-27-g",)


@pytest.mark.parametrize("session", [{"needle": "99 G"}, {"needle": 30}, {"needle_changes": 2}])
def test_a_needle_that_is_not_known_is_a_fault(engine: Engine, session: dict[str, Any]) -> None:
    with pytest.raises(CaseError, match="needle"):
        engine.prepare(Case(session=session, cocktail=(KYBELLA,)))


# ---------------------------------------------------------------------- rounding together


def test_draws_are_rounded_together_where_a_maximum_would_be_passed(prepare: Any) -> None:
    rows = ({**AKIS, "volume": "2.55 mL"}, {**BICARBONATE, "volume": "2.35 mL"})
    found = sheet_of(prepare(*rows, syringes=("5mL",)))
    (filling,) = found.fillings
    marks = {each.product: str(each.drawn) for each in filling.draws}
    # Each alone would go to 2.6 and 2.4: 5 mL, and 5.2 in the worst case, where the knee bears 5.
    assert marks == {"akis-25": "2.4 mL", "sodium-bicarbonate-1-4": "2.4 mL"}
    knee = next(each for each in found.limits if each.over == "zone")
    assert knee.guaranteed and knee.worst == Decimal("0.9996")
    (why,) = [each for draw in filling.draws for each in draw.reasons if each.topic == "keeps-maximum"]
    assert dict(why.data) == {"of": "knee"}


def _line(exact: F) -> tuple[Drawn, ...]:
    liquid = Liquid(item=None, volume=exact, substances=(), unmeasured=(), product=None)  # type: ignore[arg-type]
    best: dict[F, Drawn] = {}
    for each in readings(exact, ALL):
        best.setdefault(each.mark, Drawn(liquid, ((each.syringe, each.mark),), each.volume, ()))
    return tuple(best.values())


@pytest.mark.parametrize("seed", range(60))
def test_rounding_together_equals_trying_every_syringe_and_mark(seed: int) -> None:
    random = Random(seed)
    volumes = [F(random.randint(20, 480), 100) for _ in range(random.randint(2, 3))]
    names = range(len(volumes))
    weights = [F(random.randint(1, 9), 10) for _ in names]
    full = sum((w * v for w, v in zip(weights, volumes, strict=True)), F(0)) * F(
        random.randint(100, 112), 100
    )
    cap = sum(volumes) * F(random.randint(100, 110), 100)
    part = max(weights) * F(random.randint(70, 100), 100)
    bounds = (
        Bound("sum", "session", "", REF, *(tuple(w / full for w in weights),) * 2),
        Bound("all", "zone", "", REF, *((1 / cap,) * len(volumes),) * 2),
        Bound("point", "point", "", REF, *(tuple(w / part for w in weights),) * 2, tuple(names)),
    )
    kept = [each for each in bounds if each.share(volumes) <= 1]
    chosen = rounded_together([_line(each) for each in volumes], bounds)

    def key(lines: tuple[tuple[F, Interval], ...]) -> tuple[Any, ...]:
        marks = [mark for mark, _ in lines]
        corners = list(product(*(volume for _, volume in lines)))
        drawn = sum(each.share(marks) > 1 for each in kept)
        worst = sum(max(each.share(corner) for corner in corners) > 1 for each in kept)
        errors = [
            max(volume.high - exact, exact - volume.low) / exact
            for exact, (_, volume) in zip(volumes, lines, strict=True)
        ]
        return drawn, worst, max(errors), sum(errors)

    found = key(tuple((each.nominal, each.volume) for each in chosen))
    every = [[(one.mark, one.volume) for one in readings(exact, ALL)] for exact in volumes]
    passed = [key(lines)[:2] for lines in product(*every)]
    assert found[:2] == min(passed)
    alone = key(tuple(each[0] for each in every))
    if alone[:2] == found[:2]:
        assert found == alone
    else:
        assert found == min(key(lines) for lines in product(*every))


# ---------------------------------------------------------------------- dilution


def test_what_one_dilution_cannot_do_two_are_tried_for(prepare: Any) -> None:
    row = {"product": "epinephrine-1-mg-ml", "amount": "2 ug"}
    (missing,) = prepare(row, syringes=("1mL", "2.5mL", "bd-10-ml-fine-marks")).missing
    one = {"stock", "total", "give"}
    assert one <= missing.data.keys() and {"second_stock", "second_total"} <= missing.data.keys()
    # Both steps and the dose, read off the answer and worked out again.
    marks = {key: F(missing.data[key].split()[0]) for key in (*one, "second_stock", "second_total")}
    ratio = marks["stock"] / marks["total"] * marks["second_stock"] / marks["second_total"]
    assert abs(ratio * marks["give"] - F("0.002")) / F("0.002") < F(missing.data["diluted_error"])
    assert F(missing.data["diluted_error"]) < F("0.2915")
