"""PT217: an adverse event was recorded after an earlier session with the same ingredient."""

from collections.abc import Iterator

from mesoplan.model.case import Item
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.earlier import sessions_with


def check(item: Item, scene: Scene) -> Iterator[Judgement]:
    """Unknown where the event was serious: somebody has to decide before it is given again. Else a caution.

    The last event of an ingredient counts, a serious one before the others.
    """
    for ingredient in item.ingredients:
        events = [
            (each.event == "serious", each.on) for each in sessions_with(ingredient, scene) if each.event
        ]
        if not events:
            continue
        serious, day = max(events)
        yield Judgement(
            severity="unknown" if serious else "caution",
            topic="serious-event" if serious else "event",
            subjects=(ingredient,),
            about=ingredient,
            data={"ingredient": ingredient, "day": day},
            fixes=(Fix("drop", item.name),),
            needs=(Need("assessment", ingredient),) if serious else (),
        )


RULE = Rule(
    code="PT217",
    name="earlier-event",
    scope="item",
    checks="Whether an adverse event was recorded after an earlier session with the same ingredient.",
    why="Who reacted once may react worse the next time.",
    example="Swelling of the neck after diclofenac two weeks ago.",
    instead="Leave it out, or find out what the reaction was and record the decision as an override.",
    check=check,
    reads=frozenset({"record"}),
    of_record=True,
)
