"""The pages of goals and mechanisms: what can be treated, and by what."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.report.page import Bullets, Entry, Grid, Page, Section, Text
from mesoplan.report.show import parts
from mesoplan.report.show.monograph import some
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.sources import cited
from mesoplan.report.words.template import sentence
from mesoplan.rules.evidence.studies import tally


def goal_page(identity: str, catalog: Catalog) -> Page:
    """What serves a goal: by evidence, by mechanism; and what studies found against it."""
    record = catalog.goal(identity)
    below = _below(identity, catalog)
    studies = [
        catalog.evidence(each)
        for goal in sorted(Knowledge(catalog).related_goals(identity))
        for each in catalog.index.evidence_of.get(goal, ())
    ]
    return parts.made(
        f"{record.label} (goal)",
        f"{record.label}: goal",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("also called", ", ".join(record.synonyms)),
                        ("part of", labels(record.parents, catalog)),
                        ("holds", labels(below, catalog)),
                        ("only", record.sex or ""),
                        ("zones", labels(record.zones, catalog)),
                        ("techniques", labels(record.techniques, catalog)),
                        ("measured by", ", ".join(record.outcomes)),
                        ("kind", "cosmetic" if record.cosmetic else "medical"),
                        ("codes", parts.codes_of(record)),
                    ),
                ),
            ),
            Section("Mechanisms that serve it", (_mechanisms(identity, catalog),)),
            Section(
                parts.evidence_heading(studies, catalog),
                (parts.evidence_grid(studies, catalog, with_goal=bool(below)),),
            ),
            Section(
                "Regimens",
                (
                    Bullets(
                        tuple(
                            f"{each}: {regimen.label} ({regimen.basis})"
                            for each, regimen in catalog.table("regimen").items()
                            if set(regimen.goals) & {identity, *below}
                        )
                    ),
                ),
            ),
        ),
        catalog,
        foot=(f"`mesoplan plan {identity}` suggests cocktails.",),
    )


#: A label before a study, a study before what one practice does, a seller last.
_BASES = ("label", "society", "studied", "practice", "vendor")


def goal_brief(identity: str, catalog: Catalog) -> Page:
    """The first screen of a goal: what helps by the studies, what did not, and whose regimens there are."""
    record, knowledge = catalog.goal(identity), Knowledge(catalog)
    below = _below(identity, catalog)
    studies = [study for goal in (identity, *below) for study in catalog.index.evidence_of.get(goal, ())]
    given = sorted({each for study in studies for each in catalog.given_in(study)})
    helped, failed = _results(given, identity, knowledge)
    kinds: dict[str, list[str]] = {}
    for regimen in sorted(catalog.table("regimen").values(), key=lambda each: _BASES.index(each.basis)):
        if set(regimen.goals) & {identity, *below}:
            kinds.setdefault(regimen.basis, []).append(regimen.label)
    rows = [
        ("Is", "; ".join(_kind(identity, catalog))),
        ("Where", f"{labels(record.zones, catalog)}: {labels(record.techniques, catalog)}".strip(": ")),
        ("Holds", labels(below, catalog)),
        ("Shown", some(helped, 10, "; ")),
        ("Not", some(failed, 10, "; ")),
        *(
            ("As" if not at else "", f"{basis}: {some(names, 6, '; ')}")
            for at, (basis, names) in enumerate(kinds.items())
        ),
    ]
    return Page(
        f"{record.label} (goal)",
        Text(f"{sentence(record.label)[:-1]}: {record.note or 'goal'}"),
        tuple(Section(title, (Entry("", text),), side=True) for title, text in rows if text),
        (
            f"`mesoplan plan {identity}` suggests. Not shown: studies and sources (-v). "
            f"Catalog {catalog.version}.",
        ),
    )


def _below(identity: str, catalog: Catalog) -> list[str]:
    ancestors = catalog.index.ancestors["goal"].items()
    return [each for each, lineage in ancestors if any(above == identity for above, _ in lineage)]


def _kind(identity: str, catalog: Catalog) -> list[str]:
    record = catalog.goal(identity)
    said = ["cosmetic" if record.cosmetic else "medical"]
    said += [f"{record.sex} only"] if record.sex else []
    said += [f"part of {labels(record.parents, catalog)}"] if record.parents else []
    said += [f"also {some(record.synonyms, 4)}"] if record.synonyms else []
    return said


def _results(given: list[str], goal: str, knowledge: Knowledge) -> tuple[list[str], list[str]]:
    """Ingredients that some study speaks for, most studied first; and those that none does."""
    found = []
    for each in given:
        told = tally(each, goal, knowledge)
        good, bad = len(told.favour), len(told.against)
        found.append((-good, -bad, knowledge.catalog.label(each), good, bad))
    ranked = sorted(found)
    helped = [f"{label} ({good} for, {bad} against)" for *_, label, good, bad in ranked if good]
    return helped, [f"{label} ({bad} against)" for *_, label, good, bad in ranked if bad and not good]


def mechanism_page(identity: str, catalog: Catalog) -> Page:
    """Who acts so, and which goals it serves."""
    record = catalog.mechanism(identity)
    goals = [
        (catalog.label(goal), str(each.relevance), cited(each.cite))
        for goal, entity in catalog.table("goal").items()
        for each in entity.mechanisms
        if each.id == identity
    ]
    return parts.made(
        f"{record.label} (mechanism)",
        f"{record.label}: mechanism",
        (
            Section("", (*parts.paragraphs(record.note), pairs(("id", identity)))),
            Section("Serves", (Grid(("goal", "relevance (3 central)", "source"), tuple(goals)),)),
            Section("Ingredients", (Bullets(tuple(_acting(identity, catalog))),)),
        ),
        catalog,
    )


def _acting(mechanism: str, catalog: Catalog) -> list[str]:
    return [
        f"{entity.label} ({cited(each.cite)})"
        for entity in catalog.table("ingredient").values()
        for each in entity.mechanisms
        if each.id == mechanism
    ]


def _mechanisms(goal: str, catalog: Catalog) -> Grid:
    ranked = sorted(catalog.goal(goal).mechanisms, key=lambda each: (-each.relevance, each.id))
    return Grid(
        ("mechanism", "relevance", "ingredients", "source"),
        tuple(
            (
                catalog.label(each.id),
                str(each.relevance),
                ", ".join(
                    entity.label
                    for entity in catalog.table("ingredient").values()
                    if any(one.id == each.id for one in entity.mechanisms)
                )
                or "none",
                cited(each.cite),
            )
            for each in ranked
        ),
    )
