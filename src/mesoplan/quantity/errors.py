"""Refusals: each says which text, why, and what to write instead."""

from __future__ import annotations

from mesoplan.errors import USAGE, MesoplanError

LONGEST_TEXT = 100


class QuantityError(MesoplanError, ValueError):
    """An amount or unit that is refused.

    `text` is what was refused (cut at 100 characters), `reason` a full sentence, `hint` what to do
    next ("" if there is nothing to add). The message is the three together.
    """

    exit_code = USAGE
    text: str
    reason: str
    hint: str

    def __init__(self, text: str, reason: str, hint: str = "") -> None:
        self.text = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
        self.reason = _printable(reason)
        self.hint = _printable(hint)
        message = f'"{_printable(self.text)}": {self.reason}'
        super().__init__(f"{message} {self.hint}" if hint else message)

    def __reduce__(self) -> tuple[type[QuantityError], tuple[str, str, str]]:
        return type(self), (self.text, self.reason, self.hint)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def shown(thing: object) -> str:
    """What was given, as short text; for what is neither text nor a plain number its type."""
    if isinstance(thing, str):
        return thing
    small = isinstance(thing, int) and abs(thing) < 10**15
    plainly = small or thing is None or isinstance(thing, float)
    return str(thing) if plainly else type(thing).__name__


class AmbiguousUnit(QuantityError):
    """The unit can mean more than one thing: a bare "%", "IU" of an unnamed substance, "1:1000"."""


class UnknownUnit(QuantityError):
    """The unit is not in the closed table, or is missing."""


class IncompatibleUnits(QuantityError):
    """The two units measure different things, so they never compare, add or convert."""


class NotANumber(QuantityError):
    """The number is missing, malformed, not finite, out of range, or not exact."""


class InexactConversion(QuantityError):
    """The conversion has no finite decimal ("1 d" in weeks), and exactness was asked for."""
