"""What a rule is."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol

from mesoplan.model.case import Item
from mesoplan.model.finding import Fix, Judgement, Severity
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

if TYPE_CHECKING:
    from mesoplan.mixing.mixture import Mixture
    from mesoplan.rules.scene import Scene

Scope = Literal["item", "pair", "session-pair", "mixture", "total", "case"]

#: What a rule may look at besides what it is asked about and the catalog. ``patient``: anything said of the
#: patient. ``place``: goal, zone and jurisdiction. ``session``: how it is given, and the limits of a plan.
#: ``company``: what else is given. ``record``: earlier sessions.
Reads = Literal["patient", "place", "session", "company", "record"]


class Usage(NamedTuple):
    """How much of a shared limit one item uses, as an exact fraction of it (1 is all).

    ``resource`` names the limit: usages of one resource add up over the whole session.
    ``given`` is the item's amount and ``limit`` the limit, in its own unit, where they are to be shown.
    ``binding``: passing it is refused, so that no plan does; else it is only asked about.
    """

    resource: str
    fraction: Decimal
    item: Item
    subject: str
    stated: tuple[Stated, ...] = ()
    given: Quantity | None = None
    limit: Quantity | None = None
    binding: bool = True


def sum_of(used: tuple[Usage, ...]) -> str:
    """What was given of a limit, item by item."""
    return " + ".join(str(usage.given) for usage in used if usage.given is not None)


class ItemCheck(Protocol):
    """``item``: one item by itself."""

    def __call__(self, item: Item, scene: "Scene", /) -> Iterator[Judgement]: ...


class PairCheck(Protocol):
    """``pair``: two items of one syringe."""

    def __call__(
        self, one: Item, other: Item, mixture: "Mixture", scene: "Scene", /
    ) -> Iterator[Judgement]: ...


class SessionPairCheck(Protocol):
    """``session-pair``: two items anywhere in the session."""

    def __call__(self, one: Item, other: Item, scene: "Scene", /) -> Iterator[Judgement]: ...


class MixtureCheck(Protocol):
    """``mixture``: what is in one syringe."""

    def __call__(self, mixture: "Mixture", scene: "Scene", /) -> Iterator[Judgement]: ...


class CaseCheck(Protocol):
    """``case``: everything at once."""

    def __call__(self, scene: "Scene", /) -> Iterator[Judgement]: ...


class TotalCheck(Protocol):
    """``total``: what an item uses of shared limits; a judgement where that cannot be computed."""

    def __call__(self, item: Item, scene: "Scene", /) -> Iterator[Usage | Judgement]: ...


class Exceeded(Protocol):
    """The judgement when the usages of one resource pass 1 together."""

    def __call__(self, used: tuple[Usage, ...], total: Decimal, scene: "Scene", /) -> Judgement: ...


class Rule(NamedTuple):
    """A rule and its documentation.

    ``check`` takes what the scope says and yields judgements: see the protocol of each scope. Of a
    ``total``, usages of one resource are summed, and ``exceeded`` words the judgement when they pass 1.
    The planner builds its resource limits from the same usages. ``of_record``: it is about earlier
    sessions, and asked only where the case has a record of them. ``reads`` is all that ``check`` and
    ``exceeded`` are shown of the case (`Scene.shown_to`): a judgement holds for as long as that is the same.
    ``forbids`` is False for a rule that never forbids: who looks only for what does need not ask it.
    """

    code: str
    name: str
    scope: Scope
    checks: str
    why: str
    example: str
    instead: str
    check: "ItemCheck | PairCheck | SessionPairCheck | MixtureCheck | CaseCheck | TotalCheck"
    reads: frozenset[Reads]
    exceeded: "Exceeded | None" = None
    of_record: bool = False
    forbids: bool = True

    def usages(self, item: Item, scene: "Scene") -> Iterator[Usage]:
        """What an item uses of the limits of a ``total`` rule; nothing for the other scopes."""
        if self.scope == "total":
            there = scene.at(item.site)
            for yielded in there.judged(self, (item,), (item,)):
                if isinstance(yielded, Usage):
                    yield yielded


def firm(severity: Severity, *deciding: Stated) -> Severity:
    """``severity``, but never "forbid" where one of the statements it hangs on was only recalled.

    Third law: what nobody read may warn. `tempered` sees to what rests on recalled statements alone;
    a rule calls this where it shows more statements than those that decide.
    """
    return "caution" if severity == "forbid" and any(map(is_recalled, deciding)) else severity


def is_recalled(stated: Stated) -> bool:
    """Whether a statement was written from memory; a parameter of method has no reading."""
    cite = getattr(stated.record, "cite", None)
    return cite is not None and cite.access == "recalled"


__all__ = [
    "Fix",
    "Judgement",
    "Reads",
    "Rule",
    "Scope",
    "Severity",
    "Stated",
    "Usage",
    "firm",
    "is_recalled",
    "sum_of",
]
