"""Units: products of the table's symbols, each with what it is an amount of."""

from __future__ import annotations

from decimal import Decimal

from mesoplan.quantity.errors import IncompatibleUnits, UnknownUnit
from mesoplan.quantity.table import (
    ALONE,
    ATOMS,
    DIMENSIONS,
    LABELS,
    LARGEST,
    PERCENT_WV,
    SCALES,
    SOLVENT_KG,
    Kind,
    Term,
    bears_form,
    dimension_of,
    kind_of,
)
from mesoplan.quantity.unit_text import read_terms

TYPE_CHECKING = False
if TYPE_CHECKING:  # a plain constant: importing typing costs as much as importing decimal
    from typing import NoReturn


_ORDER = {name: place for place, name in enumerate(DIMENSIONS)}
_HIGHEST_EXPONENT = 9
_CACHE: dict[tuple[str, str | None], Unit] = {}
_COMBINED: dict[tuple[str, str, int], tuple[Unit, int, int]] = {}
_CACHE_SIZE = 4096


class Unit:
    """A unit, equal to another exactly when their codes are equal ("mg/mL" is not "ug/uL").

    - `code`: UCUM, canonical: "ug/mL", "mg/kg/d", "[iU]{hyaluronidase}", "%{w/v}", "meq{sodium}".
    - `label`: as text for people shows it: "µg/mL", "% w/v", "mEq{sodium}"; otherwise the code.
      `Unit.parse` reads both.
    - `dimension`: what is measured: "mass/volume", "mass{HCl}", "units{onabotulinumtoxinA}", "1".
      Two units convert into each other exactly when their dimensions are equal.

    Source: UCUM v2.1; departures in `mesoplan.quantity.table`.
    """

    __slots__ = ("_factor", "_terms", "code", "dimension", "label")

    code: str
    label: str
    dimension: str
    _terms: tuple[Term, ...]
    _factor: int

    def __init__(self) -> None:
        raise TypeError('Units are read from text: Unit.parse("mg/mL").')

    @staticmethod
    def parse(text: str, substance: str | None = None) -> Unit:
        """The unit that the text says.

        `substance` (or brand) completes units that need one: "IU", "U", "mEq". Raises
        `AmbiguousUnit` for these without it and for a bare "%", `UnknownUnit` for what is not in
        the table, `IncompatibleUnits` for what cannot be one unit ("mg/g").
        """
        try:
            return _CACHE[text, substance]
        except (KeyError, TypeError):
            pass
        unit = make_unit(read_terms(text, substance), text)
        if len(_CACHE) < _CACHE_SIZE:
            _CACHE[text, substance] = unit
        return unit

    @property
    def form(self) -> str | None:
        """The salt or base that a mass or mole in the unit counts: "HCl" for mg{HCl}/mL, or None.

        A unit with two ("mg{base}/mg{HCl}") has no single form: None.
        """
        forms = {tag for symbol, tag, _ in self._terms if tag and bears_form(symbol)}
        return forms.pop() if len(forms) == 1 else None

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("A Unit never changes.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("A Unit never changes.")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return self.code == other.code if isinstance(other, Unit) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.code)

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"Unit.parse({self.code!r})"

    def __copy__(self) -> Unit:
        return self

    def __deepcopy__(self, memo: object) -> Unit:
        return self

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return restore_unit, (self.code,)


def restore_unit(code: str) -> Unit:
    """The unit of a code made by `Unit.code`, however long. Remembered: a catalog has few codes."""
    unit = _CACHE.get((code, None))
    if unit is None:
        unit = make_unit(read_terms(code, None, any_length=True), code)
        if len(_CACHE) < _CACHE_SIZE:
            _CACHE[code, None] = unit
    return unit


def make_unit(terms: list[Term], text: str) -> Unit:
    """The unit of these terms (one a kind), or IncompatibleUnits if they make none."""
    unit: Unit = object.__new__(Unit)
    put = object.__setattr__
    if [symbol for symbol, _, _ in terms] == [PERCENT_WV]:
        put(unit, "_terms", tuple(terms))
        put(unit, "code", PERCENT_WV)
        put(unit, "label", LABELS[PERCENT_WV])
        put(unit, "dimension", "mass/volume")
        put(unit, "_factor", 10 * ONE_MG_PER_ML)
        return unit
    ordered = sorted(terms, key=lambda term: (_ORDER[dimension_of(term[0])[0]], term[1], term[0]))
    _check_terms(ordered, text)
    put(unit, "_terms", tuple(ordered))
    put(unit, "code", _written([(symbol, tag, power) for symbol, tag, power in ordered]))
    put(
        unit,
        "label",
        _written([(LABELS.get(symbol, symbol), tag, power) for symbol, tag, power in ordered]),
    )
    put(unit, "dimension", _dimension_written(ordered))
    put(unit, "_factor", _factor(ordered))
    return unit


def _check_terms(terms: list[Term], text: str) -> None:
    """Refuses combinations that mean nothing or would be written like another unit."""
    for symbol, _, power in terms:
        dimension = dimension_of(symbol)[0]
        if abs(power) > _HIGHEST_EXPONENT:
            raise IncompatibleUnits(text, f"Powers above {_HIGHEST_EXPONENT} measure nothing.")
        if dimension == "length" and abs(power) > 2:
            reason = "A length to the third power is no unit here."
            raise IncompatibleUnits(text, reason, "Volumes are in uL, mL or L.")
        if symbol == "m" and abs(power) != 2:
            raise UnknownUnit(text, "Metres occur only squared, as m2.", "Write cm or mm.")
        if dimension in ALONE and (len(terms) > 1 or power != 1):
            reason = f"{LABELS.get(symbol, symbol)} cannot be part of a compound unit."
            hint = "" if dimension in SCALES else "Convert to mg/mL first."
            raise IncompatibleUnits(text, reason, hint)
    powers = {symbol: power for symbol, _, power in terms}
    osmoles, patient = powers.get("mosm", 0), powers.get("kg", 0)
    solvent = powers.get(SOLVENT_KG, 0)
    if osmoles * patient < 0 or (solvent and (patient or osmoles * solvent >= 0)):
        reason = "The kg of an osmolality is solvent, which is never body weight."
        raise IncompatibleUnits(text, reason)


def _written(terms: list[Term]) -> str:
    """Numerators joined with ".", then each denominator after its own "/"."""

    def one(symbol: str, tag: str, power: int) -> str:
        shown = LABELS[symbol] if symbol == SOLVENT_KG else symbol
        return shown + (str(abs(power)) if abs(power) > 1 else "") + (f"{{{tag}}}" if tag else "")

    above = ".".join(one(*term) for term in terms if term[2] > 0)
    below = "".join("/" + one(*term) for term in terms if term[2] < 0)
    return above + below or "1"


def _dimension_written(terms: list[Term]) -> str:
    def one(symbol: str, tag: str, power: int) -> str:
        name, of = kind_of(symbol, tag)
        power = abs(power)
        if name == "length" and power == 2:
            name, power = "area", 1
        return name + (str(power) if power > 1 else "") + (f"{{{of}}}" if of else "")

    above = ".".join(one(*term) for term in terms if term[2] > 0)
    below = "".join("/" + one(*term) for term in terms if term[2] < 0)
    return (above or "1") + below


def _factor(terms: list[Term]) -> int:
    """How many base units one unit is: always a whole number.

    The base unit has the smallest unit of each dimension above the line and the largest below it
    (ng/L, ug/wk), because every larger unit is a whole multiple of every smaller one.
    """
    factor = 1
    for symbol, _, power in terms:
        dimension, size = dimension_of(symbol)
        ratio = size if power > 0 else LARGEST.get(dimension, 1) // size
        factor *= ratio ** abs(power)
    return factor


ONE_MG_PER_ML = ATOMS["mg"][1] * (LARGEST["volume"] // ATOMS["mL"][1])


def combine(left: Unit, right: Unit, sign: int) -> tuple[Unit, int, int]:
    """The unit of left x right (sign 1) or left / right (sign -1), and the factor it leaves.

    Returns (unit, numerator, denominator): the product of the values times numerator over
    denominator is the amount in that unit. Of two units of one kind the smaller stays.
    """
    key = (left.code, right.code, sign)
    if key in _COMBINED:
        return _COMBINED[key]
    found: dict[Kind, Term] = {kind_of(s, tag): (s, tag, power) for s, tag, power in left._terms}
    above = below = 1
    for symbol, tag, right_power in right._terms:
        power = right_power * sign
        kind = kind_of(symbol, tag)
        if kind not in found:
            found[kind] = (symbol, tag, power)
            continue
        other, _, other_power = found[kind]
        size, other_size = dimension_of(symbol)[1], dimension_of(other)[1]
        ratio = max(size, other_size) // min(size, other_size)
        larger_power = power if size > other_size else other_power
        if larger_power > 0:
            above *= ratio**larger_power
        else:
            below *= ratio**-larger_power
        if power + other_power:
            found[kind] = (min(symbol, other, key=_size), tag, power + other_power)
        else:
            del found[kind]
    unit = make_unit(list(found.values()), f"{left} {'*' if sign > 0 else '/'} {right}")
    if len(_COMBINED) < _CACHE_SIZE:
        _COMBINED[key] = unit, above, below
    return unit, above, below


def _size(symbol: str) -> int:
    return dimension_of(symbol)[1]


def factor_of(unit: Unit) -> Decimal:
    """How many base units of its dimension one unit is: a whole number."""
    return Decimal(unit._factor)


def with_terms(unit: Unit, terms: list[Term]) -> Unit:
    """The unit with its terms replaced."""
    return make_unit(terms, unit.code)


def terms_of(unit: Unit) -> tuple[Term, ...]:
    """The terms that make up the unit."""
    return unit._terms
