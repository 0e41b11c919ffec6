"""Texts and codes on paper: measured before they are drawn, missing characters refused by name."""

import io
from collections.abc import Iterator
from typing import Any

from mesoplan.errors import CannotPrint

MM = 72 / 25.4
REGULAR, BOLD = "MesoplanSans", "MesoplanSans-Bold"
_FILES = {REGULAR: "Vera.ttf", BOLD: "VeraBd.ttf"}

#: Height of a capital as a share of the font's size.
CAPITAL = 0.729


def canvas_of(width: float, height: float, title: str) -> tuple[Any, io.BytesIO]:
    """An empty document of these measures in points, and where its bytes go: same input, same bytes."""
    try:
        from reportlab.pdfgen.canvas import Canvas
    except ImportError:
        raise CannotPrint(
            'PDF needs the extra: pip install "mesoplan[pdf]". `--format html` prints without it.'
        ) from None
    _register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, initialFontName=REGULAR, lang="en")
    canvas.setTitle(title)
    canvas.setAuthor("mesoplan")
    return canvas, buffer


def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, file))


def width_of(text: str, font: str, size: float) -> float:
    """The width of a text in points. Raises `CannotPrint` for a character that the font does not have."""
    from reportlab.pdfbase import pdfmetrics

    glyphs = pdfmetrics.getFont(font).face.charToGlyph
    for char in text:
        if ord(char) not in glyphs:
            raise CannotPrint(
                f'the font has no character "{char}" (U+{ord(char):04X}), needed for "{text[:60]}". '
                "Print as HTML, or write the name in Latin letters."
            )
    return float(pdfmetrics.stringWidth(text, font, size))


def put(canvas: Any, place: tuple[float, float], text: str, font: str, size: float, room: float) -> None:
    """A text on one line, which has to fit. Raises `CannotPrint` when it is wider than ``room``."""
    if width_of(text, font, size) > room + 0.01:
        raise CannotPrint(f'"{text[:80]}" does not fit into {room / MM:.1f} mm.')
    canvas.setFont(font, size)
    canvas.drawString(*place, text)


def wrapped(text: str, font: str, size: float, room: float) -> Iterator[str]:
    """The text in lines of at most ``room``; a word wider than that is broken."""
    line = ""
    for word in text.split():
        trial = f"{line} {word}" if line else word
        if width_of(trial, font, size) <= room:
            line = trial
            continue
        if line:
            yield line
        while width_of(word, font, size) > room:
            cut = max(
                1, next(n for n in range(len(word), 0, -1) if n == 1 or _fits(word[:n], font, size, room))
            )
            yield word[:cut]
            word = word[cut:]
        line = word
    yield line


def _fits(text: str, font: str, size: float, room: float) -> bool:
    return width_of(text, font, size) <= room


def matrix(canvas: Any, left: float, top: float, size: float, payload: str) -> None:
    """A DataMatrix of the payload as rectangles, one a run; ``size`` includes its white border."""
    try:
        from pystrich.datamatrix import DataMatrixEncoder
    except ImportError:
        raise CannotPrint('codes need the extra: pip install "mesoplan[pdf]".') from None
    marks = DataMatrixEncoder(payload).get_rect_marks()
    module = size / max(marks.width, marks.height)
    canvas.setFillColorRGB(0, 0, 0)
    path = canvas.beginPath()
    for x, y, wide, high in marks.marks:
        path.rect(left + x * module, top - (y + high) * module, wide * module, high * module)
    canvas.drawPath(path, stroke=0, fill=1)
