"""MX302: nobody has shown that two things may share a syringe."""

from collections.abc import Iterator

from mesoplan.mixing.compatibility import compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.case import Item
from mesoplan.model.finding import Severity
from mesoplan.model.need import Need
from mesoplan.rules.mixing.pairs import answered, ingredient_pairs, names
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(one: Item, other: Item, mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """Unknown for each pair of items with two ingredients of which nothing is known together."""
    severity: Severity = "forbid" if scene.case.limits.unknown_mixing == "forbid" else "unknown"
    for left, right in ingredient_pairs(one, other):
        if answered(left, right, one, other, mixture, scene) is not None:
            continue
        first, second = names(one, other)
        near = compatibility(left, right, mixture, scene.knowledge).statements
        yield Judgement(
            severity=severity,
            topic="outside" if near else "no-data",
            subjects=(first, second),
            about=f"{first} {second}",
            statements=near,
            data={"one": first, "other": second},
            fixes=(Fix("separate", second),),
            needs=(Need("data", "compatibility"),),
        )
        return


RULE = Rule(
    code="MX302",
    name="no-compatibility-data",
    scope="pair",
    checks="Whether a measurement or a label answers for every pair in a syringe.",
    why="No data is not compatibility. A clear solution can hold crystals of 10 micrometres.",
    example="Ketoprofen with thiocolchicoside: widely mixed, nowhere measured.",
    instead="Use two syringes; or have the pair measured at your concentrations.",
    check=check,
    reads=frozenset({"place", "session"}),
)
