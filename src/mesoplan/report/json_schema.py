"""JSON Schemas (draft 2020-12) of what mesoplan writes and reads, made from the records themselves.

``python -m mesoplan.report.json_schema docs/schemas`` writes them; a test compares.
"""

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from mesoplan.model.case import Case, Limits, Override, ResolvedCase, Session
from mesoplan.model.line import Line
from mesoplan.model.need import Need
from mesoplan.model.place import Route
from mesoplan.model.plan import Syringe
from mesoplan.quantity import Quantity
from mesoplan.report.answer import KINDS, CatalogStamp, result_of
from mesoplan.report.json_codec import hints_of
from mesoplan.report.ledger_json import RECORDS, schema_of

_BASE = "https://json-schema.org/draft/2020-12/schema"
_AMOUNT = {"type": "string", "description": 'An amount with its unit, such as "0.5 mg".'}
_NAMES = {"type": "array", "items": {"type": "string"}}


def schemas() -> dict[str, dict[str, Any]]:
    """File name to schema."""
    return {
        **{f"{kind}-1.json": _document(kind, result_of(kind)) for kind in KINDS},
        **{f"ledger-{name}-1.json": _of_ledger(name, record) for name, record in RECORDS.items()},
        "case.json": case_schema(),
    }


def written(schema: Mapping[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _document(kind: str, result: type) -> dict[str, Any]:
    """The document of an answer: the fields of its result beside what every answer says of itself."""
    parts: dict[str, Any] = {}
    root = _record(result, parts)
    stamp: dict[str, Any] = {
        "schema": {"const": f"mesoplan/{kind}/1"},
        "case": {"type": "object", "description": "The case as it was written."},
        "resolved": _of(ResolvedCase, parts),
        "catalog": _of(CatalogStamp, parts),
        "engine": {"type": "string"},
    }
    if kind == "check":
        stamp["cocktail"] = _of(tuple[Syringe, ...], parts)
    assert not set(stamp) & set(root["properties"])
    root["properties"] |= stamp
    root["required"] = sorted(root["properties"])
    return {"$schema": _BASE, "title": f"mesoplan/{kind}/1", "$defs": parts, **root}


def _of_ledger(name: str, record: type) -> dict[str, Any]:
    """The document of an answer of the ledger."""
    parts: dict[str, Any] = {}
    root = _record(record, parts)
    root["properties"]["schema"] = {"const": schema_of(name)}
    root["required"] = sorted(root["properties"])
    return {"$schema": _BASE, "title": schema_of(name), "$defs": parts, **root}


def _of(annotation: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of an annotation; records become definitions."""
    if annotation in (Need, Line):
        return {"type": "string"}
    if hasattr(annotation, "_fields"):
        name = annotation.__name__
        if name not in parts:
            parts[name] = {}
            parts[name] = _record(annotation, parts)
        return {"$ref": f"#/$defs/{name}"}
    origin = get_origin(annotation)
    if annotation == Quantity | None:
        return {"type": "string", "description": 'An amount with its unit; "" when it is not known.'}
    if origin in (Union, UnionType):
        return {"anyOf": [_of(part, parts) for part in get_args(annotation)]}
    if origin is Literal:
        return {"enum": list(get_args(annotation))}
    if origin is tuple:
        inner = get_args(annotation)
        if inner[-1] is Ellipsis:
            return {"type": "array", "items": _of(inner[0], parts)}
        exact = {"minItems": len(inner), "maxItems": len(inner)}
        return {"type": "array", "prefixItems": [_of(each, parts) for each in inner], **exact}
    if origin is frozenset:
        return {"type": "array", "items": _of(get_args(annotation)[0], parts)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(get_args(annotation)[1], parts)}
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
    hints = hints_of(record)
    return {
        "type": "object",
        "description": " ".join((record.__doc__ or "").split()),
        "properties": {name: _of(hint, parts) for name, hint in hints.items()},
        "required": sorted(hints),
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
                "route": {"enum": list(get_args(Route))},
                "syringes": _NAMES,
                "single": {"type": "boolean"},
                "needle": {"type": "string", "description": "The needle that gives, by its gauge: 30 G."},
                "needle_changes": {"type": "integer", "minimum": 1, "maximum": 200},
            }
        ),
        "cocktail": {
            "anyOf": [
                {"type": "array", "maxItems": 40, "items": _item()},
                {"type": "string", "description": "One line: lidocaine 2% 1 mL + biotin 5 mg | ..."},
            ]
        },
        "stock": {
            "type": "array",
            "items": {
                **_table({"product": {"type": "string"}, "volume": _AMOUNT}),
                "required": ["product", "volume"],
            },
        },
        "prices": {"type": "object", "additionalProperties": _AMOUNT},
        "record": _patient_record(),
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
            "sex": {"enum": ["female", "male", "f", "m"]},
            "age": {
                "anyOf": [
                    {"type": "integer", "minimum": 0, "maximum": 120},
                    {"type": "string", "examples": ["34 y"]},
                ]
            },
            "weight": _AMOUNT,
            "conditions": some,
            "allergies": some,
            "medicines": some,
            "absent": some,
            "open": {"type": "array", "items": {"enum": ["conditions", "allergies", "medicines"]}},
            "pregnant": {"type": "boolean"},
            "breastfeeding": {"type": "boolean"},
        },
        "additionalProperties": {"type": "boolean"},
    }


def _patient_record() -> dict[str, Any]:
    """Earlier sessions and overrides; days are written 2026-11-27."""
    text = {"type": "string"}
    cocktail = {"type": "array", "maxItems": 40, "items": _item()}
    event = {"enum": ["", "recorded", "serious"]}
    told = {"on": text, "goal": text, "zone": text, "route": text, "event": event}
    session = _table({**told, "cocktail": cocktail})
    override = _table(dict.fromkeys(Override._fields, text) | {"entry": {"type": "integer", "minimum": 0}})
    needed = [each for each in Override._fields if each not in ("look_again", "entry")]
    return {
        **_table(
            {
                "on": text,
                "sessions": {"type": "array", "items": {**session, "required": ["on", "cocktail"]}},
                "overrides": {"type": "array", "items": {**override, "required": needed}},
            }
        ),
        "required": ["on"],
    }


def _item() -> dict[str, Any]:
    item = _table(
        {
            "item": {"type": "string", "description": "An ingredient or a product, by any name."},
            "ingredient": {"type": "string"},
            "product": {"type": "string"},
            "amount": _AMOUNT,
            "volume": _AMOUNT,
            "concentration": _AMOUNT,
            "form": {"type": "string"},
            "syringe": {"type": "integer", "minimum": 1, "maximum": 12},
            "zone": {"type": "string", "description": "Where this syringe goes, when not the case's zone."},
            "technique": {"type": "string"},
            "points": {"type": "integer", "minimum": 1, "maximum": 5000},
            "point_volume": _AMOUNT,
            "area": _AMOUNT,
        }
    )
    return {**item, "anyOf": [{"required": [key]} for key in ("item", "ingredient", "product")]}


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(written(schema), "utf-8")
