"""JSON Schemas (draft 2020-12) of what mesoplan writes and reads, made from the records themselves.

``python -m mesoplan.report.json_schema docs/schemas`` writes them; a test compares.
"""

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from mesoplan.model.case import Case, Limits, Session
from mesoplan.model.need import Need
from mesoplan.quantity import Quantity
from mesoplan.report.shape import CheckShape, PlansShape

_BASE = "https://json-schema.org/draft/2020-12/schema"
_AMOUNT = {"type": "string", "description": 'An amount with its unit, such as "0.5 mg".'}
_NAMES = {"type": "array", "items": {"type": "string"}}


def schemas() -> dict[str, dict[str, Any]]:
    """File name to schema."""
    return {
        "check-1.json": _document("mesoplan/check/1", CheckShape),
        "plan-1.json": _document("mesoplan/plan/1", PlansShape),
        "case.json": case_schema(),
    }


def written(schema: Mapping[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _document(title: str, record: type) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    root = _of(record, parts)
    return {"$schema": _BASE, "title": title, "$defs": parts, **root}


def _of(annotation: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of an annotation; records become definitions."""
    if annotation is Need:
        return {"type": "string"}
    if hasattr(annotation, "_fields"):
        name = annotation.__name__.removesuffix("Shape")
        if name not in parts:
            parts[name] = {}
            parts[name] = _record(annotation, parts)
        return {"$ref": f"#/$defs/{name}"}
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return {"anyOf": [_of(part, parts) for part in get_args(annotation)]}
    if origin is Literal:
        return {"enum": list(get_args(annotation))}
    if origin is tuple:
        return {"type": "array", "items": _of(get_args(annotation)[0], parts)}
    if origin is dict:
        return {"type": "object"}
    return dict(_PLAIN[annotation])


_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Quantity: _AMOUNT,
    Decimal: {"type": "string", "description": "A decimal number."},
}


def _record(record: Any, parts: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {
        "type": "object",
        "description": " ".join((record.__doc__ or "").split()),
        "properties": {name: _of(hints[name], parts) for name in record._fields},
        "required": sorted(record._fields),
        "additionalProperties": False,
    }


def case_schema() -> dict[str, Any]:
    """The schema of a case file. What is left out was not asked."""
    properties: dict[str, Any] = {
        "goal": {"type": "string"},
        "zone": {"type": "string"},
        "jurisdiction": {"type": "string"},
        "technique": {"type": "string"},
        "patient": _patient(),
        "limits": _table(
            {name: {} for name in LIMIT_KEYS}
            | {
                "max_ingredients": {"type": "integer", "minimum": 1, "maximum": 12},
                "max_syringes": {"type": "integer", "minimum": 1, "maximum": 12},
                "max_volume": _AMOUNT,
                "max_cost": _AMOUNT,
                "include": _NAMES,
                "exclude": _NAMES,
                "unknown_mixing": {"enum": ["separate", "warn", "forbid"]},
            }
        ),
        "session": _table(
            dict.fromkeys(Session._fields, _AMOUNT)
            | {
                "technique": {"type": "string"},
                "points": {"type": "integer", "minimum": 1, "maximum": 5000},
                "place": {"enum": ["clinic", "pharmacy", "home"]},
            }
        ),
        "cocktail": {"type": "array", "maxItems": 40, "items": _item()},
        "stock": {
            "type": "array",
            "items": {
                **_table({"product": {"type": "string"}, "volume": _AMOUNT}),
                "required": ["product", "volume"],
            },
        },
        "prices": {"type": "object", "additionalProperties": _AMOUNT},
    }
    missing = set(Case._fields) ^ set(properties)
    assert not missing, missing
    return {
        "$schema": _BASE,
        "title": "mesoplan case file",
        "description": "A key of the patient that is left out means: not asked.",
        **_table(properties),
    }


#: Demands that a case file may make.
LIMIT_KEYS = Limits._fields


def _patient() -> dict[str, Any]:
    named = {
        "anyOf": [
            {"type": "string"},
            {
                **_table(
                    {"name": {"type": "string"}, "id": {"type": "string"}, "unmapped": {"type": "boolean"}}
                )
            },
        ]
    }
    some = {"type": "array", "items": named}
    return {
        "type": "object",
        "description": "Any patient fact of the catalog may be a key with true or false.",
        "properties": {
            "sex": {"enum": ["female", "male"]},
            "age": {"type": "integer", "minimum": 0, "maximum": 120},
            "weight": _AMOUNT,
            "conditions": some,
            "allergies": some,
            "medicines": some,
            "absent": some,
            "pregnant": {"type": "boolean"},
            "breastfeeding": {"type": "boolean"},
        },
        "additionalProperties": {"type": "boolean"},
    }


def _item() -> dict[str, Any]:
    item = _table(
        {
            "ingredient": {"type": "string"},
            "product": {"type": "string"},
            "amount": _AMOUNT,
            "volume": _AMOUNT,
            "concentration": _AMOUNT,
            "form": {"type": "string"},
            "syringe": {"type": "integer", "minimum": 1, "maximum": 12},
        }
    )
    return {**item, "anyOf": [{"required": ["ingredient"]}, {"required": ["product"]}]}


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(written(schema), "utf-8")
