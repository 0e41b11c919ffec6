"""MX301: two things in one syringe are incompatible."""

from collections.abc import Iterator

from mesoplan.mixing.compatibility import Compatibility, compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.rules.mixing.pairs import excipient_pairs, member_pairs
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.unnamed import which_product


def check(one: Item, other: Item, mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each incompatible pair of ingredients, excipients included."""
    for left, right in member_pairs(one, other):
        found = compatibility(left, right, mixture, scene.knowledge)
        if found.outcome == "incompatible":
            yield _judgement(left, right, (one, other), found, scene)
    for holder, ingredient, excipient, held in excipient_pairs(one, other, scene):
        found = compatibility(ingredient, excipient, mixture, scene.knowledge)
        if found.outcome != "incompatible":
            continue
        if not holder.product:
            yield which_product(holder)
            continue
        judged = _judgement(ingredient, excipient, (one, other), found, scene)
        yield judged._replace(severity=firm(judged.severity, held), statements=(*judged.statements, held))


def _judgement(
    left: str, right: str, items: tuple[Item, Item], found: Compatibility, scene: Scene
) -> Judgement:
    worst = found.worst
    fit = next(each.fit for each in found.applied if each.stated == worst)
    first, second = sorted((left, right))
    fixes = [Fix("separate", items[1].name)]
    fixes += [Fix("vehicle", vehicle) for vehicle in found.rescue]
    shown = tuple(each.stated for each in (*found.applied, *found.others))
    return Judgement(
        severity=firm(worst.record.effect, worst),
        topic="depends-on-vehicle" if found.vehicle_open and found.rescue else "incompatible",
        subjects=(first, second),
        about=f"{first} {second}",
        statements=shown,
        data={
            "one": first,
            "other": second,
            "why": worst.record.why,
            "action": worst.record.action,
            "basis": worst.record.basis,
            "fit": fit,
            "rescue": ", ".join(found.rescue),
        },
        fixes=tuple(fixes),
    )


RULE = Rule(
    code="MX301",
    name="incompatible",
    scope="pair",
    checks="Whether two ingredients, or an ingredient and an excipient, may share a syringe, at "
    "their final concentrations and in the vehicle used.",
    why="Crystals in the skin, or a dose that is no longer there.",
    example="Diclofenac (cyclodextrin) with lidocaine in saline turns milky; in bicarbonate it stays clear.",
    instead="Use two syringes, or the vehicle in which the pair was found clear.",
    check=check,
    reads=frozenset(),
)
