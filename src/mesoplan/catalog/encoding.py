"""Records to lines of JSON and back, by a plan of each record's fields; a line can hold data only.

A record is a JSON array of its fields in order; fields at the end that have their default are left out.
The plan says for each field what stands there:

- ``p`` plain: text, whole number, true, false or null as JSON has it
- ``t`` a tuple of plain values
- ``d`` a decimal as text, ``q`` an amount as "4.5 mg/kg" in its unit's code
- ``r:Limit`` a record, ``R:Limit`` a tuple of records
- ``x`` anything else, tagged: ``{"d": …}``, ``{"q": …}``, ``{"r": ["Limit", …]}``, arrays for tuples

Reading never looks up anything by a name that the line brings, but among the catalog's own record types.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from mesoplan.quantity import Quantity
from mesoplan.quantity.amount import restored
from mesoplan.quantity.number import plain
from mesoplan.record import NamedTuple

#: Record name to its field names and the kinds of its fields.
Plans = dict[str, list[list[str]]]

Decoder = Callable[[Any], Any]

#: What reading a line that is no such record may raise.
UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    StopIteration,
)

_PLAIN = (str, int, bool)


class _Reading:
    """What the scanner asks for: strict JSON, numbers exact."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = Decimal
    parse_int = int
    parse_constant = Decimal


def _scanner() -> Callable[[str, int], tuple[Any, int]]:
    try:  # the scanner alone: importing all of json costs as much as reading a hundred records
        from _json import make_scanner
    except ImportError:  # not CPython
        from json import JSONDecoder

        return JSONDecoder(parse_float=Decimal).scan_once  # type: ignore[attr-defined,no-any-return]
    return make_scanner(_Reading())  # type: ignore[arg-type]


_scan = _scanner()


def read_line(line: bytes) -> Any:
    """The value of one line of JSON. Raises one of `UNREADABLE`."""
    text = line.decode()
    value, end = _scan(text, 0)
    if end != len(text):
        raise ValueError("more than one value in a line")
    return value


def record_types(roots: Iterable[type]) -> dict[str, Any]:
    """Every record type that the modules of these types know, by name."""
    found: dict[str, Any] = {}
    for root in roots:
        for name, value in vars(sys.modules[root.__module__]).items():
            if isinstance(value, type) and issubclass(value, tuple) and hasattr(value, "_fields"):
                found[name] = value
    return found


def plans_of(types: Mapping[str, Any]) -> Plans:
    """The plan of each record type."""
    return {
        name: [list(record._fields), [_kind(hint) for hint in get_type_hints(record).values()]]
        for name, record in sorted(types.items())
    }


def fits(plans: Plans, types: Mapping[str, Any]) -> bool:
    """Whether the plans are for these record types: the same names and the same fields in order."""
    return plans.keys() == types.keys() and all(
        tuple(plan[0]) == types[name]._fields for name, plan in plans.items()
    )


def tagged(value: Any) -> Any:
    """Any value of a record as JSON can hold it (kind ``x``)."""
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, Quantity):
        return {"q": _amount(value)}
    if isinstance(value, Decimal):
        return {"d": str(value)}
    if hasattr(value, "_fields"):
        return {"r": [type(value).__name__, *(tagged(each) for each in value)]}
    return [tagged(each) for each in value]


def _amount(value: Quantity) -> str:
    return f"{plain(value.value)} {value.unit.code}"


def _kind(annotation: Any) -> str:
    alternatives = [each for each in get_args(annotation) or () if each is not NoneType]
    if get_origin(annotation) is not tuple and NoneType in get_args(annotation) and len(alternatives) == 1:
        annotation = alternatives[0]
    if annotation is Decimal:
        return "d"
    if annotation is Quantity:
        return "q"
    if _is_record(annotation):
        return f"r:{annotation.__name__}"
    if get_origin(annotation) is tuple:
        (part, *_) = get_args(annotation)
        if _is_record(part):
            return f"R:{part.__name__}"
        return "t" if _is_plain(part) else "x"
    return "p" if _is_plain(annotation) else "x"


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, tuple) and hasattr(annotation, "_fields")


def _is_plain(annotation: Any) -> bool:
    if annotation in _PLAIN or annotation is NoneType or get_origin(annotation) is Literal:
        return True
    parts = get_args(annotation)
    return bool(parts) and get_origin(annotation) is not tuple and all(_is_plain(part) for part in parts)


class Coder(NamedTuple):
    """The record types of a pack and the plan that was made, or read, for them."""

    types: Mapping[str, Any]
    plans: Plans

    def encoders(self) -> dict[str, Decoder]:
        """For each record type what makes its JSON array."""
        made: dict[str, Decoder] = {}
        for name, record in self.types.items():
            made[name] = _encoder(record, self.plans[name][1], made)
        return made

    def decoder(self, name: str, made: dict[str, Decoder]) -> Decoder:
        """What makes a record of this type of its JSON array; ``made`` remembers those of other types."""
        found = made.get(name)
        if found is None:
            found = _decoder(self.types[name], self.plans[name][1], self, made)
            made[name] = found
        return found

    def untagged(self, value: Any) -> Any:
        """The value that `tagged` wrote."""
        return _untagged(value, self)


def _encoder(record: Any, kinds: list[str], made: Mapping[str, Decoder]) -> Decoder:
    defaults = tuple(record._field_defaults.get(name, made) for name in record._fields)
    steps = [_written(kind, made) for kind in kinds]

    def encode(value: Any) -> list[Any]:
        last = len(value)
        while last and _same(value[last - 1], defaults[last - 1]):
            last -= 1
        return [
            field if field is None else step(field) for field, step in zip(value[:last], steps, strict=False)
        ]

    return encode


def _same(value: Any, default: Any) -> bool:
    return value is default or (type(value) is type(default) and bool(value == default))


def _written(kind: str, made: Mapping[str, Decoder]) -> Decoder:
    letter, _, name = kind.partition(":")
    ways: dict[str, Decoder] = {
        "p": lambda value: value,
        "t": list,
        "d": str,
        "q": _amount,
        "r": lambda value: made[name](value),
        "R": lambda value: [made[name](each) for each in value],
        "x": tagged,
    }
    return ways[letter]


def _decoder(record: Any, kinds: list[str], coder: Coder, made: dict[str, Decoder]) -> Decoder:
    count = len(record._fields)
    defaults = [record._field_defaults.get(name) for name in record._fields]
    least = count - len(record._field_defaults)
    steps = [
        (place, _read(kind, coder, made))
        for place, kind in enumerate(kinds)
        if kind != "p" and kind[0] in "tdqrRx"
    ]
    new = tuple.__new__

    def decode(values: list[Any]) -> Any:
        given = len(values)
        if not least <= given <= count:
            raise ValueError(f"{given} fields of {record.__name__}")
        for place, step in steps:
            if place >= given:
                break
            value = values[place]
            if value is not None:
                values[place] = step(value)
        if given < count:
            values += defaults[given:]
        return new(record, values)

    return decode


def _read(kind: str, coder: Coder, made: dict[str, Decoder]) -> Decoder:
    letter, _, name = kind.partition(":")
    if letter == "t":
        return tuple
    if letter == "d":
        return _decimal
    if letter == "q":
        return _quantity
    if letter == "x":
        return coder.untagged
    coder.types[name]  # a plan that names no type of ours is refused here
    return _one(name, coder, made) if letter == "r" else _many(name, coder, made)


def _one(name: str, coder: Coder, made: dict[str, Decoder]) -> Decoder:
    """The decoder of a type, made when it is first needed: many types occur in no record of a start."""

    def decode(value: Any) -> Any:
        return (made.get(name) or coder.decoder(name, made))(value)

    return decode


def _many(name: str, coder: Coder, made: dict[str, Decoder]) -> Decoder:
    """The same for a tuple of records."""

    def decode(values: Any) -> Any:
        if not values:
            return ()
        return tuple(map(made.get(name) or coder.decoder(name, made), values))

    return decode


def _untagged(value: Any, coder: Coder) -> Any:
    if isinstance(value, list):
        return tuple([_untagged(each, coder) for each in value])
    if not isinstance(value, dict):
        return value
    ((tag, inner),) = value.items()
    if tag == "d":
        return _decimal(inner)
    if tag == "q":
        return _quantity(inner)
    if tag != "r":
        raise ValueError(f"no tag {tag!r}")
    record = coder.types[inner[0]]
    fields = [_untagged(each, coder) for each in inner[1:]]
    if len(fields) != len(record._fields):
        raise ValueError(f"{len(fields)} fields of {record.__name__}")
    return tuple.__new__(record, fields)


def _decimal(text: Any) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"no number: {text!r}") from error
    if not value.is_finite():
        raise ValueError(f"no number: {text!r}")
    return value


_AMOUNTS: dict[str, Quantity] = {}
_MOST_AMOUNTS = 8192


def _quantity(text: str) -> Quantity:
    found = _AMOUNTS.get(text)
    if found is None:
        number, _, code = text.partition(" ")
        found = restored(number, code)
        if len(_AMOUNTS) < _MOST_AMOUNTS:
            _AMOUNTS[text] = found
    return found
