"""One template for each code and topic of a finding.

Rules yield facts; here the facts become a message (what, so what) and an action (what next).
"""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.plan import PlanReport, Question, Score
from mesoplan.model.why import WhyNot
from mesoplan.report.questions import need_question, questions_of
from mesoplan.report.words import dose, evidence, mixing, patient, regulation, route, session
from mesoplan.report.words.fixes import fix_words
from mesoplan.report.words.plans import if_answered, term_words
from mesoplan.report.words.template import Words, fields_of, fill, sentence

TEMPLATES: dict[tuple[str, str], Words] = {
    **patient.WORDS,
    **mixing.WORDS,
    **session.WORDS,
    **dose.WORDS,
    **route.WORDS,
    **regulation.WORDS,
    **evidence.WORDS,
    ("XX001", "crash"): Words(
        "Rule {rule} failed ({error}). What it would have said is not known, so this blocks.",
        "Do not rely on this answer. Please report the case to the maintainers.",
    ),
}


def with_words(report: CheckReport, catalog: Catalog) -> CheckReport:
    """The report with a message and an action in every finding, and the questions in words."""
    findings = tuple(finding_with_words(finding, catalog) for finding in report.findings)
    asked = questions_of((each for each in findings if each.severity == "unknown"), catalog)
    return report._replace(findings=findings, questions=asked)


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


def why_not_with_words(found: WhyNot, catalog: Catalog) -> WhyNot:
    """The answer with words in every finding."""
    worded = tuple(finding_with_words(each, catalog) for each in found.findings)
    asked = found.asked
    if asked is not None:
        asked = asked._replace(findings=tuple(finding_with_words(each, catalog) for each in asked.findings))
    return found._replace(findings=worded, asked=asked)


def _asked(question: Question, catalog: Catalog) -> Question:
    return question._replace(
        question=need_question(question.need, catalog),
        if_yes=if_answered(question, yes=True),
        if_no=if_answered(question, yes=False),
    )


def finding_with_words(finding: Finding, catalog: Catalog) -> Finding:
    """The finding with its message and action filled in."""
    fields = fields_of(finding, catalog)
    words = TEMPLATES.get((finding.code, finding.topic), Words(""))
    message = fill(words.message, fields) or _plain_message(finding, fields)
    action = fill(words.action, fields) or _plain_action(finding, catalog)
    return finding._replace(message=message, action=action)


def _plain_message(finding: Finding, fields: dict[str, str]) -> str:
    """What can be said truthfully of any finding: its name, its topic and what it is about."""
    about = fields["subjects"]
    name = finding.name.replace("-", " ")
    topic = finding.topic.replace("-", " ")
    what = name if topic in name else f"{name} ({topic})"
    why = fields.get("why", "")
    return sentence(f"{what}: {about}" if about else what) + (f" {why}" if why else "")


def _plain_action(finding: Finding, catalog: Catalog) -> str:
    """The finding's own fixes in words; without any, a pointer to the rule."""
    fixes = " Or: ".join(fix_words(fix, catalog) for fix in finding.fixes)
    return fixes or f"See `mesoplan rules {finding.code}`."


__all__ = [
    "TEMPLATES",
    "finding_with_words",
    "fix_words",
    "plan_with_words",
    "why_not_with_words",
    "with_words",
]
