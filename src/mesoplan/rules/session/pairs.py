"""Statements about two ingredients of one session: what rules of this family share."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement
from mesoplan.rules.scene import Scene


def about(one: Item, other: Item, kind: str, scene: Scene) -> Iterator[tuple[str, str, Stated]]:
    """Every statement of a kind about an ingredient of one item and one of the other."""
    goals = scene.catalog.lineage("goal", scene.case.goal) if scene.case.goal else ()
    for left in one.members:
        for right in other.members:
            if left == right:
                continue
            for stated in scene.knowledge.interactions(left, right):
                if stated.record.kind != kind:
                    continue
                if stated.record.goals and goals and not set(stated.record.goals) & set(goals):
                    continue
                yield left, right, stated


def judged(one: Item, other: Item, kind: str, scene: Scene) -> Iterator[Judgement]:
    """A judgement with the statement's own effect for each statement of a kind."""
    for left, right, stated in about(one, other, kind, scene):
        first, second = sorted((left, right))
        record = stated.record
        fixes = (Fix("drop", first), Fix("drop", second)) if record.effect == "forbid" else ()
        yield Judgement(
            severity=record.effect,
            topic=kind,
            subjects=(first, second),
            about=f"{first} {second} {stated.id}",
            statements=(stated,),
            data={
                "one": first,
                "other": second,
                "why": record.why,
                "action": record.action,
                "basis": record.basis,
            },
            fixes=fixes,
        )
