"""The fields of the page to a case, and a case to the fields. An empty field means: not asked.

What the page has no field for (limits, stock, prices ...) travels along in the field ``rest``, as JSON, so
that a case file that was opened is saved whole.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.model.case import Case
from mesoplan.record import NamedTuple

Pairs = Iterable[tuple[str, str]]

#: The lists of the patient: each has a field of names and a tick that says that there are no (other) ones.
LISTS = ("conditions", "allergies", "medicines")
#: Fields of the session beside the technique.
SESSION = ("points", "point_volume", "area", "interval", "use_within", "place")
#: Fields of one line of the cocktail.
LINE = ("item", "amount", "volume", "syringe")
MOST_LINES = 40
_PLACES = ("goal", "zone", "jurisdiction", "technique")
_WHOLE = ("age", "points", "syringe")
_ANSWERS = {"yes": True, "no": False}


class Filled(NamedTuple):
    """What a form says: the mapping of a case file, and the number of the row that each item stands in."""

    case: dict[str, Any]
    rows: tuple[int, ...]


def filled(form: Pairs) -> Filled:
    """The case that the fields describe. Raises `CaseError` where a field contradicts another.

    Names and amounts are passed on as they were typed: what they mean is for the case's own reader to say.
    """
    said: dict[str, list[str]] = {}
    for key, value in form:
        if value.strip():
            said.setdefault(key, []).append(value.strip())
    one = {key: values[-1] for key, values in said.items()}
    rest = _rest(one.get("rest", ""))
    faults: list[CaseFault] = []
    case: dict[str, Any] = {**rest, **{key: one[key] for key in _PLACES if key in one}}
    patient = _patient(one, said.get("fact", []), rest.get("patient", {}), faults)
    session = {**rest.get("session", {}), **{key: _number(key, one[key]) for key in SESSION if key in one}}
    lines, rows = _lines(one)
    tables: dict[str, Any] = {"patient": patient, "session": session, "cocktail": lines}
    for key, table in tables.items():
        case.pop(key, None)
        if table:
            case[key] = table
    if faults:
        raise CaseError(tuple(faults))
    return Filled(case, rows)


def _patient(
    one: Mapping[str, str], answers: list[str], rest: Mapping[str, Any], faults: list[CaseFault]
) -> dict[str, Any]:
    patient: dict[str, Any] = dict(rest)
    for key in ("sex", "age", "weight"):
        if key in one:
            patient[key] = _number(key, one[key])
    open_ = [each for each in rest.get("open", ()) if each not in LISTS]
    for key in LISTS:
        named = [part.strip() for part in one.get(key, "").split(",") if part.strip()]
        kept = [*named, *rest.get(key, ())]
        closed = f"no_{key}" in one
        if kept or closed:
            patient[key] = kept
        if kept and not closed:
            open_.append(key)
    patient.pop("open", None)
    if open_:
        patient["open"] = open_
    for answer in answers:
        name, _, value = answer.partition("=")
        if value not in _ANSWERS:
            faults.append(CaseFault(f"patient.{name}", f'"{value[:40]}" is no answer.', "", "Say yes or no."))
        elif patient.get(name, _ANSWERS[value]) is not _ANSWERS[value]:
            faults.append(CaseFault(f"patient.{name}", "is answered twice.", "", "Keep one answer."))
        else:
            patient[name] = _ANSWERS[value]
    return patient


def _lines(one: Mapping[str, str]) -> tuple[list[dict[str, Any]], tuple[int, ...]]:
    """The lines in which something is written, and the rows in which they stand."""
    lines, rows = [], []
    for row in range(1, MOST_LINES + 1):
        line: dict[str, Any] = {key: one[f"{key}{row}"] for key in LINE if f"{key}{row}" in one}
        if not set(line) - {"syringe"}:
            continue
        if "syringe" in line:
            line["syringe"] = _number("syringe", line["syringe"])
        more = _table(one.get(f"more{row}", ""))
        lines.append({**line, **{key: value for key, value in more.items() if key not in line}})
        rows.append(row)
    return lines, tuple(rows)


def _number(key: str, value: str) -> str | int:
    """A whole number where one belongs; what is none stays as it was typed, and is refused with words."""
    return int(value) if key in _WHOLE and value.isascii() and value.isdigit() and len(value) < 10 else value


def _rest(text: str) -> dict[str, Any]:
    rest = _table(text)
    for key in ("patient", "session"):
        if not isinstance(rest.get(key, {}), dict):
            raise _unreadable()
    if not all(isinstance(rest.get("patient", {}).get(key, []), list) for key in (*LISTS, "open")):
        raise _unreadable()
    return rest


def _table(text: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(found, dict):
        raise _unreadable()
    return found


def _unreadable() -> CaseError:
    fault = CaseFault("rest", "cannot be read.", "A part of the case would be lost.", "Open the file again.")
    return CaseError((fault,))


# ---------------------------------------------------------------------- a case to the fields


def fields_of(case: Case) -> dict[str, Any]:
    """The fields that say what a case says: texts, and a list of texts under ``fact``.

    Its cocktail must be lines, not a text. `filled` makes the same case of them.
    """
    raw: dict[str, Any] = {key: getattr(case, key) for key in case._fields if getattr(case, key)}
    fields: dict[str, Any] = {key: raw.pop(key) for key in _PLACES if key in raw}
    rest: dict[str, Any] = {}
    patient, session = dict(raw.pop("patient", {})), dict(raw.pop("session", {}))
    for key in ("sex", "age", "weight"):
        if isinstance(patient.get(key), str | int):
            fields[key] = str(patient.pop(key))
    _lists_to_fields(patient, fields)
    fields["fact"] = [
        f"{key}={'yes' if value else 'no'}" for key, value in patient.items() if isinstance(value, bool)
    ]
    patient = {key: value for key, value in patient.items() if not isinstance(value, bool)}
    for key in SESSION:
        if isinstance(session.get(key), str | int):
            fields[key] = str(session.pop(key))
    for row, line in enumerate(raw.pop("cocktail", ()), start=1):
        _line_to_fields(row, dict(line), fields)
    rest = {**raw, **({"patient": patient} if patient else {}), **({"session": session} if session else {})}
    if rest:
        fields["rest"] = json.dumps(rest, ensure_ascii=False, default=str, sort_keys=True)
    return fields


def _lists_to_fields(patient: dict[str, Any], fields: dict[str, Any]) -> None:
    open_ = list(patient.pop("open", ()))
    for key in LISTS:
        if not isinstance(patient.get(key), list | tuple):
            continue
        entries = list(patient.pop(key))
        plain = [each for each in entries if isinstance(each, str) and "," not in each]
        other = [each for each in entries if each not in plain]
        if plain:
            fields[key] = ", ".join(plain)
        if other:
            patient[key] = other
        if key not in open_:
            fields[f"no_{key}"] = "1"
        elif not entries:
            patient.setdefault("open", []).append(key)
    kept = [each for each in open_ if each not in LISTS]
    if kept:
        patient["open"] = kept


def _line_to_fields(row: int, line: dict[str, Any], fields: dict[str, Any]) -> None:
    name = line.pop("item", None) or line.pop("product", None) or line.pop("ingredient", None)
    fields[f"item{row}"] = str(name or "")
    for key in ("amount", "volume", "syringe"):
        if isinstance(line.get(key), str | int):
            fields[f"{key}{row}"] = str(line.pop(key))
    if line:
        fields[f"more{row}"] = json.dumps(line, ensure_ascii=False, default=str, sort_keys=True)


# ---------------------------------------------------------------------- a case to a file


def toml_of(case: Mapping[str, Any]) -> str:
    """The case file of a mapping: plain keys, then tables, then the lines of the cocktail."""
    plain = [f"{key} = {_value(value)}" for key, value in case.items() if not _is_table(value)]
    parts = ["\n".join(plain)] if plain else []
    for key, value in case.items():
        if isinstance(value, Mapping):
            parts.append("\n".join([f"[{_key(key)}]", *(_entries(value))]))
        elif _is_table(value):
            parts += ["\n".join([f"[[{_key(key)}]]", *_entries(row)]) for row in value]
    return "\n\n".join(parts) + "\n" if parts else ""


def _entries(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items()]


def _is_table(value: object) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _key(key: str) -> str:
    return (
        key
        if key and all(char.isascii() and (char.isalnum() or char in "-_") for char in key)
        else _text(key)
    )


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return _text(str(value))


def _text(text: str) -> str:
    """A basic string of TOML: what JSON escapes, and the one control character that JSON leaves raw."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
