"""Refusals: each says which text, why, and what to write instead."""

from __future__ import annotations

LONGEST_TEXT = 100


class QuantityError(ValueError):
    """An amount or unit that is refused.

    `text` is what was refused (cut at 100 characters), `reason` a full sentence, `hint` what to do
    next ("" if there is nothing to add). The message is the three together.
    """

    text: str
    reason: str
    hint: str

    def __init__(self, text: str, reason: str, hint: str = "") -> None:
        self.text = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
        self.reason = reason
        self.hint = hint
        shown = self.text if self.text.isprintable() else ascii(self.text)[1:-1]
        super().__init__(f'"{shown}": {reason}' + (f" {hint}" if hint else ""))

    def __reduce__(self) -> tuple[type[QuantityError], tuple[str, str, str]]:
        return type(self), (self.text, self.reason, self.hint)


def shown(thing: object) -> str:
    """What was given instead of text, kept short."""
    small = isinstance(thing, int) and abs(thing) < 10**15
    return str(thing) if small or thing is None or isinstance(thing, float) else f"{type(thing)}"


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
