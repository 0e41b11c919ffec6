"""Precipitation of weak acids and bases (Henderson-Hasselbalch).

An acid of concentration C and intrinsic solubility S0 precipitates below
pH = pKa + log10(C/S0 - 1), a base above pH = pKa - log10(C/S0 - 1). The theory ignores co-solvents,
micelles and supersaturation: it over-warns lidocaine (predicted 7.4, measured none to 12.9). A
measured threshold therefore takes the place of the predicted one, and a prediction may warn, never
clear.
"""

from decimal import Decimal

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.acidity import mixed_range
from mesoplan.mixing.mixture import Mixture, Part
from mesoplan.model.ingredient import Acidity
from mesoplan.model.statement import Stated
from mesoplan.quantity import QuantityError
from mesoplan.quantity.number import ROUNDED
from mesoplan.record import NamedTuple

#: Half a pH unit: what pKa and S0 of different sources usually differ by.
PREDICTION_ERROR = Decimal("0.5")
_TENTH = Decimal("0.1")


class Precipitation(NamedTuple):
    """An ingredient, the pH at which it precipitates, and whether the mixture may reach it.

    ``side`` says where it precipitates. ``basis`` is ``measured`` or ``predicted``; a prediction is
    good to about `PREDICTION_ERROR`. ``reached`` is None when the mixture's pH is not known.
    """

    ingredient: str
    threshold: Decimal
    side: str
    basis: str
    reached: bool | None
    statements: tuple[Stated, ...]


def precipitations(mixture: Mixture, knowledge: Knowledge) -> tuple[Precipitation, ...]:
    """What may precipitate from the mixture, for each ingredient with a pKa and a solubility."""
    ph = mixed_range(mixture)
    found = []
    for part in mixture.actives:
        for acidity in knowledge.catalog.ingredient(part.ingredient).acidity:
            threshold, basis = _threshold(part, acidity)
            if threshold is None:
                continue
            statements: tuple[Stated, ...] = (Stated(part.ingredient, acidity),)
            reached: bool | None = None
            if ph is not None:
                low, high, more = ph
                statements += more
                reached = low < threshold if acidity.kind == "acid" else high > threshold
            found.append(
                Precipitation(
                    ingredient=part.ingredient,
                    threshold=threshold,
                    side="below" if acidity.kind == "acid" else "above",
                    basis=basis,
                    reached=reached,
                    statements=statements,
                )
            )
    return tuple(found)


def _threshold(part: Part, acidity: Acidity) -> tuple[Decimal | None, str]:
    if acidity.measured_threshold is not None:
        return acidity.measured_threshold, "measured"
    if acidity.s0 is None or part.concentration is None:
        return None, ""
    try:
        ratio = (part.concentration / acidity.s0).value
    except QuantityError:
        return None, ""
    if ratio <= 1:
        return None, ""
    shift = ROUNDED.log10(ROUNDED.subtract(ratio, 1))
    moved = ROUNDED.add if acidity.kind == "acid" else ROUNDED.subtract
    return moved(acidity.pka, shift).quantize(_TENTH, context=ROUNDED), "predicted"
