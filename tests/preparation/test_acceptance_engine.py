"""The acceptance cases that went one way only: through the engine, each number found a second way."""

from datetime import date, datetime, timedelta
from fractions import Fraction as F
from itertools import combinations_with_replacement, permutations
from typing import Any

import pytest

from . import second
from .test_more_cases import error
from .test_prepare_cases import SALINE, held, kybella, sheet_of

VIAL = ("1mL", "2.5mL", "bd-10-ml-fine-marks", "20mL")
HOME = {"goal": "melasma", "zone": "abdomen", "jurisdiction": "us-ca", "syringes": VIAL}


@pytest.mark.parametrize(("points", "volume"), [(50, "10 mL"), (24, "4.8 mL"), (37, "7.4 mL")])
def test_p01_p02_vials_are_those_of_trying_every_number(prepare: Any, points: int, volume: str) -> None:
    sheet = kybella(prepare, points, volume)
    (filling,), (supply,) = sheet.fillings, sheet.containers
    need = F(points) * F("0.2")
    kept = F("0.07") * filling.pieces
    assert F(filling.held[0].amount.value) == need * 10
    assert {(supply.opened, F(supply.waste.value))} == second.enumerated_containers(need, [F(2)])
    (sure,) = second.enumerated_containers(need + kept, [F(2)])
    assert supply.guaranteed == sure[0]
    assert sheet.points is not None and sheet.points.area_needed is not None
    assert F(sheet.points.area_needed.value) == sum(F(1) for _ in range(points))


def test_p07_the_largest_fills_are_those_of_every_mark(prepare: Any) -> None:
    patient = {"sex": "male", "age": 40, "weight": "50 kg"}
    row = {"product": "lidocaine-2-plain", "volume": "11 mL"}
    found = prepare(row, jurisdiction="US", patient=patient, syringes=("20mL", "bd-10-ml-fine-marks"))
    limit = next(each for each in sheet_of(found).limits if each.limit == "225 mg")
    cap = F(225) / 21
    scales = {
        "20": [F(n) for n in range(1, 21)],
        "10": [F(n, 5) for n in range(1, 51)],
    }
    for times, fits in zip((1, 2), limit.largest, strict=True):
        kept = [
            sum(marks)
            for size, scale in scales.items()
            for marks in combinations_with_replacement(scale, times)
            if sum(marks) + sum(error(size, str(float(mark))) for mark in marks) <= cap
        ]
        assert F(fits.total.value) == max(kept)


@pytest.mark.parametrize(("name", "added", "own"), [("known", "9.3", "0.7"), ("more", "10", "0.7")])
def test_p13_nothing_is_lost_in_dissolving(prepare: Any, name: str, added: str, own: str) -> None:
    found = prepare({"product": f"synthetic-powder-{name}", "volume": "1 mL"}, goal="melasma", zone="face")
    draw = sheet_of(found).fillings[0].draws[0]
    assert draw.dissolved is not None
    volume = F(draw.dissolved.volume.value)
    assert volume == F(added) + F(own)
    strength = F(held(found, "tranexamic-acid").concentration.to("mg/mL").value)
    assert abs(strength * volume - 1000) < F(1, 1000)


@pytest.mark.parametrize(
    ("volume", "keeps", "vials", "waste"),
    [
        ("8 mL", 28, 2, 8),  # P14's need, on the days of P16
        ("6 mL", 28, 2, 16),
        ("6 mL", 14, 2, 16),
        ("6 mL", 7, 4, 56),
    ],
)
def test_p14_p16_a_vial_over_the_sessions_of_a_course(
    prepare: Any, volume: str, keeps: int, vials: int, waste: int
) -> None:
    row = {"product": f"synthetic-course-{keeps}", "volume": volume}
    made = sheet_of(prepare(row, **HOME, first=date(2026, 3, 1))).course
    assert made is not None and made.days == (0, 10, 20, 30)
    (supply,) = made.supplies
    assert (supply.total, F(supply.discarded.value), supply.keeps_days) == (vials, F(waste), keeps)
    uses = [(day, F(volume.split()[0])) for day in made.days]
    assert second.unsplit_by_enumeration(uses, F(20), keeps) == vials
    assert F(20) * vials - sum(each for _, each in uses) == waste


def test_p17_two_sources_that_contradict_each_other_leave_no_order(prepare: Any) -> None:
    rows = [
        {"product": product, "volume": "1 mL"} for product in ("synthetic-multi-dose", "synthetic-sizes-2-5")
    ]
    found = prepare(*rows, **HOME)
    (filling,) = sheet_of(found).fillings
    before = [("a", "b"), ("b", "a")]
    allowed = [
        order
        for order in permutations("ab")
        if all(order.index(one) < order.index(other) for one, other in before)
    ]
    assert filling.orders == len(allowed) == 0
    assert [draw.line for draw in filling.draws] == ["cocktail[0]", "cocktail[1]"]
    assert "order" in [each.topic for each in found.gaps]


@pytest.mark.parametrize(("point", "total"), [("0.1 mL", "2.5"), ("0.2 mL", "5")])
def test_p20_points_of_the_italian_wheal_on_the_knee(prepare: Any, point: str, total: str) -> None:
    session = {"points": 25, "point_volume": point, "area": "100 cm2"}
    row = {"product": SALINE, "volume": f"{total} mL"}
    sheet = sheet_of(prepare(row, technique="italian-wheal", session=session, syringes=("5mL", "2.5mL")))
    points = sheet.points
    assert points is not None and points.area_needed is not None and points.spacing is not None
    grid = [(x, y) for x in range(0, 10, 2) for y in range(0, 10, 2)]
    assert (points.number, F(points.total.value)) == (len(grid), len(grid) * F(point.split()[0]))
    assert (str(points.spacing), F(points.area_needed.value)) == ("2 cm", F(100))


def test_p23_three_weeks_apart_and_a_vial_until_its_last_day(prepare: Any) -> None:
    row = {"product": "synthetic-course-28", "volume": "2 mL"}
    session = {"interval": "21 d"}
    made = sheet_of(prepare(row, **HOME, session=session, first=date(2026, 2, 10))).schedule
    assert made is not None
    assert [each[5:] for each in made.dates[:3]] == ["02-10", "03-03", "03-24"]
    assert made.dates == tuple((date(2026, 2, 10) + timedelta(21 * n)).isoformat() for n in range(4))
    start = datetime.fromisoformat("2026-03-01T09:10-08:00")
    clock = sheet_of(prepare(row, **HOME, start=start)).clock
    last = {each.at for each in clock if each.kind == "discard-container"}
    assert last == {"2026-03-29T09:10-08:00"}
