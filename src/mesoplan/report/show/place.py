"""The pages of zones, techniques and jurisdictions."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.place import Span, ZoneFlag
from mesoplan.report.page import Entry, Grid, Page, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.sources import cited


def zone_page(identity: str, catalog: Catalog) -> Page:
    """A zone's caps and what lies under it."""
    record = catalog.zone(identity)
    goals = [each for each, goal in catalog.table("goal").items() if identity in goal.zones]
    return parts.made(
        f"{record.label} (zone)",
        f"{record.label}: body zone",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("also called", ", ".join(record.synonyms)),
                        ("part of", labels(record.parents, catalog)),
                        ("area", _span(record.area)),
                        (
                            "volume a session",
                            f"at most {record.volume.max} ({cited(record.volume.cite)})"
                            if record.volume
                            else "no cap is known",
                        ),
                        ("goals", labels(goals, catalog)),
                        ("codes", parts.codes_of(record)),
                    ),
                ),
            ),
            Section(
                "Mind",
                tuple(
                    Entry("", f"{each.flag.replace('-', ' ')}. {each.note}".strip(), (), cited(each.cite))
                    for each in _flags(identity, catalog)
                ),
                "care",
            ),
            Section("Restricted here", (_bans(identity, catalog),), "care"),
        ),
        catalog,
    )


def _bans(zone: str, catalog: Catalog) -> Grid:
    lineage = set(catalog.lineage("zone", zone))
    flags = {each.flag for each in _flags(zone, catalog)}
    rows = []
    for kind in ("ingredient", "class"):
        for entity in catalog.table(kind).values():
            for ban in entity.zone_bans:
                outside = ban.except_zones and not ban.zones and not ban.flags
                hit = lineage & set(ban.zones) or flags & set(ban.flags) or outside
                if hit and not lineage & set(ban.except_zones):
                    rows.append((entity.label, ban.effect, ban.why, cited(ban.cite)))
    return Grid(("what", "effect", "why", "source"), tuple(sorted(rows)))


def _flags(zone: str, catalog: Catalog) -> tuple[ZoneFlag, ...]:
    return tuple(each.record for each in Knowledge(catalog).zone_flags(zone))


def technique_page(identity: str, catalog: Catalog) -> Page:
    """A technique in millimetres and millilitres."""
    record = catalog.technique(identity)
    goals = [each for each, goal in catalog.table("goal").items() if identity in goal.techniques]
    return parts.made(
        f"{record.label} (technique)",
        f"{record.label}: {record.route} technique",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("also called", ", ".join(record.synonyms)),
                        ("depth", _span(record.depth)),
                        ("superficial", "yes" if record.superficial else "no"),
                        ("a point takes", _span(record.point_volume)),
                        ("spacing", _span(record.spacing)),
                        ("needle", record.needle),
                        ("goals", labels(goals, catalog)),
                    ),
                ),
            ),
        ),
        catalog,
    )


def jurisdiction_page(identity: str, catalog: Catalog) -> Page:
    """What is known of the law of a place."""
    record = catalog.jurisdiction(identity)
    return parts.made(
        f"{record.label} (jurisdiction)",
        f"{record.label}: jurisdiction",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("also called", ", ".join(record.synonyms)),
                        ("also holds", labels(record.parents, catalog)),
                    ),
                ),
            ),
            Section(
                "Mixing",
                tuple(Entry("", f"{each.rule}: {each.what}", (), cited(each.cite)) for each in record.mixing),
            ),
            Section(
                "Status",
                (
                    Grid(
                        ("of", "status", "for", "route", "since", "note", "source"),
                        tuple(
                            (
                                catalog.label(each.subject),
                                each.status,
                                labels(each.goals, catalog) or "any use",
                                each.route,
                                each.since + (f" to {each.until}" if each.until else ""),
                                each.note,
                                cited(each.cite),
                            )
                            for each in record.statuses
                        ),
                    ),
                ),
            ),
        ),
        catalog,
    )


def _span(span: Span | None) -> str:
    return "" if span is None else f"{span.low} to {span.high} ({cited(span.cite)})"
