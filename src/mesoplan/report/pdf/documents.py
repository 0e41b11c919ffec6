"""The two documents of a preparation, and the code that both carry."""

from hashlib import blake2b

from mesoplan.model.preparation import Preparation
from mesoplan.report.answer import Answer
from mesoplan.report.answers import Prepared
from mesoplan.report.page import Page
from mesoplan.report.pdf.label import label_sheet_pdf, labels_pdf
from mesoplan.report.pdf.sheet import FOR_READING, page_pdf
from mesoplan.report.prepare_page import prepare_page

_WATERMARK = "DRAFT, NOT CHECKED"


def payload_of(answer: Answer[Preparation]) -> str:
    """What the code says: which answer this is, by a hash of all of it."""
    return f"mesoplan:prepare:{blake2b(answer.to_json().encode(), digest_size=6).hexdigest()}"


def worksheet(answer: Answer[Preparation], prepared: Prepared, foot: str = "") -> bytes:
    """The worksheet as PDF; a draft is marked across each page, ``foot`` is its last line."""
    watermark = _WATERMARK if answer.result.outcome == "draft" else ""
    page = prepare_page(prepared, "sheet")
    return page_pdf(
        page._replace(foot=(*page.foot, *([foot] if foot else ()))), payload_of(answer), watermark
    )


def patient_page(answer: Answer[Preparation], page: Page) -> bytes:
    """A leaflet or a consent text as PDF; a draft is marked across each page."""
    watermark = _WATERMARK if answer.result.outcome == "draft" else ""
    return page_pdf(page, payload_of(answer), watermark, FOR_READING)


def label_sheet(answer: Answer[Preparation], prepared: Prepared, start: int = 1) -> bytes:
    """The labels on sheets of A4, from the place ``start`` on."""
    return label_sheet_pdf(prepared, payload_of(answer), start)


def labels(answer: Answer[Preparation], prepared: Prepared) -> bytes:
    """A label for each syringe."""
    return labels_pdf(prepared, payload_of(answer))
