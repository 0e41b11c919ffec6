"""Any page as a PDF of A4: the headline large, sections below, tables with measured columns."""

from collections.abc import Callable, Iterator
from typing import Any

from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Pairs, Section, Text
from mesoplan.report.pdf.ink import BOLD, MM, REGULAR, canvas_of, matrix, put, width_of, wrapped

_WIDTH, _HEIGHT = 210 * MM, 297 * MM
_MARGIN = 12 * MM
_ROOM = _WIDTH - 2 * _MARGIN
_BODY, _HEAD, _LARGE = 8.0, 9.5, 14.0
#: How much larger the text of what a patient reads is.
FOR_READING = 1.4
_LEADING = 1.28
_GAP = 2.2 * MM
_CODE = 18 * MM

#: One line of a page: its height, and what draws it at a height of the page.
Line = tuple[float, Callable[[Any, float], None]]


def page_pdf(page: Page, payload: str, watermark: str = "", zoom: float = 1.0) -> bytes:
    """The page as PDF, with a code of ``payload`` at the top of each sheet and a foot that counts them.

    ``zoom`` enlarges the text below the headline; tables keep their size.
    """
    canvas, buffer = canvas_of(_WIDTH, _HEIGHT, page.title)
    sheets = list(_sheets(_lines(page, zoom)))
    for number, lines in enumerate(sheets, start=1):
        if watermark:
            _watermark(canvas, watermark)
        matrix(canvas, _WIDTH - _MARGIN - _CODE, _HEIGHT - _MARGIN + 3 * MM, _CODE, payload)
        top = _HEIGHT - _MARGIN
        for height, draw in lines:
            draw(canvas, top - height)
            top -= height
        foot = f"{payload}   page {number} of {len(sheets)}"
        canvas.setFillColorRGB(0, 0, 0)
        put(canvas, (_MARGIN, _MARGIN - 4 * MM), foot, REGULAR, 7, _ROOM)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _watermark(canvas: Any, text: str) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(0.88, 0.88, 0.88)
    canvas.translate(_WIDTH / 2, _HEIGHT / 2)
    canvas.rotate(55)
    size = 44.0
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(0, 0, text)
    canvas.restoreState()


def _sheets(lines: Iterator[Line]) -> Iterator[list[Line]]:
    held: list[Line] = []
    room = _HEIGHT - 2 * _MARGIN
    for line in lines:
        if held and sum(height for height, _ in held) + line[0] > room:
            yield held
            # The code stands at the top of each sheet: what follows begins below it.
            held = [_space(_CODE - 2 * MM)]
        held.append(line)
    yield held


def _lines(page: Page, zoom: float) -> Iterator[Line]:
    yield from _text(page.headline.text, BOLD, _LARGE, 0, room=_ROOM - _CODE - 4 * MM)
    used = sum(1 for _ in wrapped(page.headline.text, BOLD, _LARGE, _ROOM - _CODE - 4 * MM))
    short = _CODE - used * _LARGE * _LEADING
    yield _space(max(_GAP, short))
    for section in page.sections:
        yield from _section(section, zoom)
    for foot in page.foot:
        yield from _text(foot, REGULAR, 7, 0)


def _section(section: Section, zoom: float) -> Iterator[Line]:
    if section.title:
        yield from _text(section.title, BOLD, _HEAD * zoom, 0)
    for block in section.blocks:
        yield from _block(block, _BODY * zoom)
    yield _space(_GAP)


def _block(block: Block, body: float) -> Iterator[Line]:
    match block:
        case Text():
            yield from _text(block.text, BOLD if block.strong else REGULAR, body, 0)
        case Entry():
            label = f"{block.label}  " if block.label else ""
            source = f" [{block.source}]" if block.source else ""
            yield from _text(f"{label}{block.text}{source}", REGULAR, body, 0)
            for more in block.more:
                yield from _text(f"> {more}", REGULAR, body, 3 * MM)
        case Bullets():
            for item in block.items:
                yield from _text(f"- {item}", REGULAR, body, 0, hang=2 * MM)
        case Pairs():
            yield from _grid(Grid(("", ""), block.rows))
        case Grid():
            yield from _grid(block)


def _text(
    text: str, font: str, size: float, indent: float, *, hang: float = 0, room: float = _ROOM
) -> Iterator[Line]:
    for place, line in enumerate(wrapped(text, font, size, room - indent - hang)):
        left = _MARGIN + indent + (hang if place else 0)
        yield size * _LEADING, _drawn(line, left, font, size, room)


def _drawn(line: str, left: float, font: str, size: float, room: float) -> Callable[[Any, float], None]:
    def draw(canvas: Any, bottom: float) -> None:
        canvas.setFillColorRGB(0, 0, 0)
        put(canvas, (left, bottom + size * 0.25), line, font, size, room)

    return draw


def _space(height: float) -> Line:
    return height, lambda canvas, bottom: None


def _grid(grid: Grid) -> Iterator[Line]:
    """A table: columns as wide as their cells where there is room, else the wide ones share what is left."""
    widths = _column_widths(grid)
    if any(grid.head):
        yield from _row(grid.head, widths, BOLD)
    for row in grid.rows:
        yield from _row(row, widths, REGULAR)


_PAD = 1.2 * MM


def _column_widths(grid: Grid) -> list[float]:
    columns = list(zip(*([grid.head] if any(grid.head) else []), *grid.rows, strict=True))
    bold = [width_of(cell, BOLD, _BODY) for cell in grid.head]
    wanted = [
        max([head, *(width_of(cell, REGULAR, _BODY) for cell in column)]) + 2 * _PAD
        for head, column in zip(bold, columns, strict=True)
    ]
    if sum(wanted) <= _ROOM:
        blank = [not any(row[place] for row in grid.rows) for place in range(len(wanted))]
        takers = sum(blank) or len(wanted)
        spare = (_ROOM - sum(wanted)) / takers
        return [each + spare * (free or not any(blank)) for each, free in zip(wanted, blank, strict=True)]
    limit = _ROOM
    open_columns = set(range(len(wanted)))
    while True:
        share = limit / len(open_columns)
        small = {each for each in open_columns if wanted[each] <= share}
        if not small:
            return [share if each in open_columns else want for each, want in enumerate(wanted)]
        limit -= sum(wanted[each] for each in small)
        open_columns -= small


def _row(cells: tuple[str, ...], widths: list[float], font: str) -> Iterator[Line]:
    folded = [
        list(wrapped(cell, font, _BODY, width - 2 * _PAD)) for cell, width in zip(cells, widths, strict=True)
    ]
    lines = max(len(each) for each in folded)
    height = lines * _BODY * _LEADING + 2 * _PAD

    def draw(canvas: Any, bottom: float) -> None:
        left = _MARGIN
        canvas.setLineWidth(0.4)
        canvas.setStrokeColorRGB(0.4, 0.4, 0.4)
        canvas.setFillColorRGB(0, 0, 0)
        for each, width in zip(folded, widths, strict=True):
            canvas.rect(left, bottom, width, height)
            for place, line in enumerate(each):
                top = bottom + height - _PAD - (place + 1) * _BODY * _LEADING + _BODY * 0.3
                put(canvas, (left + _PAD, top), line, font, _BODY, width - 2 * _PAD)
            left += width

    yield height, draw
