"""What the planner answers when it is asked why, why not, what if, and what would make it pass.

Facts only: the words are in `mesoplan.report.explain_words`.
"""

from decimal import Decimal
from typing import Literal, NamedTuple

from mesoplan.model.case import Item
from mesoplan.model.finding import VERDICT_RANK, CheckReport, Finding, StatementRef, Verdict
from mesoplan.model.plan import Outcome, TermKind
from mesoplan.quantity import Quantity

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

    ``target`` is what is changed (an item, a fact, a key of the case), ``detail`` what it becomes.
    """

    kind: ChangeKind
    target: str
    detail: str = ""
    price: int = 0


# ---------------------------------------------------------------------- why, why not


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


class WhyNot(NamedTuple):
    """Why an ingredient is not in the first plan.

    * ``outscored``: it may be in a plan; the best such plan misses the first by ``misses_by`` points;
    * ``left-out``: ``codes`` keep it out (``findings`` are behind them);
    * ``clashes``: it is a candidate, but no plan can hold it under the demands and rules of the case;
    * ``serves-nothing``: no study and no mechanism ties it to the goal.

    ``openings`` are the cheapest changes that let it in, verified by planning again; empty with
    ``complete`` means that no change of the vocabulary (one or two at a time) can.
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


# ---------------------------------------------------------------------- thresholds


class Level(NamedTuple):
    """How much of an item: its share of what was written, in amounts and volume."""

    share: Decimal
    amounts: tuple[tuple[str, Quantity], ...]
    volume: Quantity | None
    per_kg: tuple[tuple[str, Quantity], ...] = ()


class Piece(NamedTuple):
    """The verdict strictly between two levels, and at the upper one; ``high`` None: without end."""

    low: Decimal
    high: Decimal | None
    verdict: Verdict
    at_high: Verdict | None


class Bound(NamedTuple):
    """The largest level that passes. ``included`` is False when it passes only below it.

    ``stopped_by`` are the findings just above it; ``checked`` holds the verdicts at (or just below)
    and just above, as `check` gave them.
    """

    level: Level
    included: bool
    stopped_by: tuple[Finding, ...]
    checked: tuple[Verdict, Verdict]


class Diluted(NamedTuple):
    """The least volume of a diluent in the item's syringe with which the cocktail passes."""

    product: str
    volume: Quantity
    included: bool
    checked: tuple[Verdict, Verdict]


class Threshold(NamedTuple):
    """How much of one item of a cocktail passes, solved from the rules' own linear shares and the
    equations of the mixture.

    ``most`` None with ``limited`` False: no amount is too much for any rule that was solved; with
    ``limited`` True: no amount passes. ``elsewhere`` is the same for the item in a syringe of its
    own (None when it already is), ``diluted`` what diluting would do.
    """

    item: str
    passes: bool
    limited: bool
    most: Bound | None
    pieces: tuple[Piece, ...]
    elsewhere: Bound | None
    elsewhere_limited: bool
    diluted: tuple[Diluted, ...]


# ---------------------------------------------------------------------- repair


class Repair(NamedTuple):
    """Changes of which none can be left out, the cocktail they make, and what `check` says of it.

    ``sessions`` are the cocktails of this session and, when something was split off, of another.
    """

    changes: tuple[Change, ...]
    price: int
    sessions: tuple[tuple[Item, ...], ...]
    reports: tuple[CheckReport, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its sessions."""
        return min((each.verdict for each in self.reports), key=VERDICT_RANK.__getitem__)


class Alone(NamedTuple):
    """An item that is forbidden even without the others, and the codes of what forbids it."""

    item: str
    codes: tuple[str, ...]


class RepairReport(NamedTuple):
    """Every minimal way found to make a cocktail pass, cheapest first.

    ``complete`` is False when the budget of checks, the size of a repair or the number of
    exchanges tried for an item ended the search: there may be others then. Without a repair
    ``alone`` names the items that are forbidden by themselves.
    """

    passes: bool
    report: CheckReport
    repairs: tuple[Repair, ...]
    complete: bool
    checks: int
    alone: tuple[Alone, ...] = ()


# ---------------------------------------------------------------------- front, sensitivity


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
    """The front, most benefit first; ``complete`` when it is the whole front."""

    points: tuple[FrontPoint, ...]
    complete: bool
    nodes: int


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
