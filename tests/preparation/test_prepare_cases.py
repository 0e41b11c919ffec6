"""The acceptance cases through the engine: each number as the case states it, bounds rounded outward."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from mesoplan.model.preparation import Bounds, Preparation, Sheet

AKIS = {"product": "akis-25", "volume": "1 mL"}
LIDOCAINE = {"product": "lidocaine-2-plain", "volume": "1 mL"}
BICARBONATE = {"product": "sodium-bicarbonate-1-4", "volume": "2 mL"}
SALINE = "sodium-chloride-0-9"
SMALL = ("1mL", "2.5mL")
ALL = ("1mL", "2.5mL", "5mL", "bd-10-ml-fine-marks", "20mL")
START = datetime.fromisoformat("2026-11-26T09:10+01:00")
PLACE = {"goal": "submental-fat", "zone": "submental", "jurisdiction": "US"}


def sheet_of(found: Preparation) -> Sheet:
    assert found.sheet is not None, found
    return found.sheet


def shown(bounds: Bounds) -> tuple[str, str]:
    return str(bounds.low), str(bounds.high)


def held(found: Preparation, ingredient: str) -> Any:
    (filling,) = sheet_of(found).fillings
    return next(each for each in filling.held if each.ingredient == ingredient)


def kybella(prepare: Any, points: int, volume: str, **given: Any) -> Sheet:
    session = {"points": points, "point_volume": "0.2 mL", "syringes": ["1mL"]}
    row = {"product": "kybella", "volume": volume}
    return sheet_of(prepare(row, **PLACE, technique="hypodermic", session=session, **given))


def test_p01_fifty_points_need_five_vials_and_six_to_be_sure(prepare: Any) -> None:
    sheet = kybella(prepare, 50, "10 mL")
    (filling,), (supply,) = sheet.fillings, sheet.containers
    assert (str(filling.volume), str(filling.kept_back), filling.pieces) == ("10 mL", "0.7 mL", 10)
    assert str(filling.held[0].amount) == "100 mg"
    assert (supply.opened, supply.guaranteed, str(supply.waste)) == (5, 6, "0 mL")
    assert supply.excess is not None and str(supply.excess) == "0.15 mL"
    assert sheet.points is not None and str(sheet.points.area_needed) == "50 cm2"
    assert sheet.points.short_by is None


def test_p02_fewer_points_leave_a_rest(prepare: Any) -> None:
    sheet = kybella(prepare, 24, "4.8 mL")
    (filling,), (supply,) = sheet.fillings, sheet.containers
    assert (str(filling.held[0].amount), filling.pieces) == ("48 mg", 5)
    assert (supply.opened, str(supply.waste)) == (3, "1.2 mL")


def test_p03_units_of_a_powder_follow_from_its_label(prepare: Any) -> None:
    found = prepare(
        {"product": "botox-100-u", "amount": "20 U"},
        {"product": "botox-100-u", "amount": "24 U", "syringe": 2},
        goal="enlarged-pores",
        zone="face",
        syringes=["1mL"],
        start=START,
    )
    sheet = sheet_of(found)
    assert [str(each.draws[0].exact) for each in sheet.fillings] == ["0.5 mL", "0.6 mL"]
    units = [
        (each.held[0].worst.low.value, each.held[0].worst.high.value, each.held[0].concentration.value)
        for each in sheet.fillings
    ]
    assert units == [(19, 21, 40), (Decimal("22.8"), Decimal("25.2"), 40)]
    (supply,) = sheet.containers
    assert (supply.opened, str(supply.need), str(supply.waste)) == (1, "1.1 mL", "1.4 mL")
    assert ("24 h", "reconstituted, 2 to 8 °C") in {(str(e.within), e.condition) for e in sheet.clock}


def test_p04_a_tie_between_two_marks_goes_to_what_the_label_prints(prepare: Any) -> None:
    row = {"product": "vitrase", "amount": "75 [USP'U]{hyaluronidase}"}
    (draw,) = sheet_of(prepare(row, syringes=["1mL"])).fillings[0].draws
    assert (str(draw.exact), str(draw.drawn), draw.rounding) == ("0.375 mL", "0.38 mL", Decimal("0.0133"))
    assert [str(each) for each in draw.tied] == ["0.37 mL"]
    assert (draw.worst.low.value * 200, draw.worst.high.value * 200) == (Decimal("71.48"), Decimal("80.52"))


def test_p06_one_syringe_by_its_marks_is_far_worse_than_separate_draws(prepare: Any) -> None:
    usual = held(prepare(AKIS, LIDOCAINE, BICARBONATE, syringes=("1mL", "5mL")), "lidocaine")
    assert usual.by_marks is not None and shown(usual.by_marks) == ("14.915 mg", "25.515 mg")
    found = prepare(AKIS, LIDOCAINE, BICARBONATE, syringes=SMALL)
    lidocaine, diclofenac = held(found, "lidocaine"), held(found, "diclofenac")
    assert shown(lidocaine.worst) == ("18.05 mg", "22.05 mg")
    assert shown(lidocaine.worst_concentration) == ("4.4024 mg/mL", "5.6539 mg/mL")
    assert shown(diclofenac.worst) == ("23.75 mg", "26.25 mg")
    assert shown(diclofenac.worst_concentration) == ("5.7926 mg/mL", "6.7308 mg/mL")
    assert (lidocaine.volume_only, diclofenac.volume_only) == (False, True)
    assert "diclofenac" in next(each.subjects for each in found.gaps if each.topic == "strength-range")


def test_p07_a_fill_that_passes_its_maximum_in_the_worst_case(prepare: Any) -> None:
    patient = {"sex": "male", "age": 40, "weight": "50 kg"}
    row = {"product": "lidocaine-2-plain", "volume": "11 mL"}
    found = prepare(row, jurisdiction="US", patient=patient, syringes=("20mL", "bd-10-ml-fine-marks"))
    limit = next(each for each in sheet_of(found).limits if each.limit == "225 mg")
    assert (limit.used, limit.guaranteed) == (Decimal("0.9778"), False)
    assert limit.worst == Decimal("1.0678")  # 240.24 mg of 225 mg
    single, double = limit.largest
    assert str(single.total) == "10 mL"
    assert ([str(mark) for mark in double.marks], str(double.total)) == (["8.6 mL", "1.6 mL"], "10.2 mL")


@pytest.mark.parametrize(
    ("volume", "syringe", "mark", "error"),
    [
        ("2.37 mL", "bd-plastipak-5-ml", "2.4 mL", "0.0545"),
        ("0.33 mL", "bd-plastipak-1-ml", "0.33 mL", "0.0655"),
        ("0.07 mL", "bd-plastipak-1-ml", "0.07 mL", "0.2343"),
        ("1.2 mL", "bd-plastipak-2-5-ml", "1.2 mL", "0.0513"),
    ],
)
def test_p08_the_syringe_that_measures_best(
    prepare: Any, volume: str, syringe: str, mark: str, error: str
) -> None:
    (draw,) = sheet_of(prepare({"product": SALINE, "volume": volume}, syringes=ALL)).fillings[0].draws
    assert [(each.syringe, str(each.mark)) for each in draw.portions] == [(syringe, mark)]
    assert draw.error == Decimal(error)


def test_p09_a_small_draw_into_a_large_volume(prepare: Any) -> None:
    found = prepare(
        {"product": "tranexamic-acid-100-ampoule", "volume": "0.2 mL"},
        {"product": SALINE, "volume": "4.8 mL"},
        goal="melasma",
        zone="face",
        syringes=("1mL", "5mL"),
    )
    acid = held(found, "tranexamic-acid")
    assert shown(acid.worst_concentration) == ("3.4989 mg/mL", "4.537 mg/mL")
    assert acid.volume_only


@pytest.mark.parametrize(
    ("name", "volume", "per_ml"), [("known", "10 mL", "100 mg"), ("more", "10.7 mL", "93.4579 mg")]
)
def test_p13_a_powder_takes_up_a_volume_of_its_own(prepare: Any, name: str, volume: str, per_ml: str) -> None:
    row = {"product": f"synthetic-powder-{name}", "volume": "1 mL"}
    found = prepare(row, goal="melasma", zone="face")
    draw = sheet_of(found).fillings[0].draws[0]
    assert draw.dissolved is not None and str(draw.dissolved.volume) == volume
    concentration = held(found, "tranexamic-acid").concentration
    assert concentration.to("mg/mL").value == Decimal(per_ml.split()[0])


def test_p13_what_no_label_prints_is_asked_for(prepare: Any) -> None:
    found = prepare({"product": "synthetic-powder-open", "volume": "1 mL"}, goal="melasma", zone="face")
    assert found.sheet is None
    assert [(each.lack, dict(each.data)) for each in found.missing] == [
        ("volume-after-dissolving", {"added": "10 mL"})
    ]


def test_p17_the_vehicle_is_never_last_and_the_reasons_are_said(prepare: Any) -> None:
    (filling,) = sheet_of(prepare(AKIS, LIDOCAINE, BICARBONATE)).fillings
    assert [each.product for each in filling.draws] == [
        "sodium-bicarbonate-1-4",
        "lidocaine-2-plain",
        "akis-25",
    ]
    # Of the four orders in which bicarbonate is not last, "bicarbonate before lidocaine" leaves three.
    assert filling.orders == 3
    topics = {each.product: [reason.topic for reason in each.reasons] for each in filling.draws}
    assert topics["akis-25"] == ["only-with"]
    assert "source-says-first" in topics["sodium-bicarbonate-1-4"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("US", [("use-by", "26 13:10")]),
        ("UK", [("start-by", "26 09:40"), ("use-by", "26 13:10"), ("use-by", "27 09:10")]),
        ("US-CA", [("discard-container", "26 09:10"), ("use-by", "26 13:10")]),
    ],
)
def test_p21_every_clock_of_the_place_runs(prepare: Any, place: str, expected: list[tuple[str, str]]) -> None:
    sheet = sheet_of(prepare(AKIS, BICARBONATE, jurisdiction=place, start=START))
    moments = [(each.kind, datetime.fromisoformat(each.at).strftime("%d %H:%M")) for each in sheet.clock]
    assert list(dict.fromkeys(moments)) == expected


def test_p21_a_single_dose_vial_in_california_and_the_makers_own_time(prepare: Any) -> None:
    vial = kybella(prepare, 24, "4.8 mL", start=START)
    assert vial.use_by is None  # alone, not mixed, and its label prints no time
    session = {"syringes": ["1mL"]}
    row = {"product": "kybella", "volume": "4 mL"}
    found = prepare(row, **{**PLACE, "jurisdiction": "US-CA"}, session=session, start=START)
    assert [(each.kind, each.at[11:16], each.subject) for each in sheet_of(found).clock] == [
        ("discard-container", "10:10", "kybella")
    ]
    mixed = sheet_of(
        prepare({"product": "vitrase", "volume": "1 mL"}, LIDOCAINE, jurisdiction="US", start=START)
    )
    assert [each.at[8:16] for each in mixed.clock] == ["26T13:10", "26T15:10"]


def test_p23_months_are_anchored_and_days_are_counted(prepare: Any) -> None:
    monthly = kybella(prepare, 24, "4.8 mL", first=date(2026, 1, 31)).schedule
    assert monthly is not None
    assert [each[5:] for each in monthly.dates] == ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]
    session = {"interval": "21 d"}
    weekly = sheet_of(prepare(SALINE_ROW, session=session, first=date(2026, 2, 10))).schedule
    assert weekly is not None and (weekly.source, weekly.dates) == ("case", ("2026-02-10", "2026-03-03"))


SALINE_ROW = {"product": SALINE, "volume": "2 mL"}


def test_a_dose_too_small_for_any_syringe_and_the_best_that_can_be_done(prepare: Any) -> None:
    row = {"product": "epinephrine-1-mg-ml", "amount": "5 ug"}
    found = prepare(row, syringes=("1mL", "2.5mL", "bd-10-ml-fine-marks"))
    assert found.sheet is None
    (missing,) = found.missing
    assert (missing.lack, missing.data["volume"]) == ("measurable", "0.005 mL")
    assert Decimal(missing.data["diluted_error"]) == Decimal("0.2162")  # rounded up
