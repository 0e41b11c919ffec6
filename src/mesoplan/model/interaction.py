"""Relations between two or more ingredients, classes, products or excipients."""

from decimal import Decimal
from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

Basis = Literal["measured", "label", "handbook", "inferred", "predicted"]

#: Best basis first.
BASIS_RANK: dict[str, int] = {
    basis: rank for rank, basis in enumerate(("measured", "label", "handbook", "inferred", "predicted"))
}


class StudiedRange(NamedTuple):
    """Final concentrations of one member at which a statement was measured."""

    member: str
    low: Quantity
    high: Quantity


class Interaction(NamedTuple):
    """One sourced statement about its members together.

    ``kind`` says what is meant: ``incompatible`` / ``compatible`` are about one syringe;
    ``opposition``, ``additive-toxicity``, ``absorption``, ``synergy`` are about one session.
    ``vehicles`` limits a statement to mixtures made up in one of these vehicle ingredients.
    """

    kind: Literal[
        "incompatible",
        "compatible",
        "opposition",
        "additive-toxicity",
        "absorption",
        "synergy",
        "label-forbids",
    ]
    effect: Literal["forbid", "caution", "note"]
    basis: Basis
    why: str
    cite: Cite
    action: str = ""
    vehicles: tuple[str, ...] = ()
    ranges: tuple[StudiedRange, ...] = ()
    ph_min: Decimal | None = None
    ph_max: Decimal | None = None
    within: Quantity | None = None
    goals: tuple[str, ...] = ()


class DrawFirst(NamedTuple):
    """Which member has to be in the syringe before the others."""

    member: str
    why: str
    cite: Cite


class InteractionFile(NamedTuple):
    """All statements about one set of members. Members may be ingredients, classes or products."""

    members: tuple[str, ...]
    statements: tuple[Interaction, ...]
    orders: tuple[DrawFirst, ...] = ()
    id: str = ""
