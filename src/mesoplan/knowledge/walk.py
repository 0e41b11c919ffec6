"""The typed questions, answered by walking the graph: slow, and independent of every index.

`questions` is the compiled form that rules and planner ask; a test asks both over the whole catalog. Answers
here are ids of statements and entities, because that is what edges carry.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from mesoplan.knowledge.ties import node

if TYPE_CHECKING:
    from mesoplan.knowledge.graph import Graph

_TOGETHER = (
    "incompatible-with",
    "compatible-with",
    "opposes",
    "adds-toxicity-to",
    "changes-absorption-of",
    "helps",
)


def lineage(graph: "Graph", start: str) -> dict[str, int]:
    """A node and everything it is a kind of, with the least number of ``is-a`` edges; nearest first."""
    found = {start: 0}
    edge_of = [start]
    while edge_of:
        above = sorted({head for tail in edge_of for head in _heads(graph, tail, "is-a")} - found.keys())
        distance = found[edge_of[0]] + 1
        found.update(dict.fromkeys(above, distance))
        edge_of = above
    return found


def below(graph: "Graph", start: str) -> set[str]:
    """A node and everything that is a kind of it."""
    found = {start}
    edge_of = [start]
    while edge_of:
        edge_of = [tail for head in edge_of for tail in _tails(graph, head, "is-a") if tail not in found]
        found.update(edge_of)
    return found


def is_a(graph: "Graph", ingredient: str, group: str) -> bool:
    """Whether ``group`` is the ingredient itself or one of its classes."""
    own = lineage(graph, node("ingredient", ingredient))
    return node("ingredient", group) in own or node("class", group) in own


def stated(graph: "Graph", entity: str, field: str) -> set[str]:
    """The statements of one field of a node."""
    kind = f"states-{field.replace('_', '-')}"
    return {
        tie["statement"]
        for _, _, tie in graph.out_edges(entity, data=True)
        if tie["kind"] == kind and tie["place"].startswith(f"{field}[") and "." not in tie["place"]
    }


def inherited(graph: "Graph", ingredient: str, field: str) -> set[str]:
    """The statements of one field of an ingredient and its classes."""
    return {
        each for name in lineage(graph, node("ingredient", ingredient)) for each in stated(graph, name, field)
    }


def cautions(graph: "Graph", ingredient: str) -> set[str]:
    """The cautions that hold for an ingredient: its own, and its classes' where it overrides none."""
    own = node("ingredient", ingredient)
    found: set[str] = set()
    overridden: set[str] = set()
    for name in lineage(graph, own):
        for _, fact, tie in graph.out_edges(name, data=True):
            if tie["kind"] not in ("contraindicated-by", "cautioned-by"):
                continue
            if name == own and tie["overrides"]:
                overridden.add(fact)
            if name == own or fact not in overridden:
                found.add(tie["statement"])
    return found


def products_of(graph: "Graph", ingredient: str) -> set[str]:
    """The products that contain an ingredient."""
    return {_id(name) for name in _tails(graph, node("ingredient", ingredient), "contains")}


def excipients(graph: "Graph", product: str) -> set[str]:
    """The statements about the excipients of a product."""
    return {
        tie["statement"]
        for _, _, tie in graph.out_edges(node("product", product), data=True)
        if tie["kind"] == "has-excipient"
    }


def interactions(graph: "Graph", one: str, other: str) -> set[str]:
    """Statements about two ingredients, by themselves, their classes or both."""
    first = lineage(graph, node("ingredient", one))
    second = lineage(graph, node("ingredient", other))
    found: set[str] = set()
    for name in first:
        for tail, head, tie in _said_of(graph, name):
            far = head if tail == name else tail
            if far in second and len(_members(graph, tie["statement"], tail)) == 2:
                found.add(tie["statement"])
    return found


def together(graph: "Graph", ingredients: Iterable[str]) -> set[str]:
    """Statements about three or more members, each of which a different one of these ingredients is."""
    lineages = [set(lineage(graph, node("ingredient", each))) for each in sorted(set(ingredients))]
    found: set[str] = set()
    for name in sorted(set().union(*lineages)):
        for tail, _, tie in _said_of(graph, name):
            members = _members(graph, tie["statement"], tail)
            if len(members) > 2 and _matched(sorted(members), lineages):
                found.add(tie["statement"])
    return found


def related_goals(graph: "Graph", goal: str) -> set[str]:
    """The goal, those above it and those below it."""
    own = node("goal", goal)
    return {_id(name) for name in (*lineage(graph, own), *below(graph, own))}


def studies(graph: "Graph", ingredient: str, goal: str) -> set[str]:
    """Studies in which the ingredient was used for the goal, one above it or one below it."""
    goals = {node("goal", each) for each in related_goals(graph, goal)}
    return {
        _id(study)
        for study in _tails(graph, node("ingredient", ingredient), "used")
        if any(
            head in goals and tie["kind"].startswith("shows-")
            for _, head, tie in graph.out_edges(study, data=True)
        )
    }


def regimens_with(graph: "Graph", product: str) -> set[str]:
    """The regimens that name a product."""
    return {_id(name) for name in _tails(graph, node("product", product), "gives")}


def regimens_of(graph: "Graph", ingredient: str) -> set[str]:
    """The regimens that give an ingredient, alone or in a product."""
    own = node("ingredient", ingredient)
    given = [own, *_tails(graph, own, "contains")]
    return {_id(name) for each in given for name in _tails(graph, each, "gives")}


def regimens_for(graph: "Graph", goal: str) -> set[str]:
    """The regimens for a goal, one above it or one below it."""
    return {
        _id(name) for each in related_goals(graph, goal) for name in _tails(graph, node("goal", each), "for")
    }


def zones_of(graph: "Graph", goal: str) -> set[str]:
    """The zones of a goal, else those of the nearest goals above it that have any."""
    own = lineage(graph, node("goal", goal))
    zones = {name: _heads(graph, name, "treated-at") for name in own}
    nearest = next((name for name in own if zones[name]), None)
    return {_id(zone) for zone in zones[nearest]} if nearest else set()


def market(graph: "Graph", product: str, jurisdiction: str) -> set[str]:
    """What is said of a product's sale in the nearest jurisdiction of which anything is said."""
    for place in lineage(graph, node("jurisdiction", jurisdiction)):
        edges = graph.get_edge_data(node("product", product), place) or {}
        said = {tie["statement"] for tie in edges.values() if tie["kind"].startswith("market-")}
        if said:
            return said
    return set()


def equals_of(graph: "Graph", product: str) -> set[str]:
    """The statements of both sides that call two products the same."""
    own = node("product", product)
    edges = (*graph.out_edges(own, data=True), *graph.in_edges(own, data=True))
    return {tie["statement"] for _, _, tie in edges if tie["kind"] == "same-as"}


def statuses(graph: "Graph", subject: str, jurisdiction: str) -> set[str]:
    """Statements of a jurisdiction, and of those above it, about a substance (a node)."""
    places = lineage(graph, node("jurisdiction", jurisdiction))
    return {
        tie["statement"]
        for _, place, tie in graph.out_edges(subject, data=True)
        if place in places and tie["kind"].startswith("is-") and tie["kind"] != "is-a"
    }


def _heads(graph: "Graph", tail: str, kind: str) -> set[str]:
    return {head for _, head, tie in graph.out_edges(tail, data=True) if tie["kind"] == kind}


def _tails(graph: "Graph", head: str, kind: str) -> set[str]:
    return {tail for tail, _, tie in graph.in_edges(head, data=True) if tie["kind"] == kind}


def _said_of(graph: "Graph", name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The interactions that a node is a member of."""
    for edges in (graph.out_edges(name, data=True), graph.in_edges(name, data=True)):
        for tail, head, tie in edges:
            if tie["kind"] in _TOGETHER:
                yield tail, head, tie


def _members(graph: "Graph", statement: str, first: str) -> set[str]:
    """The members of an interaction; its edges leave its first one."""
    others = {head for _, head, tie in graph.out_edges(first, data=True) if tie["statement"] == statement}
    return {first, *others}


def _matched(members: list[str], lineages: list[set[str]]) -> bool:
    """Whether a different lineage can be found for each member."""
    if not members:
        return True
    return any(
        members[0] in each and _matched(members[1:], lineages[:number] + lineages[number + 1 :])
        for number, each in enumerate(lineages)
    )


def _id(name: str) -> str:
    return name.partition(":")[2]
