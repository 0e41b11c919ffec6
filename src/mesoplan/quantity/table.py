"""The closed unit table: every unit mesoplan knows, and what it measures.

Codes are UCUM v2.1, case-sensitive. Departures, each on purpose:

- `kg` is body weight and never converts to g, so that "mg/kg" cannot cancel into a bare number or
  pass for "mg/g"; in mosm/kg it is kg of solvent, which is a third thing.
- `mo` and `a` convert to each other (12) but not to days: a month has no fixed number of days.
- `[iU]`, `[U]`, `[USP'U]` and `meq` measure nothing until their substance is named in braces.
  `[U]` (a maker's own unit) is not in UCUM, whose plain `U` is enzyme activity.
- braces are significant: UCUM calls `mg{base}` equal to `mg{HCl}`; here they are different things.
- volume is not length cubed: "mL/cm2" stays what it says.
"""

from __future__ import annotations

Term = tuple[str, str, int]  # symbol, tag (form, substance or brand; "" if none), exponent
Kind = tuple[str, str]  # dimension, and what it is of

# Dimensions in the order in which a unit is written: mg/kg/d, never mg/d/kg.
DIMENSIONS = (
    "mass", "amount", "equivalents", "osmoles", "international-units", "units", "usp-units",
    "money", "body-weight", "solvent-mass", "volume", "length", "count", "time", "calendar-time",
    "temperature", "pH", "mass-fraction", "volume-fraction",
)  # fmt: skip

SOLVENT_KG = "kg(solvent)"  # internal: written "kg", and only opposite mosm

# symbol: (dimension, size as a whole number of the smallest unit of that dimension)
ATOMS: dict[str, tuple[str, int]] = {
    "ng": ("mass", 1),
    "ug": ("mass", 10**3),
    "mg": ("mass", 10**6),
    "g": ("mass", 10**9),
    "umol": ("amount", 1),
    "mmol": ("amount", 10**3),
    "mol": ("amount", 10**6),
    "meq": ("equivalents", 1),
    "mosm": ("osmoles", 1),
    "[iU]": ("international-units", 1),
    "[U]": ("units", 1),
    "[USP'U]": ("usp-units", 1),
    "kg": ("body-weight", 1),
    SOLVENT_KG: ("solvent-mass", 1),
    "uL": ("volume", 1),
    "mL": ("volume", 10**3),
    "L": ("volume", 10**6),
    "um": ("length", 1),
    "mm": ("length", 10**3),
    "cm": ("length", 10**4),
    "m": ("length", 10**6),  # only squared: a bare "m" is too easily min, mo or mg
    "s": ("time", 1),
    "min": ("time", 60),
    "h": ("time", 3600),
    "d": ("time", 86400),
    "wk": ("time", 604800),
    "mo": ("calendar-time", 1),
    "a": ("calendar-time", 12),
    "Cel": ("temperature", 1),
    "[pH]": ("pH", 1),
    "%{w/w}": ("mass-fraction", 1),
    "%{v/v}": ("volume-fraction", 1),
    **{f"{{{name}}}": ("count", 1) for name in ("point", "session", "course", "vial", "ampoule", "syringe")},
}
PERCENT_WV = "%{w/v}"  # 10 mg/mL: the one unit with two dimensions, so it stands outside ATOMS

LARGEST: dict[str, int] = {}
for _dimension, _size in ATOMS.values():
    LARGEST[_dimension] = max(_size, LARGEST.get(_dimension, 1))

MASS_OR_MOLES = frozenset({"mass", "amount"})  # may name a form: mg{HCl}
NEEDS_SUBSTANCE = frozenset({"equivalents", "international-units", "units", "usp-units"})
SCALES = frozenset({"temperature", "pH"})  # a place on a scale: differences, but no multiples
ALONE = SCALES | {"mass-fraction", "volume-fraction"}  # never part of a compound unit

# How text for people writes a code; everything else is written as its code.
LABELS = {
    "ug": "µg",
    "umol": "µmol",
    "uL": "µL",
    "um": "µm",
    "meq": "mEq",
    "mosm": "mOsm",
    SOLVENT_KG: "kg",
    PERCENT_WV: "% w/v",
    "%{w/w}": "% w/w",
    "%{v/v}": "% v/v",
}

ALIASES = {
    "mcg": "ug",
    "mcmol": "umol",
    "ml": "mL",
    "l": "L",
    "ul": "uL",
    "mEq": "meq",
    "mOsm": "mosm",
    "mOsmol": "mosm",
    "mosmol": "mosm",
    "IU": "[iU]",
    "[IU]": "[iU]",
    "U": "[U]",
    "pH": "[pH]",
    "°C": "Cel",
}

# What people write that is not in the table, and what to write instead. A key with
# capitals stands for itself, one without for any capitals.
# "cc", "u" and gamma (U+03B3) are on ISMP's list of error-prone abbreviations.
INSTEAD = {
    "cc": "mL",
    "cm3": "mL",
    "ccm": "mL",
    "gm": "g",
    "gr": "g",
    "gram": "g",
    "grams": "g",
    "mgs": "mg",
    "\u03b3": "ug",
    "gamma": "ug",
    "kgs": "kg",
    "u": "[U]{brand} or [iU]{substance}",
    "ui": "[iU]{substance}",
    "ie": "[iU]{substance}",
    "i.u.": "[iU]{substance}",
    "unit": "[U]{brand} or [iU]{substance}",
    "units": "[U]{brand} or [iU]{substance}",
    "usp": "[USP'U]{substance}",
    "usp-u": "[USP'U]{substance}",
    "[usp]": "[USP'U]{substance}",
    "eq": "meq{substance}",
    "m": "cm or mm for a length, min for minutes, mo for months",
    "sec": "s",
    "second": "s",
    "seconds": "s",
    "mins": "min",
    "minute": "min",
    "minutes": "min",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "day": "d",
    "days": "d",
    "w": "wk",
    "week": "wk",
    "weeks": "wk",
    "month": "mo",
    "months": "mo",
    "y": "a",
    "yr": "a",
    "year": "a",
    "years": "a",
    "sqcm": "cm2",
    "dl": "mL or L (1 dL = 100 mL)",
    "mm3": "uL",
    "M": "mmol/L (1 M = 1000 mmol/L)",
    "mM": "mmol/L",
    "uM": "umol/L",
    "nmol": "umol",
    "Da": "g/mol",
    "kDa": "g/mol (1 kDa = 1000 g/mol)",
    "G": "the needle's diameter in mm, if a gauge is meant",
    "kIU": "[iU]{substance}, with the number multiplied out",
    "mIU": "[iU]{substance}, with the number multiplied out",
    "MIU": "[iU]{substance}, with the number multiplied out",
    "nm": "um for a length, umol/L for a concentration",
    "ppm": "ug/mL or % w/w",
    "mg%": "mg/mL (1 mg% = 0.01 mg/mL)",
    "g%": "mg/mL (1 g% = 10 mg/mL)",
    "c": "Cel",
    "f": "Cel",
    "k": "Cel",
    "eur": "{EUR}",
    "€": "{EUR}",
    "usd": "{USD}",
    "$": "{USD}",
    "£": "{GBP}",
    "point": "{point}",
    "points": "{point}",
    "session": "{session}",
    "sessions": "{session}",
    "vial": "{vial}",
    "ampoule": "{ampoule}",
    "ampoules": "{ampoule}",
}


def is_money(symbol: str) -> bool:
    """True for three capitals in braces, the shape of an ISO 4217 code such as {EUR}."""
    name = symbol[1:-1]
    return symbol[:1] == "{" and len(name) == 3 and name.isascii() and name.isalpha() and name.isupper()


def dimension_of(symbol: str) -> tuple[str, int]:
    """The dimension of a symbol of the table and its size; a KeyError if it is not in the table."""
    return ("money", 1) if is_money(symbol) else ATOMS[symbol]


def kind_of(symbol: str, tag: str) -> Kind:
    """The dimension of a term and what it is of; counts and money are of their own name."""
    return dimension_of(symbol)[0], tag or (symbol[1:-1] if symbol[0] == "{" else "")


def bears_form(symbol: str) -> bool:
    """True if an amount in this symbol may be of a salt or of a base: masses and moles."""
    return symbol != PERCENT_WV and dimension_of(symbol)[0] in MASS_OR_MOLES
