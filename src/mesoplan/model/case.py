"""A case: what is known of the patient, what is wanted, and optionally a cocktail to check."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from mesoplan.model.line import Line
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

Sex = Literal["female", "male"]
UnknownMixing = Literal["separate", "warn", "forbid"]


class Nothing(Mapping[str, Any]):
    """An empty table that stays empty: what a case holds where nothing was said."""

    __slots__ = ()

    def __getitem__(self, key: str) -> Any:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"

    def __reduce__(self) -> tuple[type["Nothing"], tuple[()]]:
        return Nothing, ()


NOTHING = Nothing()


class Case(NamedTuple):
    """A case as somebody wrote it: names and amounts are texts, keys as in a case file.

    Names are resolved against a catalog by :func:`mesoplan.check` and :func:`mesoplan.plan`, which
    raise :class:`mesoplan.CaseError` with every fault at once. A patient key that is left out means
    "not asked". A cocktail may be one line of text: "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL".
    """

    goal: str = ""
    zone: str = ""
    jurisdiction: str = ""
    technique: str = ""
    patient: Mapping[str, Any] = NOTHING
    limits: Mapping[str, Any] = NOTHING
    session: Mapping[str, Any] = NOTHING
    cocktail: tuple[Mapping[str, Any], ...] | str = ()
    stock: tuple[Mapping[str, Any], ...] = ()
    prices: Mapping[str, Any] = NOTHING
    record: Mapping[str, Any] = NOTHING


class Patient(NamedTuple):
    """What is known of a patient, in ids of facts. ``yes`` holds the ancestors of what was said.

    ``asked`` names the lists (condition, allergy, medicine) that were given and closed: what such a list
    does not name is answered with no. A list that the case calls open, or that holds something unmapped, is
    not closed. ``allergens`` are the ingredients and classes the allergies mean; ``taken`` the ingredients
    that the patient takes as a medicine.
    """

    sex: Sex | None = None
    age: int | None = None
    weight: Quantity | None = None
    said: tuple[str, ...] = ()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    allergens: tuple[tuple[str, str], ...] = ()
    unmapped: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


class Content(NamedTuple):
    """One ingredient in an item, and how much of it (None: not known)."""

    ingredient: str
    amount: Quantity | None
    form: str = ""


class Site(NamedTuple):
    """Where and how one syringe is given, as far as that is not what the case says of the whole session."""

    zone: str = ""
    technique: str = ""
    points: int | None = None
    point_volume: Quantity | None = None
    area: Quantity | None = None


SESSION_SITE = Site()


class Item(NamedTuple):
    """One line of a cocktail: an ingredient or a product, how much, in which syringe, and where it goes.

    ``to``: it fills the syringe up to this volume, and ``volume`` is what the other lines leave of it.
    """

    line: Line
    product: str
    contents: tuple[Content, ...]
    volume: Quantity | None
    syringe: int
    site: Site = SESSION_SITE
    to: Quantity | None = None

    @property
    def ingredients(self) -> tuple[str, ...]:
        """Ids of the ingredients in it."""
        return tuple([content.ingredient for content in self.contents])

    @property
    def members(self) -> tuple[str, ...]:
        """What an interaction may name: its ingredients and its product."""
        return (*self.ingredients, self.product) if self.product else self.ingredients

    @property
    def name(self) -> str:
        """The id to speak of it by: the product's, else the ingredient's."""
        return self.product or self.contents[0].ingredient


#: How long what is given at once waits.
AT_ONCE = Quantity.parse("0 min")

#: How a case says it.
AT_ONCE_WORDS = ("at once", "immediately")


class Session(NamedTuple):
    """How the cocktail is to be given, as far as the case says. ``single``: no session before, none after."""

    technique: str = ""
    points: int | None = None
    point_volume: Quantity | None = None
    area: Quantity | None = None
    interval: Quantity | None = None
    use_within: Quantity | None = None
    place: str = ""
    route: str = ""
    syringes: tuple[str, ...] = ()
    single: bool = False
    needle: str = ""
    needle_changes: int | None = None


class Limits(NamedTuple):
    """The user's own demands on a plan."""

    max_ingredients: int | None = None
    max_syringes: int | None = None
    max_volume: Quantity | None = None
    max_cost: Quantity | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    unknown_mixing: UnknownMixing = "separate"


class StockLine(NamedTuple):
    """A product on the shelf and how much of it."""

    product: str
    volume: Quantity


class Reading(NamedTuple):
    """Something that was read otherwise than as it was written, to be shown with the answer.

    ``key`` is the place in the case, ``said`` what stands there, ``meant`` what it was read as, and ``why``
    what has to be known about the difference.
    """

    key: str
    said: str
    meant: str
    why: str = ""


class EarlierSession(NamedTuple):
    """A session that was given, ``on`` a day as 2026-11-27. Empty text means: not recorded.

    ``event``: an adverse event was recorded after it (``recorded``), or a ``serious`` one.
    """

    on: str
    items: tuple[Item, ...]
    goal: str = ""
    zone: str = ""
    route: str = ""
    event: str = ""


class Override(NamedTuple):
    """A finding that somebody put aside, from a day through a day, and why.

    ``severity`` is what the finding was when it was put aside. ``reason`` is a code;
    ``look_again`` is the day by which somebody has to look again, or "". ``entry``
    is its number in a ledger, 0 where it is in none.
    """

    finding: str
    severity: str
    reason: str
    words: str
    by: str
    since: str
    until: str
    look_again: str = ""
    entry: int = 0


class PatientRecord(NamedTuple):
    """What is known of a patient's earlier treatment, seen from the day ``on`` which it is now.

    ``overrides`` are all that were ever made; those in force on that day count.
    """

    on: str
    sessions: tuple[EarlierSession, ...] = ()
    overrides: tuple[Override, ...] = ()


class ResolvedCase(NamedTuple):
    """A case in ids of the catalog; empty text means: not said. ``readings``: what was read otherwise."""

    goal: str
    zone: str
    jurisdiction: str
    patient: Patient
    session: Session
    limits: Limits
    cocktail: tuple[Item, ...]
    stock: tuple[StockLine, ...] | None = None
    prices: tuple[tuple[str, Quantity], ...] = ()
    readings: tuple[Reading, ...] = ()
    record: PatientRecord | None = None
