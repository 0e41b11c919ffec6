"""Authoring schemas derived from the records: strict validation and JSON Schema (pydantic's home).

The records are named tuples, so that a warm start needs no validation library. The schema of a
record is built from its annotations on demand: one truth, no second list of fields.
"""

import datetime
import re
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    StrictBool,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    create_model,
)

from mesoplan.model.regimen import AmountRange, CountRange
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.quantity.number import check_value
from mesoplan.record import NamedTuple

Record = TypeVar("Record")


class SchemaFault(NamedTuple):
    """One thing wrong at one key path."""

    path: str
    message: str
    given: str


def parse(record: type[Record], raw: object) -> tuple[Record | None, tuple[SchemaFault, ...]]:
    """The record that ``raw`` (as read from TOML) describes, or every fault in it; never raises."""
    adapter: TypeAdapter[Record] = _adapter(record)  # type: ignore[arg-type]
    try:
        return adapter.validate_python(raw), ()
    except ValidationError as error:
        return None, tuple(_fault(detail) for detail in error.errors(include_url=False))
    except RecursionError:
        return None, (SchemaFault("", "it nests too deeply", ""),)


def json_schema(record: type) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the authoring format of ``record``."""
    return _adapter(record).json_schema()


@cache
def _adapter(record: Any) -> TypeAdapter[Any]:
    return TypeAdapter(_translate(record))


def _fault(detail: Any) -> SchemaFault:
    path = ""
    for part in detail["loc"]:
        if isinstance(part, int):
            path += f"[{part}]"
        elif not part.startswith(("tuple[", "literal[", "function-", "is-instance")):
            path += f".{part}" if path else str(part)
    given = "" if detail["type"] in ("missing", "extra_forbidden") else _shown(detail.get("input"))
    return SchemaFault(path, _plain_words(detail), given if len(given) < 80 else given[:77] + "...")


def _shown(value: object) -> str:
    try:
        return repr(value)
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        return "..."


def _plain_words(detail: Any) -> str:
    match detail["type"]:
        case "missing":
            return "required key is missing"
        case "extra_forbidden":
            return "unknown key"
        case "literal_error":
            return f"must be one of {detail['ctx']['expected']}"
        case _:
            return str(detail["msg"]).removeprefix("Value error, ")


def _is_record(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, tuple) and hasattr(annotation, "_fields")


def _translate(annotation: Any) -> Any:
    """The pydantic type that validates TOML data into ``annotation``."""
    if _is_record(annotation):
        return _record_type(annotation)
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return Union[tuple(_translate(part) for part in get_args(annotation))]  # noqa: UP007
    if origin is tuple:
        return tuple[_translate(get_args(annotation)[0]), ...]  # type: ignore[misc]
    if origin is Literal or annotation is NoneType:
        return annotation
    raise TypeError(f"no authoring schema for {annotation!r}")


@cache
def _record_type(record: Any) -> Any:
    hints = get_type_hints(record)
    # Aliased, so that a key may be called "schema" or "json" without meeting pydantic's own names.
    fields: dict[str, Any] = {
        f"key_{name}": (
            _translate(hint),
            Field(record._field_defaults.get(name, ...), alias=name),
        )
        for name, hint in hints.items()
    }
    model = create_model(
        record.__name__,
        __config__=ConfigDict(extra="forbid", frozen=True),
        __doc__=record.__doc__,
        **fields,
    )

    def to_record(checked: BaseModel) -> Any:
        return record(*[getattr(checked, f"key_{name}") for name in record._fields])

    if record in _SHORT:
        either: Any = Union[_SCALARS[_SHORT[record]], model]  # noqa: UP007
        short = BeforeValidator(_ends, json_schema_input_type=either)
        return Annotated[model, AfterValidator(to_record), short]
    return Annotated[model, AfterValidator(to_record)]


def _quantity(raw: object) -> Quantity:
    if isinstance(raw, Quantity):
        return raw
    if not isinstance(raw, str):
        raise ValueError('an amount is written as text with its unit, such as "4.5 mg/kg"')
    try:
        return Quantity.parse(raw)
    except QuantityError as error:
        raise ValueError(str(error)) from None


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise ValueError("must be a plain number")
    if isinstance(raw, int):
        raw = _whole(raw)
    try:
        return check_value(Decimal(raw))
    except QuantityError as error:
        raise ValueError(str(error)) from None


def _whole(raw: int) -> int:
    if abs(raw) > _LARGEST_WHOLE:
        raise ValueError("is no number that a catalog has")
    return raw


def _text(raw: str) -> str:
    if _CONTROL.search(raw):
        raise ValueError("holds a control character")
    return raw


def _day(raw: object) -> str:
    if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
        return raw.isoformat()
    if isinstance(raw, int) and not isinstance(raw, bool):
        raise ValueError('write a year or date as text, such as "2011" or "2011-11-17"')
    return raw  # type: ignore[return-value]


def _ends(raw: object) -> object:
    """A range whose ends are equal may be written as one value."""
    if isinstance(raw, str):
        amount = _quantity(raw)
        return {"low": amount, "high": amount}
    if isinstance(raw, int) and not isinstance(raw, bool):
        return {"low": raw, "high": raw}
    return raw


#: Anything larger is a slip, or an attack on whoever prints it.
_LARGEST_WHOLE = 10**15

#: What would move a cursor or turn the direction of a line; line ends and tabs are text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_SCALARS: dict[Any, Any] = {
    str: Annotated[StrictStr, BeforeValidator(_day), AfterValidator(_text)],
    int: Annotated[StrictInt, AfterValidator(_whole)],
    bool: StrictBool,
    Decimal: Annotated[InstanceOf[Decimal], BeforeValidator(_decimal), WithJsonSchema({"type": "number"})],
    Quantity: Annotated[
        InstanceOf[Quantity],
        BeforeValidator(_quantity),
        WithJsonSchema({"type": "string", "examples": ["4.5 mg/kg"]}),
    ],
}

#: Ranges that may be written as one value, and what that value is.
_SHORT: dict[Any, Any] = {AmountRange: Quantity, CountRange: int}
