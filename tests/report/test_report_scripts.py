"""Other scripts and GS1 codes on paper: digits in order, missing characters by name, codes that decode."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.load import load_catalog
from mesoplan.engine import Engine
from mesoplan.errors import CannotPrint
from mesoplan.model.case import Case
from mesoplan.model.lot import Lot
from mesoplan.report.answers import prepared
from mesoplan.report.page import Bullets, Page, Section, Text

pytest.importorskip("reportlab")
pytest.importorskip("pystrich")

from mesoplan.model.codes import is_gtin
from mesoplan.report.pdf.documents import labels, payload_of, worksheet
from mesoplan.report.pdf.ink import BOLD, REGULAR, canvas_of, width_of
from mesoplan.report.pdf.sheet import page_pdf

CLINIC = Path(__file__).parents[1] / "preparation" / "clinic"
START = datetime.datetime.fromisoformat("2026-11-26T09:10+01:00")
NUMBER = "04012345678901"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_catalog([str(CLINIC)], use_snapshot=False, today=datetime.date(2026, 11, 27)))


def words_of(text: str) -> str:
    """What a reader takes from the paper, from left to right."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(page_pdf(Page("t", Text("t"), (Section("", (Text(text),)),)), "mesoplan:x"))
    page = document[0].get_textpage()
    chars = [(page.get_charbox(n), page.get_text_range(n, 1)) for n in range(page.count_chars())]
    # Below the headline, above the foot; by place, not by the order that a reader of text would guess.
    line = [(box[0], char) for box, char in chars if char.strip() and 100 < box[1] < 765]
    return "".join(char for _, char in sorted(line))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ليدوكايين 10 mg/mL", ("10mg/mL",)),
        ("ليدوكايين 0.299 mL 13:10", ("0.299mL", "13:10")),
        ("לידוקאין 12345", ("12345",)),
        ("Lidocaine לידוקאין 25 mg", ("Lidocaine", "25mg")),
        ("2026-11-26 عند", ("2026-11-26",)),
    ],
)
def test_digits_keep_their_order_and_their_unit(text: str, kept: tuple[str, ...]) -> None:
    found = words_of(text)
    for each in kept:
        assert each in found


def test_hebrew_runs_from_right_to_left() -> None:
    assert words_of("אבג 10") == "10גבא"


def test_what_latin_letters_need_is_set_as_before_and_other_letters_are_set_too() -> None:
    canvas_of(100, 100, "t")
    assert width_of("Лидокаин 20 мг", REGULAR, 8) > 0
    assert width_of("λιδοκαΐνη", BOLD, 8) > 0
    page = Page("t", Text("lidocaine"), (Section("", (Bullets(("20 mg",)),)),))
    assert b"DejaVu" not in page_pdf(page, "mesoplan:x")


@pytest.mark.parametrize(("text", "code"), [("리도카인 10 mg", "U+B9AC"), ("ليدو 利", "U+5229")])
def test_a_character_that_no_font_has_is_named(text: str, code: str) -> None:
    with pytest.raises(CannotPrint) as told:
        words_of(text)
    assert code in str(told.value)


# ---------------------------------------------------------------------- GS1


def answer_of(engine: Engine, *rows: dict[str, str]) -> Any:
    case = Case(goal="melasma", zone="face", jurisdiction="US", cocktail=rows)
    return engine.prepare(case, start=START, draft=True)


def decoded(data: bytes, dots: int) -> list[Any]:
    zxing, pdfium = pytest.importorskip("zxingcpp"), pytest.importorskip("pypdfium2")
    found = []
    for page in pdfium.PdfDocument(data):
        image = page.render(scale=dots / 72, grayscale=True).to_pil()
        found += zxing.read_barcodes(image.point(lambda level: 255 if level > 127 else 0))
    return found


ALONE = {"product": "synthetic-multi-dose", "volume": "2 mL"}


@pytest.mark.parametrize("dots", [203, 300])
@pytest.mark.parametrize(
    ("lot", "fields"),
    [
        (None, ""),
        (Lot("0000200406E13"), "(10)0000200406E13"),
        (Lot("L-7", "2027-02-28"), "(17)270228(10)L-7"),
    ],
)
def test_a_product_with_a_number_of_its_own_carries_a_gs1_code(
    engine: Engine, dots: int, lot: Lot | None, fields: str
) -> None:
    answer = answer_of(engine, ALONE)
    lots = {} if lot is None else {"synthetic-multi-dose": lot}
    (code,) = decoded(labels(answer, prepared(answer, engine.catalog, lots)), dots)
    serial = f"(21){payload_of(answer).rpartition(':')[2]}S1"
    assert code.content_type.name == "GS1"
    assert code.text == f"(01){NUMBER}{fields}{serial}"


def test_until_when_it_may_be_given_is_in_the_code_where_it_is_said(engine: Engine) -> None:
    case = Case(
        goal="melasma",
        zone="face",
        jurisdiction="US",
        session={"use_within": "4 h"},
        cocktail=(ALONE,),
    )
    answer = engine.prepare(case, start=START, draft=True)
    shown = prepared(answer, engine.catalog, {"synthetic-multi-dose": Lot("L-7", "2027-02-28")})
    (code,) = decoded(labels(answer, shown), 300)
    assert "(7003)2611261310" in code.text and "(17)" not in code.text
    old = prepared(answer, engine.catalog, {"synthetic-multi-dose": Lot("L-7", "2026-11-25")})
    (code,) = decoded(labels(answer, old), 300)
    assert "(17)261125" in code.text and "(7003)" not in code.text


def test_a_mixture_has_no_number_and_a_plain_code(engine: Engine) -> None:
    answer = answer_of(engine, ALONE, {"product": "sodium-chloride-0-9", "volume": "1 mL"})
    (code,) = decoded(labels(answer, prepared(answer, engine.catalog)), 300)
    assert code.text == f"{payload_of(answer)}:S1"


def test_a_lot_that_no_code_can_hold_is_refused_by_name(engine: Engine) -> None:
    answer = answer_of(engine, ALONE)
    shown = prepared(answer, engine.catalog, {"synthetic-multi-dose": Lot("two words")})
    with pytest.raises(CannotPrint, match="two words"):
        labels(answer, shown)


def test_lot_and_expiry_stand_on_the_worksheet(engine: Engine) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    answer = answer_of(engine, ALONE)
    shown = prepared(answer, engine.catalog, {"synthetic-multi-dose": Lot("0000200406E13", "2027-02-28")})
    text = pdfium.PdfDocument(worksheet(answer, shown))[0].get_textpage().get_text_range()
    assert "0000200406E13" in text and "2027-02-28" in text


@pytest.mark.parametrize(
    ("number", "right"),
    [
        (NUMBER, True),
        ("4012345678901", True),
        ("04012345678902", False),
        ("401234567890", False),
        ("", False),
    ],
)
def test_a_number_is_one_by_its_check_digit(number: str, right: bool) -> None:
    assert is_gtin(number) == right
