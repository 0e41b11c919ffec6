"""The graph of the catalog as plain data: its nodes, and its edges with kind and statement.

This is the definition. `graph` makes the networkx graph of it, on which paths are found; the indexes
of the compiled catalog and the typed questions are its fast form, and a test asks both the same.
Nothing here imports networkx.
"""

from collections.abc import Iterator
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.cite import Cite
from mesoplan.model.statement import Stated, statement_id, statements_of
from mesoplan.record import NamedTuple


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
    place: str = ""
    """The key path of the statement in the entity's record, where the edge stands for one field."""
    overrides: bool = False
    """Whether a nearer caution sets a class's aside."""


NODE_KINDS = (
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


def node(kind: str, identity: str) -> str:
    """The name of an entity's node: ids of two kinds may be the same (a goal and a fact)."""
    return f"{kind}:{identity}"


def ties(catalog: Catalog) -> Iterator[Tie]:
    """Every edge. What an entity states of itself alone goes to the source that says so."""
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
        for zone in goal.zones:
            yield Tie(node("goal", identity), node("zone", zone), "treated-at")
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
        tie = _stated(own, node("fact", each.fact), word, Stated(identity, each), why=each.why)
        yield tie._replace(overrides=_overrides(each))
    for each in record.zone_bans:
        for zone in each.zones:
            yield _stated(own, node("zone", zone), "forbidden-in", Stated(identity, each), why=each.why)
    yield from _states(own, identity, record)


def _overrides(caution: Any) -> bool:
    """Whether a caution sets a class's about the same fact aside: it says so, was read, holds for all."""
    return bool(
        caution.overrides_class and caution.sex is None and caution.cosmetic is None and caution.cite.supports
    )


def _states(own: str, identity: str, record: Any) -> Iterator[Tie]:
    """Every statement of an entity, to its source: ``states-limits``, ``states-ages`` …"""
    for place, stated in statements_of(identity, record):
        field = place.partition("[")[0].partition(".")[0].replace("_", "-")
        yield _stated(own, node("source", stated.cite.source), f"states-{field}", stated)._replace(
            place=place
        )


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
    for market in record.markets:
        place = node("jurisdiction", market.jurisdiction)
        yield _stated(own, place, f"market-{market.state}", Stated(identity, market))
    for same in record.same_as:
        yield _stated(own, node("product", same.product), "same-as", Stated(identity, same))
    yield from _states(own, identity, record)


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
                tail=_substance(catalog, first),
                head=_substance(catalog, other),
                kind=_WORDS[each.kind],
                statement=statement_id(identity, each),
                cite=each.cite,
                basis=each.basis,
                effect=each.effect,
                why=each.why,
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
    return Tie(tail=tail, head=head, kind=kind, statement=stated.id, cite=stated.cite, why=why)


def _substance(catalog: Catalog, identity: str) -> str:
    for kind in ("ingredient", "class", "product"):
        if identity in catalog.table(kind):
            return node(kind, identity)
    return node("ingredient", identity)
