"""MX306: an ingredient is predicted, or was measured, to precipitate."""

from collections.abc import Iterator

from mesoplan.knowledge.forms import in_form
from mesoplan.mixing.compatibility import compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.mixing.precipitation import PREDICTION_ERROR, Precipitation, precipitations
from mesoplan.model.statement import Stated
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A judgement for each ingredient whose solubility the mixture's pH, or its strength, may pass."""
    yield from _beyond(mixture, scene)
    if not mixture.is_mixed:
        return
    for found in precipitations(mixture, scene.knowledge):
        if found.reached and not _measured_clear(found.ingredient, mixture, scene):
            yield _judgement(found)


def _beyond(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """A forbid for more than dissolves in water; what is supplied so, in whatever way, dissolves there."""
    for part in mixture.actives:
        supplied = [item for item in mixture.items if part.ingredient in item.ingredients]
        if part.concentration is None or any(item.product for item in supplied):
            continue
        for record in scene.catalog.ingredient(part.ingredient).solubility:
            most = in_form(record.max, record.form, part.form, part.ingredient, scene.catalog)
            known = most.at_least if most.exact else None
            if record.vehicle != "water" or known is None or known.dimension != part.concentration.dimension:
                continue
            if part.concentration > known:
                stated = Stated(part.ingredient, record)
                yield Judgement(
                    severity=firm("forbid", stated),
                    topic="beyond-solubility",
                    subjects=(part.ingredient,),
                    about=f"{part.ingredient} {stated.id}",
                    statements=(stated,),
                    data={
                        "ingredient": part.ingredient,
                        "given": str(part.concentration),
                        "limit": str(known),
                        "vehicle": record.vehicle,
                    },
                    fixes=(Fix("dilute", part.ingredient),),
                )


def _judgement(found: Precipitation) -> Judgement:
    measured = found.basis == "measured"
    return Judgement(
        severity="forbid" if measured else "caution",
        topic=found.basis,
        subjects=(found.ingredient,),
        about=found.ingredient,
        statements=found.statements,
        data={
            "ingredient": found.ingredient,
            "side": found.side,
            "ph": str(found.threshold),
            "error": "" if measured else str(PREDICTION_ERROR),
        },
        fixes=(Fix("separate", found.ingredient), Fix("dilute", found.ingredient)),
    )


def _measured_clear(ingredient: str, mixture: Mixture, scene: Scene) -> bool:
    """Whether this ingredient was found compatible with everything else in the syringe."""
    others = [part.ingredient for part in mixture.actives if part.ingredient != ingredient]
    return bool(others) and all(
        compatibility(ingredient, other, mixture, scene.knowledge).outcome == "compatible" for other in others
    )


RULE = Rule(
    code="MX306",
    name="precipitation",
    scope="mixture",
    checks="Whether a weak acid or base precipitates at the pH of the mixture (Henderson-"
    "Hasselbalch with pKa and intrinsic solubility, or a measured threshold).",
    why="Particles block needles and stay in the skin.",
    example="Diclofenac at 23 mg/mL is predicted to precipitate below about pH 8.",
    instead="Use two syringes. A prediction may warn, never clear; a measurement overrides it.",
    check=check,
    reads=frozenset(),
)
