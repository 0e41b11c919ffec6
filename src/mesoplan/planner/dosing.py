"""Which doses an ingredient can be planned in: each sourced dose in each product that gives it."""

from collections.abc import Iterator, Mapping
from itertools import chain

from mesoplan.knowledge.regimens import Use
from mesoplan.model.case import Content, Item
from mesoplan.model.cite import Cite
from mesoplan.model.line import Line
from mesoplan.model.product import Product
from mesoplan.model.regimen import Regimen
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError, volume_holding
from mesoplan.record import NamedTuple
from mesoplan.rules.dose.studied import sourced_uses
from mesoplan.rules.scene import Scene

#: What a planned item is called until it has a syringe.
LINE = Line("plan")


class Dose(NamedTuple):
    """An end of an amount of a regimen, as the amount of this case's session, in the regimen's volume."""

    use: Use
    amount: Quantity
    volume: Quantity | None

    @property
    def regimen(self) -> Regimen:
        """The regimen that it is of."""
        return self.use.regimen

    @property
    def stated(self) -> Stated:
        """The regimen as a statement."""
        return self.use.stated

    @property
    def id(self) -> str:
        """The id of the regimen's statement."""
        return self.use.stated.id

    @property
    def cite(self) -> Cite:
        """Where the regimen was read."""
        return self.use.cite


def doses(
    ingredient: str, scene: Scene, products: Mapping[str, Quantity] | None
) -> Iterator[tuple[Item, Dose]]:
    """Each sourced dose in each product that gives it; as such where no product is known.

    An ingredient with products is only planned in one of them: what forbids a product (it was
    withdrawn, its label forbids the route) would otherwise be got round by not naming it.
    """
    shelf = [
        (identity, product)
        for identity, product in _shelf(ingredient, scene)
        if products is None or identity in products
    ]
    for dose in chain.from_iterable(_ends(use, scene) for use in sourced_uses(ingredient, scene)):
        made = list(
            chain.from_iterable(
                _in_product(ingredient, dose, identity, product, scene)
                for identity, product in shelf
                if not dose.use.is_of_product or identity == dose.use.product
            )
        )
        for item in made:
            if products is None or _enough(item, products):
                yield item, dose
        if not made and products is None and not shelf:
            volume = dose.amount if dose.amount.dimension == "volume" else dose.volume
            content = Content(ingredient, dose.amount, dose.use.form)
            yield Item(LINE, "", (content,), volume, 1), dose


def made_concrete(ingredient: str, scene: Scene) -> bool:
    """Whether any sourced dose of it is an amount of this case's session."""
    return any(True for use in sourced_uses(ingredient, scene) for _ in _ends(use, scene))


def _ends(use: Use, scene: Scene) -> Iterator[Dose]:
    """The lowest and the highest amount of a use, for this case's session."""
    volumes = (use.volume.low, use.volume.high) if use.volume is not None else (None, None)
    for end, volume in dict(zip((use.low, use.high), volumes, strict=True)).items():
        amount = _amount(end, use, scene)
        if amount is not None:
            yield Dose(use, amount, volume if use.per == "session" else None)


def _enough(item: Item, products: Mapping[str, Quantity]) -> bool:
    """Whether there is enough of the item's product in stock."""
    return item.volume is not None and item.volume <= products[item.product]


def _shelf(ingredient: str, scene: Scene) -> Iterator[tuple[str, Product]]:
    """Products that hold this ingredient as their only active content."""
    for identity in scene.catalog.index.products_of.get(ingredient, ()):
        product = scene.catalog.product(identity)
        if {part.ingredient for part in product.contains} == {ingredient}:
            yield identity, product


def _amount(end: Quantity, use: Use, scene: Scene) -> Quantity | None:
    """The amount of a session; None where the case does not say the area, the points or the weight."""
    session, weight = scene.case.session, scene.case.patient.weight
    try:
        match use.per:
            case "session":
                return end
            case "point":
                return end * session.points if session.points else None
            case "cm2":
                return end * session.area if session.area is not None else None
            case "kg":
                return end * weight if weight is not None else None
    except QuantityError:
        return None


def _in_product(
    ingredient: str,
    dose: Dose,
    identity: str,
    product: Product,
    scene: Scene,
) -> Iterator[Item]:
    """The dose in this product: by its strength, or made up to the studied volume from a powder."""
    amount = dose.amount
    for part in product.contains:
        if part.strength is None or not _same_form(ingredient, dose.use.form, part.form, scene):
            continue
        if amount.dimension == "volume":
            yield Item(LINE, identity, (Content(ingredient, None, part.form),), amount, 1)
            return
        if part.strength.dimension == amount.dimension and dose.volume is not None:
            content = Content(ingredient, amount, part.form)
            yield Item(LINE, identity, (content,), dose.volume, 1)
            return
        volume = volume_holding(amount, part.strength)
        if volume is not None:
            yield Item(LINE, identity, (Content(ingredient, amount, part.form),), volume, 1)
            return
    if amount.dimension == "volume" and product.kind == "autologous":
        yield Item(LINE, identity, (Content(ingredient, amount),), amount, 1)


def _same_form(ingredient: str, of_dose: str, of_product: str, scene: Scene) -> bool:
    """Whether a dose of one form may be taken from a product of another.

    A dose that names no form is in the reference form; a product of a form with another factor
    would hold less of it (160 mg of a lysine salt is 100 mg of ketoprofen).
    """
    if of_dose == of_product or not of_product:
        return True
    factors = {form.id: form.factor for form in scene.catalog.ingredient(ingredient).forms}
    given, wanted = factors.get(of_product), factors.get(of_dose)
    if of_dose:
        return given is not None and given == wanted
    return given is None or given == 1
