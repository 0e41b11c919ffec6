"""What a rule says about a case."""

from collections.abc import Mapping
from typing import Literal

from mesoplan.model.case import Override
from mesoplan.model.need import Need
from mesoplan.model.statement import Stated
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

Severity = Literal["forbid", "unknown", "caution", "note"]
Verdict = Literal["blocked", "incomplete", "overridden", "caution", "clear"]

#: Worst first.
SEVERITY_RANK: dict[str, int] = {"forbid": 0, "unknown": 1, "caution": 2, "note": 3}
VERDICT_RANK: dict[str, int] = {
    "blocked": 0,
    "incomplete": 1,
    "overridden": 2,
    "caution": 3,
    "clear": 4,
}

#: The verdict of a report whose worst finding is so grave. "overridden" is of no severity: people decide it.
VERDICT_OF: dict[str, Verdict] = {
    "forbid": "blocked",
    "unknown": "incomplete",
    "caution": "caution",
    "note": "clear",
}


class Fix(NamedTuple):
    """One change that would settle a finding.

    ``target`` is an id of the catalog (empty: each product); ``amount`` what to lower it to or
    how long to wait; ``detail`` the value or part to state, or the name of what to exchange it for, such as
    ``aqueous``.
    """

    kind: Literal["drop", "lower", "separate", "swap", "ask", "state", "dilute", "wait", "vehicle"]
    target: str
    detail: str = ""
    amount: Quantity | None = None


class Judgement(NamedTuple):
    """What a rule yields: facts only. ``topic`` picks the wording, ``data`` fills it.

    ``subjects`` are catalog ids. ``about`` names the one fact behind it: judgements of one rule
    with the same severity, topic and ``about`` become one finding. ``needs`` says what would
    settle an unknown.
    """

    severity: Severity
    topic: str
    subjects: tuple[str, ...]
    about: str
    statements: tuple[Stated, ...] = ()
    data: Mapping[str, str] = {}
    fixes: tuple[Fix, ...] = ()
    needs: tuple[Need, ...] = ()


class StatementRef(NamedTuple):
    """A statement behind a finding, with its source."""

    id: str
    source: str
    at: str
    access: str


class Finding(NamedTuple):
    """A rule's judgement on a case, ready to be shown.

    ``id`` says what it is about and holds no prose: the code, the topic, the one fact behind it and
    the subjects. It stays the same from case to case and from one catalog to the next while that
    fact is the same, so an acknowledgement or a comparison can hang on it; the severity is no part
    of it, since a fact that is waived or newly answered is still that fact.
    """

    id: str
    code: str
    name: str
    severity: Severity
    subjects: tuple[str, ...]
    topic: str
    data: Mapping[str, str]
    fixes: tuple[Fix, ...]
    needs: tuple[Need, ...]
    statements: tuple[StatementRef, ...]
    trace: tuple[tuple[str, ...], ...]
    waivers: tuple[str, ...] = ()
    message: str = ""
    action: str = ""
    overridden: tuple[Override, ...] = ()


class Gap(NamedTuple):
    """A required check that could not be answered, and what would settle it."""

    code: str
    subjects: tuple[str, ...]
    needs: tuple[Need, ...]


class Coverage(NamedTuple):
    """How many required checks there were, how many were answered, and which not."""

    required: int
    answered: int
    gaps: tuple[Gap, ...]


class CheckQuestion(NamedTuple):
    """One question to the patient. ``key`` is a case-file key of the patient, or ``fact:<id>``.

    ``forbids`` and ``cautions`` are the facts that a yes would make forbid or call for care;
    ``about`` the ingredients it matters for; ``codes`` the rules that wait for it. ``question`` is
    how to ask it.
    """

    key: str
    question: str
    forbids: tuple[str, ...]
    cautions: tuple[str, ...]
    about: tuple[str, ...]
    codes: tuple[str, ...]

    @property
    def fact(self) -> str:
        """The fact's id; empty when the question is about a list or a number."""
        return self.key.removeprefix("fact:") if self.key.startswith("fact:") else ""


class CheckReport(NamedTuple):
    """The answer of ``check``. ``questions`` are those whose answers would settle what is open."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    coverage: Coverage
    questions: tuple[CheckQuestion, ...] = ()


def worst_verdict(findings: tuple[Finding, ...]) -> Verdict:
    """The verdict of the worst finding; clear when there is none but notes."""
    worst = min((SEVERITY_RANK[finding.severity] for finding in findings), default=3)
    for severity, rank in SEVERITY_RANK.items():
        if rank == worst:
            return VERDICT_OF[severity]
    raise AssertionError(worst)
