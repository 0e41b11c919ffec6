"""The acceptance cases of preparation, each number by the main path and by a second one."""

from datetime import date, datetime, timedelta
from fractions import Fraction as F

import pytest

from mesoplan.cases.lot import expires_on
from mesoplan.preparation.clock import TimeLimit, clock, last_day_of_use
from mesoplan.preparation.concentration import Part, worst_of
from mesoplan.preparation.containers import (
    Use,
    pareto_containers,
    share_containers,
)
from mesoplan.preparation.dilution import best_dilution, least_error
from mesoplan.preparation.interval import Interval, rounded_down, rounded_up
from mesoplan.preparation.measuring import largest_under_cap, measure, readings
from mesoplan.preparation.order import NoOrder, Ordering, best_order, dead_space_share
from mesoplan.preparation.points import above_cap, area_for, points_from, points_of, points_on
from mesoplan.preparation.reconstitution import reconstituted
from mesoplan.preparation.schedule import every_days, monthly
from mesoplan.preparation.syringe import successive

from . import second
from .shelf import ALL, LIDOCAINE, ML1, ML2_5, ML5, ML10, ML20


def interval(low: str, high: str) -> Interval:
    return Interval(F(low), F(high))


def test_p01_fifty_points_of_a_vial_of_two_millilitres():
    points = points_of(50, F("0.2"))
    assert points.total == 10
    assert area_for(50, F(1)) == 50
    kept_back = 10 * ML1.dead_space
    assert kept_back == F("0.7")
    assert pareto_containers(points.total + kept_back, [F(2)])[0].number == 6
    assert pareto_containers(F(10), [F(2)])[0] == ((F(2),) * 5, 0)


def test_p02_fewer_points_leave_a_rest():
    points = points_of(24, F("0.2"))
    assert points.total == F("4.8")
    chosen = pareto_containers(points.total, [F(2)])[0]
    assert (chosen.number, chosen.waste) == (3, F("1.2"))


@pytest.mark.parametrize(
    ("units", "volume", "worst"),
    [("20", "0.5", ("19", "21")), ("24", "0.6", ("22.8", "25.2"))],
)
def test_p03_units_of_a_reconstituted_powder(units, volume, worst):
    strength = F(100) / F("2.5")
    exact = F(units) / strength
    assert exact == F(volume)
    chosen = measure(exact, [ML1]).chosen
    drawn = chosen.volume
    assert Interval(drawn.low * strength, drawn.high * strength) == interval(*worst)


def test_p04_a_volume_between_two_marks_takes_the_one_the_label_prints():
    low, high = sorted(readings(F("0.375"), [ML1]), key=lambda each: each.mark)
    assert (low.rounding, high.rounding) == (F(-4, 300), F(4, 300))
    units = [(each.volume.low * 200, each.volume.high * 200) for each in (low, high)]
    assert units == [(F("69.52"), F("78.48")), (F("71.48"), F("80.52"))]
    measured = measure(F("0.375"), [ML1], printed=F("0.38"))
    assert measured.chosen.mark == F("0.38")
    assert [each.mark for each in measured.tied] == [F("0.37")]


def test_p06_one_syringe_by_its_marks_is_far_worse_than_separate_draws():
    one = successive(ML5, (F(2), F(1), F(1)))
    assert one == (
        interval("1.905", "2.095"),
        interval("0.785", "1.215"),
        interval("0.72", "1.28"),
    )
    separate = (ML2_5.drawn(F(2)), ML1.drawn(F(1)), ML1.drawn(F(1)))
    assert separate == (
        interval("1.9", "2.1"),
        interval("0.95", "1.05"),
        interval("0.95", "1.05"),
    )
    for volumes, amount, low, high in (
        (one, interval("14.915", "25.515"), F("14.915") / F("4.16"), F("25.515") / F("3.84")),
        (separate, interval("18.05", "22.05"), F("18.05") / F("4.1"), F("22.05") / F("3.9")),
    ):
        parts = (Part(volumes[0], F(0)), Part(volumes[1], F(20), LIDOCAINE), Part(volumes[2], F(25)))
        worst = worst_of(1, parts)
        assert worst.amount == amount
        assert worst.concentration == Interval(low, high)
        assert not worst.volume_only
        corners = second.corner_concentrations(1, volumes, tuple(parts[1].content))
        assert corners == (second.decimal(low), second.decimal(high))
    diclofenac = worst_of(2, parts)
    assert diclofenac.amount == interval("23.75", "26.25")
    assert diclofenac.volume_only
    assert diclofenac.concentration == Interval(F("23.75") / F("4.1"), F("26.25") / F("3.9"))
    assert str(rounded_down(worst.concentration.low, 4)) == "4.4024"
    assert str(rounded_up(worst.concentration.high, 4)) == "5.6539"


def test_p07_the_largest_fill_that_is_guaranteed_under_a_cap():
    cap_mg = F("4.5") * 50
    assert cap_mg == 225
    strongest = F(20) * LIDOCAINE.high
    assert ML20.drawn(F(11)).high * strongest == F("240.24")
    single = largest_under_cap(ML20, cap_mg / strongest)
    assert (single.total, single.worst * strongest) == (10, F("218.4"))
    double = largest_under_cap(ML10, cap_mg / strongest, draws=2)
    assert (double.draws, double.total) == ((F("8.6"), F("1.6")), F("10.2"))
    assert double.worst * strongest == F("224.91")


@pytest.mark.parametrize(
    ("exact", "syringe", "mark", "percent"),
    [
        ("2.37", "5-mL", "2.4", "5.44"),
        ("0.33", "1-mL", "0.33", "6.55"),
        ("0.07", "1-mL", "0.07", "23.43"),
        ("1.2", "2.5-mL", "1.2", "5.125"),
    ],
)
def test_p08_the_syringe_that_measures_best(exact, syringe, mark, percent):
    chosen = measure(F(exact), ALL).chosen
    assert (chosen.syringe.id, chosen.mark) == (syringe, F(mark))
    assert round(float(chosen.worst * 100), 3) == pytest.approx(float(percent), abs=0.006)
    corners = [abs(corner - F(exact)) / F(exact) for corner in chosen.volume]
    assert chosen.worst == max(corners)


def test_p08_the_second_choice_is_shown():
    ranked = readings(F("2.37"), ALL)
    assert (ranked[1].syringe.id, ranked[1].mark) == ("2.5-mL", F("2.4"))
    assert round(float(ranked[1].worst) * 100, 2) == 6.33


def test_p09_a_small_draw_into_a_large_volume():
    drug, diluent = ML1.drawn(F("0.2")), ML5.drawn(F("4.8"))
    assert (drug, diluent) == (interval("0.181", "0.219"), interval("4.608", "4.992"))
    worst = worst_of(0, (Part(drug, F(100)), Part(diluent, F(0))))
    assert worst.concentration == Interval(F(18100, 5173), F(7300, 1609))
    assert worst.volume_only


@pytest.mark.parametrize(
    ("need", "sizes", "expected"),
    [
        ("3.2", "1 2 5", {(2, F("0.8")): (F(2), F(2)), (1, F("1.8")): (F(5),)}),
        ("11", "2 5", {(4, F(0)): (F(5), F(2), F(2), F(2)), (3, F(1)): (F(5), F(5), F(2))}),
        ("3.7", "1 2 5", {(2, F("0.3")): (F(2), F(2)), (1, F("1.3")): (F(5),)}),
        ("7.3", "2 3 5", {(2, F("0.7")): (F(5), F(3))}),
    ],
)
def test_p12_containers_of_several_sizes(need, sizes, expected):
    chosen = pareto_containers(F(need), [F(size) for size in sizes.split()])
    assert {(each.number, each.waste): each.sizes for each in chosen} == expected
    assert second.enumerated_containers(F(need), [F(s) for s in sizes.split()]) == set(expected)


def test_p13_a_powder_dissolves_with_a_volume_of_its_own():
    assert reconstituted(F(1000), added=F("9.3"), displacement=F("0.7")).strength == 100
    more = reconstituted(F(1000), added=F(10), displacement=F("0.7"))
    assert more.volume == F("10.7")
    assert str(rounded_down(more.strength, 3)) == "93.457"
    assert str(rounded_up(more.strength, 3)) == "93.458"
    assert reconstituted(F(1000), added=F(10), displacement=None) is None
    assert reconstituted(F(100), final=F("2.5")).strength == 40


@pytest.mark.parametrize("split", [True, False])
def test_p14_a_multi_dose_vial_over_four_sessions(split):
    uses = [Use(day, F(8)) for day in (0, 7, 14, 30)]
    shared = share_containers(uses, F(20), 28, split=split)
    assert (len(shared.opened_on), shared.discarded) == (2, 8)


@pytest.mark.parametrize(("keeps", "vials", "waste"), [(28, 2, 16), (14, 2, 16), (7, 4, 56)])
def test_p16_how_long_it_keeps_decides_how_many(keeps, vials, waste):
    uses = [Use(day, F(6)) for day in (0, 10, 20, 30)]
    for split in (True, False):
        shared = share_containers(uses, F(20), keeps, split=split)
        assert (len(shared.opened_on), shared.discarded) == (vials, waste)
    assert second.unsplit_by_enumeration(uses, F(20), keeps) == vials


def _only_with_bicarbonate(mixture: frozenset[str]) -> bool:
    return not {"lidocaine", "diclofenac"} <= mixture or "bicarbonate" in mixture


def test_p17_the_vehicle_never_comes_last():
    parts = {"bicarbonate": F(2), "lidocaine": F(1), "diclofenac": F(1)}
    dead_space = ML5.dead_space + F("0.040")

    def cost(done: frozenset[str], part: str) -> tuple[F, ...]:
        return (F(0) if done else dead_space_share(dead_space, parts[part]),)

    found = best_order(parts, _only_with_bicarbonate, cost=cost)
    assert isinstance(found, Ordering)
    assert found.possible == 4
    assert found.order[0] == "bicarbonate"
    assert found.cost[0] // 1 == 57
    every = second.permuted_orders(list(parts), _only_with_bicarbonate, [])
    assert len(every) == 4
    assert all(order[-1] != "bicarbonate" for order in every)
    assert found.order in every
    # Lidocaine before diclofenac, as the case says, is a precedence of the label, not an id.
    stated = best_order(parts, _only_with_bicarbonate, [("lidocaine", "diclofenac")], cost)
    assert stated.order == ("bicarbonate", "lidocaine", "diclofenac")


def test_p17_a_cycle_is_its_own_reason():
    found = best_order("abc", lambda mixture: True, [("a", "b"), ("b", "a")])
    assert found == NoOrder(precedences=(("a", "b"), ("b", "a")), mixtures=())
    assert found.conflict == ("a", "b")


def test_p20_points_on_an_area():
    assert [points_on(F(100), F(cm)) for cm in (2, 3)] == [25, 11]
    assert [points_of(25, F(volume)).total for volume in ("0.1", "0.2")] == [F("2.5"), 5]
    assert above_cap(points_of(26, F("0.2")), F(5)) == F("0.2")
    assert points_from(F(2), F("0.05")) == 40
    assert [points_from(F(2), F("0.05"), F(loss)) for loss in ("0.026", "0.040")] == [39, 39]


def test_p21_every_clock_that_runs():
    start = datetime.fromisoformat("2026-11-26T09:10+01:00")
    found = clock(
        start,
        [
            TimeLimit("use-by", timedelta(hours=4), "us"),
            TimeLimit("start-by", timedelta(minutes=30), "uk"),
            TimeLimit("discard-container", timedelta(hours=1), "california", "vial"),
            TimeLimit("use-by", timedelta(hours=6), "product"),
            TimeLimit("use-by", timedelta(hours=24), "reconstituted"),
        ],
    )
    shown = [(each.source, each.at.strftime("%d %H:%M")) for each in found.candidates]
    assert shown == [
        ("uk", "26 09:40"),
        ("california", "26 10:10"),
        ("us", "26 13:10"),
        ("product", "26 15:10"),
        ("reconstituted", "27 09:10"),
    ]
    assert found.use_by.source == "us"


def test_p21_a_start_without_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        clock(datetime.fromisoformat("2026-11-26T09:10"), [])


def test_p23_dates_of_a_course():
    months = [day.isoformat()[5:] for day in monthly(date(2026, 1, 31), 6)]
    assert months == ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]
    days = [day.isoformat()[5:] for day in every_days(date(2026, 2, 10), 3, 21)]
    assert days == ["02-10", "03-03", "03-24"]
    assert expires_on("2027-02") == expires_on("2027-02-00") == date(2027, 2, 28)
    assert last_day_of_use(date(2026, 3, 1), 28) == date(2026, 3, 29)


def test_a_dose_too_small_for_any_syringe_and_the_best_that_can_be_done():
    syringes = (ML1, ML2_5, ML10)
    one = best_dilution(F("0.005"), syringes, 1)
    assert round(float(one.worst) * 100, 1) == 21.6
    assert one.worst >= least_error(1, syringes)
    assert one.given.holds(one.nominal)
