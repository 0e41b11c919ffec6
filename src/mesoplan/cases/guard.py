"""The guard at the door: what a case may be made of, before anything in it is read.

Types, lengths, counts, digits and characters. What passes can be shown, compared and written; everything
else is one fault with its place, and nothing is judged.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from mesoplan.cases.fault import CaseFault
from mesoplan.model.case import Case

MAX_TEXT = 300
MAX_LINE = 4_000
MAX_ENTRIES = 500
MAX_KEYS = 100
MAX_WHOLE = 10**15
MAX_DEPTH = 6

_TEXTS = ("goal", "zone", "jurisdiction", "technique")
_TABLES = ("patient", "limits", "session", "prices", "record")
_ROWS = ("cocktail", "stock")


class TextFault(CaseFault):
    """A fault in one text: what stands beside it can be read all the same."""


def guard(case: object) -> tuple[tuple[CaseFault, ...], tuple[CaseFault, ...]]:
    """The faults that keep a case from being read at all, and those of single texts in it."""
    if not isinstance(case, Case):
        stranger = (
            CaseFault(
                "",
                f"a case is a mesoplan.Case, not {_kind(case)}.",
                "Nothing was checked.",
                "Make one with mesoplan.Case(...) or read one with mesoplan.read_case(path).",
            ),
        )
        return stranger, ()
    found = tuple(_faults(case))
    return (
        tuple(each for each in found if not isinstance(each, TextFault)),
        tuple(CaseFault(*each) for each in found if isinstance(each, TextFault)),
    )


def _faults(case: Case) -> Iterator[CaseFault]:
    for key in _TEXTS:
        value = getattr(case, key)
        if not isinstance(value, str):
            yield CaseFault(key, f"is {_kind(value)}.", "", "Write a name in quotes.")
        else:
            yield from _text(key, value)
    for key in _TABLES:
        value = getattr(case, key)
        if not isinstance(value, Mapping):
            yield CaseFault(key, f"must be a table, not {_kind(value)}.", "", f"Write it under [{key}].")
        else:
            yield from _value(key, value, 0)
    for key in _ROWS:
        yield from _rows(key, getattr(case, key))


def _rows(key: str, rows: object) -> Iterator[CaseFault]:
    if isinstance(rows, str) and key == "cocktail":
        yield from _text(key, rows, MAX_LINE)
    elif not isinstance(rows, list | tuple) or hasattr(rows, "_fields"):
        yield CaseFault(
            key, f"must be a list of tables, not {_kind(rows)}.", "", f"Write [[{key}]] for each."
        )
    elif len(rows) > MAX_ENTRIES and key == "stock":
        yield _too_many(key, len(rows))
    else:
        for position, row in enumerate(rows[:MAX_ENTRIES]):
            place = f"{key}[{position}]"
            if isinstance(row, Mapping):
                yield from _value(place, row, 0)
            else:
                yield CaseFault(
                    place, f"must be a table, not {_kind(row)}.", "", f"Write [[{key}]] for each."
                )


def _value(place: str, value: object, depth: int) -> Iterator[CaseFault]:
    if depth > MAX_DEPTH:
        yield CaseFault(place, "nests too deeply.", "It was not read.")
    elif isinstance(value, str):
        yield from _text(place, value)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) >= MAX_WHOLE:
            yield CaseFault(place, "has too many digits.", "It was not read.", "Correct it.")
    elif isinstance(value, float | Decimal):
        if isinstance(value, Decimal) and len(value.as_tuple().digits) > MAX_TEXT:
            yield CaseFault(place, "has too many digits.", "It was not read.", "Correct it.")
    elif isinstance(value, Mapping):
        yield from _table(place, value, depth)
    elif isinstance(value, list | tuple | set | frozenset):
        if len(value) > MAX_ENTRIES:
            yield _too_many(place, len(value))
        else:
            for position, each in enumerate(value):
                yield from _value(f"{place}[{position}]", each, depth + 1)
    else:
        yield CaseFault(place, f"is {_kind(value)}.", "It cannot be read.", "Write text, a number or a list.")


def _table(place: str, table: Mapping[Any, Any], depth: int) -> Iterator[CaseFault]:
    if len(table) > MAX_KEYS and place != "prices":
        yield _too_many(place, len(table))
        return
    for key, value in table.items():
        if not isinstance(key, str):
            yield CaseFault(
                place, f"has a key that is {_kind(key)}.", "It was not read.", "Write it as text."
            )
            continue
        wrong = tuple(CaseFault(each.key, f"a key {each.what}", *each[2:]) for each in _text(place, key))
        yield from wrong or _value(f"{place}.{key}", value, depth + 1)


def _text(place: str, text: str, most: int = MAX_TEXT) -> Iterator[CaseFault]:
    if len(text) > most:
        yield TextFault(place, f"has {len(text)} characters; at most {most} are read.", "Nothing was cut.")
        return
    for char in text:
        if "\ud800" <= char <= "\udfff":
            yield TextFault(place, "is not valid text (half of a character).", "", "Write it again.")
            return
        if (char < " " and char not in "\t\n\r") or "\x7f" <= char <= "\x9f":
            yield TextFault(place, f"has the control character U+{ord(char):04X}.", "", "Delete it.")
            return


def _too_many(place: str, count: int) -> CaseFault:
    return CaseFault(
        place,
        f"has {count} entries; at most {MAX_ENTRIES} are read.",
        "None was read.",
        "Is this the right file?",
    )


def _kind(value: object) -> str:
    return "nothing" if value is None else f"of the type {type(value).__name__}"
