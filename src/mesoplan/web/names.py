"""Names as the page offers them, and where a name leads to."""

from collections.abc import Callable
from urllib.parse import quote

from mesoplan.catalog.catalog import Catalog
from mesoplan.record import NamedTuple
from mesoplan.report.look_up import names_on_pages

_SUBSTANCE = ("substance",)
_SPACES = {
    "condition": ("fact:condition", "fact:state"),
    "state": ("fact:condition", "fact:state"),
    "allergy": ("fact:allergy",),
    "medicine": ("fact:medicine",),
}


class Offer(NamedTuple):
    """What is written into a field, and what it is."""

    value: str
    what: str


def spelling(kind: str, identity: str, catalog: Catalog) -> str:
    """The friendliest name that means just this: its label where the label is read so, else its id."""
    record = catalog.table(kind)[identity]
    spaces = _SPACES[record.kind] if kind == "fact" else _SUBSTANCE
    meant = catalog.find(record.label, spaces)
    return record.label if meant and meant.id == identity and "," not in record.label else identity


def item_spelling(identity: str, catalog: Catalog) -> str:
    """As `spelling`, of an ingredient or a product."""
    kind = "product" if identity in catalog.table("product") else "ingredient"
    return spelling(kind, identity, catalog)


def offered_items(catalog: Catalog) -> list[Offer]:
    """Products and ingredients, by name."""
    found = [
        Offer(spelling(kind, identity, catalog), kind)
        for kind in ("product", "ingredient")
        for identity in catalog.table(kind)
    ]
    return sorted(set(found), key=lambda offer: offer.value.casefold())


def offered_facts(kinds: tuple[str, ...], catalog: Catalog) -> list[Offer]:
    """Facts of the patient of these kinds."""
    found = {
        Offer(spelling("fact", identity, catalog), record.kind)
        for identity, record in catalog.table("fact").items()
        if record.kind in kinds
    }
    return sorted(found, key=lambda offer: offer.value.casefold())


def links_of(catalog: Catalog) -> Callable[[str], str]:
    """Where the id of a source, or the label of an entity, leads to on the desk."""
    known = names_on_pages(catalog)

    def link(name: str) -> str:
        found = known.get(name)
        return entry_address(*found) if found else ""

    return link


def entry_address(kind: str, identity: str) -> str:
    """The address of an entity's page on the desk."""
    return f"entry?kind={quote(kind)}&id={quote(identity)}"
