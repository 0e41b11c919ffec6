"""A case file to a `Case`. What a file may hold is small, and anything else is refused quickly."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.model.case import Case

_MAX_BYTES = 200_000
_MAX_DEPTH = 12
_EXAMPLE = 'A case has at least one line, such as: goal = "melasma"'


def read_case(path: str | os.PathLike[str]) -> Case:
    """The case in a TOML or JSON file. Raises `CaseError` when it is none."""
    file = Path(path)
    raw = _table(file, _bytes(file))
    try:
        return case_from(raw)
    except CaseError as error:
        raise CaseError(error.faults, str(file)) from None


def case_from(given: Mapping[str, Any] | str) -> Case:
    """The case that a mapping with the keys of a case file, or the text of one, describes.

    A text that starts with ``{`` is JSON, any other TOML. Raises `CaseError` with every fault.
    """
    raw = _text(given) if isinstance(given, str) else given
    known = Case._fields
    faults = [
        CaseFault(key, "unknown key.", "", f"A case has: {', '.join(known)}.")
        for key in raw
        if key not in known
    ]
    shapes = {"patient": Mapping, "limits": Mapping, "session": Mapping, "prices": Mapping}
    for key, shape in shapes.items():
        if key in raw and not isinstance(raw[key], shape):
            faults.append(CaseFault(key, "must be a table.", "", f"Write it under [{key}]."))
    for key in ("cocktail", "stock"):
        if key in raw and not (
            isinstance(raw[key], list | tuple) and all(isinstance(row, Mapping) for row in raw[key])
        ):
            faults.append(CaseFault(key, "must be a list of tables.", "", f"Write [[{key}]] for each item."))
    for key in ("goal", "zone", "jurisdiction", "technique"):
        if key in raw and not isinstance(raw[key], str):
            faults.append(CaseFault(key, "must be a name in quotes."))
    if faults:
        raise CaseError(tuple(faults))
    values = dict(raw)
    for key in ("cocktail", "stock"):
        if key in values:
            values[key] = tuple(values[key])
    return Case(**values)


def _text(text: str) -> Mapping[str, Any]:
    """The table that a text holds; it is read as a file of its kind would be."""
    file = Path("case.json" if text.lstrip().startswith("{") else "case.toml")
    try:
        return _table(file, text.encode())
    except CaseError as error:
        raise CaseError(error.faults) from None


def _bytes(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise _refused(file, "this is a folder, not a case file.", "Name a .toml file.")
        if not file.is_file() and file.exists():
            raise _refused(file, "this is not an ordinary file.", "Name a .toml file.")
        size = file.stat().st_size
        if size > _MAX_BYTES:
            raise _refused(
                file,
                f"the file has {size} bytes; a case has at most {_MAX_BYTES}.",
                "Is this the right file?",
            )
        return file.read_bytes()
    except OSError as error:
        raise _refused(file, f"cannot be read ({error.strerror}).", "Check the path.") from None


def _table(file: Path, data: bytes) -> Mapping[str, Any]:
    if not data.strip():
        raise _refused(file, "the file is empty.", _EXAMPLE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            file, f"this is not UTF-8 text (byte {error.start}).", "Save it as UTF-8 TOML."
        ) from None
    try:
        raw = _parsed(text, json=file.suffix.lower() == ".json")
    except RecursionError:
        raise _refused(file, "it nests too deeply.", _EXAMPLE) from None
    except (ValueError, ArithmeticError) as error:
        raise _refused(file, f"not valid: {str(error)[:200]}.", "Mend that line.") from None
    if not isinstance(raw, Mapping):
        raise _refused(file, "a case is a table of keys and values.", _EXAMPLE)
    if _depth(raw) > _MAX_DEPTH:
        raise _refused(file, "it nests too deeply.", _EXAMPLE)
    return raw


def _parsed(text: str, *, json: bool) -> Any:
    from decimal import Decimal

    if json:
        from json import loads

        return loads(text, parse_float=Decimal)
    from tomllib import loads as toml_loads

    return toml_loads(text, parse_float=Decimal)


def _depth(value: object, level: int = 0) -> int:
    if level > _MAX_DEPTH:
        return level
    if isinstance(value, Mapping):
        return max((_depth(each, level + 1) for each in value.values()), default=level)
    if isinstance(value, list):
        return max((_depth(each, level + 1) for each in value), default=level)
    return level


def _refused(file: Path, what: str, following: str) -> CaseError:
    return CaseError((CaseFault("", what, "Nothing was checked.", following),), str(file))
