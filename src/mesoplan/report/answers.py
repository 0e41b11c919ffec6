"""What the renderers are given: an answer together with what it is an answer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mesoplan.record import NamedTuple
from mesoplan.report.words.amounts import shown
from mesoplan.report.words.plain import plain

if TYPE_CHECKING:  # what a page of the catalog needs no part of
    from collections.abc import Mapping

    from mesoplan.catalog.catalog import Catalog
    from mesoplan.model.case import Case, Item, ResolvedCase
    from mesoplan.model.finding import CheckReport
    from mesoplan.model.lot import Lot
    from mesoplan.model.plan import PlanReport
    from mesoplan.model.preparation import Preparation
    from mesoplan.report.answer import Answer


def checked(answer: Answer[CheckReport], catalog: Catalog) -> Checked:
    """A check with the catalog that has the labels for it."""
    return Checked(answer.result, answer.case, answer.resolved, catalog)


def planned(answer: Answer[PlanReport], catalog: Catalog) -> Planned:
    """A plan with the catalog that has the labels for it."""
    return Planned(answer.result, answer.case, answer.resolved, catalog)


def prepared(
    answer: Answer[Preparation], catalog: Catalog, lots: Mapping[str, Lot] | None = None
) -> Prepared:
    """A preparation with the catalog that has the labels for it, and the lots by product."""
    return Prepared(
        preparation=answer.result,
        case=answer.case,
        resolved=answer.resolved,
        catalog=catalog,
        lots=lots or {},
    )


class Checked(NamedTuple):
    """A check and its case, as written and in ids."""

    report: CheckReport
    case: Case
    resolved: ResolvedCase
    catalog: Catalog


class Prepared(NamedTuple):
    """A preparation and its case, as written and in ids."""

    preparation: Preparation
    case: Case
    resolved: ResolvedCase
    catalog: Catalog
    lots: Mapping[str, Lot] = {}


class Planned(NamedTuple):
    """A plan and its case, as written and in ids.

    ``published``: how many published regimens there are to be told, where the report holds only the first.
    """

    report: PlanReport
    case: Case
    resolved: ResolvedCase
    catalog: Catalog
    published: int | None = None


def item_words(item: Item, catalog: Catalog) -> str:
    """One line of a cocktail as a person reads it: "dutasteride 0.5 mg in 1 mL"."""
    return plain(_item_words(item, catalog))


def _item_words(item: Item, catalog: Catalog) -> str:
    volume = f" in {shown(item.volume)}" if item.volume is not None else ""
    if item.product:
        held = [
            f"{catalog.label(content.ingredient)} {shown(content.amount)}"
            for content in item.contents
            if content.amount is not None
        ]
        inside = f" ({', '.join(held)})" if held else ""
        taken = f" {shown(item.volume)}" if item.volume is not None else ""
        return f"{catalog.label(item.product)}{taken}{inside}"
    content = item.contents[0]
    form = f" ({content.form})" if content.form else ""
    if content.amount is None:
        return f"{catalog.label(content.ingredient)}{form}{volume}"
    if content.amount == item.volume:
        volume = ""
    return f"{catalog.label(content.ingredient)}{form} {shown(content.amount)}{volume}"


def catalog_words(catalog: Catalog) -> str:
    """Which catalog an answer comes from, and the language of its names."""
    return f"catalog {catalog.version} ({catalog.hash[:12]}){language_words(catalog)}"


#: The languages that names are known in, as a reader calls them; others by their tag.
_LANGUAGES = {
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pt": "Portuguese",
}


def language_words(catalog: Catalog) -> str:
    """That the names of ingredients are in another language than the rest; empty where they are not."""
    tag = catalog.language
    if not tag or tag.partition("-")[0].lower() == "en":
        return ""
    named = _LANGUAGES.get(tag.lower()) or _LANGUAGES.get(tag.partition("-")[0].lower(), "")
    said = f"{named} ({tag})" if named and named != _LANGUAGES.get(tag.lower()) else named or tag
    return f"; names of ingredients in {said} where it has them"
