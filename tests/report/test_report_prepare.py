"""The worksheet as people read it: one screen, amounts as a label prints them, words for every topic."""

from decimal import Decimal
from typing import Any, get_args

import pytest

from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.preparation import DataGap, Lack, MissingNumber
from mesoplan.quantity import Quantity
from mesoplan.report.answers import prepared
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.prepare_page import prepare_page
from mesoplan.report.words.amounts import about, amount_words, at_least, at_most, percent
from mesoplan.report.words.preparation import gap_words, missing_words

ROWS = (
    {"product": "akis-25", "volume": "1 mL"},
    {"product": "lidocaine-2-plain", "volume": "1 mL"},
    {"product": "sodium-bicarbonate-1-4", "volume": "2 mL"},
)
SCREEN = 45


def page_of(catalog: Any, draft: bool = True, **given: Any) -> str:
    case = Case(
        **{"goal": "knee-osteoarthritis", "zone": "knee", "jurisdiction": "IT", "cocktail": ROWS, **given}
    )
    answer = Engine(catalog).prepare(case, draft=draft)
    return page_text(prepare_page(prepared(answer, catalog)), Paper(100))


def test_the_sheet_of_three_liquids_fits_one_screen(catalog: Any) -> None:
    text = page_of(catalog, technique="italian-wheal")
    assert len(text.splitlines()) <= SCREEN
    assert text.startswith("DRAFT, NOT CHECKED")
    for said in ("BD Plastipak 1 mL at 1", "0.95 to 1.05 mL", "18 to 22.1", "14.9 to 25.6", "of 0.2 mL"):
        assert said in text
    first, second, third = (text.index(f"  {place}  ") for place in (1, 2, 3))
    assert first < second < third
    assert text.index("sodium bicarbonate") < text.index("lidocaine 2 % plain") < text.index("Akis 25")


def test_what_is_given_at_once_has_no_minutes(catalog: Any) -> None:
    text = page_of(catalog, technique="italian-wheal", session={"use_within": "at once"})
    assert "GIVE AT ONCE (case)" in text
    assert "within 0 min" not in text


def test_without_a_draft_there_is_no_sheet_and_the_page_says_why(catalog: Any) -> None:
    text = page_of(catalog, draft=False)
    assert text.startswith("NO WORKSHEET")
    assert "Measure each" not in text
    assert page_of(catalog, draft=False, jurisdiction="FR").startswith("REFUSED")


def test_every_lack_and_every_gap_has_its_words(catalog: Any) -> None:
    from mesoplan.report.words import preparation

    for lack in get_args(Lack):
        missing = MissingNumber(lack=lack, line="cocktail[0]", subject="akis-25", data={})
        assert lack in preparation._MISSING
        full = missing._replace(data=dict.fromkeys(("volume", "added", "dissolved", "products"), "1 mL"))
        what, _ = missing_words(full, catalog)
        assert what.startswith("Akis 25 mg/mL: ")
    for topic in preparation._GAPS:
        assert "Akis" in gap_words(DataGap(topic, ("akis-25",)), catalog)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("0.50 mL", "0.5 mL"),
        ("5.0 mg", "5 mg"),
        ("10000 [U]{onabotulinumtoxina}", "10,000 units"),
        ("1 [U]{onabotulinumtoxina}", "1 unit"),
        ("75 [USP'U]{hyaluronidase}", "75 USP units"),
        ("5 ug", "5 mcg"),
        ("0.375 mL", "0.375 mL"),
    ],
)
def test_p18_numbers_as_a_label_prints_them(written: str, printed: str) -> None:
    assert amount_words(Quantity.parse(written)) == printed


def test_bounds_and_shares_for_people_are_rounded_outward() -> None:
    low, high = Quantity.parse("4.4024 mg/mL"), Quantity.parse("5.6539 mg/mL")
    assert (at_least(low), at_most(high)) == ("4.4", "5.66")
    assert (at_least(Quantity.parse("1234.5 mg")), at_most(Quantity.parse("1234.5 mg"))) == (
        "1234.5",
        "1234.5",
    )
    assert percent(Decimal("0.04751")) == "4.8 %"
    low, high = Quantity.parse("155.7377 ug"), Quantity.parse("177.9662 ug")
    assert (at_least(low), at_most(high)) == ("155.7", "178")
    assert about(Decimal("166.6667")) == "166.7"


def test_what_a_container_has_to_show_is_written_as_labels_are(catalog: Any) -> None:
    rows = ({"ingredient": "dutasteride", "amount": "0.5 mg", "volume": "1 mL"},)
    text = page_of(catalog, goal="male-pattern-hair-loss", zone="scalp", jurisdiction="BR", cocktail=rows)
    assert "mcg/mL" in text and "ug/mL" not in text


def test_a_maximum_that_the_worst_case_passes_is_in_the_first_lines(catalog: Any) -> None:
    rows = ({"product": "kybella", "volume": "10 mL"},)
    text = page_of(catalog, goal="submental-fat", zone="submental", jurisdiction="US", cocktail=rows)
    assert "PASSED" in " ".join(text.splitlines()[:3])
    assert "104 %" in text and "GUARANTEED" in text
    assert "PASSED" not in page_of(catalog)
