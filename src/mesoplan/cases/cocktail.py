"""The lines of a cocktail: names to ids, texts to amounts, and what follows from a product."""

from collections.abc import Mapping
from typing import Any

from mesoplan.cases.fault import CaseFault
from mesoplan.catalog.catalog import Catalog, Named, UnknownName
from mesoplan.model.case import Content, Item
from mesoplan.model.product import Product
from mesoplan.quantity import Quantity, QuantityError, volume_holding

_KEYS = ("ingredient", "product", "amount", "volume", "concentration", "form", "syringe")
MAX_ITEMS = 40
MAX_SYRINGES = 12


class CocktailReader:
    """Reads the lines of one cocktail; faults are collected in ``faults``."""

    def __init__(self, catalog: Catalog, faults: list[CaseFault]) -> None:
        self._catalog = catalog
        self._faults = faults
        self._place = ""

    def read(self, rows: tuple[Mapping[str, Any], ...]) -> tuple[Item, ...]:
        """The items; a line that cannot be read is a fault and left out."""
        if len(rows) > MAX_ITEMS:
            self._faults.append(
                CaseFault(
                    "cocktail",
                    f"has {len(rows)} items; at most {MAX_ITEMS} are read.",
                    "No such cocktail is given.",
                    "Is this the right file?",
                )
            )
            return ()
        found = [self._item(position, row) for position, row in enumerate(rows)]
        return tuple(item for item in found if item is not None)

    def _fault(self, key: str, what: str, so_what: str = "", following: str = "") -> None:
        place = f"{self._place}.{key}" if key else self._place
        self._faults.append(CaseFault(place, what, so_what, following))

    def _item(self, position: int, row: Mapping[str, Any]) -> Item | None:
        self._place = f"cocktail[{position}]"
        before = len(self._faults)
        for key in row:
            if key not in _KEYS:
                self._fault(key, "unknown key.", "", f"An item has: {', '.join(_KEYS)}.")
        ingredient = self._name(row, "ingredient")
        product = self._name(row, "product")
        if ingredient is None and product is None:
            if len(self._faults) == before:
                self._fault(
                    "",
                    "names no ingredient and no product.",
                    "It cannot be checked.",
                    'Write ingredient = "..." or product = "...".',
                )
            return None
        syringe = self._syringe(row.get("syringe", 1))
        volume = self._amount(row, "volume", "volume", "")
        contents = self._contents(row, ingredient, product, volume)
        if len(self._faults) > before:
            return None
        volume = volume or self._volume_of(contents, product) or self._dissolved(row, contents)
        return Item(self._place, product.id if product else "", contents, volume, syringe)

    def _name(self, row: Mapping[str, Any], key: str) -> Named | None:
        if key not in row:
            return None
        name = row[key]
        if not isinstance(name, str) or not name.strip():
            self._fault(key, "must be a name in quotes.")
            return None
        try:
            found = self._catalog.resolve(name, ("substance",), f"{key} called")
        except UnknownName as error:
            self._fault(key, str(error))
            return None
        return found

    def _syringe(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_SYRINGES:
            self._fault("syringe", f"must be a whole number from 1 to {MAX_SYRINGES}.")
            return 1
        return value

    def _amount(self, row: Mapping[str, Any], key: str, wanted: str, substance: str) -> Quantity | None:
        if key not in row:
            return None
        text = row[key]
        if not isinstance(text, str):
            self._fault(key, f"{text!r:.40} has no unit.", "", 'Write it as text: "0.5 mg".')
            return None
        try:
            found = Quantity.parse(text, substance=substance or None)
        except QuantityError as error:
            self._fault(key, str(error))
            return None
        if wanted and found.dimension != wanted:
            self._fault(key, f'"{text[:40]}" is not a {wanted}.', "", 'Such as "2 mL".')
            return None
        if found.is_zero:
            self._fault(key, "is zero.", "Nothing would be given.", "Remove the line.")
            return None
        return found

    def _contents(
        self,
        row: Mapping[str, Any],
        ingredient: Named | None,
        product: Named | None,
        volume: Quantity | None,
    ) -> tuple[Content, ...]:
        if product is not None and product.kind == "ingredient" and ingredient is None:
            ingredient, product = product, None
        if ingredient is not None and ingredient.kind == "product":
            self._fault(
                "ingredient", f'"{ingredient.id}" is a product.', "", f'Write product = "{ingredient.id}".'
            )
            return ()
        if product is not None and product.kind != "product":
            self._fault(
                "product", f'"{product.id}" is an ingredient.', "", f'Write ingredient = "{product.id}".'
            )
            return ()
        if product is None:
            assert ingredient is not None
            return (self._single(row, ingredient, volume),)
        shelf = self._catalog.product(product.id)
        if not shelf.contains:
            self._fault(
                "product",
                f"what {product.id} holds is not known.",
                "It cannot be checked.",
                f"`mesoplan show {product.id}` has what is known; do not inject what nobody can name.",
            )
            return ()
        held = {part.ingredient for part in shelf.contains}
        if ingredient is not None and ingredient.id not in held:
            self._fault(
                "product",
                f"{product.id} does not hold {ingredient.id}.",
                "The two lines contradict each other.",
                "Correct one of them.",
            )
            return ()
        main = ingredient.id if ingredient else shelf.contains[0].ingredient if held else ""
        given = self._amount(row, "amount", "", main)
        diluted = self._beside_product(row, main, shelf)
        contents: dict[str, Content] = {}
        for part in shelf.contains:
            amount = self._from_strength(part.strength, volume, shelf)
            if diluted is not None and part.ingredient == main:
                amount = self._from_strength(diluted, volume, shelf)
            if given is not None and part.ingredient == main:
                self._same_amount(given, amount, volume, shelf)
                amount = given
            earlier = contents.get(part.ingredient)
            contents[part.ingredient] = Content(
                part.ingredient, _larger(earlier.amount if earlier else None, amount), part.form
            )
        return tuple(contents.values()) or (Content(main or product.id, given),)

    def _single(self, row: Mapping[str, Any], ingredient: Named, volume: Quantity | None) -> Content:
        amount = self._amount(row, "amount", "", ingredient.id)
        strength = self._amount(row, "concentration", "", ingredient.id)
        if strength is not None and volume is not None:
            try:
                held = strength * volume
            except QuantityError as error:
                self._fault("concentration", str(error))
                held = None
            if amount is None:
                amount = held
            elif held is not None and held.dimension == amount.dimension and held != amount:
                self._fault(
                    "concentration",
                    f"{strength} in {volume} is {held}, not {amount}.",
                    "The dose is not clear.",
                    "Correct one of the three.",
                )
        form = row.get("form", ingredient.form)
        if not isinstance(form, str):
            self._fault("form", "must be a name in quotes.")
            form = ""
        known = [each.id for each in self._catalog.ingredient(ingredient.id).forms]
        if form and form not in known:
            self._fault(
                "form",
                f'{ingredient.id} has no form "{form[:40]}".',
                "",
                f"It has: {', '.join(known) or 'none'}.",
            )
        return Content(ingredient.id, amount, form)

    def _beside_product(self, row: Mapping[str, Any], main: str, product: Product) -> Quantity | None:
        """The concentration that a product is diluted to; its own strength and form must allow it."""
        strength = self._amount(row, "concentration", "", main)
        known = [
            part.strength
            for part in product.contains
            if part.ingredient == main and part.strength is not None
        ]
        if (
            strength is not None
            and known
            and not any(each.dimension == strength.dimension and strength <= each for each in known)
        ):
            shown = ", ".join(str(each) for each in known)
            self._fault(
                "concentration",
                f"the product's strength is {shown}.",
                "It cannot give more.",
                "Correct it or name another product.",
            )
        forms = [part.form for part in product.contains if part.ingredient == main]
        if "form" in row and row["form"] not in forms:
            shown = ", ".join(each for each in forms if each) or "not known"
            self._fault(
                "form", f"the product's form is {shown}.", "", "Remove the line or name another product."
            )
        return strength

    def _same_amount(
        self, given: Quantity, held: Quantity | None, volume: Quantity | None, product: Product
    ) -> None:
        """A fault when a volume of a product does not hold the amount that is written beside it."""
        strengths = {part.strength for part in product.contains}
        if held is None or held.dimension != given.dimension or len(strengths) > 1:
            return
        if held != given:
            self._fault(
                "amount",
                f"{volume} of it holds {held}, not {given}.",
                "The dose is not clear.",
                "Correct one of the two; a diluent is a line of its own.",
            )

    def _from_strength(
        self, strength: Quantity | None, volume: Quantity | None, product: Product
    ) -> Quantity | None:
        if strength is None or volume is None:
            return None
        try:
            return strength * volume if "/" in strength.dimension else None
        except QuantityError:
            return None

    def _dissolved(self, row: Mapping[str, Any], contents: tuple[Content, ...]) -> Quantity | None:
        """The volume that an amount takes at the concentration written beside it."""
        only = contents[0]
        if only.amount is None or "concentration" not in row:
            return None
        try:
            strength = Quantity.parse(row["concentration"], substance=only.ingredient)
        except QuantityError:
            return None
        return volume_holding(only.amount, strength)

    def _volume_of(self, contents: tuple[Content, ...], product: Named | None) -> Quantity | None:
        """The volume that an amount of a product takes, when its strength says so."""
        if product is None or product.kind != "product":
            only = contents[0].amount
            return only if only is not None and only.dimension == "volume" else None
        amounts = {content.ingredient: content.amount for content in contents}
        for part in self._catalog.product(product.id).contains:
            volume = volume_holding(amounts.get(part.ingredient), part.strength)
            if volume is not None:
                return volume
        return None


def _larger(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    """Where sources disagree on a strength, the larger amount: every maximum is then checked."""
    if one is None or other is None or one.dimension != other.dimension:
        return other if one is None else one
    return max(one, other)
