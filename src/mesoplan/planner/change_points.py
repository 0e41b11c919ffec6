"""What a change costs, in points of the preference: its own weights, nothing new.

Asking costs a question; another diluent or a dose of another size costs a caution; a further
syringe, an item, a session what they cost in a plan; leaving out what serves the goal costs what it
was worth.
"""

from collections.abc import Callable

from mesoplan.model.change import ChangeKind
from mesoplan.worth.weights import Weights


def price_of(kind: ChangeKind, points: Weights, *, worth: int = 0) -> int:
    """The price of a change; ``worth`` is the benefit that goes with what is left out. Never zero."""
    return 1 + _PRICES[kind](points) + worth


_PRICES: dict[ChangeKind, Callable[[Weights], int]] = {
    "ask": lambda p: p.question,
    "state": lambda p: p.question,
    "wait": lambda p: p.caution,
    "vehicle": lambda p: p.caution,
    "dilute": lambda p: p.caution,
    "lower": lambda p: p.caution + p.unknown,
    "separate": lambda p: p.syringe,
    "swap": lambda p: p.item + p.unknown,
    "split": lambda p: p.item + p.syringe,
    "drop": lambda p: 2 * p.item + p.syringe,
    "exclude": lambda p: p.item,
    "include": lambda p: p.item,
    "withdraw": lambda p: p.item,
    "raise": lambda p: p.item,
    "stock": lambda p: p.item,
    "technique": lambda p: p.item + p.caution,
    "zone": lambda p: 2 * p.item,
}
