"""Quantity: an exact decimal and its unit, with arithmetic that refuses to mix what differs."""

from __future__ import annotations

from decimal import Decimal

from mesoplan.quantity.errors import (
    LONGEST_TEXT,
    IncompatibleUnits,
    InexactConversion,
    NotANumber,
    QuantityError,
)
from mesoplan.quantity.number import (
    DASHES,
    DIGITS,
    EXACT,
    MOST_DIGITS,
    ROUNDED,
    check_value,
    computed,
    plain,
    read_number,
)
from mesoplan.quantity.table import PERCENT_WV, SCALES, Term, bears_form
from mesoplan.quantity.unit import Unit, combine, factor_of, make_unit, restore_unit, terms_of
from mesoplan.quantity.unit_text import check_tag
from mesoplan.quantity.why import incompatible

TYPE_CHECKING = False
if TYPE_CHECKING:  # a plain constant: importing typing costs as much as importing decimal
    from typing import NoReturn

_FRACTION_OF = {"mass-fraction": "mass", "volume-fraction": "volume"}


class Quantity:
    """An exact amount: a finite decimal `value` and its `unit`; it never changes.

    Digits that were given are kept ("0.50 mL"); computed values carry no trailing zeros.

    - Equal and equally hashed: the same dimension and the same magnitude ("1 g" == "1000 mg").
      Of different dimensions, brands, substances or forms: not equal.
    - `<`, `+`, `-` and `to` across dimensions raise `IncompatibleUnits` with the reason.
    - `to`, comparisons and hashes are exact. Sums, products and quotients are exact up to 50
      significant digits and rounded half to even beyond ("1 mg" / 3).
    - `*` and `/` cancel units: "10 mg/mL" * "2 mL" is "20 mg". Of one dimension, `/` gives the
      pure number: "1 g" / "500 mg" is "2 1". A pH or temperature has no multiples.
    - floats are a TypeError; values beyond 1e±30 or 50 digits a `NotANumber`.

    Source: UCUM v2.1 for the codes; ISMP list of error-prone abbreviations for the trailing zeros.
    """

    __slots__ = ("_hash", "unit", "value")

    _hash: int
    value: Decimal
    unit: Unit

    def __new__(cls, value: Decimal | int, unit: Unit | str) -> Quantity:
        return _quantity(check_value(_decimal(value)), _unit(unit))

    @staticmethod
    def parse(text: str, substance: str | None = None, *, allow_negative: bool = False) -> Quantity:
        """The amount that the text says: "4.5 mg/kg", "2 % w/v", "100 IU" with its substance.

        At most 100 characters; plain digits with a decimal point; a unit is required. Raises a
        `QuantityError` for anything else. See `Unit.parse` for `substance`.
        """
        value, rest = read_number(text, allow_negative)
        try:
            return _quantity(value, Unit.parse(rest, substance))
        except QuantityError as error:
            hint = _per_one(value, rest) or error.hint
            raise type(error)(text, error.reason, hint) from None

    @staticmethod
    def zero(unit: Unit | str) -> Quantity:
        """Nothing, in the unit: where a sum starts."""
        return _quantity(Decimal(0), _unit(unit))

    @property
    def is_zero(self) -> bool:
        """True for an amount of nothing, in whatever unit."""
        return not self.value

    @property
    def dimension(self) -> str:
        """What is measured; see `Unit.dimension`."""
        return self.unit.dimension

    @property
    def form(self) -> str | None:
        """The salt or base that is counted, or None; see `Unit.form`."""
        return self.unit.form

    @property
    def base_value(self) -> Decimal:
        """The exact magnitude in the base unit of the dimension, to compare within a dimension.

        The base is the smallest unit above the line and the largest below it: ng, ng/L, ug/wk.
        """
        return EXACT.multiply(self.value, factor_of(self.unit))

    def to(self, unit: Unit | str, *, exact: bool = True) -> Quantity:
        """The same amount in another unit of the same dimension, exactly.

        Raises `IncompatibleUnits` across dimensions, and `InexactConversion` where no finite
        decimal exists (only times: "1 d" in wk); with `exact=False` that is rounded half to even
        to 50 significant digits instead.
        """
        target = _unit(unit)
        if target == self.unit:
            return self
        if target.dimension != self.unit.dimension:
            raise incompatible(self.unit, target, f"{self} in {target}")
        converted = self._converted(target)
        if converted is None and exact:
            raise InexactConversion(
                f"{self} in {target}",
                f"This has no exact decimal of {MOST_DIGITS} digits in {target}.",
                "Choose a smaller unit, or allow rounding with exact=False.",
            )
        return converted or self._rounded(target)

    def with_form(self, form: str) -> Quantity:
        """The same number, now said to count this form ("HCl", "base").

        For an amount whose source says the form elsewhere. Raises `IncompatibleUnits` if it
        already says a form, or is no single mass or mole.
        """
        symbol, tag, power = self._form_term()
        if tag:
            raise IncompatibleUnits(
                self.format(), f"It already counts {tag}.", f'Convert: as_form("{form}", factor=…).'
            )
        return _quantity(self.value, self._replaced((symbol, tag, power), form))

    def as_form(self, form: str, *, factor: Decimal | int) -> Quantity:
        """The equivalent in another form: 10 mg{HCl} with factor 0.8656 is 8.656 mg{base}.

        `factor` is the amount of the new form in one of the old, in the same unit (for masses the
        ratio of molar masses); the caller answers for its source. Raises `IncompatibleUnits` if
        the amount says no form, or is in this form already and the factor is not 1.
        """
        ratio = _decimal(factor)
        if check_value(ratio) <= 0:
            raise NotANumber(str(factor), "A factor between forms is above 0.")
        symbol, tag, power = self._form_term()
        if not tag:
            raise IncompatibleUnits(
                self.format(),
                f"It does not say its form, so nothing says what {ratio} converts from.",
                'State the form where it is known: with_form("HCl").',
            )
        if tag == form:
            if ratio != 1:
                raise IncompatibleUnits(self.format(), f"It counts {form} already, factor is not 1.")
            return self
        multiplied = EXACT.multiply if power > 0 else ROUNDED.divide
        value = multiplied(self.value, EXACT.power(ratio, abs(power)))
        return _quantity(computed(value), self._replaced((symbol, tag, power), form))

    def format(self) -> str:
        """The amount as text that `parse` reads back: "0.50 mL", "4.5 mg/kg", "100 µg"."""
        return f"{plain(self.value)} {self.unit.label}"

    __str__ = format

    def __repr__(self) -> str:
        return f"Quantity.parse({self.format()!r})"

    def __format__(self, spec: str) -> str:
        return format(self.format(), spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        if self.unit == other.unit:
            return self.value == other.value
        return self.dimension == other.dimension and self.base_value == other.base_value

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            found = hash((self.unit.dimension, self.base_value))
            object.__setattr__(self, "_hash", found)
            return found

    def __lt__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._difference_sign(other, "<") < 0

    def __le__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._difference_sign(other, "<=") <= 0

    def __gt__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._difference_sign(other, ">") > 0

    def __ge__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._difference_sign(other, ">=") >= 0

    def __add__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        left, right, unit = self._aligned(other, "+")
        return _quantity(computed(ROUNDED.add(left, right)), unit)

    def __sub__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        left, right, unit = self._aligned(other, "-")
        return _quantity(computed(ROUNDED.subtract(left, right)), unit)

    def __neg__(self) -> Quantity:
        return _quantity(check_value(self.value.copy_negate()), self.unit)

    def __abs__(self) -> Quantity:
        return _quantity(self.value.copy_abs(), self.unit)

    def __mul__(self, other: Quantity | Decimal | int) -> Quantity:
        if isinstance(other, Quantity):
            return self._combined(other, 1)
        if not isinstance(other, int | float | Decimal):
            return NotImplemented
        return self._combined(Quantity(other, "1"), 1)

    __rmul__ = __mul__

    def __truediv__(self, other: Quantity | Decimal | int) -> Quantity:
        if isinstance(other, Quantity):
            return self._combined(other, -1)
        if not isinstance(other, int | float | Decimal):
            return NotImplemented
        return self._combined(Quantity(other, "1"), -1)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("A Quantity never changes.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("A Quantity never changes.")

    def __copy__(self) -> Quantity:
        return self

    def __deepcopy__(self, memo: object) -> Quantity:
        return self

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return restored, (plain(self.value), self.unit.code)

    def _converted(self, target: Unit) -> Quantity | None:
        """In the unit of the same dimension, or None if that is not exact."""
        rounded, size = self._rounded(target), factor_of(target)
        return rounded if EXACT.multiply(rounded.value, size) == self.base_value else None

    def _rounded(self, target: Unit) -> Quantity:
        return _quantity(computed(ROUNDED.divide(self.base_value, factor_of(target))), target)

    def _difference_sign(self, other: Quantity, sign: str) -> int:
        if self.unit == other.unit:
            left, right = self.value, other.value
        elif self.dimension == other.dimension:
            left, right = self.base_value, other.base_value
        else:
            raise incompatible(self.unit, other.unit, f"{self} {sign} {other}")
        return (left > right) - (left < right)

    def _aligned(self, other: Quantity, sign: str) -> tuple[Decimal, Decimal, Unit]:
        """Both values in one unit: the left one's, or the right one's if only that is exact."""
        if self.unit == other.unit:
            return self.value, other.value, self.unit
        if self.dimension != other.dimension:
            raise incompatible(self.unit, other.unit, f"{self} {sign} {other}")
        right = other._converted(self.unit)
        if right is None:
            left = self._converted(other.unit)
            if left is not None:
                return left.value, other.value, other.unit
            right = other._rounded(self.unit)
        return self.value, right.value, self.unit

    def _combined(self, other: Quantity, sign: int) -> Quantity:
        """Product (sign 1) or quotient (sign -1), with units cancelled."""
        if self.dimension in SCALES or other.dimension in SCALES:
            text = f"{self} {'*' if sign > 0 else '/'} {other}"
            raise IncompatibleUnits(text, "A pH or temperature has no multiples.", "Subtract them.")
        if sign < 0 and other.is_zero:
            raise NotANumber(f"{self} / {other}", "Division by zero.")
        left, right = self, other
        if sign < 0 and left.dimension == right.dimension:
            return _quantity(computed(ROUNDED.divide(left.base_value, right.base_value)), _ONE)
        if sign > 0 and _FRACTION_OF.get(left.dimension) == right.dimension:
            left = left._fraction()
        elif _FRACTION_OF.get(right.dimension) == left.dimension:
            right = right._fraction()
        if right.unit == _ONE:
            unit, above, below = left.unit, 1, 1
        elif left.unit == _ONE and sign > 0:
            unit, above, below = right.unit, 1, 1
        else:
            left, right = left._expanded(), right._expanded()
            unit, above, below = combine(left.unit, right.unit, sign)
        number = EXACT.multiply(left.value, above)
        if sign > 0:
            number = EXACT.multiply(number, right.value)
            divisor = Decimal(below)
        else:
            divisor = EXACT.multiply(right.value, below)
        return _quantity(computed(ROUNDED.divide(number, divisor)), unit)

    def _fraction(self) -> Quantity:
        """A "% w/w" or "% v/v" as a pure number, for the whole that it is a fraction of."""
        return _quantity(computed(ROUNDED.divide(self.value, 100)), _ONE)

    def _expanded(self) -> Quantity:
        """A "% w/v" as mg/mL, so that its volume can cancel."""
        return self.to("mg/mL") if self.unit.code == PERCENT_WV else self

    def _form_term(self) -> Term:
        terms = [term for term in terms_of(self.unit) if bears_form(term[0])]
        if len(terms) == 1:
            return terms[0]
        raise IncompatibleUnits(
            self.format(),
            "Only an amount with one mass or mole in its unit is of a form.",
            "Convert it to mg/mL first." if self.unit.code == PERCENT_WV else "",
        )

    def _replaced(self, term: Term, form: str) -> Unit:
        """The unit with the form of its one mass or mole replaced."""
        check_tag(form, form)
        terms = [(t[0], form, t[2]) if t == term else t for t in terms_of(self.unit)]
        return make_unit(terms, self.format())


def parse_range(text: str, substance: str | None = None) -> tuple[Quantity, Quantity]:
    """Low and high of "4.5-7.0 [pH]", "5 to 10 mg/mL", or "500 mg to 1 g" (also with a dash).

    The low end may leave out a unit that the high end gives. Raises a `QuantityError` for what is
    not a range, for ends of different dimensions, and for a low end above the high end.
    """
    if isinstance(text, str) and len(text) <= LONGEST_TEXT:
        low_text, high_text = _ends(text)
    else:
        low_text = high_text = ""
    if not high_text:
        read_number(text)
        raise NotANumber(text, "Not a range.", 'Write low and high: "5 to 10 mg/mL".')
    try:
        value, rest = read_number(low_text)
        high = Quantity.parse(high_text, substance)
        low = Quantity.parse(low_text, substance) if rest else _quantity(value, high.unit)
        if low > high:
            raise NotANumber(text, f"{low} is above {high}.", "Write the low end first.")
    except QuantityError as error:
        raise type(error)(text, error.reason, error.hint) from None
    return low, high


def volume_holding(amount: Quantity | None, strength: Quantity | None) -> Quantity | None:
    """The volume that holds an amount at a strength (amount per volume).

    None when one of the two is not known, or when they do not make a volume (a strength per vial,
    an amount in a unit that does not convert).
    """
    if amount is None or strength is None:
        return None
    try:
        volume = amount / strength
    except QuantityError:
        return None
    return volume if volume.dimension == "volume" else None


def _ends(text: str) -> tuple[str, str]:
    """The two sides of a range; the second is empty if there is no sign of one."""
    for mark in (" to ", *DASHES, " - "):
        low, found, high = text.partition(mark)
        if found:
            return low, high
    closing = ""
    for place, char in enumerate(text):
        if closing:
            closing = "" if char == closing else closing
        elif char in "{[":
            closing = "}" if char == "{" else "]"
        elif char == "-" and text[:place].strip():
            return text[:place], text[place + 1 :]
    return text, ""


def restored(value: str, code: str) -> Quantity:
    """The amount that was kept as its digits and its unit's code."""
    return _quantity(check_value(Decimal(value)), restore_unit(code))


def _quantity(value: Decimal, unit: Unit) -> Quantity:
    """A quantity of a value that was checked."""
    quantity: Quantity = object.__new__(Quantity)
    object.__setattr__(quantity, "value", value)
    object.__setattr__(quantity, "unit", unit)
    return quantity


def _decimal(value: Decimal | int) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(
            f"An amount is a Decimal or an int, not the {type(value).__name__} {value!r}: "
            'a binary float is not exact. Write Decimal("0.1"), or Quantity.parse("0.1 mg").'
        )
    if value.bit_length() > 200:
        raise NotANumber("an integer", f"More than {MOST_DIGITS} digits is not a measured amount.")
    return Decimal(value)


def _unit(unit: Unit | str) -> Unit:
    return unit if isinstance(unit, Unit) else Unit.parse(unit)


def _per_one(value: Decimal, rest: str) -> str:
    """For "4 U/0.1 mL" what it is per one mL, if that is a short number; else ""."""
    above, slash, below = rest.partition("/")
    end = 0
    while end < len(below) and below[end] in DIGITS + ".":
        end += 1
    unit = below[end:].strip()
    if not (slash and above and unit) or not below[:end].replace(".", "", 1).strip("0"):
        return ""
    if below[:end].count(".") > 1:
        return ""
    per_one = ROUNDED.divide(value, Decimal(below[:end])).normalize(ROUNDED)
    if len(per_one.as_tuple().digits) > 10:
        return ""
    return f'Write "{plain(per_one)} {above.strip()}/{unit}".'


_ONE = Unit.parse("1")
