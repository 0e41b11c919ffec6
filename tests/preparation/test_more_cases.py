"""Cases of the kinds of the acceptance cases, with other numbers: by the main path and a second way."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction as F
from itertools import product
from typing import Any

import pytest

from mesoplan.cases.lot import expires_on
from mesoplan.preparation.clock import TimeLimit, clock
from mesoplan.preparation.containers import Use, pareto_containers, share_containers
from mesoplan.preparation.reconstitution import reconstituted
from mesoplan.preparation.schedule import every_days, monthly

from . import second
from .test_prepare_cases import AKIS, BICARBONATE, LIDOCAINE, SALINE, held, sheet_of, shown


def error(nominal: str, mark: str) -> F:
    """The tolerated error by hand: ISO 7886-1, in two sizes and two halves of the scale."""
    size, at = F(nominal), F(mark)
    if at < size / 2:
        return F("0.015") * size + (F("0.02") if size < 5 else F("0.01")) * at
    return (F("0.05") if size < 5 else F("0.04")) * at


@pytest.mark.parametrize(
    ("volume", "syringes", "marks", "percent"),
    [
        ("0.45", ("1mL", "2.5mL", "5mL"), (("1", "0.45"),), "5.34"),
        ("3.3", ("2.5mL", "5mL"), (("5", "3.2"),), "6.91"),
        ("12.4", ("5mL", "bd-10-ml-fine-marks"), (("10", "10"), ("5", "2.4")), "4.03"),
        ("17.5", ("20mL", "1mL"), (("20", "17"),), "6.75"),
    ],
)
def test_a_volume_in_other_syringes(
    prepare: Any, volume: str, syringes: tuple[str, ...], marks: tuple[tuple[str, str], ...], percent: str
) -> None:
    row = {"product": SALINE, "volume": f"{volume} mL"}
    (draw,) = sheet_of(prepare(row, zone="abdomen", syringes=syringes)).fillings[0].draws
    assert [str(each.mark.value) for each in draw.portions] == [mark for _, mark in marks]
    total = sum(F(mark) for _, mark in marks)
    off = sum(error(*each) for each in marks)
    low, high = total - off, total + off
    assert shown(draw.worst) == tuple(f"{float(each):.6g} mL" for each in (low, high))
    exact = max(high - F(volume), F(volume) - low) / F(volume)
    assert F(draw.error) - F(1, 10_000) < exact <= F(draw.error)
    assert draw.error == Decimal(percent) / 100


def test_a_part_of_a_powder_follows_from_its_displacement(prepare: Any) -> None:
    """1 g with 0.7 mL of its own in 9.3 mL: 250 mg are 2.5 mL."""
    found = prepare({"product": "synthetic-powder-known", "amount": "250 mg"}, syringes=("2.5mL",))
    (draw,) = sheet_of(found).fillings[0].draws
    assert str(draw.exact) == "2.5 mL"
    assert F(250, 1000) * (F("9.3") + F("0.7")) == F("2.5")
    worst = held(found, "tranexamic-acid").worst
    off = error("2.5", "2.5") * 100
    assert (F(worst.low.to("mg").value), F(worst.high.to("mg").value)) == (250 - off, 250 + off)


@pytest.mark.parametrize(
    ("added", "displacement", "volume", "strength"),
    [("4.6", "0.4", F(5), F(200)), ("2", "0.12", F("2.12"), F(1000) / F("2.12")), ("10", "0", F(10), F(100))],
)
def test_displacement_of_other_powders(added: str, displacement: str, volume: F, strength: F) -> None:
    made = reconstituted(F(1000), added=F(added), displacement=F(displacement))
    assert made is not None and (made.volume, made.strength) == (volume, strength)
    assert made.volume * made.strength == 1000


@pytest.mark.parametrize(
    ("uses", "size", "keeps", "vials", "waste"),
    [
        ([(0, 3), (7, 3), (14, 3), (21, 3), (28, 3)], 10, 28, 2, 5),
        ([(0, 5), (7, 5)], 10, 7, 1, 0),
        ([(0, 5), (8, 5)], 10, 7, 2, 10),
        ([(0, 4), (0, 4), (1, 2), (29, 1)], 10, 28, 2, 9),
    ],
)
def test_multi_dose_vials_over_other_days(
    uses: list[tuple[int, int]], size: int, keeps: int, vials: int, waste: int
) -> None:
    needs = [Use(day, F(volume)) for day, volume in uses]
    for split in (True, False):
        shared = share_containers(needs, F(size), keeps, split=split)
        assert (len(shared.opened_on), shared.discarded) == (vials, F(waste))
    assert second.unsplit_by_enumeration(needs, F(size), keeps) == vials


@pytest.mark.parametrize(
    ("need", "sizes", "expected"),
    [
        ("4", "1.8 2.2", {(2, F(0))}),
        ("5.4", "1.8", {(3, F(0))}),
        ("5.5", "1.8 5", {(4, F("1.7")), (2, F("1.3"))}),
        ("9", "4 7", {(2, F(2))}),
    ],
)
def test_containers_of_other_sizes(need: str, sizes: str, expected: set[tuple[int, F]]) -> None:
    given = [F(each) for each in sizes.split()]
    best = {one for one in expected if not any(o[0] <= one[0] and o[1] < one[1] for o in expected)}
    assert {(each.number, each.waste) for each in pareto_containers(F(need), given)} == best
    assert second.enumerated_containers(F(need), given) == best


def test_a_clock_over_midnight_and_a_change_of_offset() -> None:
    start = datetime.fromisoformat("2026-11-30T23:30-05:00")
    limits = [
        TimeLimit("use-by", timedelta(hours=2), "product"),
        TimeLimit("start-by", timedelta(hours=1), "uk"),
    ]
    found = clock(start, limits)
    assert [each.at.isoformat(timespec="minutes") for each in found.candidates] == [
        "2026-12-01T00:30-05:00",
        "2026-12-01T01:30-05:00",
    ]
    assert found.use_by is not None and found.use_by.at - start == timedelta(hours=2)


def test_the_clinics_own_time_is_a_limit_among_the_others(prepare: Any) -> None:
    start = datetime.fromisoformat("2026-11-26T09:10+00:00")
    session = {"use_within": "15 min"}
    sheet = sheet_of(prepare(AKIS, BICARBONATE, jurisdiction="UK", session=session, start=start))
    assert sheet.use_by is not None
    assert (sheet.use_by.source, sheet.use_by.at[11:16]) == ("case", "09:25")
    assert {each.at[11:16] for each in sheet.clock} >= {"09:25", "09:40", "13:10"}


def test_months_over_a_leap_year_and_weeks_over_the_new_year() -> None:
    days = [each.isoformat() for each in monthly(date(2027, 11, 30), 4)]
    assert days == ["2027-11-30", "2027-12-30", "2028-01-30", "2028-02-29"]
    weeks = every_days(date(2026, 12, 24), 3, 14)
    assert [each.isoformat() for each in weeks] == ["2026-12-24", "2027-01-07", "2027-01-21"]
    assert expires_on("2028-02") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("weight", "used", "worst"), [("60 kg", "0.8889", "0.9707"), ("56 kg", "0.9524", "1.04")]
)
def test_a_maximum_by_weight_at_other_weights(prepare: Any, weight: str, used: str, worst: str) -> None:
    patient = {"sex": "female", "age": 40, "weight": weight}
    row = {"product": "lidocaine-2-plain", "volume": "12 mL"}
    found = prepare(row, jurisdiction="US", patient=patient, syringes=("20mL",))
    cap = F("4.5") * F(weight.split()[0])
    limit = next(each for each in sheet_of(found).limits if each.limit == f"{cap.numerator} mg")
    assert (str(limit.used), str(limit.worst)) == (used, worst)
    high = (F(12) + error("20", "12")) * 20 * F("1.05") / cap
    assert F(limit.worst) - F(1, 10_000) < high <= F(limit.worst)
    assert limit.guaranteed == (high <= 1)


def test_four_liquids_at_every_corner(prepare: Any) -> None:
    rows = (AKIS, LIDOCAINE, BICARBONATE, {"product": SALINE, "volume": "3.3 mL"})
    found = prepare(*rows, zone="abdomen", syringes=("1mL", "2.5mL", "bd-10-ml-fine-marks"))
    (filling,) = sheet_of(found).fillings
    lidocaine = held(found, "lidocaine")
    sizes = {"bd-plastipak-1-ml": "1", "bd-plastipak-2-5-ml": "2.5", "bd-10-ml-fine-marks": "10"}
    volumes, place = [], -1
    for number, draw in enumerate(filling.draws):
        mark = str(draw.drawn.value)
        off = sum(error(sizes[each.syringe], str(each.mark.value)) for each in draw.portions)
        volumes.append((F(mark) - off, F(mark) + off))
        place = number if draw.product == "lidocaine-2-plain" else place
    corners = [
        corner[place] * strength / sum(corner) for corner in product(*volumes) for strength in (F(19), F(21))
    ]
    printed = [F(each.to("mg/mL").value) for each in lidocaine.worst_concentration]
    assert printed[0] <= min(corners) < printed[0] + F(1, 5_000)
    assert printed[1] - F(1, 5_000) < max(corners) <= printed[1]


def test_in_italy_the_law_leaves_it_open_and_in_france_it_does_not(prepare: Any) -> None:
    for place, refused in (("IT", False), ("FR", True), ("US", False)):
        found = prepare(AKIS, LIDOCAINE, BICARBONATE, jurisdiction=place)
        assert (found.outcome == "refused") == refused
        assert bool(found.law) == refused and (found.sheet is None) == refused
