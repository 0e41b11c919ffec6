"""RG705: who may mix, and where."""

from collections.abc import Iterator

from mesoplan.mixing.mixture import are_mixed
from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(scene: Scene) -> Iterator[Judgement]:
    """A judgement when anything is mixed, from the law of the jurisdiction."""
    if not scene.of_company(_is_mixed):
        return
    place = scene.case.jurisdiction
    if not place:
        yield Judgement(
            "unknown",
            "jurisdiction-not-said",
            (),
            "jurisdiction",
            needs=(Need("case", "jurisdiction"),),
            fixes=(Fix("state", "jurisdiction"),),
        )
        return
    law = tuple(
        Stated(identity, each)
        for identity in scene.catalog.lineage("jurisdiction", place)
        for each in scene.catalog.jurisdiction(identity).mixing
    )
    settled = tuple(each for each in law if each.record.rule != "not-settled")
    if law and not settled:
        yield from _not_settled(law, scene)
        return
    if not any(each.cite.supports or each.record.rule != "allowed" for each in settled):
        yield Judgement(
            "unknown",
            "law-not-known",
            (place,),
            place,
            data={"place": place},
            needs=(Need("data", "mixing-law"),),
        )
        return
    for stated in settled:
        yield from _apply(stated, scene)


def _is_mixed(scene: Scene) -> bool:
    """Whether different things share a syringe."""
    syringes: dict[int, list[Item]] = {}
    for item in scene.items:
        syringes.setdefault(item.syringe, []).append(item)
    return any(map(are_mixed, syringes.values()))


def _not_settled(law: tuple[Stated, ...], scene: Scene) -> Iterator[Judgement]:
    """What was read about preparing medicines, where none of it settles mixing in the practice."""
    if scene.case.session.place == "pharmacy":
        return
    place = scene.case.jurisdiction
    yield Judgement(
        severity="unknown",
        topic="not-settled",
        subjects=(place,),
        about=law[0].id,
        statements=law,
        data={"place": place, "what": law[0].record.what},
        needs=(Need("data", "mixing-law"),),
        fixes=(Fix("separate", ""), Fix("state", "session.place", "pharmacy")),
    )


def _apply(stated: Stated, scene: Scene) -> Iterator[Judgement]:
    place, rule = scene.case.jurisdiction, stated.record.rule
    data = {"place": place, "what": stated.record.what, "where": scene.case.session.place}
    fixes = (Fix("separate", ""), Fix("state", "session.place", "pharmacy"))
    if rule == "prohibited":
        yield Judgement(
            severity="forbid",
            topic=rule,
            subjects=(place,),
            about=stated.id,
            statements=(stated,),
            data=data,
            fixes=fixes,
        )
    elif rule == "pharmacy-only" and scene.case.session.place != "pharmacy":
        if scene.case.session.place:
            yield Judgement(
                severity="forbid",
                topic=rule,
                subjects=(place,),
                about=stated.id,
                statements=(stated,),
                data=data,
                fixes=fixes,
            )
        else:
            yield Judgement(
                severity="unknown",
                topic="place-not-said",
                subjects=(place,),
                about=stated.id,
                statements=(stated,),
                data=data,
                fixes=fixes,
                needs=(Need("case", "session.place"),),
            )
    elif rule == "immediate-use-only":
        yield Judgement(
            severity="note", topic=rule, subjects=(place,), about=stated.id, statements=(stated,), data=data
        )


RULE = Rule(
    code="RG705",
    name="who-may-mix",
    scope="case",
    checks="Whether the law lets you mix, and where.",
    why="In some countries mixing medicines is for pharmacies only.",
    example="A mixture made in a French practice.",
    instead="One product a syringe, or have it made where it is allowed.",
    check=check,
    reads=frozenset({"place", "session", "company"}),
)
