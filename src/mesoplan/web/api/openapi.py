"""The API's description (OpenAPI 3.1), made from the same schemas that the answers are tested against."""

import html
import json
from collections.abc import Mapping
from typing import Any

from mesoplan.report.json_schema import schemas
from mesoplan.version import VERSION
from mesoplan.web.api.rest import KINDS, QUESTIONS, REFUSED, options_of

_SAYS = {
    "check": "What is known for and against a cocktail, and what is not known. Incomplete is not safe.",
    "plan": "The best cocktails for a goal, with proof, or why there is none.",
    "repair": "Every minimal change that makes a cocktail pass, each verified by a check.",
    "regimens": "Every regimen published for a goal, judged in the case, and what did not help.",
    "prepare": "What goes into which syringe, at which mark; or the number that is missing.",
}
_FAULT = {
    "type": "object",
    "properties": {key: {"type": "string"} for key in ("key", "what", "so_what", "next")},
}
_REFUSED = {
    "type": "object",
    "description": "Nothing was judged, and why. It never holds a verdict.",
    "properties": {"schema": {"const": REFUSED}, "faults": {"type": "array", "items": _FAULT}},
    "required": ["schema", "faults"],
}
_OBJECT = {"type": "object"}


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    every = schemas()
    parts = {"refused": _REFUSED, "case": _moved(every["case.json"], "case")}
    parts |= {each: _moved(every[f"{each}-1.json"], each) for each in QUESTIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mesoplan",
            "version": VERSION,
            "description": "Decision support for injectable cocktails. The practitioner decides.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            **{f"/{each}": {"post": _question(each)} for each in QUESTIONS},
            "/catalog": {"get": _read("Which catalog this is, and how much it holds.")},
            "/catalog/{kind}": {"get": _read("Ids and labels of one kind.", ("kind",))},
            "/catalog/{kind}/{id}": {
                "get": _read("All that the catalog holds of one entity, with its sources.", ("kind", "id"))
            },
            "/find": {"get": _find()},
            "/health": {"get": _read("Whether the process is alive.")},
            "/ready": {"get": _read("Whether it can answer: the catalog is loaded.")},
            "/version": {"get": _read("Versions of engine and catalog, and the catalog's hash.")},
        },
        "components": {"schemas": parts},
    }


def _question(name: str) -> dict[str, Any]:
    options = [
        {"name": each, "in": "query", "required": False, "schema": {"type": "string"}}
        for each in options_of(name)
    ]
    return {
        "operationId": name,
        "summary": _SAYS[name],
        "requestBody": {"required": True, "content": _json({"$ref": "#/components/schemas/case"})},
        **({"parameters": options} if options else {}),
        "responses": {
            "200": {"description": "The answer.", "content": _json({"$ref": f"#/components/schemas/{name}"})},
            **_refusals("400", "413", "415", "422", "429", "503"),
        },
    }


def _read(summary: str, places: tuple[str, ...] = ()) -> dict[str, Any]:
    shapes: dict[str, dict[str, Any]] = {
        "kind": {"type": "string", "enum": list(KINDS)},
        "id": {"type": "string"},
    }
    given = [{"name": each, "in": "path", "required": True, "schema": shapes[each]} for each in places]
    return {
        "summary": summary,
        **({"parameters": given} if given else {}),
        "responses": {
            "200": {"description": "Found.", "content": _json(_OBJECT)},
            **_refusals("404", "429"),
        },
    }


def _find() -> dict[str, Any]:
    made = _read("What in the catalog has these words in one of its names.")
    shape = {"type": "string", "maxLength": 100}
    made["parameters"] = [{"name": "q", "in": "query", "required": True, "schema": shape}]
    return made


def _refusals(*codes: str) -> dict[str, Any]:
    body = {"description": "Refused.", "content": _json({"$ref": "#/components/schemas/refused"})}
    return dict.fromkeys(codes, body)


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _moved(value: Any, name: str) -> Any:
    """A schema with its references where they stand inside the document."""
    if isinstance(value, dict):
        return {
            key: f"#/components/schemas/{name}{inner[1:]}"
            if key == "$ref" and isinstance(inner, str)
            else _moved(inner, name)
            for key, inner in value.items()
            if key != "$schema"
        }
    return [_moved(each, name) for each in value] if isinstance(value, list) else value


def page(document: Mapping[str, Any]) -> str:
    """The description as one page without script, style or foreign request."""
    rows = [
        f"<tr><td>{method.upper()}</td><td><code>{html.escape(path)}</code></td>"
        f"<td>{html.escape(said['summary'])}</td><td>{html.escape(_given(said))}</td></tr>"
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]
    schemas_ = "".join(
        f"<details><summary>{html.escape(name)}</summary>"
        f"<pre>{html.escape(json.dumps(schema, indent=1))}</pre></details>"
        for name, schema in document["components"]["schemas"].items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>mesoplan API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>'
        f"<h1>mesoplan API {html.escape(document['info']['version'])}</h1>"
        f"<p>{html.escape(document['info']['description'])} "
        '<a href="/openapi.json">openapi.json</a></p>'
        "<table><thead><tr><th>Method</th><th>Path</th><th>Answers</th><th>Options</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table><h2>Schemas</h2>{schemas_}</main></body></html>\n"
    )


def _given(said: Mapping[str, Any]) -> str:
    return ", ".join(each["name"] for each in said.get("parameters", ()))
