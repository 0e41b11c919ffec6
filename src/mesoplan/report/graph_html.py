"""The graph page: one HTML file in which a person can look around; nothing comes from a network."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.cite import Cite
from mesoplan.model.statement import Stated, statements_of
from mesoplan.report.answers import catalog_words
from mesoplan.report.json_out import plain_data
from mesoplan.report.page_html import document, style
from mesoplan.report.sources import cited

if TYPE_CHECKING:
    import networkx

_EDGE_KEYS = ("kind", "statement", "source", "at", "access", "basis", "effect")
_FORBIDS = frozenset(
    {
        "contraindicated-by",
        "forbidden-in",
        "is-prohibited-in",
        "is-withdrawn-in",
        "is-not-injectable-in",
        "shows-harm",
    }
)
_CARE = frozenset(
    {
        "cautioned-by",
        "opposes",
        "adds-toxicity-to",
        "changes-absorption-of",
        "incompatible-with",
        "is-restricted-in",
        "is-off-label-in",
        "is-unlicensed-in",
        "is-compounding-only-in",
    }
)
_GOOD = frozenset({"compatible-with", "helps", "serves", "shows-benefit", "is-licensed-in"})


def graph_html(
    graph: "networkx.MultiDiGraph[str]", catalog: Catalog, focus: Iterable[str], title: str
) -> str:
    """The page of a graph; ``focus`` are the nodes that it is about."""
    data = graph_data(graph, focus)
    wanted = {edge["statement"] for edge in data["edges"] if edge["statement"]}
    data["statements"] = _statements(wanted, catalog)
    data["title"] = title
    data["foot"] = f"mesoplan, {catalog_words(catalog)}"
    # "<" cannot end the script element, and no text of the catalog can start another.
    packed = json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    body = style("graph.html") + (
        f'<script type="application/json" id="data">{packed}</script>\n<script>\n{style("graph.js")}</script>'
    )
    return document(title, style("graph.css"), body)


def graph_data(graph: "networkx.MultiDiGraph[str]", focus: Iterable[str] = ()) -> dict[str, Any]:
    """Nodes and edges in a fixed order, with every attribute as text."""
    chosen = set(focus)
    nodes = [
        {
            "id": str(node),
            "kind": str(attributes.get("kind", "")),
            "label": str(attributes.get("label", node)),
            "focus": node in chosen,
        }
        for node, attributes in sorted((name, graph.nodes[name]) for name in graph)
    ]
    edges = [
        {"from": str(one), "to": str(other), **_edge(attributes)}
        for one, other, attributes in graph.edges(data=True)
    ]
    edges.sort(key=lambda edge: tuple(edge[key] for key in sorted(edge)))
    return {"nodes": nodes, "edges": edges}


def _edge(attributes: Mapping[str, Any]) -> dict[str, str]:
    edge = {key: str(attributes.get(key) or "") for key in _EDGE_KEYS}
    edge["tone"] = _tone(edge)
    at, access = edge.pop("at"), edge["access"]
    edge["read"] = cited(Cite(edge["source"], at, access)) if edge["source"] else ""  # type: ignore[arg-type]
    return edge


def _tone(edge: Mapping[str, str]) -> str:
    """How grave an edge is: forbid, caution, good, or nothing."""
    if edge["effect"] == "forbid" or edge["kind"] in _FORBIDS:
        return "forbid"
    if edge["effect"] == "caution" or edge["kind"] in _CARE:
        return "caution"
    return "good" if edge["kind"] in _GOOD else ""


def _statements(wanted: set[str], catalog: Catalog) -> dict[str, str]:
    """What each statement says, in a line."""
    entities = {each.split("#", 1)[0] for each in wanted}
    words: dict[str, str] = {}
    for kind in catalog.kinds():
        for entity in sorted(entities & set(catalog.table(kind))):
            for _, stated in statements_of(entity, catalog.table(kind)[entity]):
                if stated.id in wanted:
                    words[stated.id] = _words(stated)
    return words


def _words(stated: Stated) -> str:
    """The sentence of a statement where it has one, else its values."""
    record = stated.record
    for name in ("why", "result", "what", "note"):
        text = getattr(record, name, "")
        if text:
            action = getattr(record, "action", "")
            return f"{text} {action}".strip()
    values = [
        f"{name.replace('_', ' ')} {value}"
        for name, value in plain_data(record).items()
        if name not in ("cite", "id") and isinstance(value, str | int) and value not in ("", None)
    ]
    return ", ".join(values)
