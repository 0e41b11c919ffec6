"""MX304: three or more together were not studied."""

from collections.abc import Iterator

from mesoplan.mixing.compatibility import compatibility_of_all
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.need import Need
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """Unknown for a syringe with three or more items of active content never tested together."""
    items = [
        item
        for item in mixture.items
        if any(ingredient not in mixture.vehicles for ingredient in item.ingredients)
    ]
    if len(mixture.parts) < 3:
        return
    found = compatibility_of_all(mixture, scene.knowledge)
    subjects = tuple(sorted(item.name for item in mixture.items))
    about = " ".join(subjects)
    if found.outcome in ("incompatible", "conflicting"):
        yield Judgement(
            severity=firm(found.worst.record.effect, found.worst),
            topic="n-way-incompatible",
            subjects=subjects,
            about=about,
            statements=found.statements,
            fixes=(Fix("separate", subjects[-1]),),
        )
    if len(items) >= 3 and not found.answers:
        yield Judgement(
            severity="unknown",
            topic="n-way-not-studied",
            subjects=subjects,
            about=about,
            statements=found.statements,
            data={"count": str(len(items))},
            fixes=(Fix("separate", subjects[-1]),),
            needs=(Need("data", "compatibility"),),
        )


RULE = Rule(
    code="MX304",
    name="n-way-not-studied",
    scope="mixture",
    checks="Whether three or more actives in one syringe were tested together.",
    why="Pairs that are clean by themselves do not make a clean triple.",
    example="Lidocaine + ketoprofen + methylprednisolone in one syringe.",
    instead="Use at most two in a syringe, or a mixture that was measured as such.",
    check=check,
    reads=frozenset(),
)
