"""MX306: an ingredient is predicted, or was measured, to precipitate."""

from collections.abc import Callable, Iterator

from mesoplan.mixing.compatibility import compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.mixing.precipitation import PREDICTION_ERROR, Precipitation, precipitations
from mesoplan.mixing.solubility import Dissolves, excesses
from mesoplan.model.need import Need
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
    """A forbid for more than dissolves; unknown where the form, the pH or the product decides."""
    for found in excesses(mixture, scene.knowledge):
        known = found.verdict == "beyond"
        data = {
            "ingredient": found.ingredient,
            "given": str(found.given),
            "limit": str(found.most),
            "vehicle": found.stated.record.vehicle,
            "form": found.stated.record.form,
        }
        yield Judgement(
            severity=firm("forbid", found.stated) if known else "unknown",
            topic=_TOPICS[found.verdict],
            subjects=(found.ingredient,),
            about=f"{found.ingredient} {found.stated.id}",
            statements=(found.stated,),
            data=data,
            fixes=(Fix("dilute", found.ingredient),),
            needs=() if known else (_NEEDS[found.verdict](found.ingredient),),
        )


#: What is said where something else would have to be known, and what that is.
_TOPICS: dict[Dissolves, str] = {
    "beyond": "beyond-solubility",
    "form": "solubility-form",
    "ph": "solubility-ph",
    "product": "solubility-product",
}
_NEEDS: dict[Dissolves, Callable[[str], Need]] = {
    "form": lambda ingredient: Need("form", ingredient),
    "ph": lambda ingredient: Need("data", "ph", ingredient),
    "product": lambda ingredient: Need("product", ingredient),
}


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
    "Hasselbalch with pKa and intrinsic solubility, or a measured threshold), and whether more is in it than "
    "dissolves.",
    why="Particles block needles and stay in the skin.",
    example="Diclofenac at 23 mg/mL is predicted to precipitate below about pH 8.",
    instead="Use two syringes. A prediction may warn, never clear; a measurement overrides it.",
    check=check,
    reads=frozenset(),
)
