"""The first page of a plan: each suggestion in the words of whoever gives it, the best one in full.

Words of the search (optimal, score, bound, candidates) are on the full page.
"""

import re
from collections.abc import Iterable, Iterator

from mesoplan.asking.unknowns import unnamed
from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import AT_ONCE
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.model.plan import Plan, PlannedRegimen, Studied, Syringe
from mesoplan.model.published import FIRST_SHOWN
from mesoplan.model.regimen import Regimen
from mesoplan.report.answers import Checked, Planned, item_words
from mesoplan.report.check_brief import brief_sections
from mesoplan.report.names import asked_words, patient_words, read_words, short_label
from mesoplan.report.page import Entry, Section
from mesoplan.report.words.codes import code_words
from mesoplan.report.words.plain import plain
from mesoplan.report.words.plans import studies_words
from mesoplan.report.words.template import listed, sentence
from mesoplan.rules.evidence.studies import WELL_STUDIED, tally

_KIND = {
    "studied": "as studied",
    "labelled": "as labelled",
    "adapted": "adapted from what was studied or labelled",
    "combined": "COMBINED: nobody studied these together",
}
#: What a study's regimen is called whose own result is not read, or spoke against it.
_WITHOUT = {1: "as described (no result of it was read)", 2: "as studied, and no better there"}
_ASKS = {
    "area": 'How large is the area? (--area "20 cm2")',
    "points": "How many points? (--points 20)",
    "weight": 'What weight? (--weight "62 kg")',
}
#: The sections of a check and the word that a suggestion has for them; questions stand below all of them.
_WORDS = {"Stop": "stop", "Name": "say", "Mind": "mind", "Open": "open"}
#: Why the best-studied thing is missing, by the code that keeps it out.
_MISSING = {
    "PT201": "forbidden for this patient",
    "EV801": "what helped was not printed in full",
    "DS504": "what was given was not printed in full",
    "SYRINGE": "what shared a syringe was not printed",
    "PRODUCT": "no product gives the studied amount",
    "STOCK": "not on the shelf",
    "ROUTE": "given by a route that is not meant here",
    "PT211": "waits for an answer below",
    "PT215": "not studied at this age",
    "RG707": "not sold here",
    "RG701": "prohibited here",
}
_BETTER = 1
#: So many other sources of one regimen are named.
_ALIKE = 3
#: An interval as printed: "4 wk", "2 wk to 4 wk".
_TIME = re.compile(r"[\d.]+ (h|d|wk|mo|a)\b( to |$)")
_FAILED = 3
_SHOWN = 2


def asked_for(planned: Planned) -> list[Section]:
    """For what, where and for whom."""
    resolved, catalog = planned.resolved, planned.catalog
    what = asked_words(planned.case, resolved, catalog)
    who = patient_words(planned.case, resolved, catalog)
    rows = (("For", what), ("Who", who), ("Read", read_words(resolved, catalog)))
    return [Section(title, (Entry("", text),), side=True) for title, text in rows if text or title != "Read"]


def suggestions(planned: Planned) -> Iterator[Section]:
    """Every plan; what was said of a better one already is not said again, and what is open, in one line."""
    said: set[str] = set()
    goal = planned.resolved.goal
    group = goal if planned.catalog.goal(goal).umbrella else ""
    for plan in planned.report.plans:
        names = [short_label(item.name, planned.catalog) for item in plan.items]
        title = f"{plan.rank}  {sentence(listed(names))[:-1]}, {kind_words(plan)}: {plan.verdict.upper()}"
        entries = [*_given(plan, planned.catalog, group), *_course(plan, planned), *_shown(plan, planned)]
        rest = [each for each in _findings(plan, planned) if each.text not in said]
        said.update(each.text for each in rest)
        yield Section(title, (*entries, *(rest if plan.rank == 1 else _open_in_one(rest))))


def _open_in_one(entries: list[Entry]) -> list[Entry]:
    """What is open as one line: its codes, and where the words are."""
    told = [each for each in entries if each.label == "open"]
    if not told:
        return entries
    codes = " ".join(dict.fromkeys(code for each in told for code in each.source.split()))
    others = [each for each in entries if each.label != "open"]
    return [
        *others,
        told[0]._replace(text="what nobody read or studied is told by -v", more=(), source=codes),
    ]


def kind_words(plan: Plan) -> str:
    """What a suggestion is: as studied, as labelled, adapted, combined; or whose result is missing."""
    first = plan.regimens[0]
    if plan.kind != "studied":
        return _KIND[plan.kind]
    if first.basis == "society":
        return "as a panel recommends"
    return _WITHOUT.get(first.standing, _KIND[plan.kind])


def better_studied(planned: Planned) -> Section:
    """What studies speak for and no suggestion holds: why it is missing."""
    report, catalog = planned.report, planned.catalog
    shown = [each.shown for plan in report.plans[:1] for each in plan.why if isinstance(each, Studied)]
    given = {name for plan in report.plans for item in plan.items for name in item.ingredients}
    knowledge, goal = Knowledge(catalog), planned.resolved.goal
    rows = {each.ingredient: each for each in reversed(report.left_out) if each.ingredient not in given}
    ranked = []
    for each in rows.values():
        found = tally(each.ingredient, goal, knowledge)
        if shown and found.favour and (each.shown > max(shown) or len(found.favour) >= WELL_STUDIED):
            ranked.append((-len(found.favour), len(found.against), each))
    entries = []
    for favour, against, each in sorted(ranked, key=lambda row: (*row[:2], row[2].ingredient))[:_BETTER]:
        why = next((_MISSING[code] for code in each.codes if code in _MISSING), "")
        why = why or listed([code_words(code) for code in each.codes[:2]])
        said = studies_words(-favour, against)
        entries.append(Entry("", f"{catalog.label(each.ingredient)} ({said}): {why}."))
    return Section("Studied for this too, and not suggested", tuple(entries))


def published(planned: Planned) -> Section:
    """What was published for the goal: something to hold on to, and no suggestion."""
    from mesoplan.report.words.published import published_entry  # only where there is no suggestion

    catalog = planned.catalog
    rows = [each for each in planned.report.published if catalog.regimen(each.regimen).is_injected]
    rows.sort(key=lambda each: each.verdict == "blocked")  # what might still be given comes first
    entries = [published_entry(each, planned.catalog) for each in rows[:FIRST_SHOWN]]
    more = (len(rows) if planned.published is None else planned.published) - len(entries)
    if more > 0:
        entries.append(Entry("", f"and {more} more: `mesoplan regimens {planned.resolved.goal}`"))
    return Section("Published for this, not a suggestion", tuple(entries))


def no_better(planned: Planned) -> Section:
    """What was studied for the goal and did not help."""
    from mesoplan.report.words.published import no_better_entry

    compared = [each for each in planned.report.no_better if each.direction == "no-difference"]
    rows = [each for each in planned.report.no_better if each.failed]
    rows = rows or list({each.source: each for each in reversed(compared)}.values())[::-1]
    entries = tuple(no_better_entry(each, planned.catalog) for each in rows[:_FAILED])
    return Section("Studied, and no better", entries)


def goals_below(planned: Planned) -> Section:
    """The diagnoses of which one has to be chosen, each with its first suggestion."""
    catalog = planned.catalog
    return Section(
        "Which of these?",
        tuple(
            Entry(
                "",
                f"{catalog.label(each.goal)}: "
                + (
                    f"{_given_in(catalog.regimen(each.regimen), catalog)} ({each.verdict})"
                    if each.regimen
                    else "no suggestion"
                ),
            )
            for each in planned.report.below
        ),
    )


def _given_in(regimen: Regimen, catalog: Catalog) -> str:
    """What a regimen gives, by its label; by its contents where the label is only an id."""
    if regimen.id not in regimen.label:
        return regimen.label
    return listed([short_label(each.name, catalog) for each in regimen.items])


def _given(plan: Plan, catalog: Catalog, group: str) -> Iterator[Entry]:
    """What is given and by what; ``group``: the goal, where it is one of several diagnoses."""
    several = len(plan.syringes) > 1
    regimens = [catalog.regimen(each.id) for each in plan.regimens]
    for syringe in plan.syringes:
        held = " + ".join(item_words(item, catalog) for item in syringe.items)
        whole = [each.amount_for for each in regimens if _holds(syringe, each, catalog)]
        held += f", for {listed(list(filter(None, whole)))}" if any(whole) else ""
        yield Entry("give", f"syringe {syringe.number}: {held}" if several else held)
    for regimen in plan.regimens:
        if group:
            goals = [catalog.label(each) for each in catalog.regimen(regimen.id).goals if each != group]
            yield Entry("of", listed(goals) or "this group of diagnoses, not one of them")
        yield Entry("as", plain(_regimen_words(regimen, catalog)), (), regimen.source)
        told = (catalog.regimen(each).cite.source for each in regimen.alike)
        every = [each for each in dict.fromkeys(told) if each != regimen.source]
        if every:
            others = every[:_ALIKE]
            more = f" and {len(every) - _ALIKE} more" if len(every) > _ALIKE else ""
            yield Entry("same", f"also in {listed(others) if not more else ', '.join(others) + more}")
        record = catalog.regimen(regimen.id)
        if record.besides and " with " not in record.label:
            yield Entry("with", listed(list(record.besides)))
        for each in regimen.departures:
            exchanged = each.of == "product" and each.printed in catalog.table("product")
            if each.matters or exchanged:
                there, here = (
                    short_label(name, catalog)
                    if each.of == "product" and name in catalog.table("product")
                    else name
                    for name in each[1:3]
                )
                yield Entry("other", plain(f"{each.of}: {there} there, {here} here"))


def _holds(syringe: Syringe, regimen: Regimen, catalog: Catalog) -> bool:
    """Whether a syringe holds what a regimen gives: no two regimens of a plan share an active."""
    given = {name for item in syringe.items for name in (item.product, *item.ingredients)}
    return not given.isdisjoint(
        {each.name for each in regimen.items} | set(catalog.index.given_by[regimen.id])
    )


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


def _course(plan: Plan, planned: Planned) -> Iterator[Entry]:
    """How and how often; where, and that nothing waits, as far as the case did not say it."""
    protocol, resolved = plan.protocol, planned.resolved
    every = f"every {protocol.interval}" if _TIME.match(protocol.interval) else protocol.interval
    number = "session" if protocol.sessions == "1" else "sessions"
    sessions = f"{protocol.sessions} {number}" if protocol.sessions else ""
    route = "route not printed" if protocol.route == "unclear" else protocol.route
    where = planned.catalog.label(plan.zone) if plan.zone and not resolved.zone else ""
    at_once = "used at once" if plan.session.use_within == AT_ONCE and not resolved.session.use_within else ""
    said = ", ".join(part for part in (where, route, protocol.technique, sessions, every, at_once) if part)
    if said:
        yield Entry("course", plain(said))


def _shown(plan: Plan, planned: Planned) -> Iterator[Entry]:
    """Studies for and against, counted as a check counts them."""
    knowledge = Knowledge(planned.catalog)
    told = []
    for name in dict.fromkeys(each for item in plan.items for each in item.ingredients):
        found = tally(name, planned.resolved.goal, knowledge)
        if found.favour or found.against:
            said = studies_words(len(found.favour), len(found.against))
            told.append(f"{planned.catalog.label(name)}: {said}")
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
