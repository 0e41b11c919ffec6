"""A line of a cocktail as a liquid that can be drawn: its volume, and what a mL of it holds.

What a line lacks for that is an answer of its own, an `MissingNumber`: nothing is filled in.
"""

from collections.abc import Iterator
from fractions import Fraction

from mesoplan.model.case import Content, Item
from mesoplan.model.finding import StatementRef
from mesoplan.model.preparation import Dissolved, Lack, MissingNumber
from mesoplan.model.product import Product, Reconstitution
from mesoplan.model.statement import Stated
from mesoplan.preparation.amounts import in_ml, millilitres
from mesoplan.preparation.interval import ONE, ZERO, Interval
from mesoplan.preparation.reconstitution import reconstituted
from mesoplan.quantity import Quantity, QuantityError, Unit
from mesoplan.record import NamedTuple
from mesoplan.rules.scene import Scene


class Substance(NamedTuple):
    """An ingredient of a liquid: ``strength`` per mL in ``unit``, and the range of it that was read.

    ``half_read``: only one end of the range is printed, the other is taken from the label.
    """

    ingredient: str
    strength: Fraction
    unit: Unit
    range: Interval | None
    half_read: bool = False


class Liquid(NamedTuple):
    """What is drawn for one line; ``unmeasured`` are ingredients of which no amount is known."""

    item: Item
    volume: Fraction
    substances: tuple[Substance, ...]
    unmeasured: tuple[str, ...]
    product: Product | None
    dissolved: Dissolved | None = None

    @property
    def to(self) -> Fraction:
        """What the syringe is filled up to with it, in mL; 0 where it is drawn as it is."""
        return ZERO if self.item.to is None else millilitres(self.item.to)

    @property
    def line(self) -> str:
        """Which line of the cocktail it is, as a case file names it."""
        return str(self.item.line)

    @property
    def name(self) -> str:
        """The product's id, else the ingredient's."""
        return self.item.name


def liquids_of(scene: Scene) -> tuple[Liquid | MissingNumber, ...]:
    """Every line as a liquid, or the number that it lacks.

    What fills a syringe up is what the others leave, also where only their labels say how much they are.
    """
    found: dict[int, Liquid | MissingNumber] = {
        place: liquid_of(item, scene) for place, item in enumerate(scene.items) if item.to is None
    }
    for place, item in enumerate(scene.items):
        if item.to is None:
            continue
        sharing = [each for other, each in found.items() if scene.items[other].syringe == item.syringe]
        if item.volume is None:
            if any(isinstance(each, MissingNumber) for each in sharing):
                continue  # what the others lack is what it lacks
            item = _with_rest(item, [each for each in sharing if isinstance(each, Liquid)])
        found[place] = liquid_of(item, scene)
    return tuple(found[place] for place in sorted(found))


def _with_rest(item: Item, others: list[Liquid]) -> Item:
    assert item.to is not None
    left = millilitres(item.to) - sum((each.volume for each in others), ZERO)
    return item._replace(volume=in_ml(left)) if left > 0 else item


def liquid_of(item: Item, scene: Scene) -> Liquid | MissingNumber:
    """The liquid of a line, or the number that it lacks."""
    product = scene.catalog.product(item.product) if item.product else None
    if product is not None and product.vehicle.kind == "powder":
        return _dissolved(item, product)
    if product is None and _only_powders(item, scene):
        return _missing("product", item, {"products": ", ".join(scene.catalog.index.products_of[item.name])})
    if item.volume is None:
        point = scene.case.session.point_volume
        said = {} if point is None else {"point": str(point)}
        return _missing("volume", item, {**_unheld(item, product), **said})
    volume = millilitres(item.volume)
    if product is None and not _may_be_unmeasured(item, scene):
        unknown = [each for each in item.contents if _strength(each.amount, volume) is None]
        if unknown:
            return _missing("strength", item, {"volume": str(item.volume)})
    if product is not None and _is_diluted(item, product):
        return _missing("diluent", item, {"volume": str(item.volume)})
    return _liquid(item, volume, tuple(item.contents), product)


def stated_by(stated: Stated) -> StatementRef:
    """A statement as an answer refers to it."""
    cite = stated.cite
    return StatementRef(id=stated.id, source=cite.source, at=cite.at, access=cite.access)


def _only_powders(item: Item, scene: Scene) -> bool:
    """Whether everything on the shelf with this ingredient has to be dissolved first."""
    products = scene.knowledge.products_of(item)
    return bool(products) and all(product.vehicle.kind == "powder" for _, product in products)


def _may_be_unmeasured(item: Item, scene: Scene) -> bool:
    """What carries the others, and what is made of the patient, is drawn by its volume."""
    ingredient = scene.catalog.ingredient(item.contents[0].ingredient)
    return ingredient.role == "vehicle" or ingredient.material == "autologous"


def _is_diluted(item: Item, product: Product) -> bool:
    """Whether the line's amount is not what the volume of the product as supplied holds."""
    assert item.volume is not None
    for content in item.contents:
        strengths = [part.strength for part in product.contains if part.ingredient == content.ingredient]
        held = [_times(each, item.volume) for each in strengths]
        known = [each for each in held if each is not None]
        if content.amount is not None and known and content.amount not in known:
            return True
    return False


def _times(strength: Quantity | None, volume: Quantity) -> Quantity | None:
    if strength is None or "/" not in strength.dimension:
        return None
    try:
        return strength * volume
    except QuantityError:
        return None


def _liquid(
    item: Item,
    volume: Fraction,
    contents: tuple[Content, ...],
    product: Product | None,
    dissolved: Dissolved | None = None,
) -> Liquid:
    substances, unmeasured = [], []
    for content in contents:
        amount = None if content.amount is None else _in_handy_unit(content.amount)
        strength = _strength(amount, volume)
        if strength is None or amount is None:
            unmeasured.append(content.ingredient)
            continue
        low, high, half = _range(content.ingredient, product)
        substances.append(
            Substance(
                ingredient=content.ingredient,
                strength=strength,
                unit=amount.unit,
                range=None if low is None and high is None else Interval(low or ONE, high or ONE),
                half_read=half,
            )
        )
    return Liquid(
        item=item,
        volume=volume,
        substances=tuple(substances),
        unmeasured=tuple(unmeasured),
        product=product,
        dissolved=dissolved,
    )


def _in_handy_unit(amount: Quantity) -> Quantity:
    """Less than one of a unit of mass in the next smaller one: 0.093 g is read as 93 mg."""
    for unit in ("g", "mg"):
        if amount.unit.code == unit and amount.value < 1:
            amount = amount.to(_SMALLER[unit])
    return amount


_SMALLER = {"g": "mg", "mg": "ug"}


def _strength(amount: Quantity | None, volume: Fraction) -> Fraction | None:
    if amount is None or amount.dimension == "volume" or not volume:
        return None
    return Fraction(amount.value) / volume


def _range(ingredient: str, product: Product | None) -> tuple[Fraction | None, Fraction | None, bool]:
    """The widest range of its strength that is stated: lowest, highest, and whether an end is missing."""
    stated = [each for each in product.strength_ranges if each.ingredient == ingredient] if product else []
    low = min((Fraction(each.low) for each in stated if each.low is not None), default=None)
    high = max((Fraction(each.high) for each in stated if each.high is not None), default=None)
    return low, high, bool(stated) and (low is None or high is None)


# ---------------------------------------------------------------------- powders


class _Way(NamedTuple):
    """One way to dissolve a powder, and the volume that comes of it."""

    stated: Stated
    volume: Fraction


def _dissolved(item: Item, product: Product) -> Liquid | MissingNumber:
    read = [each for each in product.reconstitutions if each.cite.supports]
    refs = tuple(stated_by(Stated(product.id, each)) for each in product.reconstitutions)
    if not read:
        return _missing("reconstitution", item, {}, refs)
    ways = tuple(_ways(product, read))
    if not ways:
        return _missing("volume-after-dissolving", item, {"added": _added(read)}, refs)
    found = {liquid.volume: liquid for way in ways for liquid in _by(item, product, way)}
    if item.volume is not None:
        found = {volume: each for volume, each in found.items() if volume == millilitres(item.volume)}
        if not found:
            shown = ", ".join(str(in_ml(way.volume)) for way in ways)
            return _missing("diluent", item, {"volume": str(item.volume), "dissolved": shown}, refs)
    if not found:
        return _missing("volume", item, {}, refs)
    if len(found) > 1:
        shown = "; ".join(str(in_ml(way.volume)) for way in ways)
        return _missing("which-reconstitution", item, {"dissolved": shown}, refs)
    (only,) = found.values()
    return only


def _added(read: list[Reconstitution]) -> str:
    return ", ".join(str(each.added) for each in read if each.added is not None)


def _ways(product: Product, read: list[Reconstitution]) -> Iterator[_Way]:
    for each in read:
        became = reconstituted(
            ONE,
            added=None if each.added is None else millilitres(each.added),
            displacement=None if each.displacement is None else millilitres(each.displacement),
            final=None if each.final is None else millilitres(each.final),
        )
        if became is not None:
            yield _Way(Stated(product.id, each), became.volume)


def _by(item: Item, product: Product, way: _Way) -> Iterator[Liquid]:
    """The line as so much of the powder dissolved this way: by its amount, else by its volume."""
    held = {part.ingredient: part.strength for part in product.contains if part.strength is not None}
    volumes = {
        Fraction(content.amount.base_value) / Fraction(held[content.ingredient].base_value) * way.volume
        for content in item.contents
        if content.amount is not None
        and content.ingredient in held
        and content.amount.dimension == held[content.ingredient].dimension
    }
    if not volumes and item.volume is not None:
        volumes = {millilitres(item.volume)}
    if len(volumes) != 1:
        return
    (volume,) = volumes
    parts = tuple(
        Content(each.ingredient, _share(held.get(each.ingredient), volume / way.volume), each.form)
        for each in item.contents
    )
    record: Reconstitution = way.stated.record
    yield _liquid(
        item,
        volume,
        parts,
        product,
        Dissolved(
            diluents=record.diluents,
            added=record.added,
            volume=in_ml(way.volume),
            how=record.how,
            printed=record.printed,
            statement=stated_by(way.stated),
        ),
    )


def _share(amount: Quantity | None, part: Fraction) -> Quantity | None:
    if amount is None:
        return None
    return amount * part.numerator / part.denominator


def _unheld(item: Item, product: Product | None) -> dict[str, str]:
    """The amount of a product that no volume follows from, since its strength is not known."""
    known = [each.amount for each in item.contents if each.amount is not None]
    return {"amount": str(known[0])} if product is not None and known else {}


def _missing(
    lack: Lack, item: Item, data: dict[str, str] | None = None, refs: tuple[StatementRef, ...] = ()
) -> MissingNumber:
    return MissingNumber(lack=lack, line=str(item.line), subject=item.name, data=data or {}, statements=refs)


__all__ = ["Liquid", "Substance", "liquid_of", "liquids_of", "stated_by"]
