"""The answer of the planner: cocktails with proof, or why there is none."""

from typing import Literal, NamedTuple

from mesoplan.model.case import Item
from mesoplan.model.finding import Coverage, Finding, Verdict
from mesoplan.quantity import Quantity

Status = Literal["optimal", "best-found", "infeasible"]


class Term(NamedTuple):
    """One named part of a plan's score, in points; ``detail`` says what it comes from."""

    name: str
    points: int
    detail: str = ""
    statements: tuple[str, ...] = ()


class Score(NamedTuple):
    """The sum of the terms."""

    total: int
    terms: tuple[Term, ...]


class Syringe(NamedTuple):
    """What goes into one syringe."""

    number: int
    items: tuple[Item, ...]
    volume: Quantity | None


class Reason(NamedTuple):
    """Why an item is in the plan: what it does, shown by which statements."""

    ingredient: str
    topic: str
    detail: str
    statements: tuple[str, ...] = ()


class Protocol(NamedTuple):
    """How the studies behind a plan gave it; texts as printed there."""

    route: str = ""
    technique: str = ""
    sessions: str = ""
    interval: str = ""
    volume: str = ""
    studies: tuple[str, ...] = ()


class Plan(NamedTuple):
    """One cocktail. ``minimal_syringes`` tells whether fewer syringes are proved impossible."""

    rank: int
    score: Score
    syringes: tuple[Syringe, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    coverage: Coverage
    why: tuple[Reason, ...]
    protocol: Protocol
    minimal_syringes: bool = True

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, syringe by syringe."""
        return tuple(item for syringe in self.syringes for item in syringe.items)


class LeftOut(NamedTuple):
    """An ingredient that serves the goal but is in no plan, and the codes that keep it out.

    ``findings`` are the judgements behind the codes; ``no-dose`` and ``no-support`` stand for what
    is not a finding. ``shown`` is what studies showed of it for the goal, in thousandths of the
    lower credible bound: what was left out is listed in this order, strongest first.
    """

    ingredient: str
    codes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    shown: int = 0


class Demand(NamedTuple):
    """One of the user's own demands, as in the case, such as ``limits.include: lidocaine``."""

    key: str
    value: str


class Question(NamedTuple):
    """A patient fact that was not asked and could still change the answer.

    ``if_yes`` and ``if_no`` say how, in words; ``yes`` and ``no`` are the solved first plans (None:
    only estimated). ``with_facts`` are the facts that have to be answered no together with this one
    before the answer changes.
    """

    fact: str
    question: str
    if_yes: str
    if_no: str
    decides: tuple[str, ...] = ()
    yes: "Outcome | None" = None
    no: "Outcome | None" = None
    with_facts: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """The first plan under an assumption: its ingredients, verdict and score; all empty without one."""

    ingredients: tuple[str, ...] = ()
    verdict: str = ""
    score: int | None = None


class SearchReport(NamedTuple):
    """What the search did. ``bound`` is a proved upper bound on any plan's score.

    ``max_ingredients`` and ``max_syringes`` are the limits in force, said by the case or not.
    """

    nodes: int
    proved: bool
    bound: int | None = None
    candidates: int = 0
    max_ingredients: int | None = None
    max_syringes: int | None = None


class PlanReport(NamedTuple):
    """The answer of ``plan``."""

    status: Status
    plans: tuple[Plan, ...]
    left_out: tuple[LeftOut, ...]
    conflict: tuple[Demand, ...]
    questions: tuple[Question, ...]
    search: SearchReport
    message: str = ""
