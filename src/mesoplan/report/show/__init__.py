"""Pages about what the catalog holds: one module a kind of thing."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.page import Page

#: Kind to the module and the function that makes its page; a command loads the one it shows.
_PAGES = {
    "ingredient": "ingredient.ingredient_page",
    "product": "product.product_page",
    "class": "taxonomy.class_page",
    "goal": "aim.goal_page",
    "mechanism": "aim.mechanism_page",
    "fact": "taxonomy.fact_page",
    "zone": "place.zone_page",
    "technique": "place.technique_page",
    "jurisdiction": "place.jurisdiction_page",
    "source": "source.source_page",
    "evidence": "study.evidence_page",
    "interaction": "study.interaction_page",
    "policy": "study.policy_page",
    "regimen": "regimen.regimen_page",
}

#: Kinds whose first page leaves the tables out.
_BRIEF = {"ingredient": "ingredient.ingredient_brief", "goal": "aim.goal_brief"}


def entity_page(kind: str, identity: str, catalog: Catalog, *, brief: bool = False) -> Page:
    """The page of an entity; ``brief``: its first screen, where the whole is long.

    Raises `UnknownName` for an id that is not there.
    """
    pages = {**_PAGES, **_BRIEF} if brief else _PAGES
    module, _, name = pages[kind].partition(".")
    page: Callable[[str, Catalog], Page] = getattr(import_module(f"mesoplan.report.show.{module}"), name)
    return page(identity, catalog)


def entity_data(kind: str, identity: str, catalog: Catalog) -> dict[str, Any]:
    """The entity's record as it is in the catalog, for programs."""
    return {"kind": kind, "id": identity, "entity": catalog.table(kind)[identity]}


__all__ = ["entity_data", "entity_page"]
