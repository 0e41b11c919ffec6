"""Which part of the graph an answer is about."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import ResolvedCase
from mesoplan.report.look_up import Hit

if TYPE_CHECKING:
    import networkx

    Graph = networkx.MultiDiGraph[str]


def hits_of_case(case: ResolvedCase) -> tuple[Hit, ...]:
    """What a case is about: its ingredients and products, and its goal."""
    hits = [
        Hit("ingredient", ingredient, ingredient) for item in case.cocktail for ingredient in item.ingredients
    ]
    hits += [Hit("product", item.product, item.product) for item in case.cocktail if item.product]
    if case.goal:
        hits.append(Hit("goal", case.goal, case.goal))
    return tuple(dict.fromkeys(hits))


def around(graph: "Graph", hits: Iterable[Hit], catalog: Catalog, radius: int) -> "Graph":
    """The neighbourhood of these entities, with the classes from which they inherit.

    Of a class, what is said of it is kept, but not its other members: an interaction of a class
    concerns its members, the members do not concern each other.
    """
    from mesoplan.knowledge.graph import neighbourhood, node, part

    focus = [node(hit.kind, hit.id) for hit in hits]
    kept = set(neighbourhood(graph, focus, radius))
    for hit in hits:
        if hit.kind != "ingredient":
            continue
        for group, _ in catalog.ancestors("ingredient", hit.id):
            kept |= _said_of(graph, node("class", group))
    return part(graph, kept)


def _said_of(graph: "Graph", group: str) -> set[str]:
    if group not in graph:
        return set()
    out = {head for head in graph.successors(group) if not head.startswith(("source:", "evidence:"))}
    into = {tail for tail, _, tie in graph.in_edges(group, data=True) if tie["kind"] != "is-a"}
    return {group, *out, *into}
