"""The number in front of a unit: one way to write it, every other way refused with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from mesoplan.quantity.errors import LONGEST_TEXT, AmbiguousUnit, NotANumber, shown

MOST_DIGITS = 50  # significant digits of a value; results of arithmetic are rounded to as many
LARGEST_POWER = 30  # values lie between 1e-30 and 1e31

_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
# Own contexts, so that a caller's decimal.getcontext() never changes an amount.
ROUNDED = Context(prec=MOST_DIGITS, rounding=ROUND_HALF_EVEN, traps=_TRAPS)
EXACT = Context(prec=999, rounding=ROUND_HALF_EVEN, traps=_TRAPS)

DIGITS = "0123456789"
BLANKS = " \u00a0\u202f"  # no-break spaces come with text copied from labels
DASHES = ("\u2013", "\u2014")  # en and em dash
_MINUS = "\u2212"
_PLUS_MINUS = "\u00b1"
_TIMES = "x*\u00d7"
_SEPARATORS = ",'_\u2019"
_INEXACT = "<>\u2264\u2265~\u2248" + _PLUS_MINUS


def check_value(value: Decimal) -> Decimal:
    """The value as it is kept: finite, in range, exponent never above 0; else NotANumber."""
    if not value.is_finite():
        raise NotANumber(str(value), "An amount must be a finite number.")
    _, digits, exponent = value.as_tuple()
    if len(digits) > MOST_DIGITS:
        raise NotANumber(str(value), f"More than {MOST_DIGITS} digits is not a measured amount.")
    if not -LARGEST_POWER <= value.adjusted() <= LARGEST_POWER:
        raise NotANumber(str(value), f"Amounts lie between 1e-{LARGEST_POWER} and 1e{LARGEST_POWER}.")
    if not value:
        value = value.copy_abs()
    if isinstance(exponent, int) and exponent > 0:
        value = value.quantize(Decimal(1), context=EXACT)
    return value


def computed(value: Decimal) -> Decimal:
    """A computed value without trailing zeros after the point: ISMP, "1.0" is read as 10."""
    return check_value(value.normalize(ROUNDED) if value else _ZERO)


_ZERO = Decimal(0)


def summed(values: Iterable[Decimal]) -> Decimal:
    """Their sum, whatever the caller's context: a verdict never hangs on the process it is asked in."""
    return _sum(values, ROUNDED)


def added_up(values: Iterable[Decimal]) -> Decimal:
    """Their sum to the last digit."""
    return _sum(values, EXACT)


def _sum(values: Iterable[Decimal], context: Context) -> Decimal:
    total = _ZERO
    for value in values:
        total = context.add(total, value)
    return total


def plain(value: Decimal) -> str:
    """Plain digits, never an exponent."""
    return format(value, "f")


def read_number(text: str, allow_negative: bool = False) -> tuple[Decimal, str]:
    """The number at the start of the text, and the rest without the blanks between.

    Accepts ASCII digits with an optional decimal point: "4", "0.50", "12.5". The digits are kept
    as given. Everything else is a `NotANumber` (or `AmbiguousUnit` for a ratio such as 1:1000).
    """
    body = _body(text)
    negative = body[0] in ("-", _MINUS)
    if negative and not allow_negative:
        raise NotANumber(text, "A negative amount cannot be given.")
    unsigned = body[1:] if body[0] == "-" else body
    whole = _run(unsigned, DIGITS)
    if whole == 0:
        raise _no_number(text, unsigned)
    end = whole
    if unsigned[end : end + 1] == ".":
        end += 1 + _run(unsigned[end + 1 :], DIGITS)
    numeral, rest = unsigned[:end], unsigned[end:]
    _refuse_continued(text, numeral, rest)
    if numeral[-1] == ".":
        raise NotANumber(text, "A point without digits after it.", f'Write "{numeral[:-1]}".')
    if _in_thousands(numeral, whole):
        raise NotANumber(
            text,
            f"{numeral} is ambiguous: {numeral[:whole]} or {numeral.replace('.', '')}?",
            "Leave out the zeros after the point, or the point.",
        )
    if whole > 1 and numeral[0] == "0":
        stripped = numeral[: whole - 1].lstrip("0") + numeral[whole - 1 :]
        raise NotANumber(text, "A leading zero.", f'Write "{stripped}".')
    try:
        value = check_value(Decimal(numeral))
    except NotANumber as error:
        raise NotANumber(text, error.reason) from None
    return (value.copy_negate() if negative and value else value), rest.lstrip(BLANKS)


def _in_thousands(numeral: str, whole: int) -> bool:
    """Whether a point may be a thousands separator: "1.000", "2.500"; never "5.625", "0.500" or "1.50".

    Only digits that end in zero: nobody needs that zero, and half the world reads it as a thousand.
    """
    return whole <= 3 and numeral[0] != "0" and len(numeral) == whole + 4 and numeral[-1] == "0"


def _body(text: str) -> str:
    """The text without blanks around it, if it is short, printable text with something in it."""
    if not isinstance(text, str):
        raise NotANumber(
            shown(text),
            f"An amount is text with a number and a unit; this is a {type(text).__name__}.",
            'Write it in quotes, such as "4.5 mg".',
        )
    if len(text) > LONGEST_TEXT:
        raise NotANumber(text, f"The text is longer than {LONGEST_TEXT} characters.")
    for char in text:
        if not char.isprintable() and char not in BLANKS:
            raise NotANumber(text, f"It has the unprintable character U+{ord(char):04X}.", "Delete it.")
    body = text.strip(BLANKS)
    if not body:
        raise NotANumber(text, "The text is empty.", 'Write a number and a unit: "4.5 mg".')
    return body


def _run(text: str, chars: str) -> int:
    """How many characters at the start of the text are among these."""
    end = 0
    while end < len(text) and text[end] in chars:
        end += 1
    return end


def _no_number(text: str, body: str) -> NotANumber:
    """Why there is no number at the start of the body."""
    first = body[:1]
    if first == ".":
        reason = 'A point without a digit before it is easily overlooked (".5" as 5).'
        return NotANumber(text, reason, f'Write "0{body}".')
    if first == "+":
        return NotANumber(text, "A plus sign is not used.", f'Write "{body[1:]}".')
    if first == _MINUS:
        return NotANumber(text, "This is the minus sign U+2212.", f'Write "-{body[1:]}".')
    if first and first in _INEXACT:
        return NotANumber(text, f'"{first}" makes a limit of it, not an amount.', "Write a number.")
    if body.lower().startswith(("nan", "inf")):
        return NotANumber(text, "An amount must be a finite number.")
    if first.isnumeric():
        return _foreign_digit(text, first)
    return NotANumber(text, "No number at the start.", 'Write a number and a unit: "4.5 mg".')


def _foreign_digit(text: str, char: str) -> NotANumber:
    reason = f'"{char}" (U+{ord(char):04X}) is not one of the digits 0 to 9.'
    return NotANumber(text, reason, "Type plain digits and a point.")


def _refuse_continued(text: str, numeral: str, rest: str) -> None:
    """Refuses what follows a numeral and would change its meaning."""
    mark, after, bare = rest[:1], rest[1:], rest.lstrip(BLANKS)
    if not mark:
        return
    if mark.isnumeric() and not mark.isascii():
        raise _foreign_digit(text, mark)
    if mark in _SEPARATORS and _run(after, DIGITS):
        raise _separated(text, numeral, rest)
    if mark in ",.":
        reason = f'"{mark}" after {numeral} makes it no number.'
        raise NotANumber(text, reason, "Write digits with at most one decimal point.")
    if mark in "eE" and _run(after.lstrip("+-"), DIGITS):
        raise _exponent(text, numeral, after)
    if mark == "/" and _run(after, DIGITS):
        raise NotANumber(text, "It is a fraction.", "Write a decimal: 0.5, not 1/2.")
    if bare[:1] == ":":
        raise _ratio(text, numeral, bare[1:])
    if bare.startswith(("-", *DASHES, _PLUS_MINUS, "to ")):
        raise NotANumber(text, "One amount is expected, not a range.", "Write one number.")
    if bare[:1] in tuple(_TIMES) and _run(bare[1:].lstrip(BLANKS), DIGITS):
        raise NotANumber(text, "One amount is expected, not a product.", "Write the total.")
    if _run(bare, DIGITS):
        _refuse_second_number(text, numeral, bare)


def _refuse_second_number(text: str, numeral: str, bare: str) -> None:
    """Refuses "5 625 mg" and "1 1/2 mL"; lets the unit "1" and "1/d" pass."""
    if bare[0] != "1" or (bare[1:2] and bare[1] not in "/" + BLANKS):
        second = bare[: _run(bare, DIGITS + BLANKS)]
        joined = numeral + "".join(char for char in second if char in DIGITS)
        raise NotANumber(text, "Two numbers in a row.", f'Write "{joined}", if that is meant.')
    if bare[1:2] == "/" and _run(bare[2:], DIGITS):
        raise NotANumber(text, "It is a fraction.", "Write a decimal: 1.5, not 1 1/2.")


def _separated(text: str, numeral: str, rest: str) -> NotANumber:
    """Why "5,625" is refused: is the comma a decimal comma or a thousands separator?"""
    end = _run(rest, DIGITS + _SEPARATORS + ".")
    whole, mark, tail = numeral + rest[:end], rest[0], rest[1:end]
    if mark != "," or "." in numeral or _run(tail, DIGITS) < len(tail):
        joined = "".join(char for char in whole if char not in _SEPARATORS)
        hint = f'Write "{joined}", if that is meant.' if joined.count(".") < 2 else "Write digits."
        return NotANumber(text, f"{whole} has separators inside a number.", hint)
    if len(tail) == 3 and len(numeral) <= 3 and numeral != "0":
        return NotANumber(
            text,
            f"{whole} is ambiguous: {numeral}.{tail} or {numeral}{tail}?",
            "Write a decimal point, or no separator.",
        )
    return NotANumber(text, f"{whole} has a decimal comma.", f'Write "{numeral}.{tail}".')


def _exponent(text: str, numeral: str, after: str) -> NotANumber:
    """Why "1e3" is refused; shows the plain number when it is a sane one."""
    end = 1 + _run(after[1:], DIGITS)
    hint = "Write plain digits."
    if (
        end <= 4
        and after[end - 1 : end].isdigit()
        and after[:end].lstrip("+-").isdigit()
        and abs(int(after[:end])) <= LARGEST_POWER
    ):
        hint = f'Write "{plain(Decimal(numeral + "e" + after[:end]))}".'
    return NotANumber(text, "Exponents are not used in amounts.", hint)


def _ratio(text: str, numeral: str, after: str) -> AmbiguousUnit:
    """Why "1:100000" is refused; shows the strength when it reads as w/v (adrenaline)."""
    digits = "".join(char for char in after[: _run(after, DIGITS + _SEPARATORS)] if char in DIGITS)
    hint = "Write the strength in mg/mL (1:1000 w/v is 1 g in 1000 mL = 1 mg/mL)."
    if digits.strip("0"):
        grams = ROUNDED.multiply(Decimal(numeral), 1000)
        strength = ROUNDED.divide(grams, Decimal(digits)).normalize(ROUNDED)
        if len(strength.as_tuple().digits) < 10 and abs(strength.adjusted()) < 10:
            written = plain(strength)
            hint = (
                f'Write "{written} mg/mL" if w/v is meant: {numeral} g in {digits} mL '
                f"({numeral}:{digits} = {written} mg/mL)."
            )
    return AmbiguousUnit(text, "A ratio does not say what is divided by what.", hint)
