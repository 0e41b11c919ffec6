"""The pages of classes and patient facts."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.statement import Stated, statements_of
from mesoplan.report.page import Bullets, Grid, Page, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.sources import cited


def class_page(identity: str, catalog: Catalog) -> Page:
    """What a class says, and who belongs to it."""
    record = catalog.ingredient_class(identity)
    members = catalog.index.members_of.get(identity, ())
    below = [each for each, other in catalog.table("class").items() if identity in other.parents]
    files = catalog.index.interactions_of.get(identity, ())
    stated = [Stated(file, each) for file in files for each in catalog.interaction(file).statements]
    return parts.made(
        f"{record.label} (class)",
        f"{record.label}: class of {len(members)} ingredients",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("part of", labels(record.parents, catalog)),
                        ("holds", labels(below, catalog)),
                        ("shares a maximum", cited(record.additive_limit) if record.additive_limit else ""),
                        ("one a session", cited(record.one_per_session) if record.one_per_session else ""),
                    ),
                ),
            ),
            Section("Members", (Bullets((labels(members, catalog),)) if members else Bullets(()),)),
            Section(
                "Patients",
                (parts.caution_grid((Stated(identity, each) for each in record.cautions), catalog),),
                "care",
            ),
            Section("With others", parts.interaction_entries(stated, (identity,), catalog)),
            Section("Status by country", (parts.status_grid((identity,), catalog),)),
            Section(
                "All statements",
                (
                    Bullets(
                        tuple(
                            f"{each.id} ({cited(each.cite)})" for _, each in statements_of(identity, record)
                        )
                    ),
                ),
            ),
        ),
        catalog,
    )


def fact_page(identity: str, catalog: Catalog) -> Page:
    """How a patient fact is asked for, and what hangs on it."""
    record = catalog.fact(identity)
    lineage = set(catalog.lineage("fact", identity))
    rows = []
    for kind in ("ingredient", "class", "product"):
        for owner, entity in catalog.table(kind).items():
            for caution in entity.cautions:
                if caution.fact in lineage:
                    via = "" if caution.fact == identity else f" [as {catalog.label(caution.fact)}]"
                    rows.append(
                        (f"{catalog.label(owner)}{via}", caution.effect, caution.why, cited(caution.cite))
                    )
    rows.sort(key=lambda row: (row[1] != "contraindicated", row))
    below = [each for each, other in catalog.table("fact").items() if identity in other.parents]
    return parts.made(
        f"{record.label} (patient fact)",
        f"{record.label}: {record.kind} of a patient",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("asked as", record.question),
                        ("also called", ", ".join(record.synonyms)),
                        ("kind of", labels(record.parents, catalog)),
                        ("holds", labels(below, catalog)),
                        ("only", record.sex or ""),
                        ("allergic to", labels(record.allergens, catalog)),
                        ("codes", parts.codes_of(record)),
                    ),
                ),
            ),
            Section("What hangs on it", (Grid(("of", "effect", "why", "source"), tuple(rows)),), "care"),
        ),
        catalog,
    )
