"""Labels of 60 × 30 mm, one a syringe: what is in it, its route, whose it is, until when.

Sizes: ISO 26825 wants names at least 2.5 mm high; three or four do not fit so, and are at least 1.7 mm.
A label that breaks that rule says so beside the code on the worksheet, not on itself.
"""

from collections.abc import Iterator
from typing import Any

from mesoplan.errors import CannotPrint
from mesoplan.model.preparation import Preparation
from mesoplan.record import NamedTuple
from mesoplan.report.answers import Prepared
from mesoplan.report.label_words import MOST_NAMES, Label, labels_of
from mesoplan.report.pdf.gs1 import Fields, fields_of
from mesoplan.report.pdf.ink import BOLD, CAPITAL, MM, REGULAR, canvas_of, matrix, put, width_of

_WIDTH, _HEIGHT = 60 * MM, 30 * MM
_MARGIN = 1.5 * MM
_CODE = 12 * MM
_ROOM = _WIDTH - 2 * _MARGIN
_NAME, _SMALL_NAME, _BODY, _USE_BY = 2.5 * MM / CAPITAL, 1.7 * MM / CAPITAL, 5.6, 8.5
_SHEET_WIDTH, _SHEET_HEIGHT = 210 * MM, 297 * MM
_ACROSS, _DOWN = 3, 9


class _Line(NamedTuple):
    text: str
    font: str
    size: float
    narrow: bool = False


def labels_pdf(prepared: Prepared, payload: str) -> bytes:
    """A page of exactly 60 × 30 mm for each syringe that is given. Raises `CannotPrint` without a sheet."""
    canvas, buffer = canvas_of(_WIDTH, _HEIGHT, "labels")
    for lines, code in _every(prepared, payload):
        _label(canvas, lines, code)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def label_sheet_pdf(prepared: Prepared, payload: str, start: int = 1) -> bytes:
    """The same labels on sheets of A4, three across and nine down, each with a thin frame to cut along.

    ``start`` is the first free place of the first sheet, counted along the rows from 1. Raises
    `CannotPrint` without a worksheet, or for a place that no sheet has.
    """
    if not 1 <= start <= _ACROSS * _DOWN:
        raise CannotPrint(f"a sheet has {_ACROSS * _DOWN} labels; there is no place {start}.")
    canvas, buffer = canvas_of(_SHEET_WIDTH, _SHEET_HEIGHT, "labels")
    left = (_SHEET_WIDTH - _ACROSS * _WIDTH) / 2
    top = _SHEET_HEIGHT - (_SHEET_HEIGHT - _DOWN * _HEIGHT) / 2
    for number, (lines, code) in enumerate(_every(prepared, payload), start - 1):
        spot = number % (_ACROSS * _DOWN)
        if spot == 0 and number > start - 1:
            canvas.showPage()
        canvas.saveState()
        canvas.translate(left + spot % _ACROSS * _WIDTH, top - (spot // _ACROSS + 1) * _HEIGHT)
        canvas.setLineWidth(0.2)
        canvas.setStrokeColorRGB(0.7, 0.7, 0.7)
        canvas.rect(0, 0, _WIDTH, _HEIGHT)
        _label(canvas, lines, code)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _every(prepared: Prepared, payload: str) -> Iterator[tuple[list[_Line], str | Fields]]:
    """Each syringe that is given: the lines of its label, and its code: of GS1 where there is a number."""
    found = prepared.preparation
    if found.sheet is None:
        raise CannotPrint("there is no worksheet, so there are no labels.")
    for number, label in enumerate(labels_of(prepared, found.sheet), start=1):
        serial = f"{payload.rpartition(':')[2]}S{number}"
        yield _lines(label, found), fields_of(prepared, label.filling, serial) or f"{payload}:S{number}"


def _label(canvas: Any, lines: list[_Line], payload: str | Fields) -> None:
    canvas.setFillColorRGB(0, 0, 0)
    top = _HEIGHT - _MARGIN
    for line in lines:
        room = _ROOM - _CODE if line.narrow else _ROOM
        top -= line.size * 1.08
        if top < _MARGIN - 0.01:
            raise CannotPrint(f'"{line.text[:60]}" does not fit on a label of 60 × 30 mm.')
        put(canvas, (_MARGIN, top + line.size * 0.22), line.text, line.font, line.size, room)
    matrix(canvas, _WIDTH - _CODE, _CODE, _CODE, payload)


def _lines(label: Label, found: Preparation) -> list[_Line]:
    actives = label.content.actives
    if len(actives) > MOST_NAMES:
        raise CannotPrint(f"{len(actives)} active ingredients do not fit on a label; {MOST_NAMES} do.")
    lines = [_Line("DRAFT, NOT CHECKED", BOLD, 7)] if found.outcome == "draft" else []
    for name, amount in actives:
        lines += _named(name, amount, large=len(actives) <= 2)
    lines.append(_Line(f"{label.place}; {label.content.volume}", REGULAR, _BODY))
    lines.append(_Line(label.route, BOLD, _BODY, narrow=True))
    lines.append(_Line(label.use_by, BOLD, _USE_BY, narrow=True))
    for text in ("patient ______________  ____________", "made ________ by ______ checked ______"):
        lines.append(_Line(text, REGULAR, _BODY, narrow=True))
    return lines


def _named(name: str, amount: str, *, large: bool) -> list[_Line]:
    """A name as large as its width allows, with its amounts below it, or beside it when it is small."""
    if large:
        for size in (_NAME, _SMALL_NAME):
            if width_of(name, BOLD, size) <= _ROOM:
                return [_Line(name, BOLD, size), _Line(amount, REGULAR, _BODY)]
    both = f"{name} {amount}"
    if width_of(both, BOLD, _SMALL_NAME) <= _ROOM:
        return [_Line(both, BOLD, _SMALL_NAME)]
    return [_Line(name, BOLD, _SMALL_NAME), _Line(amount, REGULAR, _BODY)]
