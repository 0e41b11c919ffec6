"""What is printed is what was computed: codes decode to their payload, texts are whole, bytes are stable."""

import os
import subprocess
import sys
from typing import Any

import pytest

from mesoplan.engine import Engine
from mesoplan.errors import CannotPrint
from mesoplan.model.case import Case
from mesoplan.report.answers import prepared

pytest.importorskip("reportlab")
pytest.importorskip("pystrich")

from mesoplan.report.pdf.documents import label_sheet, labels, payload_of, worksheet
from mesoplan.report.pdf.ink import BOLD, canvas_of, wrapped
from mesoplan.report.pdf.label import labels_pdf

AKIS = {"product": "akis-25", "volume": "1 mL"}
LIDOCAINE = {"product": "lidocaine-2-plain", "volume": "1 mL"}
BICARBONATE = {"product": "sodium-bicarbonate-1-4", "volume": "2 mL"}
MM = 72 / 25.4


@pytest.fixture(scope="module")
def engine(catalog: Any) -> Engine:
    return Engine(catalog)


def answer_of(engine: Engine, *rows: dict[str, str]) -> Any:
    case = Case(
        goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", technique="italian-wheal", cocktail=rows
    )
    return engine.prepare(case, draft=True)


@pytest.fixture(scope="module")
def answer(engine: Engine) -> Any:
    return answer_of(engine, AKIS, LIDOCAINE, BICARBONATE)


def rendered(data: bytes, dots: int) -> list[Any]:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(data)
    return [page.render(scale=dots / 72, grayscale=True).to_pil() for page in document]


@pytest.mark.parametrize("dots", [203, 300])
def test_every_code_decodes_to_its_payload(engine: Engine, answer: Any, dots: int) -> None:
    zxing = pytest.importorskip("zxingcpp")
    payload = payload_of(answer)
    shown = prepared(answer, engine.catalog)
    for data, expected in (
        (worksheet(answer, shown), payload),
        (labels(answer, shown), f"{payload}:S1"),
    ):
        for page in rendered(data, dots):
            # A thermal printer has no grey.
            found = zxing.read_barcodes(page.point(lambda level: 255 if level > 127 else 0))
            assert [each.text for each in found] == [expected]


def test_the_text_on_paper_is_the_text_of_the_sheet(engine: Engine, answer: Any) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    shown = prepared(answer, engine.catalog)
    pages = pdfium.PdfDocument(worksheet(answer, shown))
    assert len(pages) == 1
    text = " ".join(pages[0].get_textpage().get_text_range().split())
    for said in (
        "DRAFT, NOT CHECKED",
        "BD Plastipak 1 mL at 1",
        "0.95 to 1.05 mL",
        "18 to 22.1",
        "page 1 of 1",
        "lot",
    ):
        assert said in text
    label = pdfium.PdfDocument(labels(answer, shown))
    assert tuple(round(each / MM, 2) for each in label[0].get_size()) == (60, 30)
    words = " ".join(label[0].get_textpage().get_text_range().split())
    for said in (
        "DRAFT, NOT CHECKED",
        "lidocaine 20 mg (5 mg/mL)",
        "diclofenac 25 mg",
        "INTRADERMAL ONLY",
        "USE BY",
    ):
        assert said in words


def test_the_same_answer_gives_the_same_bytes_in_any_zone(engine: Engine, answer: Any) -> None:
    shown = prepared(answer, engine.catalog)
    assert worksheet(answer, shown) == worksheet(answer, shown)
    code = (
        "import hashlib, io\n"
        "from mesoplan.report.page import Page, Section, Text\n"
        "from mesoplan.report.pdf.sheet import page_pdf\n"
        "page = Page('t', Text('one'), (Section('two', (Text('three'),)),))\n"
        "print(hashlib.sha256(page_pdf(page, 'mesoplan:x')).hexdigest())\n"
    )
    seen = set()
    for zone, seed in (("UTC", "1"), ("Asia/Tokyo", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        seen.add(run.stdout)
    assert len(seen) == 1


def test_a_character_that_the_font_does_not_have_is_named_and_nothing_is_printed() -> None:
    canvas_of(100, 100, "title")
    with pytest.raises(CannotPrint, match=r"U\+B9AC"):
        list(wrapped("리도카인", BOLD, 8, 500))


def test_more_actives_than_a_label_holds_are_refused(engine: Engine) -> None:
    names = ("biotin", "dexpanthenol", "caffeine", "lidocaine", "pentoxifylline")
    rows = [{"ingredient": each, "amount": "1 mg", "volume": "1 mL"} for each in names]
    many = answer_of(engine, *rows)
    with pytest.raises(CannotPrint, match="5 active ingredients"):
        labels(many, prepared(many, engine.catalog))
    three = answer_of(engine, *rows[:3])
    assert labels(three, prepared(three, engine.catalog)).startswith(b"%PDF")


def test_without_a_sheet_there_is_no_label(engine: Engine) -> None:
    case = Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", cocktail=(AKIS,))
    found = engine.prepare(case)
    assert found.result.sheet is None
    with pytest.raises(CannotPrint, match="no worksheet"):
        labels_pdf(prepared(found, engine.catalog), "mesoplan:x")


def test_a_label_says_what_its_own_syringe_holds(engine: Engine) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    row = {"product": "kybella", "volume": "4.8 mL"}
    case = Case(goal="submental-fat", zone="submental", jurisdiction="US", cocktail=(row,))
    found = engine.prepare(case, syringes=["1mL"], draft=True)
    pages = pdfium.PdfDocument(labels(found, prepared(found, engine.catalog)))
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pages]
    assert len(texts) == 5
    assert all("10 mg (10 mg/mL)" in text and "; 1 mL" in text for text in texts[:4])
    assert "8 mg (10 mg/mL)" in texts[4] and "syringe 5 of 5; 0.8 mL" in texts[4]
    assert not any("48 mg" in text for text in texts)
    shared = answer_of(engine, AKIS, LIDOCAINE, BICARBONATE)
    small = engine.prepare(shared.case, syringes=["1mL", "2.5mL"], draft=True)
    halves = pdfium.PdfDocument(labels(small, prepared(small, engine.catalog)))
    words = " ".join(halves[0].get_textpage().get_text_range().split())
    assert "lidocaine 5 mg/mL" in words and "20 mg" not in words and "____ mL in" in words


@pytest.mark.parametrize(("start", "pages"), [(1, 1), (26, 1), (27, 2)])
def test_labels_on_sheets_are_the_same_labels(engine: Engine, start: int, pages: int) -> None:
    zxing = pytest.importorskip("zxingcpp")
    second = {**LIDOCAINE, "syringe": 2}
    found = answer_of(engine, AKIS, second)  # type: ignore[arg-type]
    shown = prepared(found, engine.catalog)
    sheets = rendered(label_sheet(found, shown, start), 300)
    assert len(sheets) == pages
    codes = [each.text for sheet in sheets for each in zxing.read_barcodes(sheet)]
    assert sorted(codes) == [f"{payload_of(found)}:S1", f"{payload_of(found)}:S2"]


@pytest.mark.parametrize("start", [0, 28])
def test_a_sheet_has_no_such_place(engine: Engine, answer: Any, start: int) -> None:
    with pytest.raises(CannotPrint):
        label_sheet(answer, prepared(answer, engine.catalog), start)
