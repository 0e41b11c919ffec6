"""Paths on the graph: how a goal comes to a product, what could stand in for what, what hangs on what."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from mesoplan.knowledge import walk
from mesoplan.knowledge.ties import node
from mesoplan.record import NamedTuple

if TYPE_CHECKING:
    from mesoplan.knowledge.graph import Graph


_NOT_THROUGH = ("source:", "evidence:", "regimen:", "zone:", "jurisdiction:")


class Step(NamedTuple):
    """One edge of a path, read in its own direction."""

    tail: str
    kind: str
    head: str
    statement: str = ""
    source: str = ""


class Alternative(NamedTuple):
    """Another ingredient, and what it has in common."""

    ingredient: str
    shared: tuple[str, ...]
    """Nodes of the classes and mechanisms that both belong to, in the order of their names."""


class Loss(NamedTuple):
    """What nothing in the catalog would answer any more without a node (ids)."""

    statements: tuple[str, ...]
    """Statements that would go with it."""
    goals_without_mechanism: tuple[str, ...]
    """Goals that no ingredient would serve by a mechanism."""
    goals_without_study: tuple[str, ...]
    ingredients_without_product: tuple[str, ...]


def support(graph: "Graph", subject: str, statement: str) -> tuple[Step, ...]:
    """From what a finding is about to the source of one of its statements: ``is-a`` edges, then the
    statement's own edge. Empty when the subject has nothing to do with it."""
    own = walk.lineage(graph, subject)
    for name in own:
        edges = (*graph.out_edges(name, data=True), *graph.in_edges(name, data=True))
        said = [edge for edge in edges if edge[2]["statement"] == statement]
        if said:
            tail, head, tie = min(said, key=lambda edge: (edge[0], edge[1], edge[2]["kind"]))
            last = Step(tail, tie["kind"], head, statement, tie["source"])
            return (*_climb(graph, subject, name, own), last)
    return ()


def why(graph: "Graph", goal: str, ingredient: str) -> tuple[tuple[Step, ...], ...]:
    """Every path goal - mechanism - ingredient - product, and goal - study - ingredient.

    A mechanism counts that serves the goal or one above it, by the nearest; a study for a related goal.
    """
    goals = walk.lineage(graph, node("goal", goal))
    own = node("ingredient", ingredient)
    ways: list[tuple[Step, ...]] = []
    for acts in _out(graph, own, "acts-via"):
        serving = [step for step in _out(graph, acts.head, "serves") if step.head in goals]
        if serving:
            serves = min(serving, key=lambda step: (goals[step.head], step))
            to_goal = _climb(graph, node("goal", goal), serves.head, goals)
            holds = _into(graph, own, "contains")
            ways += [(*to_goal, serves, acts, one) for one in holds] or [(*to_goal, serves, acts)]
    for study in sorted(walk.studies(graph, ingredient, goal)):
        evidence = node("evidence", study)
        shows = [step for step in _out(graph, evidence) if step.kind.startswith("shows-")]
        used = [step for step in _out(graph, evidence, "used") if step.head == own]
        ways += [(one, other) for one in shows for other in used[:1]]
    return tuple(ways)


def between(graph: "Graph", one: str, other: str, most: int = 12) -> tuple[tuple[Step, ...], ...]:
    """The shortest ways from one node to another, edges followed in either direction; at most ``most``.

    Sources, studies, regimens and places are not passed through: one paper, or one place,
    ties nothing together.
    """
    from mesoplan.knowledge.graph import shortest_ways

    through = {name for name in graph if not name.startswith(_NOT_THROUGH)} | {one, other}
    return tuple(sorted(_steps(graph, way) for way in shortest_ways(graph, one, other, through))[:most])


def _steps(graph: "Graph", way: Sequence[str]) -> tuple[Step, ...]:
    """An edge for each two neighbours of a way: the one whose kind comes first."""
    return tuple(
        min(
            Step(tail, tie["kind"], head, tie["statement"], tie["source"])
            for tail, head in ((one, other), (other, one))
            for tie in (graph.get_edge_data(tail, head) or {}).values()
        )
        for one, other in pairwise(way)
    )


def alternatives(graph: "Graph", ingredient: str) -> tuple[Alternative, ...]:
    """Other ingredients of the same classes or with the same mechanisms; most in common first."""
    own = node("ingredient", ingredient)
    shared: dict[str, set[str]] = {}
    for step in (*_out(graph, own, "is-a"), *_out(graph, own, "acts-via")):
        for other in _into(graph, step.head, step.kind):
            if other.tail != own and other.tail.startswith("ingredient:"):
                shared.setdefault(other.tail.partition(":")[2], set()).add(step.head)
    found = [Alternative(name, tuple(sorted(common))) for name, common in shared.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.shared), each.ingredient)))


def loss_without(graph: "Graph", removed: str) -> Loss:
    """What would go unanswered if a node (an ingredient, a source, a study …) were not there."""
    source = removed.partition(":")[2] if removed.startswith("source:") else None
    gone: set[str] = set()
    kept: set[str] = set()
    for tail, head, tie in graph.edges(data=True):
        if tie["statement"]:
            dead = removed in (tail, head) or (source is not None and tie["source"] == source)
            (gone if dead else kept).add(tie["statement"])
    lost = {each for each in gone if source is not None or each not in kept or _is_of(each, removed)}
    before, after = _served(graph, set(), ""), _served(graph, lost, removed)
    goals, studied, on_shelf = (tuple(sorted(one - two)) for one, two in zip(before, after, strict=True))
    return Loss(
        statements=tuple(sorted(lost)),
        goals_without_mechanism=goals,
        goals_without_study=studied,
        ingredients_without_product=on_shelf,
    )


def _is_of(statement: str, removed: str) -> bool:
    return statement.partition("#")[0] == removed.partition(":")[2]


def _served(graph: "Graph", lost: set[str], removed: str) -> tuple[set[str], set[str], set[str]]:
    """Goals served by a mechanism of some ingredient, goals with a study, ingredients with a product."""
    acting: set[str] = set()
    serving: dict[str, set[str]] = {}
    studied: set[str] = set()
    on_shelf: set[str] = set()
    for tail, head, tie in graph.edges(data=True):
        if removed in (tail, head) or tie["statement"] in lost:
            continue
        kind = tie["kind"]
        if kind == "acts-via":
            acting.add(head)
        elif kind == "serves":
            serving.setdefault(head, set()).add(tail)
        elif kind.startswith("shows-"):
            studied.add(head)
        elif kind == "contains":
            on_shelf.add(head)
    goals = {goal for goal, by in serving.items() if by & acting}
    return _ids(goals), _ids(studied), _ids(on_shelf)


def _ids(names: set[str]) -> set[str]:
    return {name.partition(":")[2] for name in names}


def _climb(graph: "Graph", start: str, wanted: str, own: dict[str, int]) -> tuple[Step, ...]:
    """The ``is-a`` edges from a node to one of its kinds, by a shortest way."""
    steps: list[Step] = []
    name = wanted
    while name != start:
        below = [step for step in _into(graph, name, "is-a") if own.get(step.tail, -1) == own[name] - 1]
        steps.append(below[0])
        name = below[0].tail
    return tuple(reversed(steps))


def _out(graph: "Graph", tail: str, kind: str = "") -> list[Step]:
    return sorted(
        Step(tail, tie["kind"], head, tie["statement"], tie["source"])
        for _, head, tie in graph.out_edges(tail, data=True)
        if not kind or tie["kind"] == kind
    )


def _into(graph: "Graph", head: str, kind: str) -> list[Step]:
    return sorted(
        Step(tail, tie["kind"], head, tie["statement"], tie["source"])
        for tail, _, tie in graph.in_edges(head, data=True)
        if tie["kind"] == kind
    )
