"""The lines of a cocktail: names to ids, texts to amounts, and what follows from a product."""

from collections.abc import Mapping
from typing import Any

from mesoplan.cases.amounts import (
    CONTAINERS,
    activity_of,
    has_fractions,
    in_table,
    is_amount,
    is_concentration,
    read_amount,
    read_strength,
)
from mesoplan.cases.contents import Line, product_contents, single_content, volume_of
from mesoplan.cases.fault import FULL, CaseFault
from mesoplan.cases.filled_up import rest_of, up_to, volume_up_to
from mesoplan.cases.naming import Substance, named_amount, read_substance
from mesoplan.cases.site import SITE_KEYS, read_site, with_sites
from mesoplan.catalog.catalog import Catalog, Named, UnknownName
from mesoplan.model.case import Item, Reading
from mesoplan.model.line import Line as Place
from mesoplan.model.product import Product
from mesoplan.quantity import Quantity, QuantityError

_NAMES = ("item", "ingredient", "product")
KEYS = (*_NAMES, "amount", "volume", "concentration", "form", "syringe", *SITE_KEYS)
#: Keys that belong to the session and are looked for on a line.
_OF_THE_SESSION = ("route", "interval", "use_within", "place")
MAX_ITEMS = 40
MAX_SYRINGES = 12


class CocktailReader:
    """Reads the lines of one cocktail; faults and readings are collected in the lists it is given."""

    def __init__(
        self, catalog: Catalog, faults: list[CaseFault], readings: list[Reading] | None = None
    ) -> None:
        self._catalog = catalog
        self._faults = faults
        self._readings = [] if readings is None else readings
        self._place = ""

    def read(self, rows: tuple[Mapping[str, Any], ...]) -> tuple[Item, ...]:
        """The items; a line that cannot be read is a fault and left out."""
        if len(rows) > MAX_ITEMS:
            self._place = "cocktail"
            self._fault(
                "",
                f"has {len(rows)} items; at most {MAX_ITEMS} are read.",
                "No such cocktail is given.",
                "Is this the right file?",
            )
            return ()
        filling = {place for place, row in enumerate(rows) if up_to(row) is not None}
        found = [None if place in filling else self._item(place, row) for place, row in enumerate(rows)]
        for place in sorted(filling):
            found[place] = self._filling(place, rows, found)
        return with_sites(tuple(item for item in found if item is not None), self._faults)

    def _filling(
        self, position: int, rows: tuple[Mapping[str, Any], ...], found: list[Item | None]
    ) -> Item | None:
        """A line that fills its syringe up, after the lines that it shares the syringe with."""
        self._place = f"cocktail[{position}]"
        row = rows[position]
        said = up_to(row)
        assert said is not None
        to = volume_up_to(said, row, self._fault)
        if to is None:
            return None
        mine = row.get("syringe", 1)
        shared = [
            each
            for place, each in enumerate(found)
            if rows[place].get("syringe", 1) == mine
            and place != position
            and (each is not None or up_to(rows[place]) is None)
        ]
        volume = rest_of(to, shared, said.key, self._fault)
        plain = {key: value for key, value in row.items() if key != said.key}
        if volume is not None:
            plain["volume"] = str(volume)
            self._note(said.key, said.said, str(volume), f"It fills the syringe up to {to}.")
        item = self._item(position, plain)
        shelf = self._catalog.product(item.product) if item is not None and item.product else None
        if shelf is not None and shelf.vehicle.kind == "powder":
            self._fault(
                said.key,
                f"{shelf.id} is a powder, and fills nothing up.",
                "How much of it is given is not clear.",
                "Write its amount, and the diluent on a line of its own.",
            )
            return None
        return None if item is None else item._replace(to=to)

    def _fault(self, key: str, what: str, so_what: str = "", following: str = "") -> None:
        place = f"{self._place}.{key}" if key else self._place
        self._faults.append(CaseFault(place, what, so_what, following))

    def _note(self, key: str, said: str, meant: str, why: str = "") -> None:
        self._readings.append(Reading(key=f"{self._place}.{key}", said=said, meant=meant, why=why))

    def _item(self, position: int, row: Mapping[str, Any]) -> Item | None:
        self._place = f"cocktail[{position}]"
        before = len(self._faults)
        self._unknown_keys(row)
        ingredient, product, strength, amount = self._names(row)
        if ingredient is None and product is None:
            if len(self._faults) == before:
                self._fault(
                    "",
                    "names no ingredient and no product.",
                    "It cannot be checked.",
                    'Write item = "...", with the name of either.',
                )
            return None
        syringe = self._syringe(row.get("syringe", 1))
        shelf = self._catalog.product(product.id) if product else self._from_the_patient(ingredient, strength)
        if shelf is not None and not amount:
            amount = self._whole_container(row, shelf)
        line = self._line({**amount, **row}, ingredient, shelf, strength)
        contents = product_contents(line, self._fault) if shelf else (single_content(line, self._fault),)
        if len(self._faults) > before:
            return None
        return Item(
            line=Place("cocktail", position),
            product=shelf.id if shelf else "",
            contents=contents,
            volume=line.volume or volume_of(line, contents),
            syringe=syringe,
            site=read_site(row, self._catalog, self._fault),
        )

    def _from_the_patient(self, ingredient: Named | None, strength: tuple[str, str]) -> Product | None:
        """What stands for a substance that is taken from the patient: it has no brand to name."""
        if ingredient is None or any(strength):
            return None
        held = self._catalog.index.products_of.get(ingredient.id, ())
        products = [self._catalog.product(each) for each in held]
        own = [each for each in products if each.kind == "autologous" and ingredient.id in each.default_for]
        return own[0] if len(own) == len(products) == 1 else None

    def _unknown_keys(self, row: Mapping[str, Any]) -> None:
        for key in row:
            if key in _OF_THE_SESSION:
                self._fault(
                    key,
                    "is a key of the session, not of a line.",
                    "It would not be checked.",
                    "Write it once for the case, under [session].",
                )
            elif key not in KEYS:
                self._fault(key, "unknown key.", "", f"An item has: {', '.join(KEYS)}.")

    def _names(
        self, row: Mapping[str, Any]
    ) -> tuple[Named | None, Named | None, tuple[str, str], dict[str, str]]:
        """The ingredient, the product, the key and text of a strength in the name, and an amount in it."""
        given = [key for key in _NAMES if key in row]
        if "item" in given and len(given) > 1:
            self._fault("item", f"stands beside {given[1]}.", "Two names for one line.", "Keep one of them.")
            return None, None, ("", ""), {}
        ingredient: Named | None = None
        product: Named | None = None
        strength, amount = ("", ""), dict[str, str]()
        for key in given:
            found = self._name(row, key)
            if found is None:
                continue
            named = found.named
            if found.strength:
                strength = (key, found.strength)
            if found.amount:
                amount = self._named_amount(row, key, found.amount)
            if key != "item" and key != named.kind and len(given) == 1:
                self._note(
                    key,
                    str(row[key]),
                    named.id,
                    f"It is {_a(named.kind)}, and was checked as {_a(named.kind)}.",
                )
            elif key != "item" and key != named.kind:
                self._fault(
                    key,
                    f'"{named.id}" is {_a(named.kind)}.',
                    "The two names do not fit.",
                    f'Write {named.kind} = "{named.id}".',
                )
                continue
            if named.kind == "product":
                product = named
            else:
                ingredient = named
        return ingredient, product, strength, amount

    def _named_amount(self, row: Mapping[str, Any], key: str, said: str) -> dict[str, str]:
        """An amount in a name is what is given, unless the line says that as well."""
        other = next((each for each in ("amount", "concentration") if each in row), "")
        if other and row[other] != said:
            self._fault(
                other,
                f'stands beside "{said}" in the name.',
                "Which of them is given is not clear.",
                f'Write the name alone, and amount = "{said}" if that is what is given.',
            )
        elif not other:
            self._note(key, str(row[key]), f"{said} given", "The amount in the name.")
        return {"amount": said}

    def _whole_container(self, row: Mapping[str, Any], shelf: Product) -> dict[str, str]:
        """The content that stands in the name of a powder, where the line says only what it is dissolved in.

        "Botox 100 U, 4 mL" is one vial of 100 U in 4 mL: the volume of a powder says nothing of its amount.
        """
        key = next(key for key in _NAMES if key in row)
        said = named_amount(row[key])
        if not said or "amount" in row or "concentration" in row or "volume" not in row:
            return {}
        if shelf.vehicle.kind != "powder" or len(shelf.contains) != 1:
            return {}
        held = shelf.contains[0]
        try:
            found = read_amount(said, held.ingredient, activity_of(self._catalog, held.ingredient, shelf.id))
        except QuantityError:
            return {}
        if found != held.strength:
            return {}
        self._note(key, row[key], f"{said} given", "The amount in the name.")
        return {"amount": said}

    def _name(self, row: Mapping[str, Any], key: str) -> Substance | None:
        name = row[key]
        if not isinstance(name, str) or not name.strip():
            self._fault(key, "must be a name in quotes.")
            return None
        try:
            called = "ingredient or product called" if key == "item" else f"{key} called"
            found = read_substance(name, self._catalog, called, offer=len(self._faults) < FULL)
        except UnknownName as error:
            told = bool(error.close or error.why)
            self._fault(
                key, str(error), "" if told else "It is not in the catalog: nothing of it is checked."
            )
            return None
        if found.named.near:
            self._note(key, name, found.named.id, found.named.near)
        return found

    def _syringe(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_SYRINGES:
            self._fault("syringe", f"must be a whole number from 1 to {MAX_SYRINGES}.")
            return 1
        return value

    def _line(
        self,
        row: Mapping[str, Any],
        ingredient: Named | None,
        shelf: Product | None,
        strength: tuple[str, str],
    ) -> Line:
        """The amounts of a line, each read as the line's substance counts it."""
        main = ingredient.id if ingredient else ""
        if not main and shelf is not None and shelf.contains:
            main = shelf.contains[0].ingredient
        activity = activity_of(self._catalog, main, shelf.id if shelf else "")
        row = self._strength_as_amount(row, main, activity)
        volume = self._amount(row, "volume", "", ())
        amount = self._amount(row, "amount", main, activity)
        if volume is not None and volume.dimension in CONTAINERS:
            amount, volume = amount or volume, None
        if volume is not None and volume.dimension != "volume":
            self._fault("volume", f'"{row["volume"]}" is not a volume.', "", 'Such as "2 mL".')
            volume = None
        if amount is not None and amount.dimension in CONTAINERS:
            volume, amount = self._contained(row, amount, volume, shelf)
        if amount is not None and amount.dimension == "volume" and volume is None:
            volume = amount
            amount = None if shelf is not None or strength[1] or "concentration" in row else amount
        concentration = named = None
        if "concentration" in row:
            concentration = self._strength("concentration", row["concentration"], main, activity, shelf)
        if strength[1]:
            named = self._strength(*strength, main, activity, shelf)
        if named is not None and shelf is not None and not _has(shelf, main, named):
            self._fault(
                strength[0], f"{shelf.id} does not hold {strength[1]}.", "", "Name the right product."
            )
        if named is not None and concentration is not None and named != concentration:
            self._fault(
                "concentration",
                f"{concentration} contradicts {strength[1]} in the name.",
                "The dose is not clear.",
                "Keep one of them.",
            )
        return Line(
            ingredient=ingredient.id if ingredient else "",
            form=row.get("form", ingredient.form if ingredient else ""),
            says_form="form" in row,
            product=shelf,
            main=main,
            amount=amount,
            volume=volume,
            concentration=concentration if shelf else concentration or named,
            record=self._catalog.ingredient(main) if main else None,
        )

    def _strength_as_amount(
        self, row: Mapping[str, Any], main: str, activity: tuple[str, ...]
    ) -> Mapping[str, Any]:
        """The line with what is written as its amount, and is a strength, as its concentration.

        With a volume it is clear how much is given; without one the fault says so.
        """
        text = row.get("amount")
        if not isinstance(text, str) or "/" not in text or "volume" not in row or "concentration" in row:
            return row
        try:
            found = read_amount(text, main, activity)
        except QuantityError:
            return row
        if not is_concentration(found.dimension):
            return row
        self._note("amount", text, f"a strength: {found}", "A strength, with the volume beside it.")
        return {**{key: row[key] for key in row if key != "amount"}, "concentration": text}

    def _amount(
        self, row: Mapping[str, Any], key: str, substance: str, activity: tuple[str, ...]
    ) -> Quantity | None:
        if key not in row:
            return None
        text = row[key]
        if not isinstance(text, str):
            self._fault(key, f"{text!r:.40} has no unit.", "", 'Write it as text: "0.5 mg".')
            return None
        if key == "amount" and text.rstrip().endswith("%"):
            self._fault(
                key,
                f'"{text}" is a concentration, not an amount.',
                "How much is given is not clear.",
                f'Write concentration = "{text.strip()} w/v" and the volume, or the amount in mg.',
            )
            return None
        try:
            found = read_amount(text, substance, activity)
        except QuantityError as error:
            self._fault(key, str(error))
            return None
        if not is_amount(found.dimension):
            so_what = "How much is given is not clear."
            following = 'Write it as "40 mg".'
            if is_concentration(found.dimension):
                following = f'Write concentration = "{text.strip()}" and the volume, or the amount.'
            self._fault(key, f'"{text}" is no amount of a substance.', so_what, following)
            return None
        if found.is_zero:
            self._fault(key, "is zero.", "Nothing would be given.", "Remove the line.")
            return None
        if in_table(text) != text and found.dimension not in CONTAINERS:
            self._note(key, text, str(found))
        return found

    def _strength(
        self,
        key: str,
        text: object,
        main: str,
        activity: tuple[str, ...],
        shelf: Product | None,
    ) -> Quantity | None:
        if not isinstance(text, str):
            self._fault(key, f"{text!r:.40} has no unit.", "", 'Write it as text: "20 mg/mL".')
            return None
        if text.rstrip().endswith("%") and shelf is not None and shelf.vehicle.kind == "powder":
            self._fault(
                key,
                f'"{text}" of a powder does not say how much of it is given.',
                "The dose is not clear.",
                "Write the amount in mg, and the volume it is dissolved in.",
            )
            return None
        try:
            found = read_strength(text, main, activity, has_fractions(self._catalog, main))
        except QuantityError as error:
            self._fault(key, str(error))
            return None
        if found.is_zero:
            self._fault(key, "is zero.", "Nothing would be given.", "Remove the line.")
            return None
        if text.rstrip().endswith("%"):
            self._note(key, text, f"{found} ({found.to('mg/mL')})", "A percentage of a solution.")
        return found

    def _contained(
        self, row: Mapping[str, Any], count: Quantity, volume: Quantity | None, shelf: Product | None
    ) -> tuple[Quantity | None, Quantity | None]:
        """The volume (or, of a powder, the amount) that so many ampoules or vials of a product hold."""
        key = "amount" if "amount" in row else "volume"
        if shelf is None:
            self._fault(
                key,
                f'"{row[key]}" of what?',
                "An ampoule of another maker holds another amount.",
                "Name the product, or write the amount and the volume.",
            )
            return volume, None
        if volume is not None:
            return volume, None
        if shelf.volume is not None:
            held = shelf.volume * count.value
            self._note(key, str(row[key]), str(held), f"What the catalog says {shelf.id} is filled with.")
            return held, None
        whole = [part for part in shelf.contains if part.strength is not None]
        if len(whole) == 1 and whole[0].strength is not None and "/" not in whole[0].strength.dimension:
            held = whole[0].strength * count.value
            self._note(key, str(row[key]), str(held), f"What the catalog says {shelf.id} holds.")
            return None, held
        sizes = ", ".join(str(each) for each in sorted(shelf.volumes))
        self._fault(
            key,
            f"{shelf.id} is sold in several sizes ({sizes})."
            if sizes
            else f"how much a container of {shelf.id} holds is not in the catalog.",
            "The dose is not clear.",
            'Read it off the label: volume = "2 mL".',
        )
        return None, None


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "ingredient" else f"a {kind}"


def _has(product: Product, ingredient: str, strength: Quantity) -> bool:
    known = [part.strength for part in product.contains if part.ingredient == ingredient]
    said = [each for each in known if each is not None and each.dimension == strength.dimension]
    return not said or strength in said
