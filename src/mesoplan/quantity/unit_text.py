"""Reads a unit from text by hand: one pass, no guessing, every refusal with what to write."""

from __future__ import annotations

from mesoplan.quantity.errors import (
    LONGEST_TEXT,
    AmbiguousUnit,
    IncompatibleUnits,
    UnknownUnit,
    shown,
)
from mesoplan.quantity.number import BLANKS, DIGITS
from mesoplan.quantity.table import (
    ALIASES,
    ATOMS,
    INSTEAD,
    LABELS,
    NEEDS_SUBSTANCE,
    PERCENT_WV,
    SOLVENT_KG,
    Term,
    bears_form,
    dimension_of,
    is_money,
    kind_of,
)

_LONGEST_TAG = 40
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MICRO = "\u00b5\u03bc"  # the micro sign and the Greek letter mu
_BY_LOWER_CASE = {symbol.lower(): symbol for symbol in (*ALIASES, *ATOMS) if symbol != SOLVENT_KG}
_PERCENT = {
    "w/v": PERCENT_WV, "(w/v)": PERCENT_WV, "{w/v}": PERCENT_WV,
    "w/w": "%{w/w}", "(w/w)": "%{w/w}", "{w/w}": "%{w/w}",
    "v/v": "%{v/v}", "(v/v)": "%{v/v}", "{v/v}": "%{v/v}",
}  # fmt: skip


def read_terms(text: str, substance: str | None, any_length: bool = False) -> list[Term]:
    """The terms that the text names, one a kind; [] for the pure number "1".

    Raises AmbiguousUnit, UnknownUnit or IncompatibleUnits; see `Unit.parse`.
    """
    if not isinstance(text, str):
        raise UnknownUnit(shown(text), "A unit is text.", 'Write "mg/mL".')
    if len(text) > LONGEST_TEXT and not any_length:
        raise UnknownUnit(text, f"The text is longer than {LONGEST_TEXT} characters.")
    body = text.strip(BLANKS)
    if not body:
        raise UnknownUnit(text, "No unit.", 'Write it after the number; a pure number is "0.5 1".')
    if substance is not None:
        check_tag(text, substance)
    _refuse_foreign(text, body)
    if body.lower() in _PERCENT:
        raise UnknownUnit(text, "The % is missing.", f'Write "% {body.lower()}".')
    if "." in body and _instead(body):
        raise UnknownUnit(text, f'"{body}" is not used here.', f"Write {_instead(body)}.")
    if body[0] == "%":
        return [(_percent(text, body[1:].strip(BLANKS)), "", 1)]
    terms: list[Term] = []
    for token, sign in _tokens(text, body):
        symbol, tag, power = _token(text, token, substance)
        terms.append((symbol, tag, sign * power))
    _refuse_same_kind(text, terms)
    return _solvent_kg(terms)


def _refuse_foreign(text: str, body: str) -> None:
    """Refuses characters that look like a unit's but are not: a Cyrillic es, a zero-width blank."""
    for char in body:
        if not char.isascii() and char not in _MICRO + "°²" + BLANKS:
            hint = f"Write {_instead(char) or 'the unit in plain letters'}."
            raise UnknownUnit(text, f"The character U+{ord(char):04X} is in no unit.", hint)
        if char.isascii() and not char.isprintable():
            raise UnknownUnit(text, f"It has the unprintable character U+{ord(char):04X}.")


def _percent(text: str, basis: str) -> str:
    symbol = _PERCENT.get(basis.lower())
    if symbol is not None:
        return symbol
    if basis:
        raise UnknownUnit(text, "After % only w/v, w/w or v/v may follow.", 'Write "2 % w/v".')
    raise AmbiguousUnit(
        text,
        "% does not say of what: weight in volume, weight in weight or volume in volume.",
        'Write "% w/v" (1 % w/v = 10 mg/mL), "% w/w" or "% v/v".',
    )


def _tokens(text: str, body: str) -> list[tuple[str, int]]:
    """The symbols of "a.b/c/d" with their sign: each "/" divides by the one symbol after it."""
    tokens: list[tuple[str, int]] = []
    start, sign, closing = 0, 1, ""
    for place, char in enumerate(body + "."):
        if closing:
            closing = "" if char == closing else closing
        elif char in "{[":
            closing = "}" if char == "{" else "]"
        elif char in "./":
            tokens.append((body[start:place].strip(BLANKS), sign))
            _check_joint(text, body, place, sign)
            start, sign = place + 1, -1 if char == "/" else sign
    if closing:
        raise UnknownUnit(text, f'"{closing}" is missing.')
    if tokens[0][0] == "1" or (body[0] == "/" and not tokens[0][0]):
        tokens = tokens[1:] if body[1:2] in ("", "/") or body[0] == "/" else tokens
    if not all(token for token, _ in tokens):
        raise UnknownUnit(text, "A unit is missing beside a point or slash.")
    return tokens


def _check_joint(text: str, body: str, place: int, sign: int) -> None:
    """Refuses a number after a slash, and a point after a slash."""
    if place == len(body):
        return
    if body[place] == "/" and body[place + 1 :].lstrip(BLANKS)[:1] in tuple(DIGITS):
        raise UnknownUnit(
            text, "A number stands below the line.",
            'Give the amount per one unit: "4 U/0.1 mL" is "40 U/mL".',
        )  # fmt: skip
    if body[place] == "." and sign < 0:
        raise AmbiguousUnit(
            text, "A point after a slash: is it above or below the line?",
            'Write each divisor after its own slash: "mg/kg/d".',
        )  # fmt: skip


def _token(text: str, token: str, substance: str | None) -> Term:
    """Symbol, tag and power of one token."""
    name, rest = _name(token)
    end = 0
    while end < len(rest) and rest[end] in DIGITS:
        end += 1
    power, tag = rest[:end], rest[end:]
    if tag == "²" and not power:
        power, tag = "2", ""
    whole = name + power
    if name not in ALIASES and whole not in ATOMS and _instead(whole):
        raise UnknownUnit(text, f'"{whole}" is not used here.', f"Write {_instead(whole)}.")
    symbol = ALIASES.get(name, name)
    if symbol not in ATOMS and not is_money(symbol):
        raise _unknown(text, token, name)
    if power and (len(power) > 1 or power in "01"):
        raise UnknownUnit(text, f"The power {power} is not used.", "A power is one digit, 2 to 9.")
    if symbol == "m" and power != "2":
        raise UnknownUnit(text, '"m" is not used here.', f"Write {_instead('m')}.")
    if tag:
        if len(tag) < 3 or tag[0] != "{" or tag[-1] != "}":
            raise _unknown(text, token, name)
        tag = tag[1:-1]
        check_tag(text, tag)
    return symbol, _tag(text, symbol, tag, substance), int(power or 1)


def _instead(token: str) -> str:
    """What to write for a common spelling that is not in the table; "" if there is nothing."""
    return INSTEAD.get(token) or INSTEAD.get(token.lower(), "")


def _name(token: str) -> tuple[str, str]:
    """The symbol at the start of a token, micro signs written as "u"; and what is after it."""
    if token[0] in "{[":
        end = token.find("}" if token[0] == "{" else "]") + 1
        return token[:end], token[end:]
    end = 0
    while end < len(token) and token[end] in _LETTERS + _MICRO + "°":
        end += 1
    name = "u" + token[1:end] if token[0] in _MICRO else token[:end]
    return name, token[end:]


def _tag(text: str, symbol: str, tag: str, substance: str | None) -> str:
    """The tag that the symbol carries, or why it may not carry it or needs one."""
    if dimension_of(symbol)[0] in NEEDS_SUBSTANCE:
        if tag and substance is not None and tag != substance:
            raise AmbiguousUnit(
                text, f"The unit is of {tag}, but {substance} was asked for.", "Name one of them."
            )
        if not tag and substance is None:
            label = LABELS.get(symbol, symbol)
            of = "brand" if symbol == "[U]" else "substance"
            raise AmbiguousUnit(
                text,
                f"{label} of one {of} never converts to {label} of another.",
                f"Name the {of}: {label}{{{of}}}.",
            )
        return tag or substance or ""
    if tag and not bears_form(symbol):
        raise UnknownUnit(
            text, f"{LABELS.get(symbol, symbol)} carries no {{{tag}}}.",
            "Only masses and moles are of a form, such as mg{HCl}.",
        )  # fmt: skip
    return tag


def check_tag(text: str, tag: str) -> None:
    """Refuses a name in braces that is no plain identifier."""
    allowed = _LETTERS + DIGITS
    if (
        not isinstance(tag, str)
        or not 0 < len(tag) <= _LONGEST_TAG
        or tag[0] not in allowed
        or not all(char in allowed + "-_+" for char in tag)
    ):
        raise UnknownUnit(
            text, f'"{shown(tag)[:_LONGEST_TAG]}" is not a name of a substance, brand or form.',
            f"Use up to {_LONGEST_TAG} letters, digits, - _ or +.",
        )  # fmt: skip


def _unknown(text: str, token: str, name: str) -> UnknownUnit:
    """Why the token is no unit, with the unit that may be meant; never taken for it silently."""
    if any(blank in token for blank in BLANKS):
        if " per " in f" {token} ":
            return UnknownUnit(text, '"per" is not used in units.', 'Write a slash: "mg/mL".')
        return UnknownUnit(text, f'A blank inside the unit "{token}".', "Leave it out.")
    if "(" in token or ")" in token:
        hint = 'Write each divisor after its own slash: "mg/kg/d".'
        return UnknownUnit(text, "Parentheses are not used in units.", hint)
    if "^" in token or "*" in token:
        return UnknownUnit(text, f'"{token}" is not written so.', 'Write "cm2" or "mg.h".')
    if _instead(token):
        return UnknownUnit(text, f'"{token}" is not used here.', f"Write {_instead(token)}.")
    close = _BY_LOWER_CASE.get(name.lower())
    if close is not None and close != name:
        reason = f'"{token}" is not a unit: capitals matter (Mg is not mg).'
        return UnknownUnit(text, reason, f"Write {close}, if that is meant.")
    if name[:1] == "{":
        known = ", ".join(symbol for symbol in ATOMS if symbol[0] == "{")
        return UnknownUnit(text, f"{name} is not counted here.", f"Known: {known}, and {{EUR}}.")
    return UnknownUnit(
        text,
        f'"{token}" is not in the unit table.',
        'Units look like "mg/mL", "mg/kg/d", "mL/cm2".',
    )


def _refuse_same_kind(text: str, terms: list[Term]) -> None:
    """Refuses "mg/g" and "cm.cm": a ratio of like to like would cancel into a bare number."""
    seen: dict[tuple[str, str], int] = {}
    for symbol, tag, power in terms:
        kind = kind_of(symbol, tag)
        if kind not in seen:
            seen[kind] = power
        elif (seen[kind] > 0) == (power > 0):
            raise UnknownUnit(text, f"Two units of {kind[0]} side by side.", "Write one of them.")
        else:
            hints = {
                "mass": 'Write "% w/w" (1 mg/g = 0.1 % w/w).',
                "volume": 'Write "% v/v" (10 mL/L = 1 % v/v).',
            }
            raise IncompatibleUnits(
                text, f"{kind[0]} over {kind[0]} cancels into a bare number.",
                hints.get(kind[0], "Say per what else it is."),
            )  # fmt: skip


def _solvent_kg(terms: list[Term]) -> list[Term]:
    """Opposite mosm, kg is kilograms of solvent; elsewhere it is kilograms of body weight."""
    powers = {symbol: power for symbol, _, power in terms}
    if powers.get("mosm", 0) * powers.get("kg", 0) < 0:
        return [(SOLVENT_KG if s == "kg" else s, tag, power) for s, tag, power in terms]
    return terms
