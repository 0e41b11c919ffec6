"""The pages of sources and of single statements."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from mesoplan.catalog.catalog import Catalog, UnknownName
from mesoplan.model.cite import Cite
from mesoplan.model.evidence import Evidence
from mesoplan.model.statement import Stated, statements_of
from mesoplan.report.json_out import plain_data
from mesoplan.report.page import Bullets, Page, Section
from mesoplan.report.show import parts
from mesoplan.report.show.parts import pairs
from mesoplan.report.sources import cited


def source_page(identity: str, catalog: Catalog) -> Page:
    """A source, how it was read, and everything the catalog takes from it."""
    record = catalog.source(identity)
    used = _taken_from(catalog).get(identity, ())
    return parts.made(
        f"{record.title} (source)",
        record.title,
        (
            Section(
                "",
                (
                    *parts.paragraphs(record.note),
                    pairs(
                        ("id", identity),
                        ("kind", record.kind),
                        ("read as", record.access),
                        ("year", str(record.year or "")),
                        ("authors", record.authors),
                        ("journal", record.journal),
                        ("DOI", record.doi),
                        ("PMID", record.pmid),
                        ("PMCID", record.pmcid),
                        ("registration", record.nct),
                        ("address", " ".join(record.urls)),
                        ("reviewed", record.reviewed),
                    ),
                ),
            ),
            Section(f"Statements from it: {len(used)}", (Bullets(used),)),
        ),
        catalog,
    )


@lru_cache(maxsize=2)
def _taken_from(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The statements of each source; asked for every source of a site, gathered once."""
    found: dict[str, list[str]] = {}
    for _, stated in every_statement(catalog):
        found.setdefault(stated.cite.source, []).append(stated.id)
    return {source: tuple(ids) for source, ids in found.items()}


def statement_page(identity: str, catalog: Catalog) -> Page:
    """One statement: what it says, where it stands in the catalog and where it was read."""
    kind, path, stated = find_statement(identity, catalog)
    said, source = statement_sections(stated, catalog, ("of", f"{kind} {stated.entity}"), ("key", path))
    return parts.made(
        f"{identity} (statement)",
        f"{catalog.label(stated.entity)}: {type(stated.record).__name__}",
        (said, source),
        catalog,
    )


def statement_sections(stated: Stated, catalog: Catalog, *where: tuple[str, str]) -> tuple[Section, Section]:
    """What a statement says, and its source."""
    record, source = stated.record, catalog.source(stated.cite.source)
    return (
        Section(
            "",
            (
                pairs(
                    ("id", stated.id),
                    *where,
                    *(
                        (name.replace("_", " "), _value(getattr(record, name)))
                        for name in record._fields
                        if name not in ("cite", "id") and getattr(record, name) not in (None, "", ())
                    ),
                ),
            ),
        ),
        Section(
            "Source",
            (
                pairs(
                    ("cited", cited(stated.cite)),
                    ("note", stated.cite.note),
                    ("title", source.title),
                    ("kind", source.kind),
                    ("DOI", source.doi),
                    ("PMID", source.pmid),
                    ("address", " ".join(source.urls)),
                ),
            ),
        ),
    )


def every_statement(catalog: Catalog) -> Iterator[tuple[str, Stated]]:
    """(kind, statement) for everything the catalog states."""
    for kind in catalog.kinds():
        for identity, record in catalog.table(kind).items():
            for _, stated in statements_of(identity, record):
                yield kind, stated


def find_statement(identity: str, catalog: Catalog) -> tuple[str, str, Stated]:
    """(kind, key path, statement) of a statement id. Raises `UnknownName`."""
    entity = identity.split("#", 1)[0]
    for kind in catalog.kinds():
        if entity in catalog.table(kind):
            for path, stated in statements_of(entity, catalog.table(kind)[entity]):
                if stated.id == identity:
                    return kind, path, stated
    raise UnknownName("statement", identity, [])


def _value(value: Any) -> str:
    if isinstance(value, Cite):
        return cited(value)
    if isinstance(value, Evidence):
        return value.result
    plain = plain_data(value)
    if isinstance(plain, list):
        return ", ".join(_value(each) for each in plain)
    if isinstance(plain, dict):
        return "; ".join(f"{key} {_value(each)}" for key, each in plain.items() if each)
    return {True: "yes", False: "no"}.get(plain, str(plain)) if isinstance(plain, bool) else str(plain)
