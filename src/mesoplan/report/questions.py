"""The shortest list of questions to the patient that would settle what was not asked.

Facts that one list answers (conditions, medicines, allergies) become one question; facts with a
key of their own stay single. The most decisive come first: what could forbid before what could
call for care.
"""

from collections.abc import Iterable

from mesoplan.asking.session import session_needs
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.facts import OWN_KEY
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import ResolvedCase
from mesoplan.model.finding import CheckQuestion, Finding
from mesoplan.model.need import Need
from mesoplan.model.plan import Opens, PlanReport
from mesoplan.model.taxonomy import Fact

_LISTS = {"condition": "conditions", "state": "conditions", "medicine": "medicines", "allergy": "allergies"}
_PLAIN = {
    "sex": "Sex?",
    "age": "Age?",
    "weight": "Weight?",
    "conditions": "Which conditions or circumstances?",
    "medicines": "Which medicines?",
    "allergies": "Which allergies?",
}
#: What the case leaves out, by its key.
_OF_CASE = {
    "goal": "What is treated?",
    "zone": "Where on the body?",
    "jurisdiction": "In which country?",
    "technique": "Which technique?",
    "session.area": "How large is the area, in cm²?",
    "session.points": "How many points?",
    "session.point_volume": "How much at each point?",
    "session.interval": "How long since the last session, or until the next?",
    "session.use_within": "How long from drawing up to the last injection?",
    "session.place": "Who mixes, and where?",
}
_OF_ITEM = {
    "product": "Which product of {}?",
    "amount": "How much {}?",
    "volume": "What volume of {}?",
    "form": "Which form of {}?",
}
_ORDER = ("sex", "fact", "age", "weight", "conditions", "medicines", "allergies")


def questions_of(findings: Iterable[Finding], catalog: Catalog) -> tuple[CheckQuestion, ...]:
    """The questions that would settle these findings, most decisive first."""
    found: dict[str, CheckQuestion] = {}
    for finding in findings:
        for need in finding.needs:
            if not need.of_patient:
                continue
            key = _key(need, finding, catalog)
            earlier = found.get(key) or CheckQuestion(key, _text(key, catalog), (), (), (), ())
            found[key] = _with(earlier, need, finding, catalog)
    return tuple(sorted(found.values(), key=_rank))


def questions_of_session(
    findings: Iterable[Finding], case: ResolvedCase, catalog: Catalog
) -> tuple[CheckQuestion, ...]:
    """The questions about the session itself: how many points, how large an area. Nobody asks a patient."""
    return tuple(
        CheckQuestion(key=need.id, question=_OF_CASE[need.id], forbids=(), cautions=(), about=(), codes=())
        for need in session_needs(findings, case, Knowledge(catalog))
    )


def questions_of_plan(report: PlanReport, catalog: Catalog) -> tuple[CheckQuestion, ...]:
    """First what an answer would let in, then what the plans' own findings wait for."""
    opening = [
        CheckQuestion(str(each.need), fact_question(catalog.fact(each.fact)), (), (), each.decides, ())
        for each in report.questions
        if isinstance(each.effect, Opens)
    ]
    unknown = [finding for plan in report.plans for finding in plan.findings if finding.severity == "unknown"]
    known = {each.key for each in opening}
    return (*opening, *(each for each in questions_of(unknown, catalog) if each.key not in known))


def every_fact(question: CheckQuestion) -> tuple[str, ...]:
    """The facts a question covers, forbidding ones first."""
    return tuple(dict.fromkeys((*question.forbids, *question.cautions)))


def _key(need: Need, finding: Finding, catalog: Catalog) -> str:
    if need.kind != "fact":
        return str(need)
    fact = need.id
    if fact in OWN_KEY or finding.topic not in ("contraindicated", "caution"):
        return str(need)
    return _LISTS[catalog.fact(fact).kind]


def _text(key: str, catalog: Catalog) -> str:
    if key.startswith("fact:"):
        return fact_question(catalog.fact(key[5:]))
    return _PLAIN[key]


def need_question(need: Need, catalog: Catalog) -> str:
    """How to ask for what would settle something; the key itself where no sentence is written."""
    if need.kind == "fact":
        return fact_question(catalog.fact(need.id))
    if need.kind in _OF_ITEM:
        return _OF_ITEM[need.kind].format(catalog.label(need.id) if need.id else "it")
    return _PLAIN.get(need.id) or _OF_CASE.get(need.id) or str(need)


def fact_question(fact: Fact) -> str:
    """How to ask for a fact."""
    if not fact.question and fact.kind == "medicine":
        return f"Does the patient take {fact.label}?"
    return fact.question or f"{fact.label[:1].upper()}{fact.label[1:]}?"


def _with(question: CheckQuestion, need: Need, finding: Finding, catalog: Catalog) -> CheckQuestion:
    fact = need.id if need.kind == "fact" else ""
    forbids, cautions = question.forbids, question.cautions
    if fact and finding.topic == "caution":
        cautions = (*cautions, fact)
    elif fact:
        forbids = (*forbids, fact)
    about = [each for each in finding.subjects if each in catalog.table("ingredient")]
    return question._replace(
        forbids=tuple(dict.fromkeys(forbids)),
        cautions=tuple(each for each in dict.fromkeys(cautions) if each not in forbids),
        about=tuple(dict.fromkeys((*question.about, *about))),
        codes=tuple(dict.fromkeys((*question.codes, finding.code))),
    )


def _rank(question: CheckQuestion) -> tuple[int, int, str]:
    kind = "fact" if question.fact else question.key
    return (_ORDER.index(kind), 0 if question.forbids else 1, question.key)
