"""The page of a regimen, and what a study gave."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.evidence import Evidence
from mesoplan.model.regimen import AmountRange, Regimen, RegimenItem
from mesoplan.report.page import Bullets, Grid, Page, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.sources import cited

_PER = {"per_session": "", "per_point": " a point", "per_cm2": "", "per_kg": ""}


def regimen_page(identity: str, catalog: Catalog) -> Page:
    """What one source used, labels or prescribes; what came of it; what a sound check says today."""
    record = catalog.regimen(identity)
    studies = [catalog.evidence(each) for each in catalog.index.studied_by.get(identity, ())]
    return parts.made(
        f"{record.label} (regimen)",
        f"{record.label}: {record.basis} regimen",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.reported, record.note),
                    pairs(
                        ("id", identity),
                        ("goals", labels(record.goals, catalog)),
                        ("zones", labels(record.zones, catalog)),
                        ("where it holds", catalog.label(record.jurisdiction)),
                        ("reproducible", "yes" if record.is_reproducible else "no"),
                        ("source", cited(record.cite)),
                    ),
                ),
            ),
            _given(record, catalog),
            Section(
                "Looked for, not printed",
                (
                    Bullets(
                        tuple(
                            f"{each.about}: {each.where} ({each.on}) {each.note}".strip()
                            for each in record.searched
                        )
                    ),
                )
                if record.searched
                else (),
                "open",
            ),
            Section(
                parts.evidence_heading(studies, catalog),
                (parts.evidence_grid(studies, catalog, with_goal=True),),
            ),
            *_expected(record),
        ),
        catalog,
    )


def given_sections(study: Evidence, catalog: Catalog) -> tuple[Section, ...]:
    """What a study gave, and what it was compared with where that was a regimen too."""
    if not study.regimen:
        given = Bullets(tuple(catalog.label(each) for each in study.ingredients))
        route = "" if study.route == "unclear" else study.route
        return (Section("What it is about", (given, pairs(("route", route)))),)
    sections = [_given(catalog.regimen(study.regimen), catalog, study.regimen)]
    if study.against:
        sections.append(_given(catalog.regimen(study.against), catalog, study.against, "Against"))
    return tuple(sections)


def _given(record: Regimen, catalog: Catalog, identity: str = "", title: str = "What was given") -> Section:
    points = record.points
    count = points.count.text if points and points.count else ""
    at_each = f"{points.volume.text} at each" if points and points.volume else ""
    apart = f"{points.spacing_mm} mm apart" if points and points.spacing_mm else ""
    people = record.population
    return Section(
        title,
        (
            Grid(
                ("item", "amount", "strength", "in", "syringe", "printed"),
                tuple(_row(each, catalog) for each in record.items),
            ),
            pairs(
                ("regimen", identity),
                ("given as", record.given_as.replace("-", " ")),
                ("route", record.route),
                ("technique", catalog.label(record.technique)),
                ("depth (mm)", record.depth_mm),
                ("amounts are for", record.amount_for),
                ("volume", _text(record.volume)),
                ("points", ", ".join(each for each in (count, at_each, apart) if each)),
                ("sessions", record.sessions.text if record.sessions else ""),
                ("interval", _text(record.interval)),
                ("schedule", record.schedule),
                ("besides", ", ".join(record.besides)),
                ("to whom", people.text if people else ""),
                ("not in the catalog", ", ".join(record.not_in_catalog)),
            ),
        ),
    )


def _row(item: RegimenItem, catalog: Catalog) -> tuple[str, ...]:
    name = item.unnamed or catalog.label(item.product or item.ingredient)
    form = f" ({item.form})" if item.form else ""
    amounts = "; ".join(f"{amount.text}{_PER[key]}" for key, amount in item.amounts)
    return (
        name + form,
        amounts or "not printed",
        _text(item.concentration),
        _text(item.volume),
        "" if item.syringe is None else str(item.syringe),
        item.printed,
    )


def _text(amount: AmountRange | None) -> str:
    return amount.text if amount is not None else ""


def _expected(record: Regimen) -> tuple[Section, ...]:
    if record.expected is None:
        return ()
    return (
        Section(
            "A sound check",
            (
                pairs(
                    ("verdict", record.expected.verdict),
                    ("codes", ", ".join(record.expected.codes)),
                    ("why", record.expected.why),
                ),
            ),
        ),
    )
