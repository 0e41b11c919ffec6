"""What is allowed where."""

from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.model.place import Route
from mesoplan.record import NamedTuple

StatusWord = Literal[
    "licensed",
    "off-label",
    "unlicensed",
    "withdrawn",
    "prohibited",
    "not-injectable",
    "device",
    "compounding-only",
    "restricted",
]


class Status(NamedTuple):
    """The regulatory status of an ingredient, class or product for a use, from a date."""

    subject: str
    status: StatusWord
    cite: Cite
    since: str = ""
    until: str = ""
    goals: tuple[str, ...] = ()
    route: Route | Literal["any"] = "any"
    note: str = ""


class MixingLaw(NamedTuple):
    """Who may mix, and where."""

    rule: Literal["pharmacy-only", "immediate-use-only", "not-settled", "allowed", "prohibited"]
    what: str
    cite: Cite


class Jurisdiction(NamedTuple):
    """A country or union of countries; what its parents say holds unless it says otherwise."""

    label: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    mixing: tuple[MixingLaw, ...] = ()
    note: str = ""
    id: str = ""
