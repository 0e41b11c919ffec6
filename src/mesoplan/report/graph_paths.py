"""Pages of paths on the graph: how two things hang together, what else would do, what hangs on one thing."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.paths import Alternative, Loss, Step
from mesoplan.report.page import Bullets, Entry, Page, Section
from mesoplan.report.show.parts import made
from mesoplan.report.words.template import listed

if TYPE_CHECKING:
    import networkx

    Graph = networkx.MultiDiGraph[str]

_SHOWN = 12
_WORDS = {
    "is-a": "is a kind of",
    "cautioned-by": "is cautioned by",
    "contraindicated-by": "is contraindicated by",
    "forbidden-in": "is forbidden in",
    "used": "gave",
}


def paths_page(
    graph: "Graph", ways: Sequence[tuple[Step, ...]], ends: Sequence[str], catalog: Catalog
) -> Page:
    """Each way as one line, with the sources of its steps; products at the end of one way stand together."""
    one, other = (label(graph, each) for each in ends)
    grouped: dict[tuple[Step, ...], list[Step]] = {}
    for way in ways:
        ends_in = way[-1:] if len(way) > 1 and way[-1].kind == "contains" else ()
        grouped.setdefault(way[: len(way) - len(ends_in)], []).extend(ends_in)
    entries = tuple(
        Entry(str(number), _sentence(graph, way, holding), source=", ".join(_sources((*way, *holding))))
        for number, (way, holding) in enumerate(grouped.items(), start=1)
    )
    count = len(grouped)
    said = f"{count} way{'' if count == 1 else 's'}" if ways else "no way that the catalog knows"
    return made(
        f"{one} and {other}",
        f"From {one} to {other}: {said}.",
        (Section("", entries[:_SHOWN]),),
        catalog,
        foot=_rest(count),
    )


def alternatives_page(graph: "Graph", own: str, found: Sequence[Alternative], catalog: Catalog) -> Page:
    """Ingredients of the same classes or mechanisms; that is no proof that one will do."""
    name = label(graph, own)
    entries = tuple(
        Entry(each.ingredient, "also: " + ", ".join(label(graph, common) for common in each.shared))
        for each in found[:_SHOWN]
    )
    count = len(found) or "none"
    return made(
        f"Alternatives to {name}",
        f"In one class or with one mechanism as {name}: {count}.",
        (Section("", entries),),
        catalog,
        foot=(*_rest(len(found)), "What they have in common is no proof that one does as well as the other."),
    )


def loss_page(graph: "Graph", own: str, loss: Loss, catalog: Catalog) -> Page:
    """What nothing would answer any more without this."""
    name = label(graph, own)
    parts = (
        ("goals without a mechanism", loss.goals_without_mechanism),
        ("goals without a study", loss.goals_without_study),
        ("ingredients without a product", loss.ingredients_without_product),
        ("statements that would go", loss.statements),
    )
    return made(
        f"Without {name}",
        f"Without {name}, {len(loss.statements)} statements would go.",
        tuple(Section(f"{title} ({len(ids)})", (Bullets(_few(ids)),)) for title, ids in parts if ids),
        catalog,
    )


def paths_data(ways: Iterable[tuple[Step, ...]]) -> list[list[dict[str, str]]]:
    """The ways for programs."""
    return [[step._asdict() for step in way] for way in ways]


def alternatives_data(found: Iterable[Alternative]) -> list[dict[str, Any]]:
    """The alternatives for programs."""
    return [{"ingredient": each.ingredient, "shared": list(each.shared)} for each in found]


def loss_data(loss: Loss) -> dict[str, list[str]]:
    """What would go, for programs."""
    return {name: list(ids) for name, ids in loss._asdict().items()}


def label(graph: "Graph", name: str) -> str:
    """The label of a node; its id where it has none."""
    if name not in graph:
        return name.partition(":")[2]
    return str(graph.nodes[name].get("label") or name.partition(":")[2])


def _sentence(graph: "Graph", way: tuple[Step, ...], holding: Sequence[Step]) -> str:
    """The steps, each as it is read: "minoxidil acts via …; … serves …; in: the products"."""
    steps = [f"{label(graph, step.tail)} {_said(step.kind)} {label(graph, step.head)}" for step in way]
    if holding:
        steps.append("in " + listed([label(graph, step.tail) for step in holding]))
    return "; ".join(steps)


def _said(kind: str) -> str:
    return _WORDS.get(kind, kind.replace("-", " "))


def _sources(way: Iterable[Step]) -> tuple[str, ...]:
    found = dict.fromkeys(step.source for step in way if step.source)
    return tuple("recalled" if each == "background" else each for each in found)


def _few(ids: tuple[str, ...]) -> tuple[str, ...]:
    more = len(ids) - _SHOWN
    return (*ids[:_SHOWN], *((f"and {more} more (--format json has all)",) if more > 0 else ()))


def _rest(count: int) -> tuple[str, ...]:
    return (f"{count - _SHOWN} more: --format json has all.",) if count > _SHOWN else ()
