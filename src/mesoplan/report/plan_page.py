"""A plan as a page: the best cocktail first, why it is in, what to weigh, what was left out."""

from collections.abc import Iterable, Iterator, Mapping

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.plan import (
    Dosed,
    LeftOut,
    Opens,
    Plan,
    PlanReport,
    Question,
    Reason,
    Score,
    Term,
)
from mesoplan.report.answers import Planned, catalog_words, item_words
from mesoplan.report.check_page import VERDICT_TONE, counted, finding_sections, question_words
from mesoplan.report.overridden import aside_section
from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Pairs, Section, Text, Tone
from mesoplan.report.plan_brief import (
    amounts_as_given,
    asked_for,
    better_studied,
    goals_below,
    no_better,
    published,
    suggestions,
)
from mesoplan.report.questions import questions_of_plan
from mesoplan.report.sources import links_of
from mesoplan.report.words.plans import opened_words, opens_words, reason_words, term_words
from mesoplan.report.words.template import listed

#: Said by the questions to the patient.
NOT_ASKED = "PT211"
_NAMED = 8
_NEAREST = 5
_INSTRUCTIONS = frozenset({("DS506", "keep-to"), ("RT604", "keep-interval"), ("MX311", "use-within")})
_KIND = {
    "studied": "as studied",
    "labelled": "as labelled",
    "adapted": "adapted from what was studied or labelled",
    "combined": "COMBINED: nobody studied these together",
}
_SAY = {
    "area": 'say area = "20 cm2" under [session]',
    "points": "say points = 50 under [session]",
    "weight": 'say weight = "62 kg" under [patient]',
}
_WHY_NOTHING = {
    "no-candidate": "No regimen that a label or a study gives in full serves this goal "
    "without being forbidden for this case.",
    "needs-diagnosis": "This goal is a group of several; what helps depends on which. Plan one of "
    "those below.",
    "no-stock": "Nothing on the shelf gives what was studied for this goal a studied or labelled dose "
    "(STOCK below). Without --stock the whole catalog is looked through.",
    "demands-clash": "What was asked for cannot be had together.",
    "nothing-worth": "For every possible cocktail the known harms and unknowns weigh more than the "
    "shown benefit.",
}


def plan_page(planned: Planned, *, full: bool = False) -> Page:
    """The page of a plan; ``full`` adds notes, every score term and all that was left out."""
    if not full:
        return _first_page(planned)
    report, catalog = planned.report, planned.catalog
    sections: list[Section] = []
    for plan in report.plans:
        sections.extend(_plan_sections(plan, catalog))
    sections.append(_below(report, catalog))
    sections.append(_conflict(report))
    sections.append(_questions(planned))
    sections += [_published(report, catalog), _no_better(report, catalog)]
    sections.append(_left_out(report.left_out, catalog))
    return Page(
        title=f"Plan: {catalog.label(planned.resolved.goal)}",
        headline=Text(status_words(report), _tone(report)),
        sections=tuple(each for each in sections if each.blocks),
        foot=tuple(_foot(planned)),
    )


def _first_page(planned: Planned) -> Page:
    report, catalog = planned.report, planned.catalog
    aside = aside_section(planned.resolved.record)
    sections = [*asked_for(planned), aside, *suggestions(planned), better_studied(planned), _conflict(report)]
    if not report.plans:
        sections += [goals_below(planned), published(planned), no_better(planned)]
    sections.append(_questions(planned))
    if not report.plans and not report.below:
        sections.append(_nearest(report.left_out, catalog))
    return Page(
        title=f"Plan: {catalog.label(planned.resolved.goal)}",
        headline=Text(_suggested(planned), _tone(report)),
        sections=tuple(each for each in sections if each.blocks),
        foot=(
            *(_not_looked_at(report) if report.status == "best-found" else ()),
            f"Not shown: why in this order, what was left out, all sources (-v). Catalog {catalog.version}.",
        ),
        sources=links_of((each for plan in report.plans for each in plan.findings), catalog),
    )


def _suggested(planned: Planned) -> str:
    """The status without the words of a search."""
    report = planned.report
    if not report.plans:
        return status_words(report)
    number = counted(len(report.plans), "suggestion")
    order = ", best first" if len(report.plans) > 1 else ""
    early = "" if report.status == "optimal" else " The search ended early: there may be a better one."
    return f"{number} for {planned.catalog.label(planned.resolved.goal)}{order}.{early}"


def status_words(report: PlanReport) -> str:
    """The status in words, with what it rests on."""
    if not report.plans:
        if report.status == "waiting":
            return (
                "NO PLAN YET: what was studied for this goal is not suggested until the questions "
                "are answered."
            )
        if report.status == "infeasible":
            why = _WHY_NOTHING.get(report.message, report.message)
            return f"NO PLAN: {why or 'none exists for this case.'}"
        return "NO PLAN FOUND: the search ended before it could prove that there is none."
    number = len(report.plans)
    ranked = "1 cocktail" if number == 1 else f"{number} cocktails, best first"
    if report.status == "optimal":
        return f"OPTIMAL: {ranked}; no better one exists in this catalog for this case."
    bound = (
        ""
        if report.search.bound is None
        else (
            f" A better one can score at most {report.search.bound}."
            if report.search.bound > report.plans[0].score.total
            else " No better one than the first exists; the order of the rest is not proved."
        )
    )
    return f"BEST FOUND: {ranked}; the search ended before the proof.{bound}"


def _below(report: PlanReport, catalog: Catalog) -> Section:
    """The goals of which one has to be chosen, each with its first suggestion in one line."""
    lines = [
        f"{catalog.label(each.goal)} ({each.goal}): "
        + (
            f"{catalog.regimen(each.regimen).label}, {_KIND[each.kind]}, {(each.verdict or '').upper()}"
            if each.kind is not None
            else "answers are needed first"
            if each.message == "questions-open"
            else "no suggestion"
        )
        for each in report.below
    ]
    return Section("Which of these is it?", (Bullets(tuple(lines)),) if lines else ())


def _published(report: PlanReport, catalog: Catalog) -> Section:
    """What was published for the goal: not suggestions."""
    from mesoplan.report.words.published import published_entry  # only where there is no suggestion

    rows = tuple(published_entry(each, catalog, full=True) for each in report.published)
    return Section("Published, NOT suggestions", rows)


def _no_better(report: PlanReport, catalog: Catalog) -> Section:
    from mesoplan.report.words.published import no_better_entry

    return Section(
        "Studied, and no better", tuple(no_better_entry(each, catalog) for each in report.no_better)
    )


def _tone(report: PlanReport) -> Tone:
    if report.plans:
        return VERDICT_TONE[report.plans[0].verdict]
    return "open" if report.status == "waiting" else "bad"


def _plan_sections(plan: Plan, catalog: Catalog) -> Iterator[Section]:
    names = listed([catalog.label(each) for item in plan.items for each in item.ingredients])
    open_checks = plan.coverage.required - plan.coverage.answered
    verdict = plan.verdict.upper()
    verdict += f", {counted(open_checks, 'check')} open" if open_checks else ""
    blocks: list[Block] = [
        Text(verdict, VERDICT_TONE[plan.verdict]),
        Bullets(tuple(_syringes(plan, catalog))),
    ]
    blocks += [Bullets(tuple(_regimens(plan, catalog)))]
    blocks += [_reason(each, catalog) for each in plan.why]
    blocks += [_protocol(plan), *_keep_to(plan), _terms(plan.score, catalog)]
    yield Section(
        f"{plan.rank}. {names}, {_KIND[plan.kind]}", tuple(each for each in blocks if not _empty(each))
    )
    for section in finding_sections(plan.findings, plan.items, catalog, "full"):
        yield section._replace(title=f"{plan.rank}. {section.title}")


def _regimens(plan: Plan, catalog: Catalog) -> Iterator[str]:
    """Whose regimen it is, what is given otherwise, and what an amount waits for."""
    for each in plan.regimens:
        regimen = catalog.regimen(each.id)
        yield f"{regimen.label}: {'; '.join(amounts_as_given(regimen))} (source: {each.source})"
        for one in each.departures:
            if one.matters:
                yield f"otherwise than there: {one.of} {one.printed} there, {one.planned} here"
        for need in each.needs:
            yield f"the amount waits for the {need}: {_SAY[need]}"


def _empty(block: Block) -> bool:
    return isinstance(block, Pairs | Grid) and not block.rows


def _syringes(plan: Plan, catalog: Catalog) -> Iterator[str]:
    for syringe in plan.syringes:
        several = len(syringe.items) > 1 and syringe.volume is not None
        volume = f" = {syringe.volume}" if several else ""
        held = " + ".join(item_words(item, catalog) for item in syringe.items)
        yield f"syringe {syringe.number}: {held}{volume}"


def _reason(reason: Reason, catalog: Catalog) -> Entry:
    names = " + ".join(catalog.label(each) for each in reason.ingredients)
    cited = dict.fromkeys(each.rsplit("@", 1)[-1] for each in reason.statements)
    if isinstance(reason, Dosed):
        cited.pop(reason.source, None)
    sources = list(cited)
    shown = "; ".join(sources[:3]) + (f"; +{len(sources) - 3}" if len(sources) > 3 else "")
    return Entry("why", f"{names}, {reason.kind}: {reason_words(reason)}", (), shown)


def _protocol(plan: Plan) -> Block:
    protocol = plan.protocol
    parts = [
        protocol.route,
        protocol.technique,
        f"{protocol.sessions} sessions" if protocol.sessions else "",
        f"every {protocol.interval}" if protocol.interval[:1].isdigit() else protocol.interval,
        f"{protocol.volume} a session" if protocol.volume else "",
    ]
    said = ", ".join(part for part in parts if part)
    return Pairs((("as studied", said),) if said else ())


def _keep_to(plan: Plan) -> Iterator[Entry]:
    """What the sources ask of whoever gives it: per point, per area, between sessions, by the clock.

    They are notes because the cocktail does not break them; whoever injects has to know them.
    """
    said = dict.fromkeys(each.message for each in plan.findings if (each.code, each.topic) in _INSTRUCTIONS)
    for message in list(said)[:_NAMED]:
        yield Entry("keep to", message)


def _terms(score: Score, catalog: Catalog) -> Grid:
    return Grid(
        ("score", "points", "from"),
        tuple(
            (term_words(each.kind, each.of, catalog), f"{each.points:+d}", _sources(each))
            for each in score.terms
        ),
    )


def _sources(term: Term) -> str:
    return "; ".join(dict.fromkeys(each.rsplit("@", 1)[-1] for each in term.statements))


def _conflict(report: PlanReport) -> Section:
    lines = tuple(f"{each.key}: {each.value}" for each in report.conflict)
    title = "These demands clash; drop or loosen one" if len(lines) > 1 else ("This demand cannot be met")
    return Section(title, (Bullets(lines),) if lines else (), "bad")


def _questions(planned: Planned) -> Section:
    """The shortest list: first what an answer would make available, then what the plans wait for."""
    report, catalog = planned.report, planned.catalog
    asked = questions_of_plan(report, catalog)
    numbers = {each.key: number for number, each in enumerate(asked, start=1)}
    together = _together(report.questions, numbers)
    opening = {str(each.need): each for each in report.questions if isinstance(each.effect, Opens)}
    if any(len(answers) > 1 for answers in together):
        numbered = [
            Entry(
                f"{numbers[each.key]}.",
                each.question if each.key in opening else question_words(each, catalog),
            )
            for each in asked
        ]
        opened = [Entry("so", opened_words(answers, names, catalog)) for answers, names in together.items()]
        return Section("Ask the patient", (*numbered, *opened), "open")
    lines = tuple(
        f"{each.question} {opens_words(opening[each.key], catalog)}"
        if each.key in opening
        else question_words(each, catalog)
        for each in asked
    )
    return Section("Ask the patient", (Bullets(lines),) if lines else (), "open")


def _together(
    questions: Iterable[Question], numbers: Mapping[str, int]
) -> dict[tuple[tuple[int, bool], ...], list[str]]:
    """The answers that are needed together, and what they make available; fewest first."""
    waits_for: dict[str, set[tuple[int, bool]]] = {}
    for each in questions:
        for name in each.effect.ingredients if isinstance(each.effect, Opens) else ():
            waits_for.setdefault(name, set()).add((numbers[str(each.need)], each.harmless))
    groups: dict[tuple[tuple[int, bool], ...], list[str]] = {}
    for name, wanted in sorted(waits_for.items()):
        groups.setdefault(tuple(sorted(wanted)), []).append(name)
    return dict(sorted(groups.items(), key=lambda pair: (len(pair[0]), pair[0])))


def _nearest(left: Iterable[LeftOut], catalog: Catalog) -> Section:
    """Without a plan: what was shown to help most, and what keeps each of them out."""
    entries: dict[str, Entry] = {}
    for each in left:
        reasons = [one for one in each.findings if one.code in each.codes and one.code != NOT_ASKED]
        if reasons and "EV801" not in each.codes and len(entries) < _NEAREST:
            entries.setdefault(
                reasons[0].message,
                Entry(
                    reasons[0].code,
                    reasons[0].message,
                    (reasons[0].action,) if reasons[0].action else (),
                    "",
                    "bad" if reasons[0].severity == "forbid" else "open",
                ),
            )
    return Section("What was shown to help, and what keeps it out", tuple(entries.values()))


def _left_out(left: Iterable[LeftOut], catalog: Catalog) -> Section:
    rows = tuple(
        (
            catalog.label(each.ingredient),
            ", ".join(each.codes),
            " ".join(finding.message for finding in each.findings[:2]),
        )
        for each in left
    )
    return Section(f"Left out: {len(rows)}", (Grid(("ingredient", "codes", "why"), rows),) if rows else ())


def _not_looked_at(report: PlanReport) -> tuple[str, ...]:
    """What was not looked at, and what is known of it all the same."""
    search = report.search
    said = []
    if search.not_judged and report.status == "best-found":
        said.append(
            f"{counted(search.not_judged, 'regimen')} not judged; no suggestion is worth more than "
            f"{search.bound} points. --budget looks at all of them."
        )
    elif search.not_judged:
        said.append(
            f"{counted(search.not_judged, 'regimen')} not judged: what studies show of them "
            "puts none before these suggestions."
        )
    if search.not_listed:
        said.append(
            f"{counted(search.not_listed, 'more ingredient')} without a regimen for this goal, "
            "with no more shown than of those listed. --budget lists all of them."
        )
    return tuple(said)


def _foot(planned: Planned) -> Iterator[str]:
    report = planned.report
    search = report.search
    if search.max_ingredients is not None and search.max_syringes is not None:
        yield (
            f"Within {counted(search.max_ingredients, 'ingredient')} and "
            f"{counted(search.max_syringes, 'syringe')} (--max-ingredients, --max-syringes)."
        )
    yield from _not_looked_at(report)
    proved = "proved" if report.search.proved else "not proved"
    yield (
        f"{counted(report.search.candidates, 'candidate')}, "
        f"{counted(report.search.nodes, 'node')}, {proved}; "
        f"{catalog_words(planned.catalog)}."
    )
