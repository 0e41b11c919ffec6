"""The catalog as one frozen directed multigraph (networkx's only home).

Nodes are entities (``kind``, ``label``); edges are statements (``kind``, ``statement``, ``source``,
``access``, and for interactions ``basis`` and ``effect``). What they are is defined in `ties`. Rules and
planner ask the typed questions, which are the same knowledge in a faster form, so a warm check or plan does
not import networkx; paths are found here (`walk`, `paths`).
"""

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

import networkx

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.ties import NODE_KINDS, ties
from mesoplan.knowledge.ties import node as node

Graph: TypeAlias = "networkx.MultiDiGraph[str]"


<<<<<<< HEAD
class Tie(NamedTuple):
    """One edge of the graph."""

    tail: str
    head: str
    kind: str
    statement: str = ""
    cite: Cite | None = None
    basis: str = ""
    effect: str = ""
    why: str = ""


_NODE_KINDS = (
    "ingredient",
    "product",
    "class",
    "mechanism",
    "fact",
    "goal",
    "zone",
    "technique",
    "jurisdiction",
    "source",
    "evidence",
    "regimen",
)


=======
>>>>>>> main
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


def as_json(graph: Graph) -> dict[str, Any]:
    """Node-link data of the graph."""
    found: dict[str, Any] = networkx.node_link_data(graph, edges="edges", source="tail", target="head")
    return found


def as_graphml(graph: Graph) -> str:
    """GraphML of the graph."""
    return "\n".join(networkx.generate_graphml(graph))
<<<<<<< HEAD


def _ties(catalog: Catalog) -> Iterator[Tie]:
    yield from _hierarchies(catalog)
    for identity in catalog.table("ingredient"):
        yield from _ingredient(catalog, identity)
    for identity in catalog.table("class"):
        yield from _warnings(catalog, "class", identity, catalog.ingredient_class(identity))
    for identity in catalog.table("product"):
        yield from _product(catalog, identity)
    for identity in catalog.table("interaction"):
        yield from _interaction(catalog, identity)
    for identity in catalog.table("evidence"):
        yield from _study(catalog, identity)
    for identity in catalog.table("regimen"):
        yield from _regimen(catalog, identity)
    for identity, goal in catalog.table("goal").items():
        for each in goal.mechanisms:
            yield _stated(
                node("mechanism", each.id), node("goal", identity), "serves", Stated(identity, each)
            )
    for place in catalog.table("jurisdiction"):
        for each in catalog.jurisdiction(place).statuses:
            subject = _substance(catalog, each.subject)
            yield _stated(subject, node("jurisdiction", place), f"is-{each.status}-in", Stated(place, each))


def _hierarchies(catalog: Catalog) -> Iterator[Tie]:
    for kind in ("class", "fact", "goal", "zone", "jurisdiction"):
        for identity, record in catalog.table(kind).items():
            for parent in record.parents:
                yield Tie(node(kind, identity), node(kind, parent), "is-a")
    for identity, record in catalog.table("ingredient").items():
        for parent in record.classes:
            yield Tie(node("ingredient", identity), node("class", parent), "is-a")


def _ingredient(catalog: Catalog, identity: str) -> Iterator[Tie]:
    record = catalog.ingredient(identity)
    own = node("ingredient", identity)
    for each in record.mechanisms:
        yield _stated(own, node("mechanism", each.id), "acts-via", Stated(identity, each))
    yield from _warnings(catalog, "ingredient", identity, record)


def _warnings(catalog: Catalog, kind: str, identity: str, record: Any) -> Iterator[Tie]:
    own = node(kind, identity)
    for each in record.cautions:
        word = "contraindicated-by" if each.effect == "contraindicated" else "cautioned-by"
        yield _stated(own, node("fact", each.fact), word, Stated(identity, each), why=each.why)
    for each in record.zone_bans:
        for zone in each.zones:
            yield _stated(own, node("zone", zone), "forbidden-in", Stated(identity, each), why=each.why)
    for name in ("additive_limit", "one_per_session"):
        cite = getattr(record, name, None)
        if cite is not None:
            rule = Stated(identity, ClassRule(name.replace("_", "-"), cite))
            yield _stated(own, node("source", cite.source), name.replace("_", "-"), rule)


def _product(catalog: Catalog, identity: str) -> Iterator[Tie]:
    record = catalog.product(identity)
    own = node("product", identity)
    for part in record.contains:
        yield _stated(own, node("ingredient", part.ingredient), "contains", Stated(identity, part))
    for excipient in record.excipients:
        yield _stated(
            own, node("ingredient", excipient.ingredient), "has-excipient", Stated(identity, excipient)
        )
    for caution in record.cautions:
        yield _stated(own, node("fact", caution.fact), "cautioned-by", Stated(identity, caution))


_WORDS = {
    "incompatible": "incompatible-with",
    "compatible": "compatible-with",
    "label-forbids": "incompatible-with",
    "opposition": "opposes",
    "additive-toxicity": "adds-toxicity-to",
    "absorption": "changes-absorption-of",
    "synergy": "helps",
}


def _interaction(catalog: Catalog, identity: str) -> Iterator[Tie]:
    file = catalog.interaction(identity)
    first, *others = file.members
    for each in file.statements:
        for other in others:
            yield Tie(
                _substance(catalog, first),
                _substance(catalog, other),
                _WORDS[each.kind],
                statement_id(identity, each),
                each.cite,
                each.basis,
                each.effect,
                each.why,
            )


def _study(catalog: Catalog, identity: str) -> Iterator[Tie]:
    study = catalog.evidence(identity)
    stated = Stated(identity, study)
    own = node("evidence", identity)
    yield _stated(own, node("goal", study.goal), f"shows-{study.direction}", stated, why=study.result)
    yield _stated(own, node("source", study.cite.source), "cites", stated)
    for used in catalog.given_in(identity):
        yield _stated(own, node("ingredient", used), "used", stated)
    if study.regimen:
        yield _stated(own, node("regimen", study.regimen), "gave", stated)
    if study.against:
        yield _stated(own, node("regimen", study.against), "against", stated)


def _regimen(catalog: Catalog, identity: str) -> Iterator[Tie]:
    regimen = catalog.regimen(identity)
    stated = Stated(identity, regimen)
    own = node("regimen", identity)
    for goal in regimen.goals:
        yield _stated(own, node("goal", goal), "for", stated, why=regimen.label)
    yield _stated(own, node("source", regimen.cite.source), "cites", stated)
    for item in regimen.items:
        if item.product or item.ingredient:
            yield _stated(own, _substance(catalog, item.product or item.ingredient), "gives", stated)


def _stated(tail: str, head: str, kind: str, stated: Stated, why: str = "") -> Tie:
    return Tie(tail, head, kind, stated.id, stated.cite, why=why)


def _substance(catalog: Catalog, identity: str) -> str:
    for kind in ("ingredient", "class", "product"):
        if identity in catalog.table(kind):
            return node(kind, identity)
    return node("ingredient", identity)
=======
>>>>>>> main
