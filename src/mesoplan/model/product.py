"""Products: what stands on the shelf."""

from decimal import Decimal
from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.model.ingredient import Admixture, Caution, Course, Limit
from mesoplan.model.place import Route
from mesoplan.model.screening import Screening
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple


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
    """Whether the label allows a route, and for which goals, in which zones; none named: for all."""

    route: Route
    permission: Literal["licensed", "not-licensed", "forbidden"]
    cite: Cite
    goals: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    note: str = ""


#: From which act a time in use is counted.
Since = Literal["opening", "puncture", "reconstitution", "mixing", "dilution"]


class InUse(NamedTuple):
    """How long it keeps once opened, reconstituted or drawn up; ``after`` is from when it counts."""

    within: Quantity
    cite: Cite
    condition: str = ""
    after: Since | Literal[""] = ""


class Doses(NamedTuple):
    """Whether a container is for one patient once, or may be entered again. Words like vial do not say."""

    kind: Literal["single", "multi"]
    cite: Cite


class Fill(NamedTuple):
    """One size that it is sold in: what a container holds, and whether that size may be entered again."""

    volume: Quantity
    cite: Cite
    doses: Literal["single", "multi", ""] = ""


class Withdrawable(NamedTuple):
    """How much the maker guarantees that can be drawn out of one container."""

    volume: Quantity
    cite: Cite


class StrengthRange(NamedTuple):
    """What a container may really hold of an ingredient, as a share of its label (0.95 to 1.05)."""

    ingredient: str
    cite: Cite
    low: Decimal | None = None
    high: Decimal | None = None


class Reconstitution(NamedTuple):
    """How a powder is dissolved: ``added`` of one of the ``diluents``.

    The strength follows from ``final``, the volume after dissolving, or from ``added`` and the powder's
    own ``displacement``; when the source prints neither, the strength is not known.
    """

    diluents: tuple[str, ...]
    cite: Cite
    added: Quantity | None = None
    final: Quantity | None = None
    displacement: Quantity | None = None
    how: str = ""
    printed: str = ""


class PrintedDraw(NamedTuple):
    """The volume that the label itself prints for an amount, rounded as it rounds."""

    amount: Quantity
    volume: Quantity
    cite: Cite


class Appearance(NamedTuple):
    """How it looks when it is fit for use."""

    looks: str
    cite: Cite


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


class Market(NamedTuple):
    """Whether the product is sold in a jurisdiction, since when, and until when it was."""

    jurisdiction: str
    state: Literal["marketed", "withdrawn", "never", "unknown"]
    cite: Cite
    since: str = ""
    until: str = ""
    note: str = ""


class SameAs(NamedTuple):
    """Another product with the same active, form, strength and vehicle: it may stand for this one."""

    product: str
    cite: Cite


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
    fills: tuple[Fill, ...] = ()
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
    markets: tuple[Market, ...] = ()
    same_as: tuple[SameAs, ...] = ()
    doses: Doses | None = None
    withdrawable: Withdrawable | None = None
    strength_ranges: tuple[StrengthRange, ...] = ()
    reconstitutions: tuple[Reconstitution, ...] = ()
    printed_draws: tuple[PrintedDraw, ...] = ()
    appearance: Appearance | None = None
    gtin: str = ""
    default_for: tuple[str, ...] = ()
    note: str = ""
    id: str = ""

    @property
    def volumes(self) -> tuple[Quantity, ...]:
        """What a container holds by its label, in every size that it is sold in."""
        own = () if self.fill is None else (self.fill,)
        every = (*own, *(each.volume for each in self.fills))
        return tuple(each for each in dict.fromkeys(every) if each.dimension == "volume")

    @property
    def volume(self) -> Quantity | None:
        """What every container holds; None where that is not known, or where there are several sizes."""
        return self.volumes[0] if len(self.volumes) == 1 else None
