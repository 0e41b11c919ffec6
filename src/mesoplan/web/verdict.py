"""The verdict beside the form: what stops it, what to ask and to name, what to mind, what is not known."""

from typing import Any

from mesoplan.asking.unknowns import unknowns_of
from mesoplan.cases.fault import CaseError, CaseFault
from mesoplan.cases.read import case_from
from mesoplan.catalog.catalog import Catalog, UnknownName
from mesoplan.engine import Engine
from mesoplan.model.finding import CheckQuestion, CheckReport, Finding
from mesoplan.record import NamedTuple
from mesoplan.report.answers import catalog_words, checked, item_words
from mesoplan.report.check_brief import brief_sections, headline, understood
from mesoplan.report.check_page import VERDICT_TONE
from mesoplan.report.page import Block
from mesoplan.report.questions import questions_of
from mesoplan.web.ask import Ask, Reply
from mesoplan.web.form import LISTS, Filled, filled
from mesoplan.web.names import Offer, item_spelling, spelling
from mesoplan.web.render import rendered

_NEAR = 4
_CHIPS = 8


class Group(NamedTuple):
    """A part of the verdict: its lines in short, and the findings behind them."""

    title: str
    tone: str
    lines: tuple[Block, ...]
    findings: tuple[Finding, ...]


class Hint(NamedTuple):
    """What belongs beside a field: how it was read, or what is wrong with it, and names to take instead."""

    field: str
    text: str
    wrong: bool = False
    near: tuple[Offer, ...] = ()


def verdict(ask: Ask, engine: Engine) -> Reply:
    """The answer to the form as it stands. A fault says that nothing was checked, and where it is."""
    form: Filled | None = None
    try:
        form = filled(ask.form)
        if not form.case.get("cocktail"):
            return Reply(200, rendered("nothing.html", foot=catalog_words(engine.catalog)))
        answer = engine.check(case_from(form.case))
    except CaseError as error:
        return Reply(422, faults_html(error.faults, form, engine.catalog))
    shown = checked(answer, engine.catalog)
    report = answer.result
    items = answer.resolved.cocktail
    hints = [
        Hint(f"item{row}", item_words(item, engine.catalog))
        for row, item in zip(form.rows, items, strict=True)
    ]
    return Reply(
        200,
        rendered(
            "verdict.html",
            report=report,
            tone=VERDICT_TONE[report.verdict],
            headline=headline(shown),
            understood=understood(shown),
            groups=groups_of(report, brief_sections(shown), answer.resolved.cocktail, engine.catalog),
            questions=[_asked(each, engine.catalog) for each in _questions(report, items, engine.catalog)],
            hints=hints,
            foot=catalog_words(engine.catalog),
        ),
    )


def faults_html(faults: tuple[CaseFault, ...], form: Filled | None, catalog: Catalog) -> str:
    """NOT CHECKED, with every fault, its field, and what may have been meant."""
    hints = [_hint(fault, form, catalog) for fault in faults]
    return rendered("not_checked.html", faults=list(zip(faults, hints, strict=True)), place=_place)


def groups_of(report: CheckReport, sections: Any, items: Any, catalog: Catalog) -> list[Group]:
    """The sections of the short page, each with the findings that it sums up; notes come last."""
    unknowns = unknowns_of(report.findings, items, catalog)
    behind: dict[str, tuple[Finding, ...]] = {
        "Stop": _of(report, "forbid"),
        "Ask": unknowns.ask,
        "Name": unknowns.name,
        "Mind": _of(report, "caution"),
        "Open": (*unknowns.unmeasured, *unknowns.unread),
    }
    groups = [
        Group(section.title, section.tone, section.blocks, behind.get(section.title, ()))
        for section in sections
        if section.blocks or behind.get(section.title)
    ]
    notes = _of(report, "note")
    return [*groups, Group("Notes", "dim", (), notes)] if notes else groups


def _of(report: CheckReport, severity: str) -> tuple[Finding, ...]:
    return tuple(each for each in report.findings if each.severity == severity)


# ---------------------------------------------------------------------- questions


class Asked(NamedTuple):
    """A question, the answers that a press gives (what it does, to what, its label), and what hangs on it.

    ``named`` are entries that a press adds to a list, ``more`` how many others would forbid.
    """

    text: str
    chips: tuple[tuple[str, str, str], ...]
    named: tuple[tuple[str, str], ...] = ()
    more: int = 0
    note: str = ""


def _questions(report: CheckReport, items: Any, catalog: Catalog) -> tuple[CheckQuestion, ...]:
    findings = unknowns_of(report.findings, items, catalog).ask
    return questions_of((each for each in findings if each.topic != "test-needed"), catalog)


def _asked(question: CheckQuestion, catalog: Catalog) -> Asked:
    if question.fact:
        chips = (("answer", f"{question.fact}=no", "no"), ("answer", f"{question.fact}=yes", "yes"))
        return Asked(question.question, chips, note="Yes would forbid it." if question.forbids else "")
    if question.key == "sex":
        return Asked(question.question, (("set", "sex=female", "female"), ("set", "sex=male", "male")))
    if question.key not in LISTS:
        return Asked(question.question, (("go", question.key, "say it"),))
    grave = [each for each in question.forbids if each in catalog.table("fact")]
    care = [catalog.label(each) for each in question.cautions]
    more = f"; and {len(care) - _CHIPS} more" if len(care) > _CHIPS else ""
    return Asked(
        text=question.question,
        chips=(("none", question.key, "none at all"),),
        named=tuple(
            (f"{question.key}={spelling('fact', each, catalog)}", catalog.label(each))
            for each in grave[:_CHIPS]
        ),
        more=max(0, len(grave) - _CHIPS),
        note=f"Need care: {'; '.join(care[:_CHIPS])}{more}." if care else "",
    )


# ---------------------------------------------------------------------- faults


def _hint(fault: CaseFault, form: Filled | None, catalog: Catalog) -> Hint:
    field = field_of(fault.key, form)
    text = " ".join(part for part in (fault.what, fault.next) if part)
    return Hint(field=field, text=text, wrong=True, near=_near(fault, form, catalog))


def field_of(key: str, form: Filled | None) -> str:
    """The field of the page that a key of the case stands in; empty when there is none."""
    parts = key.replace("]", "").replace("[", ".").split(".")
    if parts[0] == "cocktail" and len(parts) > 1 and form is not None:
        position = int(parts[1]) if parts[1].isdigit() else -1
        if 0 <= position < len(form.rows):
            what = parts[2] if len(parts) > 2 and parts[2] in ("amount", "volume", "syringe") else "item"
            return f"{what}{form.rows[position]}"
        return ""
    return parts[1] if parts[0] in ("patient", "session") and len(parts) > 1 else parts[0]


def _near(fault: CaseFault, form: Filled | None, catalog: Catalog) -> tuple[Offer, ...]:
    """For a line whose name is not understood: names that may be meant, to be taken by a press."""
    parts = fault.key.replace("]", "").split("[")
    if parts[0] != "cocktail" or form is None or len(parts) < 2 or not parts[1][:1].isdigit():
        return ()
    name = form.case["cocktail"][int(parts[1].partition(".")[0])].get("item")
    try:
        if isinstance(name, str):
            catalog.resolve(name, ("substance",), "item")
    except UnknownName as error:
        known = {**catalog.table("ingredient"), **catalog.table("product")}
        near = [catalog.find(each, ("substance",)) for each in error.close[:_NEAR]]
        return tuple(
            Offer(item_spelling(each.id, catalog), catalog.label(each.id))
            for each in near
            if each is not None and each.id in known
        )
    return ()


def _place(fault: CaseFault, hint: Hint) -> str:
    """Where a fault is, in the page's own words."""
    field = hint.field
    if field and field[-1].isdigit():
        name = field.rstrip("0123456789")
        row = field.removeprefix(name)
        return f"line {row}" if name == "item" else f"line {row}, {name}"
    return field.replace("_", " ") or fault.key
