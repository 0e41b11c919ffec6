"""What a powder becomes when a diluent is added."""

from fractions import Fraction

from mesoplan.record import NamedTuple


class Reconstituted(NamedTuple):
    """The volume after dissolving, in mL, and the amount in each millilitre."""

    volume: Fraction
    strength: Fraction


def reconstituted(
    amount: Fraction,
    *,
    added: Fraction | None = None,
    displacement: Fraction | None = None,
    final: Fraction | None = None,
) -> Reconstituted | None:
    """The strength of ``amount`` of powder made up to ``final``, or with ``added`` diluent.

    A powder takes up a volume of its own, its ``displacement``; what nobody said is not zero: then
    the volume and the strength are unknown, and the answer is None.
    """
    if final is None:
        if added is None or displacement is None:
            return None
        final = added + displacement
    return Reconstituted(volume=final, strength=amount / final)
