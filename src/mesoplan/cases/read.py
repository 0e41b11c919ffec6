"""A case file to a `Case`. What a file may hold is small, and anything else is refused quickly."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.catalog.named import shown_name
from mesoplan.model.case import Case

Format = Literal["", "toml", "json", "yaml"]
MAX_BYTES = 200_000
MAX_DEPTH = 12
_LONGEST_NAME = 1000
_EXAMPLE = 'A case has at least one line, such as: goal = "melasma"'


def read_case(path: str | os.PathLike[str]) -> Case:
    """The case in a TOML, JSON or YAML file. Raises `CaseError` when it is none."""
    try:
        file = Path(path)
    except TypeError:
        fault = CaseFault("", f"{type(path).__name__} is no path.", "Nothing was checked.", "Name a file.")
        raise CaseError((fault,)) from None
    return case_from_bytes(_bytes(file), str(file), format_of(file))


def case_from_bytes(data: bytes, where: str, format_: Format = "") -> Case:
    """The case in the bytes of a file; ``where`` is its name in errors. Raises `CaseError` when it is none.

    Without a format, what begins with a brace is JSON and everything else TOML.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(where, len(data))
    if not format_:
        format_ = "json" if data.lstrip().startswith(b"{") else "toml"
    raw = _table(where, data, format_)
    try:
        return case_from(raw)
    except CaseError as error:
        raise CaseError(error.faults, where) from None


def format_of(file: Path) -> Format:
    """What a file is written in, by its name."""
    return {".json": "json", ".yaml": "yaml", ".yml": "yaml"}.get(file.suffix.lower(), "toml")  # type: ignore[return-value]


def case_from(given: Mapping[str, Any] | str) -> Case:
    """The case that a mapping with the keys of a case file, or the text of one, describes.

    A text that starts with ``{`` is JSON, any other TOML. Raises `CaseError` with every fault.
    """
    raw = _text(given) if isinstance(given, str) else given
    known = Case._fields
    if not isinstance(raw, Mapping):
        fault = CaseFault(
            "", f"a case is a table, not {type(raw).__name__}.", "Nothing was checked.", _EXAMPLE
        )
        raise CaseError((fault,))
    faults = [
        CaseFault(shown_name(str(key)), "unknown key.", "", f"A case has: {', '.join(known)}.")
        for key in raw
        if key not in known
    ]
    shapes = dict.fromkeys(("patient", "limits", "session", "prices", "record"), Mapping)
    for key, shape in shapes.items():
        if key in raw and not isinstance(raw[key], shape):
            faults.append(CaseFault(key, "must be a table.", "", f"Write it under [{key}]."))
    for key in ("cocktail", "stock"):
        if key == "cocktail" and isinstance(raw.get(key), str):
            continue
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
        if key in values and not isinstance(values[key], str):
            values[key] = tuple(values[key])
    return Case(**values)


def json_table(text: str) -> Mapping[str, Any]:
    """The table in a JSON text, numbers exact. Raises `CaseError` when it is none, or holds a key twice."""
    if len(text) > MAX_BYTES:
        raise _too_large("", len(text))
    return _table("", text.encode("utf-8", "surrogatepass"), "json")


def _text(text: str) -> Mapping[str, Any]:
    """The table that a text holds; it is read as a file of its kind would be."""
    try:
        return _table(
            "", text.encode("utf-8", "surrogatepass"), "json" if text.lstrip().startswith("{") else "toml"
        )
    except CaseError as error:
        raise CaseError(error.faults) from None


def _bytes(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise _refused(str(file), "this is a folder, not a case file.", "Name a .toml file.")
        if not file.is_file() and file.exists():
            raise _refused(str(file), "this is not an ordinary file.", "Name a .toml file.")
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(str(file), size)
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refused(_printable(file), f"cannot be read ({error.strerror}).", "Check the path.") from None
    except CaseError:
        raise
    except ValueError:
        raise _refused(_printable(file), "is no name of a file.", "Check the path.") from None


def _printable(file: Path) -> str:
    name = str(file)
    return name if name.isprintable() and len(name) <= _LONGEST_NAME else shown_name(name)


def _table(file: str, data: bytes, format_: Format) -> Mapping[str, Any]:
    if not data.strip():
        raise _refused(file, "the file is empty.", _EXAMPLE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            file, f"this is not UTF-8 text (byte {error.start}).", "Save it as UTF-8 TOML."
        ) from None
    try:
        raw = _parsed(text, format_)
    except RecursionError:
        raise _refused(file, "it nests too deeply.", _EXAMPLE) from None
    except (ValueError, ArithmeticError) as error:
        raise _refused(file, f"not valid: {str(error)[:200]}.", "Mend that line.") from None
    if not isinstance(raw, Mapping):
        raise _refused(file, "a case is a table of keys and values.", _EXAMPLE)
    if _depth(raw) > MAX_DEPTH:
        raise _refused(file, "it nests too deeply.", _EXAMPLE)
    return raw


def _parsed(text: str, format_: Format) -> Any:
    from decimal import Decimal

    if format_ == "yaml":
        from mesoplan.cases.yaml_text import yaml_tables

        return yaml_tables(text)
    if format_ == "json":
        from json import loads

        return loads(text, parse_float=Decimal, object_pairs_hook=_once)
    from tomllib import loads as toml_loads

    return toml_loads(text, parse_float=Decimal)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON table in which no key stands twice: of two, one would be lost."""
    table = dict(pairs)
    if len(table) != len(pairs):
        twice = next(key for key in table if sum(each == key for each, _ in pairs) > 1)
        raise ValueError(f'the key "{shown_name(twice)}" stands twice')
    return table


def _depth(value: object, level: int = 0) -> int:
    if level > MAX_DEPTH:
        return level
    if isinstance(value, Mapping):
        return max((_depth(each, level + 1) for each in value.values()), default=level)
    if isinstance(value, list):
        return max((_depth(each, level + 1) for each in value), default=level)
    return level


def _too_large(file: str, size: int) -> CaseError:
    return _refused(
        file, f"the file has {size} bytes; a case has at most {MAX_BYTES}.", "Is this the right file?"
    )


def _refused(file: str, what: str, following: str) -> CaseError:
    return CaseError((CaseFault("", what, "Nothing was checked.", following),), file)
