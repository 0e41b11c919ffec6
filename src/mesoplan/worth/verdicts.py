"""What judgements mean to the planner: what keeps an item out, and what the rest costs."""

from mesoplan.model.finding import Judgement
from mesoplan.rules.rule import Rule, Usage
from mesoplan.rules.run import Asked
from mesoplan.rules.scene import Scene
from mesoplan.worth.weights import Weights

#: Kinds of need that whoever wrote the case can settle by saying more.
_ASKABLE = ("fact", "patient", "case", "form", "product")

#: Kind and name of the parameter with the facts that have to be asked before anything is suggested.
WITHHOLD = ("asking", "withhold-until-asked")

#: The code and topics of a product that is not to be had there, even where that was only recalled.
GONE = frozenset({("RG707", "ended"), ("RG707", "withdrawn"), ("RG707", "never")})


def stops(asked: tuple[Asked, ...], scene: Scene) -> tuple[str, ...]:
    """The codes that keep an item out: what forbids it, and what has to be asked first."""
    codes = set()
    for each in asked:
        for found in each.judgements:
            if isinstance(found, Usage):
                continue
            if keeps_out(each.rule, found, scene):
                codes.add(each.rule.code)
    return tuple(sorted(codes))


def keeps_out(rule: Rule, found: Judgement, scene: Scene) -> bool:
    """Whether a judgement on an item keeps it out of every plan.

    What forbids does, and what has to be asked first; and what passes a maximum does even when
    the maximum was only recalled, which `check` calls a caution: a plan keeps to every maximum. A product
    that was withdrawn or never sold there by what is only recalled is a caution too, and is not planned.
    """
    above = rule.scope == "total" and found.severity == "caution"
    gone = (rule.code, found.topic) in GONE
    return found.severity == "forbid" or above or gone or withheld(found, scene)


def withheld(found: Judgement, scene: Scene) -> bool:
    """Whether an unasked fact is one that has to be asked before anything is suggested."""
    if found.severity != "unknown" or found.topic != "contraindicated":
        return False
    wanted = scene.words(*WITHHOLD)
    facts = [need.id for need in found.needs if need.kind == "fact"]
    return any(each in wanted for fact in facts for each in scene.catalog.lineage("fact", fact))


def cost(judgements: tuple[tuple[Rule, Judgement], ...], points: Weights) -> int:
    """What these judgements take off a plan's score; one cause is counted once."""
    causes: dict[tuple[str, str, str], int] = {}
    for rule, found in judgements:
        if found.severity == "caution":
            causes[rule.code, found.topic, found.about] = points.caution
        elif found.severity == "unknown":
            askable = bool(found.needs) and all(need.kind in _ASKABLE for need in found.needs)
            causes[rule.code, found.topic, found.about] = points.question if askable else points.unknown
    return sum(causes.values())
