"""Products: what stands on the shelf."""

from decimal import Decimal
from typing import Literal, NamedTuple

from mesoplan.model.cite import Cite
from mesoplan.model.ingredient import Admixture, Caution, Course, Limit
from mesoplan.model.place import Route
from mesoplan.model.screening import Screening
from mesoplan.quantity import Quantity


class Strength(NamedTuple):
    """How much of an ingredient a millilitre (or the whole vial, for powders) holds."""

    ingredient: str
    cite: Cite
    strength: Quantity | None = None
    form: str = ""


class Excipient(NamedTuple):
    """What else is in it."""

    ingredient: str
    cite: Cite
    strength: Quantity | None = None


class Acidness(NamedTuple):
    """pH of the product as supplied."""

    low: Decimal
    high: Decimal
    cite: Cite


class Osmolality(NamedTuple):
    """Osmolality of the product as supplied (mOsm/kg; labels that print mOsm/L say so)."""

    value: Quantity
    cite: Cite
    kind: Literal["measured", "label", "calculated"] = "label"


class Permission(NamedTuple):
    """Whether the label allows a route, and for which goals."""

    route: Route
    permission: Literal["licensed", "not-licensed", "forbidden"]
    cite: Cite
    goals: tuple[str, ...] = ()
    note: str = ""


class InUse(NamedTuple):
    """How long it keeps once opened, reconstituted or drawn up."""

    within: Quantity
    cite: Cite
    condition: str = ""


class Vehicle(NamedTuple):
    """What carries the ingredients."""

    kind: Literal[
        "aqueous",
        "oil",
        "alcoholic",
        "co-solvent",
        "emulsion",
        "suspension",
        "powder",
        "gel",
        "autologous",
        "unknown",
    ]
    cite: Cite
    note: str = ""


class Product(NamedTuple):
    """An ampoule, vial, kit or preparation with its strengths, vehicle, excipients and label."""

    label: str
    kind: Literal[
        "medicine",
        "device",
        "cosmetic",
        "compounded",
        "biologic",
        "autologous",
        "homeopathic",
        "diluent",
        "unlicensed",
    ]
    vehicle: Vehicle
    contains: tuple[Strength, ...]
    synonyms: tuple[str, ...] = ()
    maker: str = ""
    container: Literal["ampoule", "vial", "multi-dose-vial", "syringe", "bag", "kit", "other"] = "other"
    fill: Quantity | None = None
    fill_cite: Cite | None = None
    excipients: tuple[Excipient, ...] = ()
    excipients_complete: bool = False
    ph: tuple[Acidness, ...] = ()
    osmolality: tuple[Osmolality, ...] = ()
    routes: tuple[Permission, ...] = ()
    admixtures: tuple[Admixture, ...] = ()
    limits: tuple[Limit, ...] = ()
    courses: tuple[Course, ...] = ()
    cautions: tuple[Caution, ...] = ()
    screenings: tuple[Screening, ...] = ()
    in_use: tuple[InUse, ...] = ()
    default_for: tuple[str, ...] = ()
    note: str = ""
    id: str = ""
