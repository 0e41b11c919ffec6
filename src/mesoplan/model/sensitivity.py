"""How far the first plan depends on the weights."""

from decimal import Decimal

from mesoplan.model.plan import Outcome
from mesoplan.record import NamedTuple


class WeightRange(NamedTuple):
    """Over which values of one weight the first plan stays first; None: without end.

    Exact: at ``low`` and ``high`` another plan ties with it (``below``, ``above``; empty: no plan at
    all is as good).
    """

    name: str
    value: int
    low: Decimal | None
    high: Decimal | None
    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


class Tried(NamedTuple):
    """A number behind the evidence set to another value: the first plan then."""

    name: str
    value: Decimal
    set_to: Decimal
    plan: Outcome
    same: bool


class Sensitivity(NamedTuple):
    """How far the first plan depends on the weights. Ranges are solved; ``tried`` are single trials."""

    plan: Outcome
    ranges: tuple[WeightRange, ...]
    tried: tuple[Tried, ...]
    plans_made: int
