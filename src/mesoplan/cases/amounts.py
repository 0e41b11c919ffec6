"""Amounts as people write them: "2 cc", "1500 UI", "100 units", "2 %", "1 amp"; said where it was read so."""

import re

from mesoplan.catalog.catalog import Catalog
from mesoplan.quantity import AmbiguousUnit, NotANumber, Quantity

#: Spellings of the field for units that the unit table has under one code only.
_SPOKEN = {
    **dict.fromkeys(("cc", "ccm", "cm3", "cm³", "mls", "millilitre", "millilitres", "milliliter"), "mL"),
    **dict.fromkeys(("ui", "u.i.", "iu", "i.u.", "ie", "i.e.", "ui.", "iu."), "IU"),
    **dict.fromkeys(("u", "unit", "units", "unidades", "unità", "unités", "einheiten", "e"), "U"),
    **dict.fromkeys(("usp u", "usp unit", "usp units"), "[USP'U]"),
    **dict.fromkeys(("mgs", "milligram", "milligrams"), "mg"),
    **dict.fromkeys(("grams", "gram"), "g"),
    **dict.fromkeys(("mcgs", "microgram", "micrograms"), "mcg"),
    **dict.fromkeys(
        ("amp", "amp.", "amps", "ampoule", "ampoules", "ampule", "ampules", "ampul"), "{ampoule}"
    ),
    **dict.fromkeys(("ampolla", "ampollas", "ampola", "ampolas", "fiala", "fiale"), "{ampoule}"),
    **dict.fromkeys(("ampulle", "ampullen"), "{ampoule}"),
    **dict.fromkeys(("vial", "vials", "vial.", "flacon", "flacons", "frasco", "frascos"), "{vial}"),
    **dict.fromkeys(("syringe", "syringes", "seringue", "siringa", "jeringa"), "{syringe}"),
}
CONTAINERS = ("count{ampoule}", "count{vial}", "count{syringe}")
_NUMBER = re.compile(r"\s*(?P<number>[^\s%A-Za-zµμ{\[]*)\s*(?P<unit>.*?)\s*\Z", re.DOTALL)
#: A comma before one or two digits, or after a single zero, cannot part thousands.
_DECIMAL_COMMA = re.compile(r"\A(0(?=,\d{3})|\d+(?=,\d{1,2}\Z))(?:,)(\d+)\Z")
_IN_VOLUME = re.compile(
    r"\s*(?P<amount>[^/]+?)\s*/\s*(?P<volume>\d[\d.,]*\s*(?:m[lL]|cc|ccm))\s*\Z", re.IGNORECASE
)
_OF_A_SUBSTANCE = ("mass", "volume", "amount")
_BY_ACTIVITY = ("equivalents{", "international-units{", "units{", "usp-units{")
_ACTIVITY = ("international-units", "units", "usp-units")
_CODES = {"international-units": "[iU]", "units": "[U]", "usp-units": "[USP'U]"}
#: Powers of ten between which an amount that is drawn up lies, in whatever unit.
_LOWEST, _HIGHEST = -12, 9


def is_amount(dimension: str) -> bool:
    """Whether it measures how much of a substance is given: no hours, no money, no weight of a patient."""
    return dimension in _OF_A_SUBSTANCE or dimension in CONTAINERS or dimension.startswith(_BY_ACTIVITY)


def is_concentration(dimension: str) -> bool:
    """Whether it measures how much of a substance a volume or a mass holds."""
    above, _, below = dimension.rpartition("/")
    return dimension in ("mass-fraction", "volume-fraction") or (below == "volume" and is_amount(above))


def in_table(text: str) -> str:
    """``text`` with the field's spellings of units as the unit table has them; the number as it stands."""
    match = _NUMBER.match(text)
    if match is None or not match["unit"]:
        return text
    number = _DECIMAL_COMMA.sub(r"\1.\2", match["number"])
    unit = re.sub(r"\s+per\s+", "/", match["unit"])
    parts = [part.strip() for part in unit.split("/")]
    spoken = [_SPOKEN.get(part.lower(), part) if part not in ("U", "E") else "U" for part in parts]
    as_written = spoken == parts and unit == match["unit"] and number == match["number"]
    return text if as_written else f"{number} {'/'.join(spoken)}"


def read_amount(text: str, substance: str = "", activity: tuple[str, ...] = ()) -> Quantity:
    """The amount that somebody wrote, of ``substance``.

    ``activity``: the kinds of unit that the catalog counts the substance in; a bare "U" is the only one of
    them, or a maker's own unit where there are none or several. Raises a `QuantityError`.
    """
    found = Quantity.parse(in_table(text), substance=substance or None)
    if len(activity) == 1 and found.dimension == f"units{{{substance}}}" and activity[0] != "units":
        found = Quantity(found.value, f"{_CODES[activity[0]]}{{{substance}}}")
    if found.value and not _LOWEST <= found.value.adjusted() <= _HIGHEST:
        raise NotANumber(text, "Nobody draws up such an amount.", "Check the digits.")
    return found


def read_strength(text: str, substance: str, activity: tuple[str, ...], fractions: bool) -> Quantity:
    """The concentration that somebody wrote; a bare "%" is weight in volume.

    ``fractions``: the catalog counts this substance in % v/v or % w/w, so that a bare "%" is asked.
    """
    written = text.strip()
    if written.endswith("%"):
        if fractions:
            raise AmbiguousUnit(
                text,
                "This substance is also counted by volume or weight.",
                'Write "% w/v", "% v/v" or "% w/w".',
            )
        written = f"{written} w/v"
    parts = _IN_VOLUME.match(written)
    if parts is not None:
        found = read_amount(parts["amount"], substance, activity) / read_amount(parts["volume"])
    else:
        found = read_amount(written, substance, activity)
    if not is_concentration(found.dimension):
        raise AmbiguousUnit(text, "This is no concentration.", 'Write "20 mg/mL" or "2 % w/v".')
    return found


def activity_of(catalog: Catalog, ingredient: str, product: str = "") -> tuple[str, ...]:
    """The kinds of activity unit in which the catalog counts an ingredient, or this product of it."""
    kinds: dict[str, None] = {}
    for identity in (product,) if product else catalog.index.products_of.get(ingredient, ()):
        for part in catalog.product(identity).contains:
            if part.ingredient == ingredient and part.strength is not None:
                kinds.update(
                    dict.fromkeys(
                        kind for kind in _ACTIVITY if part.strength.dimension.startswith(f"{kind}{{")
                    )
                )
    return tuple(kinds)


def has_fractions(catalog: Catalog, ingredient: str) -> bool:
    """Whether the catalog counts an ingredient in % v/v or % w/w anywhere."""
    return any(
        part.strength is not None and "fraction" in part.strength.dimension
        for product in catalog.table("product").values()
        for part in (*product.contains, *product.excipients)
        if part.ingredient == ingredient
    )
