"""What a line of a cocktail gives of each ingredient, from its amount, volume, concentration and product."""

from collections.abc import Callable

from mesoplan.catalog.names import normal
from mesoplan.model.case import Content
from mesoplan.model.ingredient import Ingredient
from mesoplan.model.product import Product
from mesoplan.quantity import Quantity, QuantityError, volume_holding
from mesoplan.record import NamedTuple

Fault = Callable[[str, str, str, str], None]
#: Short names of forms that the field writes.
_SHORT_FORMS = {"hcl": "hydrochloride", "na": "sodium", "freebase": "base"}


class Line(NamedTuple):
    """One line as read: ids, amounts, and the record of its main ingredient."""

    ingredient: str
    form: object
    says_form: bool
    product: Product | None
    main: str
    amount: Quantity | None
    volume: Quantity | None
    concentration: Quantity | None
    record: Ingredient | None


def single_content(line: Line, fault: Fault) -> Content:
    """The content of a line that names an ingredient and no product."""
    amount, strength, volume = line.amount, line.concentration, line.volume
    if strength is not None and volume is not None:
        held = _times(strength, volume, fault)
        if amount is None or amount is volume:
            amount = held
        elif held is not None and held.dimension == amount.dimension and held != amount:
            fault(
                "concentration",
                f"{strength} in {volume} is {held}, not {amount}.",
                "The dose is not clear.",
                "Correct one of the three.",
            )
    return Content(ingredient=line.main, amount=amount, form=_form(line, fault))


def product_contents(line: Line, fault: Fault) -> tuple[Content, ...]:
    """The contents of a line that names a product."""
    shelf = line.product
    assert shelf is not None
    if not shelf.contains:
        fault(
            "product",
            f"what {shelf.id} holds is not known.",
            "It cannot be checked.",
            f"`mesoplan show {shelf.id}` has what is known; do not inject what nobody can name.",
        )
        return ()
    if line.ingredient and line.ingredient not in {part.ingredient for part in shelf.contains}:
        fault(
            "product",
            f"{shelf.id} does not hold {line.ingredient}.",
            "The two lines contradict each other.",
            "Correct one of them.",
        )
        return ()
    _check_diluted(line, shelf, fault)
    contents: dict[str, Content] = {}
    for part in shelf.contains:
        amount = _from_strength(part.strength, line.volume)
        if part.ingredient == line.main:
            if line.concentration is not None:
                amount = _from_strength(line.concentration, line.volume)
            if line.amount is not None:
                _check_same(line, amount, shelf, fault)
                amount = line.amount
        earlier = contents.get(part.ingredient)
        contents[part.ingredient] = Content(
            ingredient=part.ingredient,
            amount=_larger(earlier.amount if earlier else None, amount),
            form=part.form,
        )
    return tuple(contents.values())


def volume_of(line: Line, contents: tuple[Content, ...]) -> Quantity | None:
    """The volume that an amount takes, where a strength says so."""
    if line.product is not None:
        amounts = {content.ingredient: content.amount for content in contents}
        for part in line.product.contains:
            volume = volume_holding(amounts.get(part.ingredient), part.strength)
            if volume is not None:
                return volume
    return volume_holding(contents[0].amount, line.concentration)


def _form(line: Line, fault: Fault) -> str:
    if not isinstance(line.form, str):
        fault("form", "must be a name in quotes.", "", "")
        return ""
    if not line.form:
        return ""
    known = line.record.forms if line.record else ()
    wanted = _SHORT_FORMS.get(normal(line.form), normal(line.form))
    for each in known:
        if wanted in (normal(each.id), normal(each.label)):
            return each.id
    shown = ", ".join(each.id for each in known) or "none"
    fault("form", f'{line.main} has no form "{line.form[:40]}".', "", f"It has: {shown}.")
    return ""


def _check_diluted(line: Line, shelf: Product, fault: Fault) -> None:
    """A concentration beside a product is what it is diluted to; its own strength and form must allow it."""
    parts = [part for part in shelf.contains if part.ingredient == line.main]
    known = [part.strength for part in parts if part.strength is not None]
    wanted = line.concentration
    if (
        wanted is not None
        and known
        and not any(each.dimension == wanted.dimension and wanted <= each for each in known)
    ):
        shown = ", ".join(str(each) for each in known)
        fault(
            "concentration",
            f"the product's strength is {shown}.",
            "It cannot give more.",
            "Correct it or name another product.",
        )
    if line.says_form and line.form not in [part.form for part in parts]:
        shown = ", ".join(part.form for part in parts if part.form) or "not known"
        fault("form", f"the product's form is {shown}.", "", "Remove the line or name another product.")


def _check_same(line: Line, held: Quantity | None, shelf: Product, fault: Fault) -> None:
    """A fault when a volume of a product does not hold the amount that is written beside it."""
    given = line.amount
    strengths = {part.strength for part in shelf.contains}
    if given is None or held is None or held.dimension != given.dimension or len(strengths) > 1:
        return
    if held != given:
        fault(
            "amount",
            f"{line.volume} of it holds {held}, not {given}.",
            "The dose is not clear.",
            "Correct one of the two; a diluent is a line of its own.",
        )


def _times(strength: Quantity, volume: Quantity, fault: Fault) -> Quantity | None:
    try:
        return strength * volume
    except QuantityError as error:
        fault("concentration", str(error), "", "")
        return None


def _from_strength(strength: Quantity | None, volume: Quantity | None) -> Quantity | None:
    if strength is None or volume is None:
        return None
    try:
        return strength * volume if "/" in strength.dimension else None
    except QuantityError:
        return None


def _larger(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    """Where sources disagree on a strength, the larger amount: every maximum is then checked."""
    if one is None or other is None or one.dimension != other.dimension:
        return other if one is None else one
    return max(one, other)
