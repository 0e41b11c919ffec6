"""The first page of a plan: each suggestion in the words of whoever gives it, the best one in full.

Words of the search (optimal, score, bound, candidates) are on the full page.
"""

from collections.abc import Iterable, Iterator

from mesoplan.asking.unknowns import unnamed
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.plan import Plan, PlannedRegimen, Published
from mesoplan.model.regimen import Regimen
from mesoplan.report.answers import Checked, Planned, item_words
from mesoplan.report.check_brief import brief_sections
from mesoplan.report.names import patient_words, short_label
from mesoplan.report.page import Entry, Section
from mesoplan.report.words.plain import plain
from mesoplan.report.words.template import listed, sentence
from mesoplan.rules.evidence.studies import counted, is_negative

_KIND = {
    "studied": "as studied",
    "labelled": "as labelled",
    "adapted": "adapted from what was studied or labelled",
    "combined": "COMBINED: nobody studied these together",
}
_ASKS = {"area": "How large is the area?", "points": "How many points?", "weight": "What weight?"}
#: The sections of a check and the word that a suggestion has for them; questions stand below all of them.
_WORDS = {"Stop": "stop", "Name": "say", "Mind": "mind", "Open": "open"}
_PUBLISHED = 6
_SHOWN = 3


def asked_for(planned: Planned) -> list[Section]:
    """For what, where and for whom."""
    resolved, catalog = planned.resolved, planned.catalog
    about = (resolved.goal, resolved.zone, resolved.session.technique, resolved.jurisdiction)
    what = " · ".join(catalog.label(each) for each in about if each)
    who = patient_words(planned.case, resolved, catalog)
    return [Section(title, (Entry("", text),), side=True) for title, text in (("For", what), ("Who", who))]


def suggestions(planned: Planned) -> Iterator[Section]:
    """Every plan; what was said of a better one already is not said again."""
    said: set[str] = set()
    for plan in planned.report.plans:
        names = [short_label(item.name, planned.catalog) for item in plan.items]
        title = f"{plan.rank}  {sentence(listed(names))[:-1]}, {_KIND[plan.kind]}: {plan.verdict.upper()}"
        entries = [*_given(plan, planned.catalog), *_course(plan), *_shown(plan, planned)]
        rest = [each for each in _findings(plan, planned) if each.text not in said]
        said.update(each.text for each in rest)
        yield Section(title, (*entries, *rest))


def published(planned: Planned) -> Section:
    """What was published for the goal: something to hold on to, and no suggestion."""
    rows = planned.report.published
    entries = [_one(each, planned.catalog) for each in rows[:_PUBLISHED]]
    more = len(rows) - len(entries)
    if more > 0:
        entries.append(Entry("", f"and {more} more: `mesoplan regimens {planned.resolved.goal}`"))
    return Section("Published for this, not a suggestion", tuple(entries))


def goals_below(planned: Planned) -> Section:
    """The diagnoses of which one has to be chosen, each with its first suggestion."""
    catalog = planned.catalog
    return Section(
        "Which of these?",
        tuple(
            Entry(
                "",
                f"{catalog.label(each.goal)}: "
                + (f"{catalog.label(each.regimen)} ({each.verdict})" if each.regimen else "no suggestion"),
            )
            for each in planned.report.below
        ),
    )


def _given(plan: Plan, catalog: Catalog) -> Iterator[Entry]:
    several = len(plan.syringes) > 1
    for syringe in plan.syringes:
        held = " + ".join(item_words(item, catalog) for item in syringe.items)
        yield Entry("give", f"syringe {syringe.number}: {held}" if several else held)
    for regimen in plan.regimens:
        yield Entry("as", plain(_regimen_words(regimen, catalog)), (), regimen.source)
        for each in regimen.departures:
            if each.matters:
                yield Entry("other", plain(f"{each.of}: {each.printed} there, {each.planned} here"))


def _regimen_words(planned: PlannedRegimen, catalog: Catalog) -> str:
    regimen = catalog.regimen(planned.id)
    amounts = "; ".join(amounts_as_given(regimen))
    asks = " ".join(_ASKS[each] for each in planned.needs)
    return f"{regimen.label}{f': {amounts}' if amounts else ''}. {asks}".strip()


def amounts_as_given(regimen: Regimen) -> tuple[str, ...]:
    """Each item's amounts as the source gives them: "2 mg/cm2", "0.2 mL a point"."""
    return tuple(
        f"{amount.text}{' a point' if per == 'per_point' else ''}"
        for item in regimen.items
        for per, amount in item.amounts
    )


def _course(plan: Plan) -> Iterator[Entry]:
    protocol = plan.protocol
    every = f"every {protocol.interval}" if protocol.interval[:1].isdigit() else protocol.interval
    sessions = f"{protocol.sessions} sessions" if protocol.sessions else ""
    said = ", ".join(part for part in (protocol.route, protocol.technique, sessions, every) if part)
    if said:
        yield Entry("course", plain(said))


def _shown(plan: Plan, planned: Planned) -> Iterator[Entry]:
    """Studies for and against, counted as a check counts them."""
    knowledge = Knowledge(planned.catalog)
    told = []
    for name in dict.fromkeys(each for item in plan.items for each in item.ingredients):
        human = counted(knowledge.evidence(name, planned.resolved.goal), knowledge)
        good = sum(each.record.direction == "benefit" for each in human)
        bad = sum(is_negative(each.record) for each in human)
        if human:
            told.append(f"{planned.catalog.label(name)}: {good} studies for, {bad} against")
    if told:
        more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        yield Entry("shown", "; ".join(told[:_SHOWN]) + more)


def _findings(plan: Plan, planned: Planned) -> Iterator[Entry]:
    """What a check says of the plan, without what the page has said already."""
    report = CheckReport(plan.verdict, tuple(_new(plan)), plan.coverage)
    resolved = planned.resolved._replace(cocktail=plan.items)
    for section in brief_sections(Checked(report, planned.case, resolved, planned.catalog)):
        for block in section.blocks:
            if section.title in _WORDS and isinstance(block, Entry):
                yield block._replace(label=_WORDS[section.title])


def _new(plan: Plan) -> Iterable[Finding]:
    """Findings that are not said in another line: the studies are counted, the amounts are asked for."""
    bare = unnamed(plan.items)
    waits = any(regimen.needs for regimen in plan.regimens)
    for each in plan.findings:
        counted_already = (each.code, each.topic) == ("EV802", "mixed")
        asked_already = waits and each.code in ("DS505", "DS506", "DS507") and each.severity == "unknown"
        if not counted_already and not (asked_already and not set(each.subjects) & bare):
            yield each


def _one(each: Published, catalog: Catalog) -> Entry:
    why = ", ".join(each.codes[:4]) if each.codes else ""
    lacks = f"not printed: {listed(list(each.missing))}" if each.missing else ""
    found = listed(list(each.direction)).replace("-", " ")
    said = "; ".join(part for part in (each.basis, found, f"today {each.verdict}", lacks) if part)
    return Entry("", f"{catalog.label(each.regimen)}: {said}", (), why)
