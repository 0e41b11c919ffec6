"""The ways to trade benefit, risk and cost."""

from mesoplan.model.case import Item
from mesoplan.model.finding import Verdict
from mesoplan.model.plan import PlanReport
from mesoplan.record import NamedTuple


class FrontPoint(NamedTuple):
    """One way to trade benefit, risk and cost, with its plan."""

    benefit: int
    risk: int
    cost: int
    score: int
    ingredients: tuple[str, ...]
    syringes: tuple[tuple[Item, ...], ...]
    verdict: Verdict


class FrontReport(NamedTuple):
    """The front, most benefit first; ``complete`` when it is the whole front.

    ``plan`` says why an empty front is empty.
    """

    points: tuple[FrontPoint, ...]
    complete: bool
    nodes: int
    plan: PlanReport | None = None
