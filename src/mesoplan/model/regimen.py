"""Regimens: what one source used, labels or prescribes, as one thing; the unit of planning."""

from decimal import Decimal
from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.model.place import Route
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

Basis = Literal["label", "studied", "society", "practice", "vendor"]

#: How an amount is given: over a session, at a point, on a square centimetre, a kilogram of body weight.
PER: tuple[str, ...] = ("per_session", "per_point", "per_cm2", "per_kg")


class AmountRange(NamedTuple):
    """An amount as printed, both ends included; a single amount has two equal ends."""

    low: Quantity
    high: Quantity

    @property
    def text(self) -> str:
        """The amount in words: "2 mL" or "4 mL to 6 mL"."""
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


class CountRange(NamedTuple):
    """A number of sessions or points as printed, both ends included."""

    low: int
    high: int

    @property
    def text(self) -> str:
        """The number in words: "4" or "3 to 6"."""
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


class RegimenItem(NamedTuple):
    """One thing that was given.

    ``product`` says what was used, else ``ingredient`` with its form; ``unnamed`` stands for a thing that the
    source does not name. Each amount stands as printed; what is not printed is left out.
    """

    product: str = ""
    ingredient: str = ""
    unnamed: str = ""
    form: str = ""
    concentration: AmountRange | None = None
    per_session: AmountRange | None = None
    per_point: AmountRange | None = None
    per_cm2: AmountRange | None = None
    per_kg: AmountRange | None = None
    volume: AmountRange | None = None
    syringe: int | None = None
    printed: str = ""

    @property
    def name(self) -> str:
        """The id of the product or ingredient, else the words for what is not named."""
        return self.product or self.ingredient or self.unnamed

    @property
    def amounts(self) -> tuple[tuple[str, AmountRange], ...]:
        """Every amount that is printed, with its ``per_…`` key."""
        pairs = ((key, getattr(self, key)) for key in PER)
        return tuple((key, amount) for key, amount in pairs if amount is not None)


class Points(NamedTuple):
    """How many points of a session, how large and how far apart."""

    count: CountRange | None = None  # type: ignore[assignment]
    volume: AmountRange | None = None
    spacing_mm: Decimal | None = None


class Population(NamedTuple):
    """Who was given it; ages in years."""

    sex: Literal["female", "male", "both"] | None = None
    min_age: int | None = None
    max_age: int | None = None
    text: str = ""


class NotPrinted(NamedTuple):
    """A number that was looked for and not found: where, on which day, and where it would stand."""

    about: Literal[
        "amount",
        "volume",
        "points",
        "technique",
        "sessions",
        "interval",
        "composition",
        "syringe",
        "population",
    ]
    where: str
    on: str
    note: str = ""


class Expected(NamedTuple):
    """What a sound check says of a published cocktail today, and why."""

    verdict: Literal["blocked", "incomplete", "caution", "clear"]
    codes: tuple[str, ...]
    why: str


class Regimen(NamedTuple):
    """What one source used, labels or prescribes.

    ``items`` are given in one session; ``given_as`` says what shared a syringe. ``besides`` is what else
    was done and belongs to what was studied. ``not_in_catalog`` names what was in it and has no entity here.
    ``amount_for`` says what the amounts of a session are for, where that is less than the whole zone.
    """

    label: str
    basis: Basis
    cite: Cite
    goals: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    route: Route | Literal["unclear"] = "unclear"
    technique: str = ""
    depth_mm: str = ""
    given_as: Literal["one-syringe", "separate", "in-sequence", "unclear"] = "unclear"
    amount_for: str = ""
    items: tuple[RegimenItem, ...] = ()
    sessions: CountRange | None = None
    interval: AmountRange | None = None
    schedule: str = ""
    volume: AmountRange | None = None
    points: Points | None = None
    jurisdiction: str = ""
    population: Population | None = None
    besides: tuple[str, ...] = ()
    not_in_catalog: tuple[str, ...] = ()
    searched: tuple[NotPrinted, ...] = ()
    reported: str = ""
    expected: Expected | None = None
    note: str = ""
    id: str = ""

    @property
    def is_named(self) -> bool:
        """Whether everything that was given is named and known to the catalog."""
        return bool(self.items) and not self.not_in_catalog and not any(item.unnamed for item in self.items)

    @property
    def is_injected(self) -> bool:
        """Whether it is neither put on the skin nor swallowed, which is only compared with here."""
        return self.route not in ("topical", "oral")

    @property
    def is_reproducible(self) -> bool:
        """Whether somebody could give it again: all is named and every item has an amount."""
        return self.is_named and all(item.amounts for item in self.items)
