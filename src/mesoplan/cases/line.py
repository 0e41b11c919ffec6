"""One line of text as a cocktail: "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL | hyaluronidase 150 U".

``+`` joins what shares a syringe, ``|`` begins the next syringe, and so does the end of a line. An item is
a name with its amounts after it (or before it): an amount ("160 mg"), a volume ("2 mL"), a concentration
("2%", "20 mg/mL"), an amount in a volume ("160 mg/2 mL") or a count ("1 amp"). An amount in a volume with a
volume after it ("500 mg/5 mL 2 mL") is a strength and what is drawn of it. What stands in quotes is a name
as it is.
"""

import re
from collections.abc import Mapping
from typing import Any

from mesoplan.cases.amounts import CONTAINERS, in_table
from mesoplan.cases.fault import CaseFault
from mesoplan.cases.filled_up import MARK
from mesoplan.catalog.catalog import Catalog
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple

_NUMBER = r"\d[\d.,]*"
_UNIT = r"(?:%(?:\s*\(?[wv]/[wv]\)?)?|\{[a-z]+\}|\[?[A-Za-zµμ][A-Za-zµμ.'°]*\]?(?:\{[\w+-]+\})?)"
_ONE = rf"{_NUMBER}\s*{_UNIT}"
_IN = re.compile(
    rf"(?P<amount>{_ONE})\s*(?:/|\bin\b|\bper\b)\s*(?P<volume>{_NUMBER}\s*(?:m[lL]|cc|ccm|[uµ][lL]))\Z",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(rf"(?P<rate>{_ONE}\s*/\s*{_NUMBER}\s*(?:m[lL]|cc|ccm))\Z", re.IGNORECASE)
_UP_TO = re.compile(rf"(?P<said>{MARK}\s*{_NUMBER}\s*(?:m[lL]|cc|ccm|[uµ][lL]))\Z", re.IGNORECASE)
_RATE = re.compile(rf"(?P<rate>{_ONE}\s*/\s*{_UNIT})\Z")
_PLAIN = re.compile(rf"(?P<plain>{_ONE})\Z")
_FIRST = re.compile(
    rf"\s*(?P<first>{_ONE}(?:\s*/\s*(?:{_ONE}|{_UNIT}))?)\s+(?:of\s+)?(?P<rest>\D.*)\Z", re.DOTALL
)
_SPACE = ("substance",)
_MOST_PARTS = 6


class _Item(NamedTuple):
    name: str
    row: dict[str, Any]


def cocktail_from_text(
    text: str, catalog: Catalog
) -> tuple[tuple[Mapping[str, Any], ...], tuple[CaseFault, ...]]:
    """The rows that a line of text means, with the keys of a case file, and every fault in it."""
    rows: list[Mapping[str, Any]] = []
    faults: list[CaseFault] = []
    syringes = [part for line in text.splitlines() for part in _split(line, "|")]
    if not text.strip():
        return (), (CaseFault("cocktail", "is empty.", "There is nothing to check.", _EXAMPLE),)
    for number, syringe in enumerate((each for each in syringes if each.strip()), start=1):
        for part in _split(syringe, "+"):
            place = f"cocktail[{len(rows)}]"
            if not part.strip():
                faults.append(CaseFault(place, 'is empty: nothing stands beside a "+".', "", _EXAMPLE))
                continue
            row, wrong = _row(part.strip(), catalog)
            if wrong:
                faults.append(CaseFault(place, *wrong))
            rows.append({**row, "syringe": number})
    return tuple(rows), tuple(faults)


_EXAMPLE = 'Write it as "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL | hyaluronidase 150 U".'


def _row(part: str, catalog: Catalog) -> tuple[dict[str, Any], tuple[str, str, str] | None]:
    quoted = re.match(r'\s*"([^"]+)"(.*)\Z', part, re.DOTALL)
    if quoted is not None:
        name, amounts = quoted[1], quoted[2].strip()
        rest, row, wrong = _taken_off(amounts, lambda _: False)
        if rest.strip() and wrong is None:
            wrong = (f'"{rest.strip()[:60]}" after the name is no amount.', "It was not read.", _EXAMPLE)
        return _with_strength(name, row), wrong
    rest, row, wrong = _taken_off(part, lambda name: catalog.meanings(name, _SPACE) != ())
    first = _FIRST.match(rest)
    if wrong is None and first is not None and catalog.meanings(rest, _SPACE) == ():
        before, more, wrong = _taken_off(first["first"].strip(), lambda _: False)
        if not before.strip() and not set(more) & set(row):
            return _with_strength(first["rest"].strip(), {**row, **more}), wrong
    if wrong is None and not any(char.isalpha() for char in rest):
        wrong = (f'"{part[:60]}" names nothing.', "It cannot be checked.", _EXAMPLE)
    return _with_strength(rest.strip(), row), wrong


def _with_strength(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row; a concentration in the text is a part of the name, so that a product must really have it."""
    strength = row.pop("concentration", "")
    return {"item": f"{name} {strength}" if strength else name, **row}


def _taken_off(text: str, is_name: Any) -> tuple[str, dict[str, Any], tuple[str, str, str] | None]:
    """What is left of a text when the amounts at its end are taken off, the amounts, and what is wrong."""
    rest, row = text.strip(), dict[str, Any]()
    for _ in range(_MOST_PARTS):
        rest = rest.rstrip(" ,;:=@")
        if not rest or is_name(rest):
            break
        found = _last(rest)
        if found is None:
            break
        start, values = found
        if set(row) == {"volume"} and (strength := _search(_OF_WHICH, rest)):
            values = {"concentration": strength["rate"]}
        if start and not rest[start - 1].isspace() and rest[start - 1] not in ",;:=@(":
            break
        twice = set(values) & set(row)
        if twice == {"amount"} and _is_one_container(row["amount"]):  # one ampoule of 30 mg is 30 mg
            twice = set()
        if twice:
            key = min(twice)
            return (
                rest[:start],
                row,
                (f'"{text[:60]}" says the {key} twice.', "The dose is not clear.", "Keep one of them."),
            )
        row.update(values)
        rest = rest[:start]
    return rest, row, None


def _last(text: str) -> tuple[int, dict[str, str]] | None:
    """The amount at the end of a text: where it starts, and the keys it fills."""
    if match := _search(_UP_TO, text):
        return match.start(), {"volume": match["said"]}
    if (match := _search(_IN, text)) and _dimension(match["volume"]) == "volume":
        return match.start(), {"amount": match["amount"], "volume": match["volume"]}
    if match := _search(_RATE, text):
        return match.start(), {"concentration": match["rate"]}
    if match := _search(_PLAIN, text):
        said = match["plain"]
        if "%" in said:
            return match.start(), {"concentration": said}
        dimension = _dimension(said)
        if dimension == "volume":
            return match.start(), {"volume": said}
        if dimension:
            return match.start(), {"amount": said}
    return None


def _is_one_container(said: str) -> bool:
    """Whether an amount is one ampoule, vial or syringe, of which the text may say what it holds."""
    try:
        found = Quantity.parse(in_table(said), substance="x")
    except QuantityError:
        return False
    return found.dimension in CONTAINERS and found.value == 1


def _search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w.,]){pattern.pattern}", text, pattern.flags)


def _dimension(said: str) -> str:
    """What an amount measures, whatever substance it is of; "" when it is no amount."""
    try:
        return Quantity.parse(in_table(said), substance="x").dimension
    except QuantityError as error:
        # A wrong number beside a unit is an amount all the same: the reader of rows says what is wrong.
        return "?" if "ambiguous" in str(error) or "comma" in str(error) else ""


def _split(text: str, mark: str) -> list[str]:
    """The parts of a text between marks; what stands in quotes or braces is not divided."""
    parts, start, closing = [], 0, ""
    for place, char in enumerate(text):
        if closing:
            closing = "" if char == closing else closing
        elif char == '"':
            closing = '"'
        elif char == "{":
            closing = "}"
        elif char == mark:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]
