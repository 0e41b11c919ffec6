"""An ingredient on one screen: what it is for, how much, who must not, with what, which products, the law."""

from collections.abc import Iterable, Iterator

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.uses import Use, uses_of
from mesoplan.knowledge.questions import Knowledge
from mesoplan.report.names import short_label
from mesoplan.report.page import Entry, Link, Page, Section, Text, Tone
from mesoplan.report.show import parts
from mesoplan.report.sources import links_to
from mesoplan.report.words.plain import plain
from mesoplan.report.words.template import sentence
from mesoplan.rules.evidence.studies import tally

_NAMES, _FACTS, _GOALS = 6, 10, 6
#: A label before a trial, a trial before what one practice does.
_BASES = ("label", "studied", "society")


def monograph(identity: str, catalog: Catalog, unknown: Iterable[str]) -> Page:
    """The first screen of an ingredient; ``unknown`` is what nobody has shown of it."""
    record, knowledge = catalog.ingredient(identity), Knowledge(catalog)
    rows: list[tuple[str, Tone, list[str]]] = [
        ("Is", "", [_identity(identity, catalog)]),
        ("For", "", list(_goals(identity, knowledge))),
        ("Dose", "", list(_doses(identity, catalog))),
        ("Most", "care", [_maxima(identity, knowledge)]),
        ("When", "", [_courses(identity, knowledge)]),
        ("Never", "bad", list(_patients(identity, "contraindicated", knowledge))),
        ("Care", "care", [*_patients(identity, "caution", knowledge), *_zones(identity, knowledge)]),
        ("Ages", "", list(_ages(identity, knowledge))),
        ("With", "", list(_mixing(identity, catalog))),
        ("Sold", "", [_products(identity, catalog)]),
        ("Law", "", [_law(identity, catalog)]),
        ("Read", "", [_screened(identity, knowledge)]),
        ("Open", "open", ["; ".join(unknown)]),
    ]
    summary = record.summary or record.note
    return Page(
        title=f"{catalog.label(identity)} (ingredient)",
        headline=Text(
            plain(
                f"{sentence(catalog.label(identity))[:-1]}: {summary or f'{record.role}, {record.material}'}"
            )
        ),
        sections=tuple(
            Section(title, tuple(Entry("", plain(line)) for line in lines if line), tone, side=True)
            for title, tone, lines in rows
            if any(lines)
        ),
        foot=(f"Not shown: tables, reasons and sources (-v). Catalog {catalog.version}.",),
        sources=_sources(identity, knowledge),
    )


def some(names: Iterable[str], most: int, joint: str = ", ") -> str:
    """The first few of a list, each once, and how many more."""
    unique = list(dict.fromkeys(names))
    more = len(unique) - most
    return joint.join(unique[:most]) + (f" and {more} more" if more > 0 else "")


def _identity(identity: str, catalog: Catalog) -> str:
    record = catalog.ingredient(identity)
    above = [
        catalog.label(each) for each, distance in catalog.ancestors("ingredient", identity) if distance == 1
    ]
    said = [", ".join(above) or record.role]
    said += [f"also {some(record.called, _NAMES)}"] if record.called else []
    said += [f"given as {some((each.label for each in record.forms), 3)}"] if record.forms else []
    return "; ".join(said)


def _goals(identity: str, knowledge: Knowledge) -> Iterator[str]:
    """For each goal the studies for and against, counted as a check counts them; most studied first."""
    catalog = knowledge.catalog
    goals = {catalog.evidence(each).goal for each in catalog.index.studies_of.get(identity, ())}
    found = []
    for goal in goals:
        counts = tally(identity, goal, knowledge)
        good, bad = len(counts.favour), len(counts.against)
        found.append((-good - bad, catalog.label(goal), good, bad))
    ranked = sorted(found)
    told = [f"{label} ({good} for, {bad} against)" for count, label, good, bad in ranked if count]
    none = [label for count, label, _, _ in ranked if not count]
    yield some(told, _GOALS, "; ")
    yield f"looked at, without a result in people: {some(none, _NAMES)}" if none else ""


def _doses(identity: str, catalog: Catalog) -> Iterator[str]:
    """The range of what sources give, by basis; a session's amount first."""
    groups: dict[tuple[str, str, str], list[Use]] = {}
    for use in uses_of(identity, catalog):
        if use.is_sourced and not use.is_of_product:
            groups.setdefault((use.regimen.basis, use.per, str(use.low.dimension)), []).append(use)
    ordered = sorted(groups.items(), key=lambda pair: (_BASES.index(pair[0][0]), pair[0][1] != "session"))
    for (basis, per, _), uses in ordered[:4]:
        low, high = min(each.low for each in uses), max(each.high for each in uses)
        amount = str(low) if low == high else f"{low} to {high}"
        routes = some((each.regimen.route for each in uses if each.regimen.route != "unclear"), 2)
        goals = some((catalog.label(goal) for each in uses for goal in each.regimen.goals), 3)
        number = "" if len(uses) == 1 else f", {len(uses)} regimens"
        about = "; ".join(part for part in (goals, routes) if part)
        yield f"{basis}: {amount} per {per}{number}{f' ({about})' if about else ''}"


def _maxima(identity: str, knowledge: Knowledge) -> str:
    """Each maximum with when it holds."""
    catalog = knowledge.catalog
    limits = [each.record for each in knowledge.inherited(identity, "limits")]
    told = []
    for each in limits:
        when = [catalog.label(one) for one in (*each.partners, *each.goals, *each.zones, *each.facts)]
        where = f" ({', '.join(when)})" if when else ""
        recalled = ", recalled" if each.cite.access == "recalled" else ""
        over = "" if "/" in str(each.max) and each.over in str(each.max) else f" per {each.over}"
        told.append(f"{each.max}{over}{where}{recalled}")
    return some(told, _NAMES, "; ")


def _courses(identity: str, knowledge: Knowledge) -> str:
    courses = [each.record for each in knowledge.inherited(identity, "courses")]
    times = dict.fromkeys(f"at least {each.min_interval} apart" for each in courses if each.min_interval)
    counts = dict.fromkeys(f"at most {each.max_sessions} sessions" for each in courses if each.max_sessions)
    return some((*times, *counts), 3)


def _patients(identity: str, effect: str, knowledge: Knowledge) -> Iterator[str]:
    catalog = knowledge.catalog
    every = sorted(knowledge.cautions(identity), key=lambda each: each.entity != identity)
    never = {each.record.fact for each in every if each.record.effect == "contraindicated"}
    facts = [each.record.fact for each in every if each.record.effect == effect]
    kept = facts if effect == "contraindicated" else [each for each in facts if each not in never]
    yield some((catalog.label(each) for each in kept), _FACTS)


def _zones(identity: str, knowledge: Knowledge) -> Iterator[str]:
    catalog = knowledge.catalog
    groups: dict[str, list[str]] = {}
    for each in knowledge.inherited(identity, "zone_bans"):
        zones = [catalog.label(one) for one in (*each.record.zones, *each.record.flags)]
        outside = [catalog.label(one) for one in each.record.except_zones]
        title = "not in" if each.record.effect == "contraindicated" else "with care in"
        groups.setdefault(title, []).extend(zones or [f"any place but {', '.join(outside)}"])
    yield from (f"{title}: {some(places, _FACTS)}" for title, places in groups.items())


def _ages(identity: str, knowledge: Knowledge) -> Iterator[str]:
    ages = [each.record for each in knowledge.inherited(identity, "ages")]
    lows = [f"from {each.min_age} years" for each in ages if each.min_age is not None]
    highs = [f"up to {each.max_age} years" for each in ages if each.max_age is not None]
    yield some((*lows, *highs), 3)


def _mixing(identity: str, catalog: Catalog) -> Iterator[str]:
    """Pairs by what is known of them: never in one syringe, with care, shown to go together."""
    lineage = catalog.lineage("ingredient", identity)
    files = sorted({each for one in lineage for each in catalog.index.interactions_of.get(one, ())})
    groups: dict[str, list[str]] = {"never": [], "care": [], "tested as compatible": []}
    for file in files:
        entry = catalog.interaction(file)
        others = (
            " + ".join(short_label(each, catalog) for each in entry.members if each not in lineage)
            or "another of its class"
        )
        for each in entry.statements:
            if each.effect == "forbid":
                groups["never"].append(others)
            elif each.effect == "caution":
                groups["care"].append(others)
            elif each.kind == "compatible":
                groups["tested as compatible"].append(others)
    for title, names in groups.items():
        if names:
            yield f"{title}: {some(names, _FACTS)}"


def _products(identity: str, catalog: Catalog) -> str:
    products = catalog.index.products_of.get(identity, ())
    alone = [each for each in products if len(catalog.product(each).contains) == 1]
    names = [catalog.label(each) for each in alone]
    mixed = len(products) - len(alone)
    told = some(names, _NAMES, "; ")
    more = f"{mixed} products hold it with others" if mixed > 1 else "1 product holds it with others"
    return "; ".join(part for part in (told, more if mixed else "") if part)


def _law(identity: str, catalog: Catalog) -> str:
    """Each status with the places where it holds."""
    groups: dict[str, list[str]] = {}
    for place, each in parts.statuses_of(catalog.lineage("ingredient", identity), catalog):
        groups.setdefault(each.status, []).append(catalog.label(place))
    return "; ".join(f"{status}: {some(sorted(places), _FACTS)}" for status, places in sorted(groups.items()))


def _screened(identity: str, knowledge: Knowledge) -> str:
    """Which sections of which labels were read in full: what makes their silence an answer."""
    read = [each.record for each in knowledge.inherited(identity, "screenings") if each.record.answers]
    return "; ".join(
        f"{about} in {some((each.cite.source for each in read if each.about == about), 2)}"
        for about in ("medicines", "conditions")
        if any(each.about == about for each in read)
    )


def _sources(identity: str, knowledge: Knowledge) -> tuple[Link, ...]:
    catalog = knowledge.catalog
    cited = {catalog.evidence(each).cite.source for each in catalog.index.studies_of.get(identity, ())}
    cited |= {each.cite.source for each in uses_of(identity, catalog)}
    cited |= {each.record.cite.source for each in knowledge.inherited(identity, "limits")}
    return links_to(cited, catalog)
