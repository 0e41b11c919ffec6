"""Parameters that rules and planner take from files: mixing rules, weights, what to ask."""

from decimal import Decimal
from typing import Literal

from mesoplan.model.cite import Cite
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

#: What an objective gives points for, or takes them off for; see docs/objective.md.
OBJECTIVE_TERMS = ("benefit", "caution", "unknown", "question", "item", "syringe", "money")


class Parameter(NamedTuple):
    """One named number or amount with its reason; ``cite`` is required for clinical ones."""

    name: str
    reason: str
    value: Decimal | None = None
    amount: Quantity | None = None
    words: tuple[str, ...] = ()
    cite: Cite | None = None


class Policy(NamedTuple):
    """A named set of parameters. ``jurisdictions``: where it holds; everywhere when it names none."""

    label: str
    kind: Literal["mixing", "objective", "asking", "evidence", "preparation"]
    parameters: tuple[Parameter, ...]
    prefer: str = ""
    jurisdictions: tuple[str, ...] = ()
    note: str = ""
    id: str = ""
