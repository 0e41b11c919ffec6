"""The pages of studies, interactions and policies."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.statement import Stated
from mesoplan.report.page import Entry, Grid, Page, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import labels, pairs
from mesoplan.report.show.regimen import given_sections
from mesoplan.report.sources import cited


def evidence_page(identity: str, catalog: Catalog) -> Page:
    """One study: what was given to whom, against what, and what came of it."""
    record = catalog.evidence(identity)
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
                        ("note", record.note),
                        ("source", cited(record.cite)),
                    ),
                ),
            ),
            *given_sections(record, catalog),
        ),
        catalog,
    )


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
