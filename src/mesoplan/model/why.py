"""Why an ingredient is in the best plan, or why it is not."""

from decimal import Decimal
from typing import Literal

from mesoplan.model.change import Change
from mesoplan.model.finding import Finding, StatementRef
from mesoplan.model.plan import Outcome, TermKind
from mesoplan.model.regimen import Basis
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple


class TermChange(NamedTuple):
    """A term of the score in two plans."""

    kind: TermKind
    of: str
    here: int
    there: int

    @property
    def difference(self) -> int:
        """How much more the first of the two has."""
        return self.here - self.there


class StudyUsed(NamedTuple):
    """A study behind a belief: which side it is on and the weight it adds there."""

    statement: StatementRef
    design: str
    comparator: str
    direction: str
    n: int | None
    weight: Decimal
    result: str


class Believed(NamedTuple):
    """What is believed of an ingredient or a combination: Beta(works, does_not), its lower bound."""

    subject: tuple[str, ...]
    works: Decimal
    does_not: Decimal
    bound: Decimal
    studies: tuple[StudyUsed, ...]


class DoseSource(NamedTuple):
    """The dose in a plan and where it comes from."""

    amount: Quantity
    volume: Quantity | None
    product: str
    basis: str
    statement: StatementRef


class Means(NamedTuple):
    """A mechanism that an ingredient has and the goal is served by; relevance 3 is central."""

    mechanism: str
    relevance: int
    statements: tuple[StatementRef, ...]


class Why(NamedTuple):
    """Why an ingredient is in the best plan that holds it; ``rank`` is 0 when none of them does.

    ``worth`` is the score of that plan less that of the best plan without the ingredient, each
    solved exactly; ``terms`` compares the two term by term. ``left`` is the same plan with the
    ingredient taken out and nothing put in its place.
    """

    ingredient: str
    rank: int
    plan: Outcome
    without: Outcome
    worth: int | None
    terms: tuple[TermChange, ...]
    left: tuple[TermChange, ...]
    means: tuple[Means, ...]
    beliefs: tuple[Believed, ...]
    dose: DoseSource | None
    proved: bool


class Opening(NamedTuple):
    """Changes that let an ingredient in, the best plan then, and what it then still lacks.

    ``misses_by`` is how many points the best plan with it lies below the best plan of the changed
    case; 0 when it is in the first plan.
    """

    changes: tuple[Change, ...]
    price: int
    plan: Outcome
    misses_by: int


WhyNotState = Literal["in-first-plan", "outscored", "left-out", "clashes", "serves-nothing"]


class GivenSo(NamedTuple):
    """A regimen of the goal with what was asked for. ``fits``: it gives just this, or no amount was asked."""

    regimen: str
    source: str
    basis: Basis
    fits: bool
    as_given: str


class AskedItem(NamedTuple):
    """A brand or an amount that was asked for: who gives it so, and what a check of it alone objects to."""

    product: str
    ingredients: tuple[str, ...]
    volume: Quantity | None
    amounts: tuple[Quantity, ...]
    given: tuple[GivenSo, ...]
    findings: tuple[Finding, ...]


class WhyNot(NamedTuple):
    """Why an ingredient is not in the first plan.

    * ``outscored``: it may be in a plan; the best such plan misses the first by ``misses_by`` points;
    * ``left-out``: ``codes`` keep it out (``findings`` are behind them);
    * ``clashes``: it is a candidate, but no plan can hold it under the demands and rules of the case;
    * ``serves-nothing``: no study and no mechanism ties it to the goal.

    ``openings`` are the cheapest changes that let it in, verified by planning again; empty with
    ``complete`` means that no change of the vocabulary (one or two at a time) can. ``asked`` is the brand or
    the amount, where more than an ingredient was asked for.
    """

    ingredient: str
    state: WhyNotState
    codes: tuple[str, ...]
    findings: tuple[Finding, ...]
    first: Outcome
    best_with: Outcome
    misses_by: int | None
    terms: tuple[TermChange, ...]
    openings: tuple[Opening, ...]
    complete: bool
    plans_made: int = 0
    asked: AskedItem | None = None
