"""Pages about what the catalog holds: one module a kind of thing."""

from collections.abc import Callable
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.page import Page
from mesoplan.report.show.aim import goal_brief, goal_page, mechanism_page
from mesoplan.report.show.ingredient import ingredient_brief, ingredient_page
from mesoplan.report.show.place import jurisdiction_page, technique_page, zone_page
from mesoplan.report.show.product import product_page
from mesoplan.report.show.regimen import regimen_page
from mesoplan.report.show.source import source_page
from mesoplan.report.show.study import evidence_page, interaction_page, policy_page
from mesoplan.report.show.taxonomy import class_page, fact_page

_PAGES: dict[str, Callable[[str, Catalog], Page]] = {
    "ingredient": ingredient_page,
    "product": product_page,
    "class": class_page,
    "goal": goal_page,
    "mechanism": mechanism_page,
    "fact": fact_page,
    "zone": zone_page,
    "technique": technique_page,
    "jurisdiction": jurisdiction_page,
    "source": source_page,
    "evidence": evidence_page,
    "interaction": interaction_page,
    "policy": policy_page,
    "regimen": regimen_page,
}


#: Kinds whose first page leaves the tables out.
_BRIEF: dict[str, Callable[[str, Catalog], Page]] = {"ingredient": ingredient_brief, "goal": goal_brief}


def entity_page(kind: str, identity: str, catalog: Catalog, *, brief: bool = False) -> Page:
    """The page of an entity; ``brief``: its first screen, where the whole is long.

    Raises `UnknownName` for an id that is not there.
    """
    pages = {**_PAGES, **_BRIEF} if brief else _PAGES
    return pages[kind](identity, catalog)


def entity_data(kind: str, identity: str, catalog: Catalog) -> dict[str, Any]:
    """The entity's record as it is in the catalog, for programs."""
    return {"kind": kind, "id": identity, "entity": catalog.table(kind)[identity]}


__all__ = ["entity_data", "entity_page"]
