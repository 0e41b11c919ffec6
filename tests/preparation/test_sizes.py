"""Products of several sizes: what is opened leaves least over, by the engine and by trying everything."""

from datetime import date
from fractions import Fraction as F
from typing import Any

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.preparation import Choice, Containers, Supply
from mesoplan.report.words.preparation import missing_words, supply_words

from . import second
from .test_prepare_cases import SALINE, sheet_of

#: A need, the sizes of a synthetic ampoule, and every choice that is best in number or in waste.
P12 = (
    ("3.2", "1 2 5", {((2, 2),): "0.8", ((5, 1),): "1.8"}),
    ("11", "2 5", {((5, 1), (2, 3)): "0", ((5, 2), (2, 1)): "1"}),
    ("3.7", "1 2 5", {((2, 2),): "0.3", ((5, 1),): "1.3"}),
    ("7.3", "2 3 5", {((5, 1), (3, 1)): "0.7"}),
)
SYRINGES = ("1mL", "2.5mL", "5mL", "bd-10-ml-fine-marks", "20mL")
FINE = ("0.4", "1", "2.3", "4.6", "6.1", "8", "9.9")


def supply_of(prepare: Any, need: str, sizes: str, **given: Any) -> Supply:
    row = {"product": f"synthetic-sizes-{sizes.replace(' ', '-')}", "volume": f"{need} mL"}
    sheet = sheet_of(prepare(row, zone="abdomen", **{"syringes": SYRINGES, **given}))
    (supply,) = sheet.containers
    return supply


def counted(containers: tuple[Containers, ...]) -> tuple[tuple[F, int], ...]:
    return tuple((F(each.fill.value), each.number) for each in containers)


@pytest.mark.parametrize(("need", "sizes", "expected"), P12)
def test_p12_the_least_is_left_over_and_the_other_choices_are_shown(
    prepare: Any, need: str, sizes: str, expected: dict[tuple[tuple[int, int], ...], str]
) -> None:
    # The cases are of exact needs; a syringe of fine marks draws each of them as it is.
    supply = supply_of(prepare, need, sizes, syringes=("12mL",))
    assert str(supply.need.value) == need
    shown = [Choice(supply.sizes, supply.waste), *supply.others]
    assert {counted(each.containers): F(each.waste.value) for each in shown} == {
        tuple((F(fill), number) for fill, number in containers): F(waste)
        for containers, waste in expected.items()
    }
    assert F(supply.waste.value) == min(F(waste) for waste in expected.values())
    assert supply.doses == "single"


@pytest.mark.parametrize("sizes", ["1 2 5", "2 5", "2 3 5"])
@pytest.mark.parametrize("need", FINE)
def test_every_choice_is_one_that_trying_all_counts_finds(prepare: Any, need: str, sizes: str) -> None:
    supply = supply_of(prepare, need, sizes)
    drawn = F(supply.need.value)
    best = second.enumerated_containers(drawn, [F(each) for each in sizes.split()])
    shown = [Choice(supply.sizes, supply.waste), *supply.others]
    found = {(sum(n for _, n in counted(each.containers)), F(each.waste.value)) for each in shown}
    assert found == best
    assert (supply.opened, F(supply.waste.value)) == min(best, key=lambda each: (each[1], each[0]))
    for each in shown:
        assert sum(fill * n for fill, n in counted(each.containers)) - drawn == F(each.waste.value)
    assert sum(fill * n for fill, n in counted(supply.sure)) >= drawn


def test_one_size_and_no_size_are_as_they_were(prepare: Any) -> None:
    (akis,) = sheet_of(prepare({"product": "akis-25", "volume": "1 mL"})).containers
    assert (counted(akis.sizes), counted(akis.sure), akis.others) == (((F(1), 1),), ((F(1), 2),), ())
    found = prepare({"product": "zeel-ampoule", "volume": "1 mL"})
    assert sheet_of(found).containers == ()
    assert ("fill", ("zeel-ampoule",)) in [tuple(each) for each in found.gaps]


def test_the_page_says_what_to_open_and_what_instead(prepare: Any, engine: Engine) -> None:
    supply = supply_of(prepare, "3.2", "1 2 5", syringes=("12mL",))
    assert supply_words(supply, engine.catalog) == (
        "open 2 × 2 mL Synthetic liquid in ampoules of 1 2 5 mL, 0.8 mL left over; "
        "or fewer: 1 × 5 mL (1.8 mL left over)"
    )


def test_what_is_left_in_a_vial_that_may_be_entered_again_is_said_so(prepare: Any, engine: Engine) -> None:
    def words(product: str) -> str:
        row = {"product": product, "volume": "1 mL"}
        (supply,) = sheet_of(prepare(row, goal="melasma", zone="abdomen")).containers
        return supply_words(supply, engine.catalog)

    assert words("kenalog-10").endswith("4 mL left over (it may be entered again)")
    assert words("lidocaine-2-plain").endswith("1 mL left over")


def test_an_ampoule_of_a_product_of_several_sizes_is_asked_for(engine: Engine) -> None:
    case = Case(cocktail=({"product": "synthetic-sizes-2-5", "amount": "1 ampoule"},))
    with pytest.raises(CaseError, match=r"several sizes \(2 mL, 5 mL\)"):
        engine.check(case)


def test_single_sizes_are_opened_anew_at_each_session(prepare: Any) -> None:
    row = {"product": "synthetic-sizes-1-2-5", "volume": "3.2 mL"}
    place = {"goal": "melasma", "zone": "face", "syringes": ("12mL",)}
    sheet = sheet_of(prepare(row, **place, first=date(2026, 1, 31)))
    assert sheet.course is not None
    (supply,) = sheet.course.supplies
    assert supply.opened == (2,) * sheet.course.sessions
    assert counted(supply.sizes) == ((F(2), 2 * sheet.course.sessions),)
    assert F(supply.discarded.value) == F("0.8") * sheet.course.sessions
    assert supply.total == 2 * sheet.course.sessions


def test_what_comes_in_its_own_syringe_is_given_from_it(prepare: Any, engine: Engine) -> None:
    def reasons(product: str, *more: dict[str, str]) -> list[str]:
        found = prepare({"product": product, "volume": "1 mL"}, *more, goal="skin-laxity", zone="face")
        return [each.topic for draw in sheet_of(found).fillings[0].draws for each in draw.reasons]

    assert reasons("profhilo") == ["own-syringe"]
    assert reasons("nctf-135ha") == []
    assert "own-syringe" not in reasons("profhilo", {"product": SALINE, "volume": "1 mL"})


def test_nothing_is_opened_for_the_patients_own_blood(prepare: Any) -> None:
    found = prepare(
        {"product": "autologous-prp", "volume": "4 mL"}, goal="male-pattern-hair-loss", zone="scalp"
    )
    assert sheet_of(found).containers == ()
    assert "fill" not in {each.topic for each in found.gaps}


def test_a_vehicle_whose_amount_is_not_known_is_no_gap(prepare: Any) -> None:
    rows = (
        {"product": "akis-25", "volume": "1 mL"},
        {"ingredient": "sodium-chloride-solution", "volume": "1 mL"},
    )
    assert "amount" not in {each.topic for each in prepare(*rows).gaps}


def test_a_volume_of_points_is_asked_for_by_their_number(prepare: Any, engine: Engine) -> None:
    place = {"goal": "submental-fat", "zone": "submental", "jurisdiction": "US"}
    found = prepare({"product": "kybella"}, **place, session={"point_volume": "0.2 mL"})
    (missing,) = found.missing
    assert dict(missing.data) == {"point": "0.2 mL"}
    assert "the number of points times 0.2 mL" in missing_words(missing, engine.catalog)[1]


def test_an_amount_without_a_strength_says_which_number_is_missing(prepare: Any, engine: Engine) -> None:
    found = prepare({"product": "nucleofill", "amount": "15 mg"}, goal="skin-laxity", zone="face")
    (missing,) = found.missing
    assert (missing.lack, dict(missing.data)) == ("volume", {"amount": "15 mg"})
    assert "its strength was not read, so 15 mg has no volume" in missing_words(missing, engine.catalog)[0]
