"""One template for each code and topic of a finding.

Rules yield facts; here the facts become a message (what, so what) and an action (what next).
"""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.report.questions import questions_of
from mesoplan.report.words import dose, evidence, mixing, patient, regulation, route, session
from mesoplan.report.words.fixes import fix_words
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


def with_words(
    report: CheckReport, catalog: Catalog, worded: dict[int, tuple[Finding, Finding]] | None = None
) -> CheckReport:
    """The report with a message and an action in every finding, and the questions in words.

    ``worded`` keeps what was worded, by identity, for other reports that hold the very same findings.
    """
    known = {} if worded is None else worded
    for each in report.findings:
        if id(each) not in known:
            known[id(each)] = (each, finding_with_words(each, catalog))  # kept, so that its id is its own
    findings = tuple(known[id(each)][1] for each in report.findings)
    asked = questions_of((each for each in findings if each.severity == "unknown"), catalog)
    return report._replace(findings=findings, questions=asked)


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


__all__ = ["TEMPLATES", "finding_with_words", "fix_words", "with_words"]
