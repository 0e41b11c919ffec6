"""A preparation as a page of one screen: draw by draw, what it holds against its limits, points, time."""

from typing import Literal

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.lot import Lot
from mesoplan.model.preparation import Advice, DrawUp, Filling, Held, MaximumUse, Preparation, Sheet
from mesoplan.quantity import Quantity
from mesoplan.report.answers import Prepared, catalog_words
from mesoplan.report.overridden import aside_section
from mesoplan.report.page import Block, Bullets, Entry, Grid, Page, Section, Text, Tone
from mesoplan.report.sources import brief, source_words
from mesoplan.report.words.amounts import (
    about,
    amount_words,
    at_least,
    at_most,
    percent,
    plain_number,
    unit_words,
)
from mesoplan.report.words.preparation import (
    course_words,
    dissolved_words,
    gap_words,
    label_of,
    missing_words,
    reason_words,
    step_words,
    supply_words,
    time_words,
    use_by_words,
)
from mesoplan.report.words.template import listed

#: ``sheet`` is what is printed: the short page, with what is written on it while drawing.
Detail = Literal["brief", "full", "sheet"]

#: Said by the footnote already.
_FIRST = frozenset({"test-dose", "consent"})
_STARRED = frozenset({"strength-range"})


def prepare_page(prepared: Prepared, detail: Detail = "brief", how_to_see: str = "") -> Page:
    """The page of a preparation. ``how_to_see`` says how to get the check and what is held back."""
    found, catalog = prepared.preparation, prepared.catalog
    head, tone = _headline(found, how_to_see)
    sections = [
        aside_section(prepared.resolved.record),
        Section("Where mixing is allowed", tuple(_law(found)), "bad"),
        Section("Missing", tuple(_missing(found, catalog)), "open"),
        *(() if found.sheet is None else _sheet(prepared, found.sheet, detail)),
    ]
    return Page(
        title="Preparation",
        headline=Text(head, tone),
        sections=tuple(each for each in sections if each.blocks),
        foot=(*_foot(found, detail), f"{catalog_words(catalog)}."),
    )


def _headline(found: Preparation, how_to_see: str) -> tuple[str, Tone]:
    see = f" {how_to_see}" if how_to_see else ""
    match found.outcome:
        case "prepared" if found.verdict == "overridden":
            return f"OVERRIDDEN, not clear: findings are put aside, see below. {_in_short(found)}", "bad"
        case "prepared":
            tone: Tone = "care" if found.verdict == "caution" else "good"
            return f"CHECKED ({found.verdict}). {_in_short(found)}", tone
        case "draft":
            why = f"the check says {found.verdict}"
            return f"DRAFT, NOT CHECKED ({why}): not to be given.{see} {_in_short(found)}", "bad"
        case "refused":
            return "REFUSED: here only a pharmacy may mix; there is no worksheet.", "bad"
        case "blocked":
            codes = listed(list(found.codes))
            return f"NO WORKSHEET: the check forbids this cocktail ({codes}).{see}", "bad"
        case "incomplete":
            codes = f" ({listed(list(found.codes))})" if found.codes else ""
            return f"NO WORKSHEET: the check could not answer everything{codes}.{see}", "open"
        case _:
            return "NO WORKSHEET: a number is missing.", "open"


def _in_short(found: Preparation) -> str:
    """What somebody in a hurry has to see: until when, and that a maximum may be passed."""
    assert found.sheet is not None
    passed = [each for each in found.sheet.limits if not each.guaranteed]
    more = " At worst a maximum is PASSED: see below." if passed else ""
    return f"{use_by_words(found.sheet)}.{more}"


def _law(found: Preparation) -> list[Block]:
    """What the law says; an action that the next finding repeats is said once, after the last."""
    actions = [each.action for each in found.law]
    return [
        Entry(
            each.code,
            each.message,
            (each.action,) if each.action and each.action not in actions[place + 1 :] else (),
            brief(each.statements),
            "bad",
        )
        for place, each in enumerate(found.law)
    ]


def _missing(found: Preparation, catalog: Catalog) -> list[Block]:
    made: list[Block] = []
    for each in found.missing:
        what, following = missing_words(each, catalog)
        made.append(Entry("", what, (following,) if following else (), brief(each.statements), "open"))
    return made


def _sheet(prepared: Prepared, sheet: Sheet, detail: Detail) -> tuple[Section, ...]:
    found, catalog = prepared.preparation, prepared.catalog
    several = len(sheet.fillings) > 1
    made = []
    for each in sheet.fillings:
        name = f"Syringe {each.number}: " if several else ""
        made.append(Section(f"{name}{_into(each, catalog)}", tuple(_draws(each, catalog))))
        made.append(Section(f"{name}{_volume(each)}", tuple(_held(each, catalog))))
    blanks = () if detail == "brief" else _to_fill_in(prepared, sheet)
    return (
        *blanks,
        *made,
        Section("Against the maxima", tuple(_limits(sheet, catalog, detail)), "care"),
        Section("Points, containers, time", tuple(_supplies(sheet, catalog))),
        Section("Not known", tuple(_gaps(found, catalog)), "open"),
        Section("Sessions", tuple(_sessions(sheet, catalog))),
        Section("Before", tuple(_told(sheet, catalog, detail, "before")), "care"),
        Section("While preparing and giving", tuple(_told(sheet, catalog, detail, "preparing", "during"))),
        Section("After", tuple(_told(sheet, catalog, detail, "after"))),
        Section("If something goes wrong", tuple(_told(sheet, catalog, detail, "emergency")), "bad"),
        *(() if detail == "brief" else (_given(),)),
    )


def _to_fill_in(prepared: Prepared, sheet: Sheet) -> tuple[Section, ...]:
    """What it is for and where, and what is written by hand: whose it is, lot, expiry, hands of each draw."""
    catalog, lots, case = prepared.catalog, prepared.lots, prepared.resolved
    draws = [each for filling in sheet.fillings for each in filling.draws]
    head = ("", "draw", "lot", "expiry", "drawn by", "checked by", "clear, no bubbles")
    rows = tuple(
        (str(each.number), _name(each, catalog), *lots.get(each.product, Lot("")), *("",) * 3)
        for each in draws
    )
    named = [catalog.label(each) for each in (case.zone, case.session.technique) if each]
    place = catalog.label(case.jurisdiction) if case.jurisdiction else ""
    who = (
        ("for", catalog.label(case.goal) if case.goal else "", "where and how", ", ".join(named)),
        ("law of", place, "check", prepared.preparation.verdict),
        ("patient, second identifier", "", "started, date and time", sheet.start or ""),
        ("allergies asked again", "", "released by", ""),
    )
    return (
        Section("", (Grid(("", "", "", ""), who),)),
        Section("Write down while drawing", (Grid(head, rows),)),
    )


def _given() -> Section:
    """What is written down while it is given, and what was done otherwise than the sheet says."""
    head = ("points given", "side", "volume left", "needle changes", "reaction", "done otherwise, signed")
    return Section("Write down while giving", (Grid(head, (("",) * len(head),)),))


def _into(filling: Filling, catalog: Catalog) -> str:
    into = label_of(filling.into, catalog)
    pieces = f"{filling.pieces} × " if filling.pieces > 1 else ""
    if len(filling.draws) == 1:
        return f"Draw into {pieces}{into}"
    if any(each.to is not None for each in filling.draws):
        return f"Measure each but the last in its own syringe, bring them together in {into}, fill that up"
    return f"Measure each in its own syringe, bring them together in {pieces}{into}, in this order"


def _draws(filling: Filling, catalog: Catalog) -> list[Block]:
    rows = []
    notes = []
    for each in filling.draws:
        rows.append(
            (
                str(each.number),
                _name(each, catalog),
                _how_much(each),
                _marks(each, catalog),
                f"{at_least(each.worst.low)} to {at_most(each.worst.high)} mL (±{percent(each.error)})",
            )
        )
        notes.extend(_notes(each, catalog))
    blocks: list[Block] = [
        Grid(("", "draw", "how much", "in which syringe, at which mark", "worst"), tuple(rows))
    ]
    if notes:
        blocks.append(Bullets(tuple(notes)))
    return blocks


def _name(draw: DrawUp, catalog: Catalog) -> str:
    if draw.product:
        return catalog.label(draw.product)
    labelled = f", labelled {amount_words(Quantity.parse(draw.label))}" if draw.label else ""
    return f"{listed([catalog.label(each) for each in draw.ingredients])}{labelled}"


def _how_much(draw: DrawUp) -> str:
    if draw.to is None:
        return amount_words(draw.drawn)
    return f"up to {amount_words(draw.to)} (about {amount_words(draw.drawn)})"


def _marks(draw: DrawUp, catalog: Catalog) -> str:
    counts: dict[tuple[str, str], int] = {}
    for each in draw.portions:
        key = (label_of(each.syringe, catalog), plain_number(each.mark.value))
        counts[key] = counts.get(key, 0) + 1
    return " + ".join(
        f"{f'{count} × ' if count > 1 else ''}{syringe} at {mark}"
        for (syringe, mark), count in counts.items()
    )


def _notes(draw: DrawUp, catalog: Catalog) -> list[str]:
    notes = []
    if draw.dissolved is not None:
        notes.append(f"{draw.number}: {dissolved_words(draw.dissolved, catalog)}")
    if draw.rounding:
        tied = f"; {listed([amount_words(each) for each in draw.tied])} is as near" if draw.tied else ""
        asked = amount_words(draw.exact if draw.to is None else draw.to)
        notes.append(
            f"{draw.number}: {asked} is no mark; the mark is "
            f"{percent(abs(draw.rounding))} {'more' if draw.rounding > 0 else 'less'}{tied}"
        )
    if draw.looks:
        notes.append(f"{draw.number}: has to look {draw.looks}")
    reasons = [reason_words(each, catalog) for each in draw.reasons]
    if reasons:
        notes.append(f"{draw.number}: {'; '.join(reasons)}")
    return notes


def _volume(filling: Filling) -> str:
    worst, stays = filling.worst_volume, amount_words(filling.kept_back)
    kept = f"and {stays} more at most" if filling.besides else f"of which {stays} at most"
    volume = f"{amount_words(filling.volume)} ({at_least(worst.low)} to {at_most(worst.high)})"
    return f"Holds {volume}, {kept} stay in it"


def _held(filling: Filling, catalog: Catalog) -> list[Block]:
    if not filling.held:
        return [Text("How much it holds of anything is not known.", "open")]
    marks = any(each.by_marks for each in filling.held)
    head = ("of", "amount", "worst case", "per mL", "worst case")
    rows = tuple(_held_row(each, catalog, marks) for each in filling.held)
    return [Grid((*head, "all by the marks of one syringe") if marks else head, rows)]


def _held_row(held: Held, catalog: Catalog, marks: bool) -> tuple[str, ...]:
    per_ml = held.worst_concentration
    row = (
        f"{catalog.label(held.ingredient)}{'*' if held.volume_only else ''}",
        amount_words(held.amount),
        f"{at_least(held.worst.low)} to {at_most(held.worst.high)}",
        f"{about(held.concentration.value)} {unit_words(held.amount)}",
        f"{at_least(per_ml.low)} to {at_most(per_ml.high)}",
    )
    if not marks:
        return row
    other = held.by_marks
    return (*row, f"{at_least(other.low)} to {at_most(other.high)}" if other else "")


def _limits(sheet: Sheet, catalog: Catalog, detail: Detail) -> list[Block]:
    """The fullest maximum of each subject; all of them in full detail."""
    seen: set[str] = set()
    rows = []
    for each in sheet.limits:
        if detail != "full" and each.subject in seen:
            continue
        seen.add(each.subject)
        rows.append(
            (
                catalog.label(each.subject),
                _most(each),
                percent(each.used),
                percent(each.worst) + ("" if each.guaranteed else ", NOT GUARANTEED"),
                source_words(each.statement.source, each.statement.access),
            )
        )
    blocks: list[Block] = []
    if rows:
        blocks.append(Grid(("of", "at most", "as drawn", "at worst", "source"), tuple(rows)))
    fitting = {each.subject: each for each in reversed(sheet.limits) if each.largest}
    blocks.extend(_fits(each, catalog) for each in fitting.values())
    return blocks


def _most(use: MaximumUse) -> str:
    """ "150 mg a day", "5 mL in all", "2 mg on 1 cm²"."""
    limit = amount_words(Quantity.parse(use.limit)) if use.limit else ""
    match use.over:
        case "zone":
            return f"{limit} in all"
        case "cm2":
            return f"{limit.removesuffix('/cm²')} on 1 cm²"
        case _:
            return f"{limit} a {use.over}"


def _fits(use: MaximumUse, catalog: Catalog) -> Block:
    ways = [
        f"{amount_words(each.total)} ({' + '.join(plain_number(mark.value) for mark in each.marks)} "
        f"in the {label_of(each.syringe, catalog)})"
        for each in use.largest
    ]
    return Text(
        f"{catalog.label(use.subject)}: at most {' or '.join(ways)} stays under it for certain.", "care"
    )


def _points(sheet: Sheet) -> list[str]:
    points = sheet.points
    if points is None:
        return []
    area = f", on {amount_words(points.area_needed)} or more" if points.area_needed else ""
    apart = f", {amount_words(points.spacing)} apart" if points.spacing else ""
    whose = "" if points.said == "case" else " (technique's most)"
    each, total = amount_words(points.volume), amount_words(points.total)
    said = f"{points.number} points of {each}{whose}{apart}{area}: {total}"
    certain = points.certain is not None and points.certain < points.number
    fewer = f" (at least {points.certain})" if certain else ""
    told = [each.kept_back for each in sheet.fillings if not each.besides]
    lost = ""
    if points.lost is not None and points.lost not in told:
        lost = f"; {amount_words(points.lost)} at most are lost in syringe and needles"
    short = f"; {amount_words(points.short_by)} too little is drawn" if points.short_by else ""
    return [f"{said}{fewer}{lost}{short}"]


def _supplies(sheet: Sheet, catalog: Catalog) -> list[Block]:
    lines = [supply_words(each, catalog) for each in sheet.containers]
    times = time_words(sheet, catalog)
    told = sheet.use_by is not None and len(times) == 1  # the headline says it already
    lines = [*_points(sheet), *lines, *(() if told else times)]
    return [Bullets(tuple(lines))] if lines else []


def _gaps(found: Preparation, catalog: Catalog) -> list[Block]:
    merged: dict[str, list[str]] = {}
    told = [each for each in found.gaps if each.topic not in _STARRED]
    for each in told:
        merged.setdefault(each.topic, []).extend(each.subjects)
    lines = tuple(
        gap_words(each._replace(subjects=tuple(merged.pop(each.topic))), catalog)
        for each in told
        if each.topic in merged
    )
    return [Bullets(lines)] if lines else []


def _sessions(sheet: Sheet, catalog: Catalog) -> list[Block]:
    if sheet.schedule is None:
        return []
    most = f", at most {sheet.schedule.most}" if sheet.schedule.most else ""
    dates = f": {', '.join(sheet.schedule.dates)}" if sheet.schedule.dates else ""
    apart = amount_words(sheet.schedule.interval)
    lines = [f"at least {apart} apart{most} ({sheet.schedule.source}){dates}"]
    if sheet.course is not None:
        lines += course_words(sheet.course, catalog)
    return [Bullets(tuple(lines))]


def _told(sheet: Sheet, catalog: Catalog, detail: Detail, *when: str) -> list[Block]:
    """Steps of the protocol, then advice with its sources; the short page keeps what has to come first."""
    lines = [
        step_words(each, catalog)
        for each in sheet.protocol
        if each.when in when and (detail == "full" or each.topic in _FIRST)
    ]
    if detail == "full":
        lines += [_advice(each) for each in sheet.care if each.when in when]
    return [Bullets(tuple(lines))] if lines else []


def advice_sections(sheet: Sheet) -> tuple[Section, ...]:
    """What a patient is told for before and after a session, with every source; the steps and emergencies
    of whoever gives it are not in it.
    """
    parts = (("Before the next session", "before"), ("After the session", "after"))
    told = [
        (title, tuple(_advice(each) for each in sheet.care if each.when == when)) for title, when in parts
    ]
    return tuple(Section(title, (Bullets(lines),)) for title, lines in told if lines)


def _advice(advice: Advice) -> str:
    span = "" if advice.longest is None else f" {amount_words(advice.longest)}"
    among = f" (others say {amount_words(advice.shortest)})" if advice.shortest else ""
    note = f"; {'; '.join(advice.notes)}" if advice.notes else ""
    return f"{advice.activity}: {advice.advice}{span}{among}{note} [{brief(advice.statements)}]"


def _foot(found: Preparation, detail: Detail) -> tuple[str, ...]:
    if found.sheet is None:
        return ()
    starred = any(each.volume_only for filling in found.sheet.fillings for each in filling.held)
    lines = ["* worst case of the volumes only: what the container may really hold was not read."] * starred
    if detail == "brief" and found.sheet.care:
        more = len(found.sheet.care) + sum(each.topic not in _FIRST for each in found.sheet.protocol)
        lines.append(f"Held back: {more} steps and pieces of advice, before to emergency; --verbose.")
    return tuple(lines)
