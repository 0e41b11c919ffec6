"""The pages of goals and mechanisms: what can be treated, and by what."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.page import Bullets, Grid, Page, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.sources import cited


def goal_page(identity: str, catalog: Catalog) -> Page:
    """What serves a goal: by evidence, by mechanism; and what studies found against it."""
    record = catalog.goal(identity)
    below = [
        each
        for each, lineage in catalog.index.ancestors["goal"].items()
        if any(above == identity for above, _ in lineage)
    ]
    studies = [
        catalog.evidence(each)
        for goal in (identity, *below)
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
                    ),
                ),
            ),
            Section("Mechanisms that serve it", (_mechanisms(identity, catalog),)),
            Section(
                f"Evidence: {parts.evidence_summary(studies)}" if studies else "",
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
