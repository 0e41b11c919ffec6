"""MX303: sources disagree about two things in one syringe."""

from collections.abc import Iterator

from mesoplan.mixing.compatibility import compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.rules.mixing.pairs import member_pairs
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene


def check(one: Item, other: Item, mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """The cautious answer for each pair on which applicable statements disagree; both are shown."""
    for left, right in member_pairs(one, other):
        found = compatibility(left, right, mixture, scene.knowledge)
        if found.outcome != "conflicting":
            continue
        worst = found.worst
        first, second = sorted((left, right))
        yield Judgement(
            severity=firm(worst.record.effect, worst),
            topic="conflict",
            subjects=(first, second),
            about=f"{first} {second}",
            statements=found.statements,
            data={"one": first, "other": second, "why": worst.record.why},
            fixes=(Fix("separate", other.name),),
        )


RULE = Rule(
    code="MX303",
    name="sources-conflict",
    scope="pair",
    checks="Whether sources that apply to a pair disagree.",
    why="Picking one silently hides a risk; the cautious one is used and both are shown.",
    example="Hyaluronidase with adrenaline: listed as incompatible, also reported mixed.",
    instead="Use two syringes.",
    check=check,
    reads=frozenset(),
)
