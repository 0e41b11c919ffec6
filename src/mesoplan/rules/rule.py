"""What a rule is."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mesoplan.model.case import Item
from mesoplan.model.finding import Fix, Judgement, Severity
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity

if TYPE_CHECKING:
    from mesoplan.rules.scene import Scene

Scope = Literal["item", "pair", "session-pair", "mixture", "total", "case"]


class Usage(NamedTuple):
    """How much of a shared limit one item uses, as an exact fraction of it (1 is all).

    ``resource`` names the limit: usages of one resource add up over the whole session.
    ``given`` is the item's amount and ``limit`` the limit, in its own unit, where they are to be shown.
    """

    resource: str
    fraction: Decimal
    item: Item
    subject: str
    stated: tuple[Stated, ...] = ()
    given: Quantity | None = None
    limit: Quantity | None = None


def sum_of(used: tuple[Usage, ...]) -> str:
    """What was given of a limit, item by item."""
    return " + ".join(str(usage.given) for usage in used if usage.given is not None)


class Rule(NamedTuple):
    """A rule and its documentation.

    ``check`` takes what the scope says and yields judgements:

    * ``item``: ``check(item, scene)``;
    * ``pair``: ``check(one, other, mixture, scene)`` for two items of one syringe;
    * ``session-pair``: ``check(one, other, scene)`` for two items anywhere in the session;
    * ``mixture``: ``check(mixture, scene)`` for one syringe;
    * ``case``: ``check(scene)``;
    * ``total``: ``check(item, scene)`` yields `Usage`s (and judgements, where a usage cannot be
      computed); usages of one resource are summed, and ``exceeded(usages, total, scene)`` words
      the judgement when they pass 1. The planner builds its resource limits from the same usages.
    """

    code: str
    name: str
    scope: Scope
    checks: str
    why: str
    example: str
    instead: str
    check: Callable[..., Iterator[Any]]
    exceeded: Callable[[tuple[Usage, ...], Decimal, "Scene"], Judgement] | None = None


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
    "Rule",
    "Scope",
    "Severity",
    "Stated",
    "Usage",
    "firm",
    "is_recalled",
    "sum_of",
]
