"""The number in front of a unit: one way to write it, every other way refused with its reason."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from mesoplan.quantity.errors import LONGEST_TEXT, AmbiguousUnit, NotANumber

MOST_DIGITS = "0123456789"
BLANKS = " \u00a0\u202f"  # no-break spaces come with text copied from labels
MINUS = "\u2212"
DASHES = ("\u2013", "\u2014")  # en and em dash
_TIMES = "x*\u00d7"
_SEPARATORS = ",'_\u2019"
_INEXACT = "<>\u2264\u2265~\u2248\u00b1"


def check_value(value: Decimal) -> Decimal:
    """The value as it is kept: finite, in range, exponent never above 0; else NotANumber."""
    if not value.is_finite():
        raise NotANumber(str(value), "An amount must be a finite number.")
    digits, power = len(value.as_tuple().digits), value.adjusted()
    if digits > MOST_DIGITS:
        raise NotANumber(str(value), f"More than {MOST_DIGITS} digits is not a measured amount.")
    if not -LARGEST_POWER <= power <= LARGEST_POWER:
        raise NotANumber(str(value), f"The number is beyond 1e±{LARGEST_POWER}.")
    if not value:
        value = value.copy_abs()
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        value = value.quantize(Decimal(1), context=EXACT)
    return value


def computed(value: Decimal) -> Decimal:
    """A computed value without trailing zeros after the point: ISMP, "1.0" is read as 10."""
    return check_value(value.normalize(ROUNDED))


def plain(value: Decimal) -> str:
    """Plain digits, never an exponent."""
    return format(value, "f")


def read_number(text: str, allow_negative: bool = False) -> tuple[Decimal, str]:
    """The number at the start of the text, and the rest without the blanks between.

    Accepts ASCII digits with an optional decimal point: "4", "0.50", "12.5". The digits are kept
    as given. Everything else is a `NotANumber` (or `AmbiguousUnit` for a ratio such as 1:1000).
    """
    if not isinstance(text, str):
        raise NotANumber(
            str(text)[:LONGEST_TEXT],
            f"An amount is text with a number and a unit, not a {type(text).__name__}.",
            'Write it in quotes, such as "4.5 mg".',
        )
    if len(text) > LONGEST_TEXT:
        raise NotANumber(text, f"The text is longer than {LONGEST_TEXT} characters.")
    body = text.strip(BLANKS)
    if not body:
        raise NotANumber(text, "The text is empty.", 'Write a number and a unit: "4.5 mg".')
    negative = body[0] in "-−"
    if negative and not allow_negative:
        raise NotANumber(text, "A negative amount cannot be given.")
    digits = body[1:] if body[0] == "-" else body
    end = 0
    while end < len(digits) and digits[end] in DIGITS:
        end += 1
    if end == 0:
        raise _no_number(text, digits)
    whole = end
    if digits[end : end + 1] == ".":
        end += 1
        while end < len(digits) and digits[end] in DIGITS:
            end += 1
    numeral, rest = digits[:end], digits[end:]
    _refuse_continued(text, numeral, rest)
    if numeral.endswith("."):
        raise NotANumber(text, "A point without digits after it.", f"Write {numeral[:-1]}.")
    if whole > 1 and numeral[0] == "0":
        raise NotANumber(
            text,
            "A leading zero.",
            f"Write {numeral[: whole - 1].lstrip('0')}{numeral[whole - 1 :]}.",
        )
    try:
        value = check_value(Decimal(numeral))
    except NotANumber as error:
        raise NotANumber(text, error.reason, error.hint) from None
    return (value.copy_negate() if negative and value else value), rest.lstrip(BLANKS)


def _no_number(text: str, body: str) -> NotANumber:
    """Why there is no number at the start of the body."""
    first = body[:1]
    if first == ".":
        return NotANumber(
            text, 'A point without a digit before it is easily overlooked (".5" as 5).',
            f"Write 0{body}.",
        )  # fmt: skip
    if first == "+":
        return NotANumber(text, "A plus sign.", f"Write {body[1:]}.")
    if first == "−":
        return NotANumber(text, "The minus sign U+2212.", f"Write -{body[1:]}.")
    if first and first in _INEXACT:
        return NotANumber(text, f'"{first}" makes a limit of it, not an amount.', "Write a number.")
    if body.lower().startswith(("nan", "inf")):
        return NotANumber(text, "An amount must be a finite number.")
    if first.isnumeric():
        return _foreign_digit(text, first)
    return NotANumber(text, "No number at the start.", 'Write a number and a unit: "4.5 mg".')


def _foreign_digit(text: str, char: str) -> NotANumber:
    return NotANumber(
        text,
        f'"{char}" (U+{ord(char):04X}) is not one of the digits 0-9.',
        "Write 0-9 and a point.",
    )


def _refuse_continued(text: str, numeral: str, rest: str) -> None:
    """Refuses what follows a numeral and would change its meaning."""
    mark, after = rest[:1], rest[1:]
    digit_after = after[:1] != "" and after[0] in DIGITS
    if mark.isnumeric() and not mark.isascii():
        raise _foreign_digit(text, mark)
    if mark and mark in _SEPARATORS and digit_after:
        raise _separated(text, numeral, rest)
    if mark == "," or (mark == "." and "." in numeral):
        raise NotANumber(text, f'"{mark}" after {numeral} makes it no number.', "Write 1000.5.")
    if mark and mark in "eE" and after.lstrip("+-")[:1] in tuple(DIGITS):
        raise _exponent(text, numeral, after)
    if mark == "/" and digit_after:
        raise NotANumber(text, "A fraction.", "Write it as a decimal: 0.5, not 1/2.")
    bare = rest.lstrip(BLANKS)
    if bare[:1] == ":":
        raise _ratio(text, numeral, bare[1:])
    if bare[:1] and (bare[0] in "-–—±" or bare.startswith("to ")):
        raise NotANumber(text, "One amount is expected, not a range.", "Write one number.")
    if bare[:1] and bare[0] in "×x*" and bare[1:].lstrip(BLANKS)[:1] in tuple(DIGITS):
        raise NotANumber(text, "One amount is expected, not a product.", "Write the total.")
    if bare[:1] and bare[0] in DIGITS and bare != rest:
        _refuse_second_number(text, numeral, bare)


def _refuse_second_number(text: str, numeral: str, bare: str) -> None:
    """Refuses "5 625 mg" and "1 1/2 mL"; lets the unit "1" and "1/d" pass."""
    if bare[0] != "1" or (bare[1:2] and bare[1] not in "/" + BLANKS):
        raise NotANumber(
            text, "Two numbers in a row: thousands are written without blanks.", "Write 1000."
        )
    if bare[1:2] == "/" and bare[2:3] and bare[2] in DIGITS:
        raise NotANumber(text, "A fraction.", "Write it as a decimal: 1.5, not 1 1/2.")


def _separated(text: str, numeral: str, rest: str) -> NotANumber:
    """Why "5,625" is refused: is the comma a decimal comma or a thousands separator?"""
    end = 0
    while end < len(rest) and rest[end] in DIGITS + _SEPARATORS + ".":
        end += 1
    whole = numeral + rest[:end]
    mark, tail = rest[0], rest[1:end]
    joined = "".join(char for char in whole if char not in _SEPARATORS)
    if mark != "," or "." in numeral or not all(char in DIGITS for char in tail):
        return NotANumber(text, "Separators inside a number.", f"Write {joined}, if that is meant.")
    if len(tail) == 3 and len(numeral) <= 3 and numeral != "0":
        return NotANumber(
            text,
            f"{whole} is ambiguous: {numeral}.{tail} or {joined}?",
            "Write it with a decimal point, or without a separator.",
        )
    return NotANumber(text, f"{whole} has a decimal comma.", f"Write {numeral}.{tail}.")


def _exponent(text: str, numeral: str, after: str) -> NotANumber:
    """Why "1e3" is refused; shows the plain number when it is a sane one."""
    end = 1
    while end < len(after) and after[end] in DIGITS:
        end += 1
    hint = "Write plain digits."
    if end <= 4 and abs(int(after[:end])) <= LARGEST_POWER:
        hint = f"Write {plain(Decimal(numeral + 'e' + after[:end]))}."
    return NotANumber(text, "Exponents are not used in amounts.", hint)


def _ratio(text: str, numeral: str, after: str) -> AmbiguousUnit:
    """Why "1:100000" is refused; shows the strength when it reads as w/v (adrenaline)."""
    end = 0
    while end < len(after) and after[end] in DIGITS + _SEPARATORS:
        end += 1
    digits = "".join(char for char in after[:end] if char in DIGITS)
    hint = "Write the strength in mg/mL (1:1000 w/v is 1 g in 1000 mL = 1 mg/mL)."
    if digits.strip("0"):
        strength = ROUNDED.divide(
            ROUNDED.multiply(Decimal(numeral), 1000), Decimal(digits)
        ).normalize(ROUNDED)
        if len(strength.as_tuple().digits) < 10 and abs(strength.adjusted()) < 10:
            hint = (
                f"Write {plain(strength)} mg/mL if it means w/v: {numeral} g in {digits} mL "
                f"({numeral}:{digits} = {plain(strength)} mg/mL)."
            )
    return AmbiguousUnit(text, "A ratio does not say what is divided by what.", hint)
