"""The catalog as one frozen directed multigraph (networkx's only home).

Nodes are entities (``kind``, ``label``); edges are statements (``kind``, ``statement``, ``source``,
``access``, and for interactions ``basis`` and ``effect``). What they are is defined in `ties`. Rules and
planner ask the typed questions, which are the same knowledge in a faster form, so a warm check or plan does
not import networkx; paths are found here (`walk`, `paths`).
"""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any, TypeAlias

import networkx

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.ties import NODE_KINDS, ties
from mesoplan.knowledge.ties import node as node

Graph: TypeAlias = "networkx.MultiDiGraph[str]"


def graph_of(catalog: Catalog) -> Graph:
    """The frozen graph of a catalog; nodes and edges in the order of their ids."""
    graph: Graph = networkx.MultiDiGraph(catalog=catalog.version, hash=catalog.hash)
    for kind in NODE_KINDS:
        for identity, record in sorted(catalog.table(kind).items()):
            label = getattr(record, "label", "") or getattr(record, "title", "") or identity
            graph.add_node(node(kind, identity), kind=kind, id=identity, label=label)
    for tie in sorted(set(ties(catalog)), key=lambda each: (*each[:4], each.place)):
        graph.add_edge(
            tie.tail,
            tie.head,
            kind=tie.kind,
            statement=tie.statement,
            source=tie.cite.source if tie.cite else "",
            at=tie.cite.at if tie.cite else "",
            access=tie.cite.access if tie.cite else "",
            basis=tie.basis,
            effect=tie.effect,
            why=tie.why,
            place=tie.place,
            overrides=tie.overrides,
        )
    networkx.freeze(graph)
    return graph


def neighbourhood(graph: Graph, names: Iterable[str], radius: int = 1) -> Graph:
    """The part of the graph within ``radius`` edges of these nodes, sources not followed."""
    kept = {name for name in names if name in graph}
    edge_of = set(kept)
    for _ in range(radius):
        near = {
            other
            for name in edge_of
            for other in (*graph.successors(name), *graph.predecessors(name))
            if not other.startswith(("source:", "evidence:"))
        }
        edge_of = near - kept
        kept |= near
    return part(graph, kept)


def part(graph: Graph, kept: Collection[str]) -> Graph:
    """The graph of these nodes: nodes and edges in the order of the whole graph, whatever the set's is."""
    found: Graph = networkx.MultiDiGraph(**graph.graph)
    found.add_nodes_from((name, graph.nodes[name]) for name in graph if name in kept)
    for tail, head, key, values in graph.edges(keys=True, data=True):
        if tail in kept and head in kept:
            found.add_edge(tail, head, key=key, **values)
    networkx.freeze(found)
    return found


def shortest_ways(
    graph: Graph, one: str, other: str, through: Collection[str], most: int = 400
) -> list[list[str]]:
    """The shortest ways between two nodes over these nodes, edges followed either way; none: ``[]``."""
    if not {one, other} <= graph.nodes:
        return []
    near = networkx.Graph(graph.subgraph(through).to_undirected(as_view=True))
    try:
        return list(islice(networkx.all_shortest_paths(near, one, other), most))
    except networkx.NetworkXNoPath:
        return []


def as_json(graph: Graph) -> dict[str, Any]:
    """Node-link data of the graph."""
    found: dict[str, Any] = networkx.node_link_data(graph, edges="edges", source="tail", target="head")
    return found


def as_graphml(graph: Graph) -> str:
    """GraphML of the graph."""
    return "\n".join(networkx.generate_graphml(graph))
