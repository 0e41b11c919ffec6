"""Each unknown by what would settle it: the patient, the case, a measurement, or a source to be read.

An unknown is of one kind only, so that a reader sees at once whether there is something to do now
(ask, name) or whether nobody has the answer yet (not measured, not read).
"""

from collections.abc import Iterable
from typing import Literal

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Item
from mesoplan.model.finding import Finding
from mesoplan.model.need import Need
from mesoplan.model.product import Product
from mesoplan.record import NamedTuple

Settles = Literal["ask", "name", "unmeasured", "unread"]

#: What the case can say about itself or its cocktail.
_OF_THE_CASE = frozenset({"product", "amount", "volume", "form", "case"})
#: What a product's own label says: naming the product may settle it.
_OF_A_LABEL = frozenset({"ph", "osmolality", "vehicle", "licence"})
#: What only an experiment or a trial can answer, where the sources that were read are silent.
_OF_AN_EXPERIMENT = frozenset({"compatibility", "maximum", "dose", "zone-cap"})
#: Needs of the kind "data" that look like one of the above, and are not.
_SECRET = "maker-does-not-say"
#: The patient reacted before: that is asked and assessed first, whatever else is open.
REACTED = "serious-event"
_HEARSAY = frozenset({"only-weak", "only-recalled"})


class Unknowns(NamedTuple):
    """The unknown findings of a report, each in one group.

    ``ask``: the patient can answer, or a test on the patient. ``name``: the case leaves it out.
    ``unmeasured``: no source that was read measured or states it. ``unread``: a source exists that would
    have to say it (a label, a law), and nobody has read it for this catalog.
    """

    ask: tuple[Finding, ...]
    name: tuple[Finding, ...]
    unmeasured: tuple[Finding, ...]
    unread: tuple[Finding, ...]


def unknowns_of(findings: Iterable[Finding], items: Iterable[Item], catalog: Catalog) -> Unknowns:
    """The unknown findings of a cocktail, by what would settle them."""
    bare = unnamed(items)
    groups: dict[Settles, list[Finding]] = {"ask": [], "name": [], "unmeasured": [], "unread": []}
    for finding in findings:
        if finding.severity == "unknown":
            kind = settled_by(finding.needs, lacking(finding), bare, catalog, finding.topic)
            groups[kind].append(finding)
    return Unknowns(**{kind: tuple(found) for kind, found in groups.items()})


def lacking(finding: Finding) -> tuple[str, ...]:
    """Of the subjects of an unknown those for which something is missing."""
    missing = finding.data.get("missing", "")
    return tuple(missing.split(", ")) if missing else finding.subjects


def unnamed(items: Iterable[Item]) -> frozenset[str]:
    """The ingredients of a cocktail that stand there without a product."""
    return frozenset(each for item in items if not item.product for each in item.ingredients)


def settled_by(
    needs: tuple[Need, ...], subjects: Iterable[str], bare: frozenset[str], catalog: Catalog, topic: str = ""
) -> Settles:
    """What would settle an unknown about these subjects; ``bare`` are ingredients without a product."""
    if not needs:
        return "unread"
    need = needs[0]
    if need.of_patient or topic == REACTED:
        return "ask"
    if need.kind in _OF_THE_CASE:
        return "name"
    if need.kind != "data":
        return "unread"
    if need.id in _OF_A_LABEL:
        return "name" if _a_product_tells(need.id, subjects, bare, catalog) else "unread"
    if topic in _HEARSAY:
        return "unread"
    return "unmeasured" if need.id in _OF_AN_EXPERIMENT or topic == _SECRET else "unread"


def _a_product_tells(what: str, subjects: Iterable[str], bare: frozenset[str], catalog: Catalog) -> bool:
    """Whether each of the subjects is a bare ingredient of which some product's label says it."""
    asked = tuple(each for each in subjects if each in catalog.table("product") or each in bare)
    return bool(asked) and all(
        each in bare and any(_tells(product, what) for product in products_of(each, catalog))
        for each in asked
    )


def products_of(ingredient: str, catalog: Catalog) -> tuple[Product, ...]:
    """The products of the catalog that hold an ingredient."""
    return tuple(map(catalog.product, dict.fromkeys(catalog.index.products_of.get(ingredient, ()))))


def _tells(product: Product, what: str) -> bool:
    if what == "ph":
        return bool(product.ph)
    if what == "osmolality":
        return bool(product.osmolality)
    if what == "vehicle":
        return product.vehicle.kind != "unknown"
    return bool(product.routes)
