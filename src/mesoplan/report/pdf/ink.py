"""Texts and codes on paper: measured before they are drawn, missing characters refused by name.

Latin letters are set in the small font that reportlab brings along. A text with any other character is set in
DejaVu, which has Greek, Cyrillic, Hebrew and Arabic; what runs from right to left is shaped and put in the
order of the page first, its digits in their own order, and stands at the right edge.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from mesoplan.errors import CannotPrint
from mesoplan.report.pdf.gs1 import FIXED, Fields

MM = 72 / 25.4
REGULAR, BOLD = "MesoplanSans", "MesoplanSans-Bold"
_FILES = {REGULAR: "Vera.ttf", BOLD: "VeraBd.ttf"}
#: The font of a text for which the first has not every character.
_WIDER = {REGULAR: "DejaVuSans", BOLD: "DejaVuSans-Bold"}
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
#: A number with its unit, a time, a date: it keeps its order and its unit, whatever stands around it.
_AMOUNT = re.compile(r"[0-9][0-9.,:/+-]*(?: ?[A-Za-zµ%]+(?:/[A-Za-zµ²³0-9]+)?)?")
_ISOLATE, _END = "\u2066", "\u2069"

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
    """The width of a text in points. Raises `CannotPrint` for a character that no font here has."""
    from reportlab.pdfbase import pdfmetrics

    shown, name, _ = _set(text, font)
    return float(pdfmetrics.stringWidth(shown, name, size))


def put(canvas: Any, place: tuple[float, float], text: str, font: str, size: float, room: float) -> None:
    """A text on one line, which has to fit. Raises `CannotPrint` when it is wider than ``room``."""
    if width_of(text, font, size) > room + 0.01:
        raise CannotPrint(f'"{text[:80]}" does not fit into {room / MM:.1f} mm.')
    shown, name, from_right = _set(text, font)
    canvas.setFont(name, size)
    if from_right:
        canvas.drawRightString(place[0] + room, place[1], shown)
    else:
        canvas.drawString(*place, shown)


def _set(text: str, font: str) -> tuple[str, str, bool]:
    """The text as it is drawn from left to right, the font that has all of it, and whether it reads from the
    right. Raises `CannotPrint` for a character that neither font has.
    """
    missing = _missing(text, font)
    if not missing:
        return text, font, False
    wider = _wider(font)
    shown, from_right = _as_drawn(text)
    for char in _missing(shown, wider):
        raise CannotPrint(
            f'no font here has the character "{char}" (U+{ord(char):04X}), needed for "{text[:60]}". '
            "Print as HTML, or write the name in letters that it has."
        )
    return shown, wider, from_right


def _missing(text: str, font: str) -> list[str]:
    from reportlab.pdfbase import pdfmetrics

    glyphs = pdfmetrics.getFont(font).face.charToGlyph
    return [char for char in text if ord(char) not in glyphs]


@cache
def _wider(font: str) -> str:
    """The name of the wider font of the same weight, registered when it is first needed."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = _WIDER[font]
    file = files("mesoplan.report") / "assets" / "fonts" / f"{name}.ttf"
    pdfmetrics.registerFont(TTFont(name, io.BytesIO(file.read_bytes())))
    return name


def _as_drawn(text: str) -> tuple[str, bool]:
    """Letters joined and in the order of the page, and whether the text reads from right to left."""
    directions = [unicodedata.bidirectional(char) for char in text]
    if not _RIGHT_TO_LEFT & set(directions):
        return text, False
    try:
        from arabic_reshaper import ArabicReshaper
        from bidi import get_display
    except ImportError:
        raise CannotPrint(
            f'"{text[:60]}" reads from right to left, which needs the extra: pip install "mesoplan[pdf]".'
        ) from None
    first = next((each for each in directions if each in ("L", "R", "AL")), "L")
    # Vowel signs are kept: a name without them may be another one.
    joined = ArabicReshaper({"delete_harakat": False}).reshape(text)
    isolated = _AMOUNT.sub(lambda found: f"{_ISOLATE}{found[0]}{_END}", joined)
    shown = str(get_display(isolated)).replace(_ISOLATE, "").replace(_END, "")
    return shown, first != "L"


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


def matrix(canvas: Any, left: float, top: float, size: float, payload: str | Fields) -> None:
    """A DataMatrix of the payload as rectangles, one a run; ``size`` includes its white border."""
    try:
        from pystrich.datamatrix import DataMatrixEncoder
    except ImportError:
        raise CannotPrint('codes need the extra: pip install "mesoplan[pdf]".') from None
    marks = DataMatrixEncoder(payload if isinstance(payload, str) else _gs1(payload)).get_rect_marks()
    module = size / max(marks.width, marks.height)
    canvas.setFillColorRGB(0, 0, 0)
    path = canvas.beginPath()
    for x, y, wide, high in marks.marks:
        path.rect(left + x * module, top - (y + high) * module, wide * module, high * module)
    canvas.drawPath(path, stroke=0, fill=1)


def _gs1(fields: Fields) -> Any:
    from pystrich.datamatrix import DataMatrixData
    from pystrich.gs1 import GS1Fixed, GS1Variable

    return DataMatrixData.gs1(
        *((GS1Fixed if ai in FIXED else GS1Variable)(ai, value) for ai, value in fields)
    )
