"""What a syringe's label says, for paper and for a page: what is in it, its route, until when."""

from collections.abc import Iterator
from decimal import Decimal

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.preparation import DrawUp, Filling, Preparation, Sheet
from mesoplan.record import NamedTuple
from mesoplan.report.answers import Prepared
from mesoplan.report.words.amounts import about, plain_number, unit_words

#: More names than these do not fit on a label.
MOST_NAMES = 4


class Content(NamedTuple):
    """What is in one syringe: each active with its amounts, and its volume in words."""

    actives: list[tuple[str, str]]
    volume: str


class Label(NamedTuple):
    """The label of one syringe, in words."""

    content: Content
    place: str
    route: str
    use_by: str
    filling: Filling


def labels_of(prepared: Prepared, sheet: Sheet) -> Iterator[Label]:
    """A label for each syringe that is given."""
    pieces = sum(each.pieces for each in sheet.fillings)
    number = 0
    for filling in sheet.fillings:
        for piece in range(filling.pieces):
            number += 1
            yield Label(
                content=_content(filling, piece, prepared.catalog),
                place=f"syringe {number} of {pieces}",
                route=f"{_route(prepared)} ONLY",
                use_by=_use_by(prepared.preparation),
                filling=filling,
            )


def _content(filling: Filling, piece: int, catalog: Catalog) -> Content:
    """What the piece holds: of a liquid that is given as it is drawn, its own mark; of a mixture that fills
    several syringes only the concentration, for nobody has said how it is shared out.
    """
    mark = filling.volume.value if filling.pieces == 1 else None
    if filling.pieces > 1 and len(filling.draws) == 1:
        mark = filling.draws[0].portions[piece].mark.value
    actives = _actives(filling, mark, catalog)
    if len(actives) > MOST_NAMES and all(each.product for each in filling.draws):
        # More than a label holds: the products that hold them are named, as their own labels do.
        actives = [(catalog.label(each.product), _drawn(each, filling)) for each in filling.draws]
    return Content(actives=actives, volume=_volume(filling, mark, catalog))


def _drawn(draw: DrawUp, filling: Filling) -> str:
    """How much of a product is in the syringe, where all of it is in one."""
    return f"{plain_number(draw.drawn.value)} mL" if filling.pieces == 1 else ""


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
    if first is None or first.within.is_zero:
        return "GIVE AT ONCE"
    if first.at:
        day, _, time = first.at.partition("T")
        return f"USE BY {time[:5]} {day}"
    return f"USE BY ____:____ ({first.within})"
