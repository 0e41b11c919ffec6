"""Where and how deep: body zones and techniques, as numbers."""

from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.model.codes import FactCodes
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

Route = Literal[
    "epidermal",
    "intradermal",
    "subcutaneous",
    "intramuscular",
    "intravenous",
    "intralesional",
    "intra-articular",
    "infiltration",
    "topical",
    "oral",
]


class Capped(NamedTuple):
    """A sourced upper bound of a zone or technique."""

    max: Quantity
    cite: Cite


class Span(NamedTuple):
    """A sourced range, both ends included."""

    low: Quantity
    high: Quantity
    cite: Cite


class ZoneFlag(NamedTuple):
    """A property of a zone that rules ask for: acral, end-artery, marginal-mandibular-nerve."""

    flag: str
    cite: Cite
    note: str = ""


class FreeOf(NamedTuple):
    """A flag of the larger zone that does not hold in this part of it: the source says where it does."""

    flag: str
    cite: Cite
    note: str = ""


class NeedleUse(NamedTuple):
    """A needle that a source names for a technique: its gauges, finest last, and its length."""

    cite: Cite
    gauges: tuple[int, ...] = ()
    length: Quantity | None = None
    angle: str = ""


class Zone(NamedTuple):
    """A body zone."""

    id: str
    label: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    area: Span | None = None
    volume: Capped | None = None
    codes: FactCodes | None = None
    flags: tuple[ZoneFlag, ...] = ()
    free_of: tuple[FreeOf, ...] = ()
    note: str = ""


class Technique(NamedTuple):
    """How the needle is used. Depth decides, not the word: two schools use one word for two depths.

    ``superficial`` techniques leave the bolus in the dermis or above. ``into_muscle``: there a zone's
    capacity of skin and fat is none, and the depth may be unknown.
    """

    id: str
    label: str
    route: Route
    superficial: bool
    depth: Span | None = None
    into_muscle: bool = False
    synonyms: tuple[str, ...] = ()
    point_volume: Span | None = None
    spacing: Span | None = None
    needle: str = ""
    needles: tuple[NeedleUse, ...] = ()
    note: str = ""
