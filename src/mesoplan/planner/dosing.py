"""Which doses an ingredient can be planned in: each sourced dose in each product that gives it."""

from collections.abc import Iterator, Mapping
from itertools import chain

from mesoplan.model.case import Content, Item
from mesoplan.model.line import Line
from mesoplan.model.product import Product
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity, QuantityError, volume_holding
from mesoplan.rules.dose.studied import sourced_doses
from mesoplan.rules.scene import Scene

#: What a planned item is called until it has a syringe.
LINE = Line("plan")


def doses(
    ingredient: str, scene: Scene, products: Mapping[str, Quantity] | None
) -> Iterator[tuple[Item, Stated]]:
    """Each sourced dose in each product that gives it; as such where no product is known.

    An ingredient with products is only planned in one of them: what forbids a product (it was
    withdrawn, its label forbids the route) would otherwise be got round by not naming it.
    """
    shelf = [
        (identity, product)
        for identity, product in _shelf(ingredient, scene)
        if products is None or identity in products
    ]
    for dose in sourced_doses(ingredient, scene):
        amount = _amount(dose, scene)
        if amount is None:
            continue
        made = list(
            chain.from_iterable(
                _in_product(ingredient, amount, dose, identity, product, scene) for identity, product in shelf
            )
        )
        for item in made:
            if products is None or _enough(item, products):
                yield item, dose
        if not made and products is None and not shelf:
            volume = amount if amount.dimension == "volume" else dose.record.volume
            content = Content(ingredient, amount, dose.record.form)
            yield Item(LINE, "", (content,), volume, 1), dose


def _enough(item: Item, products: Mapping[str, Quantity]) -> bool:
    """Whether there is enough of the item's product in stock."""
    return item.volume is not None and item.volume <= products[item.product]


def _shelf(ingredient: str, scene: Scene) -> Iterator[tuple[str, Product]]:
    """Products that hold this ingredient as their only active content."""
    for identity in scene.catalog.index.products_of.get(ingredient, ()):
        product = scene.catalog.product(identity)
        if {part.ingredient for part in product.contains} == {ingredient}:
            yield identity, product


def _amount(dose: Stated, scene: Scene) -> Quantity | None:
    """The amount of a session. A dose per square centimetre needs the area that the case gives."""
    record = dose.record
    amount: Quantity = record.amount
    if record.over == "session":
        return amount
    if record.over == "cm2" and scene.case.session.area is not None:
        try:
            return amount * scene.case.session.area
        except QuantityError:
            return None
    return None


def _in_product(
    ingredient: str,
    amount: Quantity,
    dose: Stated,
    identity: str,
    product: Product,
    scene: Scene,
) -> Iterator[Item]:
    """The dose in this product: by its strength, or made up to the studied volume from a powder."""
    for part in product.contains:
        if part.strength is None or not _same_form(ingredient, dose.record.form, part.form, scene):
            continue
        if amount.dimension == "volume":
            yield Item(LINE, identity, (Content(ingredient, None, part.form),), amount, 1)
            return
        if part.strength.dimension == amount.dimension and dose.record.volume is not None:
            content = Content(ingredient, amount, part.form)
            yield Item(LINE, identity, (content,), dose.record.volume, 1)
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
