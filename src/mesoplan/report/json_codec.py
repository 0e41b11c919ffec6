"""Records as JSON and back: what stands in a document follows from the record's own annotations.

Amounts, decimals, needs and lines are texts; an amount that is not known is "". What can be computed from a
record (`DERIVED`) is written too, for those who read the JSON, and ignored when it is read back.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from mesoplan.errors import NotAnAnswer
from mesoplan.model.line import Line, LineKind
from mesoplan.model.need import Need, NeedKind
from mesoplan.model.plan import Plan, Question
from mesoplan.quantity import Quantity

#: Properties that are written beside a record's fields.
DERIVED: dict[type, tuple[str, ...]] = {Plan: ("minimal_syringes",), Question: ("fact",)}
_PLAIN = (str, int, bool)
_AS_IT_IS = frozenset((str, int, bool, NoneType))


@cache
def hints_of(record: type) -> dict[str, Any]:
    """The annotation of every field and derived property of a record."""
    found = {name: hint for name, hint in get_type_hints(record).items() if name in record._fields}  # type: ignore[attr-defined]
    for name in DERIVED.get(record, ()):
        found[name] = get_type_hints(getattr(record, name).fget)["return"]
    return found


def encoded(value: Any) -> Any:
    """Any record, mapping or sequence as what JSON knows."""
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, Need | Line):
        return str(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        hints = hints_of(type(value))
        return {
            name: "" if each is None and hint == Quantity | None else encoded(each)
            for name, hint in hints.items()
            for each in (getattr(value, name),)
        }
    if isinstance(value, Mapping):
        return {str(key): encoded(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(encoded(each) for each in value)
    if isinstance(value, list | tuple):
        return [encoded(each) for each in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def decoded(hint: Any, data: Any) -> Any:
    """The value that `encoded` wrote, read by its annotation. Raises `NotAnAnswer`."""
    if hint is Need:
        return need_from(data)
    if hint is Line:
        return line_from(data)
    if hint is Quantity:
        return Quantity.parse(_a(str, data))
    if hint is Decimal:
        return Decimal(_a(str, data))
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return _record(hint, _a(dict, data))
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _one_of(parts, data)
    if origin is Literal:
        if data not in parts:
            raise NotAnAnswer(f"{data!r} is none of {', '.join(map(str, parts))}.")
        return data
    if origin is tuple:
        rows = _a(list, data)
        if parts[-1] is Ellipsis:
            return tuple(decoded(parts[0], each) for each in rows)
        return tuple(decoded(part, each) for part, each in zip(parts, rows, strict=True))
    if origin is frozenset:
        return frozenset(decoded(parts[0], each) for each in _a(list, data))
    if origin is not None and issubclass(origin, Mapping):
        return {key: decoded(parts[1], each) for key, each in _a(dict, data).items()}
    return _a(hint, data) if hint in _PLAIN else data


def need_from(text: str) -> Need:
    """The need that its text stands for."""
    kind, joint, rest = _a(str, text).partition(":")
    if not joint:
        return Need("patient" if text in ("sex", "age", "weight", "allergies") else "case", text)
    if kind not in get_args(NeedKind):
        raise NotAnAnswer(f"{text!r} is no need.")
    if kind == "data":
        what, _, about = rest.partition(":")
        return Need("data", what, about)
    return Need(kind, rest)


def line_from(text: str) -> Line:
    """The place that its text stands for."""
    kind, _, position = _a(str, text).removesuffix("]").partition("[")
    if kind not in get_args(LineKind) or not (position or "0").isdecimal():
        raise NotAnAnswer(f"{text!r} is no line of a cocktail.")
    return Line(kind, int(position or 0))


def _record(record: Any, data: dict[str, Any]) -> Any:
    hints = hints_of(record)
    missing = [name for name in record._fields if name not in data]
    if missing:
        raise NotAnAnswer(f"{record.__name__} lacks {', '.join(missing)}.")
    return record(**{name: decoded(hints[name], data[name]) for name in record._fields})


def _one_of(parts: tuple[Any, ...], data: Any) -> Any:
    """The alternative that fits: none, the record of that ``kind``, or the only other one."""
    if NoneType in parts and (data is None or (data == "" and Quantity in parts)):
        return None
    rest = [each for each in parts if each is not NoneType]
    if len(rest) == 1:
        return decoded(rest[0], data)
    kind = _a(dict, data).get("kind")
    for each in rest:
        if each._field_defaults.get("kind") == kind:
            return _record(each, data)
    raise NotAnAnswer(f"{kind!r} is no kind that is known here.")


def _a(wanted: type, data: Any) -> Any:
    if not isinstance(data, wanted) or (wanted is int and isinstance(data, bool)):
        raise NotAnAnswer(f"{str(data)[:60]!r} should be a {wanted.__name__}.")
    return data
