"""The answer of the planner: cocktails with proof, or why there is none."""

from decimal import Decimal
from typing import Literal

from mesoplan.model.case import Item, Session
from mesoplan.model.finding import Coverage, Finding, Verdict
from mesoplan.model.need import Need
from mesoplan.model.published import NoBetter, Published
from mesoplan.model.regimen import Basis
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

Status = Literal["optimal", "best-found", "waiting", "infeasible"]
TermKind = Literal["benefit", "items", "ingredients", "money", "pairs", "mixtures", "syringes"]


class Term(NamedTuple):
    """One part of a plan's score, in points, and the statements that it rests on.

    ``benefit`` of the mechanism or goal ``of``; cautions and unknowns of ``items``, of ``pairs`` of
    them and of what is in one syringe (``mixtures``); the number of ``ingredients``; ``money``;
    ``syringes`` beyond the first. ``name`` says so to people.
    """

    kind: TermKind
    points: int
    of: str = ""
    statements: tuple[str, ...] = ()
    name: str = ""


class Score(NamedTuple):
    """The sum of the terms."""

    total: int
    terms: tuple[Term, ...]


class Syringe(NamedTuple):
    """What goes into one syringe."""

    number: int
    items: tuple[Item, ...]
    volume: Quantity | None


class Studied(NamedTuple):
    """An ingredient is in the plan for what was shown of it: studies for and against, as a check counts them.

    ``shown`` is the evidence score of the regimen, in thousandths (the 5th percentile of the belief).
    """

    ingredients: tuple[str, ...]
    in_favour: int
    against: int
    shown: int
    statements: tuple[str, ...]
    kind: Literal["studied"] = "studied"


class Dosed(NamedTuple):
    """The source of an ingredient's dose."""

    ingredients: tuple[str, ...]
    amount: Quantity
    source: str
    statements: tuple[str, ...]
    kind: Literal["dose"] = "dose"


class Combined(NamedTuple):
    """Ingredients that were studied together, and the evidence score of the combination."""

    ingredients: tuple[str, ...]
    shown: int
    statements: tuple[str, ...]
    kind: Literal["combination"] = "combination"


class Separated(NamedTuple):
    """Why the plan has more than one syringe: the ingredients that the proof is about."""

    ingredients: tuple[str, ...]
    syringes: int
    proof: "ProofKind"
    statements: tuple[str, ...] = ()
    kind: Literal["syringes"] = "syringes"


Reason = Studied | Dosed | Combined | Separated

#: Why fewer syringes cannot do: there is but one; no two of the members may share one; the volume does
#: not fit. ``exhausted``: every filling with fewer was tried, and each is forbidden or worth less.
ProofKind = Literal["single", "clique", "volume", "exhausted"]


class Protocol(NamedTuple):
    """How the studies behind a plan gave it; texts as printed there."""

    route: str = ""
    technique: str = ""
    sessions: str = ""
    interval: str = ""
    volume: str = ""
    studies: tuple[str, ...] = ()


#: What a suggestion is: a regimen as it was studied or labelled, one with departures that matter, or
#: several regimens that nobody studied together.
PlanKind = Literal["studied", "labelled", "adapted", "combined"]

#: What of a regimen a plan may give otherwise, or more exactly, than its source.
DepartureOf = Literal["product", "volume", "zone", "points", "technique"]


class Departure(NamedTuple):
    """Something that a plan gives otherwise than the regimen, as printed and as planned.

    ``share`` is what it leaves of the weight of the regimen's own studies; 1 where the source did not
    say (no product was named) and the plan only fills it in.
    """

    of: DepartureOf
    printed: str
    planned: str
    share: Decimal

    @property
    def matters(self) -> bool:
        """Whether the plan is no longer the regimen as it stands."""
        return self.share < 1


class PlannedRegimen(NamedTuple):
    """The regimen behind a plan, and what the plan gives otherwise.

    ``needs`` names what of the case an amount still waits for: ``area``, ``points`` or ``weight``.
    ``standing``: 0 when a label gives it or a study of this very regimen found a benefit; 1 when only studies
    of the same actives otherwise given bear it; 2 when its own study found no difference. ``alike`` are other
    regimens that give the same, from other sources.
    """

    id: str
    basis: Basis
    source: str
    departures: tuple[Departure, ...] = ()
    needs: tuple[str, ...] = ()
    standing: int = 0
    alike: tuple[str, ...] = ()


class Below(NamedTuple):
    """A goal below the one that was asked for, with its first suggestion (empty: there is none)."""

    goal: str
    kind: PlanKind | None = None
    regimen: str = ""
    verdict: Verdict | None = None
    message: str = ""


class Plan(NamedTuple):
    """One cocktail. ``syringe_proof`` says why it has as many syringes as it has.

    ``session`` and ``zone`` are the case's, with what the regimens fill in: what the findings are about.
    """

    rank: int
    kind: PlanKind
    regimens: tuple[PlannedRegimen, ...]
    score: Score
    syringes: tuple[Syringe, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    coverage: Coverage
    why: tuple[Reason, ...]
    protocol: Protocol
    syringe_proof: ProofKind
    session: Session = Session()
    zone: str = ""

    @property
    def minimal_syringes(self) -> bool:
        """Whether fewer syringes are proved impossible, whatever that would be worth."""
        return self.syringe_proof != "exhausted"

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, syringe by syringe."""
        return tuple(item for syringe in self.syringes for item in syringe.items)


class LeftOut(NamedTuple):
    """An ingredient that serves the goal but is in no plan, and the codes that keep it out.

    ``regimen`` is the one that was left out; empty where no regimen of it can be given again.

    ``findings`` are the judgements behind the codes; ``PRODUCT`` and ``STOCK`` stand for what is not
    a finding: no product of the catalog, or of the shelf, gives the dose. ``shown`` is its evidence
    score for the goal, in thousandths: what was left out is listed in this order, strongest first.
    """

    ingredient: str
    codes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    shown: int = 0
    regimen: str = ""


class Demand(NamedTuple):
    """One of the user's own demands, as in the case, such as ``limits.include: lidocaine``."""

    key: str
    value: str


class Outcome(NamedTuple):
    """The first plan under an assumption: its ingredients, verdict and score; all empty without one."""

    ingredients: tuple[str, ...] = ()
    verdict: str = ""
    score: int | None = None


class Opens(NamedTuple):
    """The harmless answer to this question and to ``with_facts`` makes the ingredients available."""

    ingredients: tuple[str, ...]
    with_facts: tuple[str, ...] = ()
    kind: Literal["opens"] = "opens"


class Forbids(NamedTuple):
    """The other answer can forbid these, or change what is said of them."""

    subjects: tuple[str, ...]
    kind: Literal["forbids"] = "forbids"


class Keeps(NamedTuple):
    """No answer changes which plan is first: only what is said of it hangs on this."""

    kind: Literal["keeps"] = "keeps"


Effect = Opens | Forbids | Keeps


class Question(NamedTuple):
    """Something about the patient that was not asked and could still change the answer.

    ``harmless`` is the answer that keeps nothing out: no for most facts, yes for a test that was
    negative. ``decides`` are the ingredients it matters for. ``yes`` and ``no`` are the solved first
    plans (None: only estimated). ``question``, ``if_yes`` and ``if_no`` are the words for it.
    """

    need: Need
    effect: Effect
    decides: tuple[str, ...] = ()
    harmless: bool = False
    yes: Outcome | None = None
    no: Outcome | None = None
    question: str = ""
    if_yes: str = ""
    if_no: str = ""

    @property
    def fact(self) -> str:
        """The fact's id; the key of the case where it is no yes or no."""
        return self.need.id

    @property
    def usual(self) -> Outcome | None:
        """The first plan under the harmless answer."""
        return self.yes if self.harmless else self.no

    @property
    def turned(self) -> Outcome | None:
        """The first plan under the other answer."""
        return self.no if self.harmless else self.yes


class SearchReport(NamedTuple):
    """What the search did. ``bound`` is a proved upper bound on any plan's score.

    ``max_ingredients`` and ``max_syringes`` are the limits in force, said by the case or not.
    ``not_judged`` regimens were not looked at: none of them comes before what is suggested, or, where the
    search ended early, none is worth more than ``bound``. ``not_listed`` ingredients that serve the goal
    and have no regimen for it are not among what was left out, because more was shown of those that are.
    """

    nodes: int
    proved: bool
    bound: int | None = None
    candidates: int = 0
    max_ingredients: int | None = None
    max_syringes: int | None = None
    not_judged: int = 0
    not_listed: int = 0


#: Why there is no plan.
Nothing = Literal[
    "",
    "no-candidate",
    "no-stock",
    "demands-clash",
    "nothing-worth",
    "needs-diagnosis",
    "questions-open",
    "budget-ended",
]


class PlanReport(NamedTuple):
    """The answer of ``plan``.

    ``status``: ``optimal`` and ``infeasible`` are proved; ``best-found``: the search ended early;
    ``waiting``: nothing may be suggested yet, and there is a plan once the open questions have
    harmless answers. ``message`` says why there is no plan; ``published`` is then what was published for
    the goal, ``no_better`` the studies that found no difference or harm, and ``below`` the goals of which
    one has to be chosen first (``needs-diagnosis``).
    """

    status: Status
    plans: tuple[Plan, ...]
    left_out: tuple[LeftOut, ...]
    conflict: tuple[Demand, ...]
    questions: tuple[Question, ...]
    search: SearchReport
    message: Nothing = ""
    published: tuple[Published, ...] = ()
    no_better: tuple[NoBetter, ...] = ()
    below: tuple[Below, ...] = ()
