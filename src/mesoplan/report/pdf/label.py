"""Labels of 60 × 30 mm, one a syringe: what is in it, its route, whose it is, until when.

Sizes: ISO 26825 wants names at least 2.5 mm high; three or four do not fit so, and are at least 1.7 mm.
A label that breaks that rule says so beside the code on the worksheet, not on itself.
"""

from decimal import Decimal
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import CannotPrint
from mesoplan.model.preparation import Filling, Preparation
from mesoplan.record import NamedTuple
from mesoplan.report.answers import Prepared
from mesoplan.report.pdf.ink import BOLD, CAPITAL, MM, REGULAR, canvas_of, matrix, put, width_of
from mesoplan.report.words.amounts import about, plain_number, unit_words

_WIDTH, _HEIGHT = 60 * MM, 30 * MM
_MARGIN = 1.5 * MM
_CODE = 12 * MM
_ROOM = _WIDTH - 2 * _MARGIN
_NAME, _SMALL_NAME, _BODY, _USE_BY = 2.5 * MM / CAPITAL, 1.7 * MM / CAPITAL, 5.6, 8.5
_MOST_NAMES = 4


class _Line(NamedTuple):
    text: str
    font: str
    size: float
    narrow: bool = False


def labels_pdf(prepared: Prepared, payload: str) -> bytes:
    """A page of exactly 60 × 30 mm for each syringe that is given. Raises `CannotPrint` without a sheet."""
    found = prepared.preparation
    if found.sheet is None:
        raise CannotPrint("there is no worksheet, so there are no labels.")
    canvas, buffer = canvas_of(_WIDTH, _HEIGHT, "labels")
    pieces = sum(each.pieces for each in found.sheet.fillings)
    number = 0
    for filling in found.sheet.fillings:
        for piece in range(filling.pieces):
            number += 1
            content = _content(filling, piece, prepared.catalog)
            _label(canvas, content, prepared, f"{payload}:S{number}", f"syringe {number} of {pieces}")
            canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Content(NamedTuple):
    """What is in one syringe: each active with its amounts, and its volume in words."""

    actives: list[tuple[str, str]]
    volume: str


def _label(canvas: Any, content: _Content, prepared: Prepared, payload: str, place: str) -> None:
    canvas.setFillColorRGB(0, 0, 0)
    lines = _lines(content, prepared, place)
    top = _HEIGHT - _MARGIN
    for line in lines:
        room = _ROOM - _CODE if line.narrow else _ROOM
        top -= line.size * 1.08
        if top < _MARGIN - 0.01:
            raise CannotPrint(f'"{line.text[:60]}" does not fit on a label of 60 × 30 mm.')
        put(canvas, (_MARGIN, top + line.size * 0.22), line.text, line.font, line.size, room)
    matrix(canvas, _WIDTH - _CODE, _CODE, _CODE, payload)


def _lines(content: _Content, prepared: Prepared, place: str) -> list[_Line]:
    found, actives = prepared.preparation, content.actives
    if len(actives) > _MOST_NAMES:
        raise CannotPrint(f"{len(actives)} active ingredients do not fit on a label; {_MOST_NAMES} do.")
    lines = [_Line("DRAFT, NOT CHECKED", BOLD, 7)] if found.outcome == "draft" else []
    for name, amount in actives:
        lines += _named(name, amount, large=len(actives) <= 2)
    lines.append(_Line(f"{place}; {content.volume}", REGULAR, _BODY))
    lines.append(_Line(f"{_route(prepared)} ONLY", BOLD, _BODY, narrow=True))
    lines.append(_Line(_use_by(found), BOLD, _USE_BY, narrow=True))
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


def _content(filling: Filling, piece: int, catalog: Catalog) -> _Content:
    """What the piece holds: of a liquid that is given as it is drawn, its own mark; of a mixture that fills
    several syringes only the concentration, for nobody has said how it is shared out.
    """
    mark = filling.volume.value if filling.pieces == 1 else None
    if filling.pieces > 1 and len(filling.draws) == 1:
        mark = filling.draws[0].portions[piece].mark.value
    return _Content(actives=_actives(filling, mark, catalog), volume=_volume(filling, mark, catalog))


def _actives(filling: Filling, volume: Decimal | None, catalog: Catalog) -> list[tuple[str, str]]:
    """Each active with its amount and concentration; what is not known is said, not left out."""
    held = {each.ingredient: each for each in filling.held}
    found = []
    for ingredient in dict.fromkeys(one for draw in filling.draws for one in draw.ingredients):
        if catalog.ingredient(ingredient).role == "vehicle":
            continue
        known = held.get(ingredient)
        if known is None:
            found.append((catalog.label(ingredient), "amount not known"))
            continue
        unit = unit_words(known.amount)
        per_ml = f"{about(known.concentration.value)} {unit}/mL"
        if volume is None:
            found.append((catalog.label(ingredient), per_ml))
            continue
        amount = f"{about(known.amount.value * volume / filling.volume.value)} {unit}"
        found.append((catalog.label(ingredient), f"{amount} ({per_ml})"))
    return found


def _volume(filling: Filling, volume: Decimal | None, catalog: Catalog) -> str:
    vehicles = [
        catalog.label(one)
        for draw in filling.draws
        for one in draw.ingredients
        if catalog.ingredient(one).role == "vehicle"
    ]
    within = f" in {' and '.join(dict.fromkeys(vehicles))}" if vehicles else ""
    return f"{'____' if volume is None else plain_number(volume)} mL{within}"


def _route(prepared: Prepared) -> str:
    session = prepared.resolved.session
    if session.technique:
        return prepared.catalog.technique(session.technique).route.upper()
    return session.route.upper() if session.route else "ROUTE ____________"


def _use_by(found: Preparation) -> str:
    assert found.sheet is not None
    first = found.sheet.use_by
    if first is None:
        return "GIVE AT ONCE"
    if first.at:
        day, _, time = first.at.partition("T")
        return f"USE BY {time[:5]} {day}"
    return f"USE BY ____:____ ({first.within})"
