"""Where something comes from, in a few words: "avodart-label-us, label; +2"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mesoplan.model.cite import ACCESS_RANK, Cite, Source
from mesoplan.report.page import Link

if TYPE_CHECKING:
    from mesoplan.catalog.catalog import Catalog
    from mesoplan.model.finding import Finding, StatementRef

_SHOWN = 2


def first_of(statements: Iterable[StatementRef]) -> str:
    """The best-read source, and how many more."""
    ordered = sorted({(ACCESS_RANK.get(each.access, 9), each.source, each.access) for each in statements})
    sources = list(dict.fromkeys((source, access) for _, source, access in ordered))
    if not sources:
        return ""
    source, access = sources[0]
    first = source_words(source, access) if access in ("recalled", "vendor") else source
    return f"{first} +{len(sources) - 1}" if len(sources) > 1 else first


def brief(statements: Iterable[StatementRef]) -> str:
    """The best-read sources first, two of them, and how many more."""
    pairs = {(each.source, each.access) for each in statements}
    ordered = sorted(pairs, key=lambda pair: (ACCESS_RANK.get(pair[1], 9), pair))
    words = list(dict.fromkeys(source_words(*pair) for pair in ordered))
    shown = "; ".join(words[:_SHOWN])
    return f"{shown}; +{len(words) - _SHOWN}" if len(words) > _SHOWN else shown


def source_words(source: str, access: str) -> str:
    """A source and how it was read; what was not read says so."""
    if access == "recalled":
        return "recalled, not read" if source == "background" else f"{source}, recalled, not read"
    return f"{source}, seller's claim" if access == "vendor" else f"{source}, {access}"


def cited(cite: Cite) -> str:
    """A citation with its place: "avodart-label-us, contraindications, label"."""
    if cite.access == "recalled" and cite.source == "background":
        return "recalled, not read"
    if cite.at in ("not read", cite.access) or cite.access == "recalled":
        return source_words(cite.source, cite.access)
    return f"{cite.source}, {cite.at}, {cite.access}"


def links_of(findings: Iterable[Finding], catalog: Catalog) -> tuple[Link, ...]:
    """The sources behind findings, in order of their ids, each with the address where it can be read."""
    return links_to({each.source for finding in findings for each in finding.statements}, catalog)


def links_to(cited: set[str], catalog: Catalog) -> tuple[Link, ...]:
    """Sources by their ids, in order, each with the address where it can be read."""
    sources = catalog.table("source")
    return tuple(
        Link(each, _title(catalog.source(each)), address(catalog.source(each)))
        for each in sorted(each for each in cited if each in sources)
        if catalog.source(each).kind != "background"
    )


def _title(source: Source) -> str:
    year = f" ({source.year})" if source.year else ""
    return f"{source.title.rstrip('.')}{year}"


def address(source: Source) -> str:
    """Where a source can be read: its DOI, its PubMed record, its registration, or its own page."""
    if source.doi:
        return f"https://doi.org/{source.doi}"
    if source.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"
    if source.nct:
        return f"https://clinicaltrials.gov/study/{source.nct}"
    return next((url for url in source.urls if url.startswith(("https://", "http://"))), "")
