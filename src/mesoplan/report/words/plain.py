"""Amounts as people write them: "20 U", "2 mg/cm²", "3 months" for what the catalog keeps as UCUM codes."""

import re

_UNITS = re.compile(r"\[(?P<code>iU|U|USP'U)\]\{[^}]*\}")
_NAMES = {"iU": "IU", "U": "U", "USP'U": "USP units"}
_TIMES = re.compile(r"\b(?P<number>\d+(?:\.\d+)?) (?P<unit>mo|wk|d|a)\b(?!\.)")
_LONG = {"mo": "month", "wk": "week", "d": "day", "a": "year"}
_POWERS = re.compile(r"\b(?P<unit>cm|mm)(?P<power>[23])\b")


def plain(text: str) -> str:
    """The text with the units of its amounts as a person writes them."""
    text = _UNITS.sub(lambda found: _NAMES[found["code"]], text)
    text = _TIMES.sub(lambda found: f"{found['number']} {_time(found['number'], found['unit'])}", text)
    return _POWERS.sub(lambda found: found["unit"] + {"2": "²", "3": "³"}[found["power"]], text)


def _time(number: str, unit: str) -> str:
    return _LONG[unit] if number == "1" else f"{_LONG[unit]}s"
