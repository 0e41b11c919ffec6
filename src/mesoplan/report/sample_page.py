"""Drawn statements as a page: what is said, where it was read, what the reviewer looks for."""

from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.statement import Stated
from mesoplan.report.page import Page, Section, Text
from mesoplan.report.show.source import statement_sections


def sample_page(drawn: tuple[Stated, ...], seed: int, catalog: Catalog) -> Page:
    """Each statement with its source, ready to be compared with it."""
    recalled = sum(stated.cite.access == "recalled" for stated in drawn)
    sections: list[Section] = []
    for number, stated in enumerate(drawn, start=1):
        first, source = statement_sections(stated, catalog)
        sections += (first._replace(title=f"{number}. {stated.id}"), source)
    return Page(
        f"Sample {seed}",
        Text(f"{len(drawn)} statements, {recalled} of them only recalled (seed {seed})."),
        tuple(sections),
        ("Open each source at its place: does it say so? If not, correct it or mark it recalled.",),
    )


def sample_data(drawn: tuple[Stated, ...], seed: int, catalog: Catalog) -> dict[str, Any]:
    """The same for programs."""
    return {
        "seed": seed,
        "statements": [
            {
                "id": stated.id,
                "entity": stated.entity,
                "says": stated.record,
                "source": catalog.source(stated.cite.source),
            }
            for stated in drawn
        ],
    }
