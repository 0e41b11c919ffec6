"""Products and the ingredients in them: what is on the shelf, and what nobody looked for."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, warning

_CARRIERS = frozenset({"excipient", "vehicle"})
_CARRIER_CLASSES = frozenset({"excipient-class", "vehicle-class"})
_LICENSABLE = frozenset({"medicine", "biologic"})


def strange_excipients(look: Look) -> Iterator[Fault]:
    """CA063: an excipient that the catalog knows only as an active."""
    for entry in look.entries("product"):
        for place, part in enumerate(entry.record.excipients):
            known = look.tables["ingredient"].get(part.ingredient)
            if known is None or known.record.role in _CARRIERS:
                continue
            if not _CARRIER_CLASSES & set(look.lineage[part.ingredient]):
                yield warning(
                    "CA063",
                    entry,
                    f"excipients[{place}].ingredient",
                    f'"{part.ingredient}" is listed as an excipient and known as {known.record.role}.',
                    "Its dose and its cautions are not checked in this product.",
                    "List it under [[contains]], or give it class excipient-class.",
                )


def open_labels(look: Look) -> Iterator[Fault]:
    """CA064: a product whose vehicle was not read, or a medicine without a route."""
    for entry in look.entries("product"):
        product = entry.record
        if product.vehicle.kind == "unknown" or not product.vehicle.cite.supports:
            yield warning(
                "CA064",
                entry,
                "vehicle",
                "nobody has read what carries the product.",
                "Every check with it stays incomplete (MX308).",
                "Read the label, or ask the maker.",
            )
        if product.kind in _LICENSABLE and not product.routes:
            yield warning(
                "CA064",
                entry,
                "routes",
                f"a {product.kind} without a route.",
                "Whether its label allows the route stays open (RT601).",
                "Add [[routes]] from the label.",
            )


def without_product(look: Look) -> Iterator[Fault]:
    """CA065: an active that is on no shelf, and nobody says that they looked."""
    held = {part.ingredient for entry in look.entries("product") for part in entry.record.contains}
    for identity, entry in look.tables["ingredient"].items():
        record = entry.record
        if record.role not in _CARRIERS and identity not in held and not record.searched:
            yield warning(
                "CA065",
                entry,
                "",
                "no product holds this ingredient, and no search is recorded.",
                "pH, vehicle, excipients and licence stay open in every check.",
                'Add a product, or [[searched]] with about = "licence".',
            )
