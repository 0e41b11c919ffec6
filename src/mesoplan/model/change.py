"""One change of a case: what a repair makes, and what lets an ingredient in."""

from typing import Literal

from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

ChangeKind = Literal[
    "drop",
    "lower",
    "separate",
    "swap",
    "vehicle",
    "dilute",
    "split",
    "wait",
    "ask",
    "state",
    "withdraw",
    "raise",
    "zone",
    "technique",
    "stock",
    "include",
    "exclude",
]


class Change(NamedTuple):
    """One change of a case. ``price`` is what it costs in points of the preference.

    ``target`` is what is changed: an item, a product, a key of the case. What it becomes stands in
    the field for it: ``to`` an id or a value of that key, ``amounts`` and ``volume`` of the item
    afterwards (of what is added; the interval to wait), ``syringe`` where it goes. ``facts`` are what
    is asked, together, and ``to`` is then the answer that is assumed.
    """

    kind: ChangeKind
    target: str
    to: str = ""
    price: int = 0
    amounts: tuple[Quantity, ...] = ()
    volume: Quantity | None = None
    syringe: int | None = None
    facts: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, str, str, int, tuple[str, ...], tuple[str, ...]]:
        """What changes of one price are ordered by."""
        amounts = tuple(str(each) for each in (*self.amounts, self.volume) if each is not None)
        return (self.kind, self.target, self.to, self.syringe or 0, amounts, self.facts)
