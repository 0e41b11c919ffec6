"""The JSON of the public contract as records: the writer and the JSON Schema both follow them.

Amounts are texts with their unit, decimals are texts, ids are ids of the catalog.
"""

from typing import Any, Literal, NamedTuple

from mesoplan.model.finding import Coverage, Severity, StatementRef, Verdict
from mesoplan.model.need import Need
from mesoplan.model.plan import (
    Demand,
    Effect,
    Nothing,
    Outcome,
    ProofKind,
    Protocol,
    Reason,
    Status,
    TermKind,
)


class CatalogShape(NamedTuple):
    """Which catalog the answer comes from."""

    version: str
    hash: str


class FixShape(NamedTuple):
    """One change that would settle a finding."""

    kind: Literal["drop", "lower", "separate", "swap", "ask", "state", "dilute", "wait", "vehicle"]
    target: str
    detail: str


class FindingShape(NamedTuple):
    """A rule's judgement. ``id`` is what it is about, for good; ``needs`` what would settle an unknown."""

    id: str
    code: str
    name: str
    severity: Severity
    topic: str
    subjects: tuple[str, ...]
    message: str
    action: str
    fixes: tuple[FixShape, ...]
    needs: tuple[Need, ...]
    statements: tuple[StatementRef, ...]
    trace: tuple[tuple[str, ...], ...]
    waivers: tuple[str, ...]


class ContentShape(NamedTuple):
    """One ingredient in an item; ``amount`` is empty when it is not known."""

    ingredient: str
    amount: str
    form: str


class ItemShape(NamedTuple):
    """One line of a cocktail; ``product`` and ``volume`` are empty when they are not said."""

    product: str
    contents: tuple[ContentShape, ...]
    volume: str


class SyringeShape(NamedTuple):
    """What goes into one syringe."""

    number: int
    volume: str
    items: tuple[ItemShape, ...]


class QuestionShape(NamedTuple):
    """A question to the patient; ``forbids`` and ``cautions`` are what a yes would bring."""

    key: str
    question: str
    forbids: tuple[str, ...]
    cautions: tuple[str, ...]
    about: tuple[str, ...]
    codes: tuple[str, ...]


class CheckShape(NamedTuple):
    """The answer of ``mesoplan check``."""

    schema: Literal["mesoplan/check/1"]
    verdict: Verdict
    findings: tuple[FindingShape, ...]
    coverage: Coverage
    questions: tuple[QuestionShape, ...]
    cocktail: tuple[SyringeShape, ...]
    case: dict[str, Any]
    catalog: CatalogShape
    engine: str


class TermShape(NamedTuple):
    """One part of a score, in points; ``name`` is for people, ``kind`` and ``of`` say the same as ids."""

    name: str
    kind: TermKind
    of: str
    points: int
    statements: tuple[str, ...]


class ScoreShape(NamedTuple):
    """The sum of the terms."""

    total: int
    terms: tuple[TermShape, ...]


class OpenQuestionShape(NamedTuple):
    """A question that could change the answer; ``effect`` says how, ``if_yes`` and ``if_no`` in words.

    ``yes`` and ``no`` are the first plans then, where they were solved (``--ask``).
    """

    need: Need
    fact: str
    question: str
    if_yes: str
    if_no: str
    effect: Effect
    harmless: bool
    decides: tuple[str, ...]
    yes: Outcome | None
    no: Outcome | None


class PlanShape(NamedTuple):
    """One cocktail of a plan. ``minimal_syringes``: fewer are proved impossible, as the proof says."""

    rank: int
    score: ScoreShape
    syringes: tuple[SyringeShape, ...]
    minimal_syringes: bool
    syringe_proof: ProofKind
    verdict: Verdict
    findings: tuple[FindingShape, ...]
    coverage: Coverage
    why: tuple[Reason, ...]
    protocol: Protocol


class LeftOutShape(NamedTuple):
    """An ingredient that serves the goal but is in no plan, and why."""

    ingredient: str
    codes: tuple[str, ...]
    findings: tuple[FindingShape, ...]


class SearchShape(NamedTuple):
    """What the search did; ``bound`` is a proved upper bound on any plan's score."""

    nodes: int
    proved: bool
    bound: int | None
    candidates: int
    max_ingredients: int | None
    max_syringes: int | None


class PlansShape(NamedTuple):
    """The answer of ``mesoplan plan``."""

    schema: Literal["mesoplan/plan/1"]
    status: Status
    message: Nothing
    plans: tuple[PlanShape, ...]
    left_out: tuple[LeftOutShape, ...]
    conflict: tuple[Demand, ...]
    questions: tuple[OpenQuestionShape, ...]
    search: SearchShape
    case: dict[str, Any]
    catalog: CatalogShape
    engine: str
