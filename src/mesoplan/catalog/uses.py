"""What regimens give of one ingredient or product: the amounts that rules and planner compare with."""

from collections.abc import Iterator
from typing import Literal

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.cite import Cite
from mesoplan.model.product import Product
from mesoplan.model.regimen import AmountRange, Basis, Regimen, RegimenItem
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple

Per = Literal["session", "point", "cm2", "kg"]

#: Bases that a dose may be defended with; what one practice or a seller does is not among them.
SOURCED: frozenset[Basis] = frozenset({"label", "studied", "society"})


class Use(NamedTuple):
    """An amount of one ingredient in one regimen, both ends included.

    ``low`` and ``high`` are of the ingredient itself, in ``form``; where a product does not say how much
    of it a millilitre holds they are the volume of that ``product``. ``volume`` and ``concentration``
    stand as printed.
    """

    ingredient: str
    regimen: Regimen
    per: Per
    low: Quantity
    high: Quantity
    form: str = ""
    product: str = ""
    volume: AmountRange | None = None
    concentration: AmountRange | None = None

    @property
    def stated(self) -> Stated:
        """The regimen as a statement."""
        return Stated(self.regimen.id, self.regimen)

    @property
    def cite(self) -> Cite:
        """Where the regimen was read."""
        return self.regimen.cite

    @property
    def is_sourced(self) -> bool:
        """Whether a source that was read gives it as a label, a study or a society does."""
        return self.cite.supports and self.regimen.basis in SOURCED

    @property
    def is_of_product(self) -> bool:
        """Whether the amount is a volume of a product of unknown strength: of it all, for a cm2 or a kg."""
        return bool(self.product) and self.low.dimension in ("volume", "volume/area", "volume/body-weight")

    @property
    def text(self) -> str:
        """The amount in words."""
        return AmountRange(self.low, self.high).text


def uses_of(ingredient: str, catalog: Catalog) -> tuple[Use, ...]:
    """Every amount of an ingredient in any regimen, for any use, read or only recalled."""
    return tuple(
        use
        for identity in catalog.index.regimens_of.get(ingredient, ())
        for use in uses_in(ingredient, catalog.regimen(identity), catalog)
    )


def uses_in(ingredient: str, regimen: Regimen, catalog: Catalog) -> Iterator[Use]:
    """The amounts of an ingredient in one regimen: as printed, and what follows from what is printed."""
    for item in regimen.items:
        if item.ingredient == ingredient:
            for per, amount in _amounts(item, regimen):
                yield _use(ingredient, regimen, item, per, amount, item.form)
        elif item.product:
            product = catalog.product(item.product)
            for part in product.contains:
                if part.ingredient == ingredient:
                    yield from _uses_in_product(item, regimen, product, part.strength, part.form, ingredient)
                    break


def _uses_in_product(
    item: RegimenItem,
    regimen: Regimen,
    product: Product,
    strength: Quantity | None,
    form: str,
    ingredient: str,
) -> Iterator[Use]:
    alone = len({part.ingredient for part in product.contains}) == 1
    for per, amount in _amounts(item, regimen):
        poured = _poured(amount, product)
        if poured is None:
            continue
        held = poured
        volume = item.volume or (poured if poured.low.dimension == "volume" else None)
        if poured.low.dimension == "volume":
            if strength is not None and strength.dimension.endswith("/volume"):
                held = _times(poured, AmountRange(strength, strength)) or poured
        elif not alone:
            continue
        yield _use(ingredient, regimen, item._replace(volume=volume), per, held, form)


def _use(
    ingredient: str, regimen: Regimen, item: RegimenItem, per: str, amount: AmountRange, form: str
) -> Use:
    return Use(
        ingredient=ingredient,
        regimen=regimen,
        per=per.removeprefix("per_"),  # type: ignore[arg-type]
        low=amount.low,
        high=amount.high,
        form=form,
        product=item.product,
        volume=item.volume,
        concentration=item.concentration,
    )


def _amounts(item: RegimenItem, regimen: Regimen) -> Iterator[tuple[str, AmountRange]]:
    """The printed amounts; that of a session also from strength and volume, or from points."""
    yield from item.amounts
    if item.per_session is not None:
        if item.ingredient and item.concentration and item.per_session.low.dimension == "volume":
            held = _times(item.per_session, item.concentration)
            if held is not None:
                yield "per_session", held
        return
    if item.concentration is not None and item.volume is not None:
        held = _times(item.volume, item.concentration)
        if held is not None:
            yield "per_session", held
            return
    count = regimen.points.count if regimen.points else None
    if item.per_point is not None and count is not None:
        yield "per_session", AmountRange(item.per_point.low * count.low, item.per_point.high * count.high)


def _poured(amount: AmountRange, product: Product) -> AmountRange | None:
    """An amount in containers as a volume; None when the product's fill is not known."""
    if not amount.low.dimension.startswith("count{"):
        return amount
    held = product.volume
    if held is None:
        return None
    return AmountRange(held * amount.low.value, held * amount.high.value)


def _times(one: AmountRange, other: AmountRange) -> AmountRange | None:
    try:
        return AmountRange(one.low * other.low, one.high * other.high)
    except QuantityError:
        return None
