"""The words of a plan: its reasons, the terms of its score, and what its questions change."""

from collections.abc import Iterable

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import Finding
from mesoplan.model.plan import (
    Combined,
    Dosed,
    Keeps,
    Opens,
    Outcome,
    PlanReport,
    ProofKind,
    Question,
    Reason,
    Score,
    Studied,
    TermKind,
)
from mesoplan.model.why import WhyNot
from mesoplan.report.questions import need_question
from mesoplan.report.words.findings import finding_with_words
from mesoplan.report.words.template import listed

_TERMS: dict[TermKind, str] = {
    "benefit": "benefit",
    "items": "cautions and unknowns of the items",
    "ingredients": "number of ingredients",
    "money": "money",
    "pairs": "cautions and unknowns of pairs",
    "mixtures": "cautions and unknowns in the syringes",
    "syringes": "syringes beyond the first",
}
_PROOFS: dict[ProofKind, str] = {
    "single": "it fits into one",
    "clique": "no two of them may share one",
    "volume": "they do not fit into fewer",
    "exhausted": "every filling with fewer was tried; each is forbidden or worth less",
}


def term_words(kind: TermKind, of: str, catalog: Catalog) -> str:
    """The name of a term of the score."""
    return f"{_TERMS[kind]}: {catalog.label(of)}" if of else _TERMS[kind]


def reason_words(reason: Reason) -> str:
    """Why it is in the plan."""
    if isinstance(reason, Studied):
        return f"{studies_words(reason.in_favour, reason.against)}; {evidence_score(reason.shown)}"
    if isinstance(reason, Dosed):
        return f"{reason.amount} as in {reason.source}"
    if isinstance(reason, Combined):
        return f"studied together; {evidence_score(reason.shown)}"
    return f"{reason.syringes} at least: {_PROOFS[reason.proof]}"


def studies_words(favour: int, against: int) -> str:
    """Studies for and against, in words: "1 study for, 2 against"."""
    return f"{favour} {'study' if favour == 1 else 'studies'} for, {against} against"


def evidence_score(thousandths: int) -> str:
    """How strongly the studies speak for it; no rate of response."""
    return f"evidence score {thousandths / 1000:.3f} of 1 (not a response rate)"


# ---------------------------------------------------------------------- questions


def opens_words(question: Question, catalog: Catalog) -> str:
    """What the harmless answer makes available."""
    assert isinstance(question.effect, Opens)
    answer = "yes" if question.harmless else "no"
    return f"If {answer}, {_available(question.effect.ingredients, catalog)}."


def opened_words(answers: tuple[tuple[int, bool], ...], names: Iterable[str], catalog: Catalog) -> str:
    """What the answers to several numbered questions make available together."""
    given = [
        f"{listed([str(number) for number, harmless in answers if harmless is wanted])} "
        f"{'is' if sum(harmless is wanted for _, harmless in answers) == 1 else 'are'} answered {word}"
        for wanted, word in ((False, "no"), (True, "yes"))
        if any(harmless is wanted for _, harmless in answers)
    ]
    return f"If {listed(given)}, {_available(names, catalog)}."


def _available(names: Iterable[str], catalog: Catalog) -> str:
    labels = [catalog.label(each) for each in names]
    return f"{listed(labels)} {'becomes' if len(labels) == 1 else 'become'} available"


def if_answered(question: Question, *, yes: bool) -> str:
    """What a yes (or a no) changes, in words; ingredients by their ids."""
    effect = question.effect
    harmless = question.harmless is yes
    if harmless and isinstance(effect, Opens):
        return f"makes available: {', '.join(effect.ingredients)}"
    usual, solved = question.usual, question.yes if yes else question.no
    if usual is not None and solved is not None:
        return _outcome_words(solved, usual)
    if harmless or isinstance(effect, Keeps):
        return "the plan stands"
    if isinstance(effect, Opens):
        return f"stays out: {', '.join(effect.ingredients)}"
    return f"may forbid: {', '.join(question.decides)}"


def _outcome_words(outcome: Outcome, usual: Outcome) -> str:
    if outcome == usual:
        return "the plan stands"
    if not outcome.ingredients:
        return "no plan is left"
    if outcome.ingredients != usual.ingredients:
        return f"the first plan becomes: {', '.join(outcome.ingredients)} ({outcome.verdict})"
    return f"the first plan stays ({outcome.verdict})"


def why_not_with_words(found: WhyNot, catalog: Catalog) -> WhyNot:
    """The answer with words in every finding."""
    worded = tuple(finding_with_words(each, catalog) for each in found.findings)
    asked = found.asked
    if asked is not None:
        asked = asked._replace(findings=tuple(finding_with_words(each, catalog) for each in asked.findings))
    return found._replace(findings=worded, asked=asked)


def plan_with_words(report: PlanReport, catalog: Catalog) -> PlanReport:
    """The report with words in every finding, every term of a score and every question."""

    def worded(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(finding_with_words(finding, catalog) for finding in findings)

    def scored(score: Score) -> Score:
        return score._replace(
            terms=tuple(each._replace(name=term_words(each.kind, each.of, catalog)) for each in score.terms)
        )

    return report._replace(
        plans=tuple(
            each._replace(findings=worded(each.findings), score=scored(each.score)) for each in report.plans
        ),
        questions=tuple(_asked(each, catalog) for each in report.questions),
        left_out=tuple(each._replace(findings=worded(each.findings)) for each in report.left_out),
    )


def _asked(question: Question, catalog: Catalog) -> Question:
    return question._replace(
        question=need_question(question.need, catalog),
        if_yes=if_answered(question, yes=True),
        if_no=if_answered(question, yes=False),
    )
