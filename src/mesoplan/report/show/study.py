"""The pages of studies, interactions, policies and published cocktails."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.evidence import Used
from mesoplan.model.statement import Stated
from mesoplan.report.page import Bullets, Entry, Grid, Page, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.sources import cited


def evidence_page(identity: str, catalog: Catalog) -> Page:
    """One study: what was given to whom, against what, and what came of it."""
    record = catalog.evidence(identity)
    regimen = record.regimen
    return parts.made(
        f"{identity} (study)",
        f"{catalog.label(record.goal)}: {record.direction.replace('-', ' ')} ({record.design})",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.result),
                    pairs(
                        ("id", identity),
                        ("goal", catalog.label(record.goal)),
                        ("n", str(record.n or "")),
                        ("against", f"{record.comparator} {record.comparator_detail}".strip()),
                        ("blinded", {True: "yes", False: "no", None: ""}[record.blinded]),
                        ("population", record.population),
                        ("sex", record.sex),
                        ("level (OCEBM)", str(record.ocebm or "")),
                        ("grade", record.grade or ""),
                        ("funding", record.funding),
                        ("harms", record.harms),
                        ("indirect", "yes" if record.indirect else ""),
                        ("mind", record.anomaly),
                        ("source", cited(record.cite)),
                    ),
                ),
            ),
            Section(
                "What was given",
                (
                    Bullets(tuple(_used(each, catalog) for each in regimen.items)),
                    pairs(
                        ("route", regimen.route),
                        ("technique", catalog.label(regimen.technique)),
                        ("depth (mm)", regimen.depth_mm),
                        ("volume", str(regimen.volume or "")),
                        ("a point", str(regimen.point_volume or "")),
                        ("sessions", str(regimen.sessions or "")),
                        ("interval", str(regimen.interval or "")),
                        ("schedule", regimen.schedule),
                        ("with", regimen.with_also),
                    ),
                ),
            ),
        ),
        catalog,
    )


def _used(used: Used, catalog: Catalog) -> str:
    amounts = " ".join(str(each) for each in (used.amount, used.concentration, used.volume) if each)
    printed = f' (printed "{used.printed}")' if used.printed else ""
    return f"{catalog.label(used.ingredient)} {amounts}{printed}".strip()


def interaction_page(identity: str, catalog: Catalog) -> Page:
    """Everything known about these members together."""
    record = catalog.interaction(identity)
    return parts.made(
        f"{identity} (interaction)",
        f"{labels(record.members, catalog, ' with ')}: together",
        (
            Section(
                "",
                tuple(
                    Entry(
                        each.effect,
                        f"{each.kind} ({each.basis}). {each.why}",
                        tuple(part for part in (each.action, Stated(identity, each).id) if part),
                        cited(each.cite),
                    )
                    for each in record.statements
                ),
            ),
        ),
        catalog,
    )


def policy_page(identity: str, catalog: Catalog) -> Page:
    """The parameters of a policy with their reasons."""
    record = catalog.policy(identity)
    return parts.made(
        f"{record.label} (policy)",
        f"{record.label}: {record.kind} policy",
        (
            Section("", parts.paragraphs(record.note)),
            Section(
                "Parameters",
                (
                    Grid(
                        ("name", "value", "reason", "source"),
                        tuple(
                            (
                                each.name,
                                str(
                                    each.value
                                    if each.value is not None
                                    else each.amount or ", ".join(each.words)
                                ),
                                each.reason,
                                cited(each.cite) if each.cite else "",
                            )
                            for each in record.parameters
                        ),
                    ),
                ),
            ),
        ),
        catalog,
    )


def recipe_page(identity: str, catalog: Catalog) -> Page:
    """A published cocktail, what was reported of it, and what a sound check says today."""
    record = catalog.recipe(identity)
    return parts.made(
        f"{record.label} (published cocktail)",
        f"{record.label}: published cocktail",
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("goal", catalog.label(record.goal)),
                        ("zone", catalog.label(record.zone)),
                        ("technique", catalog.label(record.technique)),
                        ("sessions", str(record.sessions or "")),
                        ("interval", record.interval),
                        ("reported", f"{record.direction}: {record.reported}"),
                        ("source", cited(record.cite)),
                        ("not in the catalog", ", ".join(record.not_in_catalog)),
                    ),
                ),
            ),
            Section(
                "Cocktail",
                (
                    Grid(
                        ("item", "amount", "volume", "syringe", "printed"),
                        tuple(
                            (
                                catalog.label(each.product or each.ingredient),
                                each.amount or each.concentration or "not said",
                                each.volume,
                                str(each.syringe),
                                each.printed,
                            )
                            for each in record.cocktail
                        ),
                    ),
                ),
            ),
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
        ),
        catalog,
    )
