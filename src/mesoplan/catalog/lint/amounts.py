"""Every amount that the catalog gives of an ingredient, with its place: what the slip checks compare."""

import re
from collections.abc import Iterator
from decimal import Decimal

from mesoplan.catalog.lint.look import Look, note_of
from mesoplan.catalog.read import Entry
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple

#: A note that says one of these has seen an oddity.
_NAMED = re.compile(r"print|times|fold|checked|error|slip|dilut|second-hand", re.IGNORECASE)


class Given(NamedTuple):
    """One amount of one ingredient.

    ``family`` says what may be compared with it: strengths and concentrations with each other,
    amounts of a session with each other. ``note`` is what the author wrote beside it.
    """

    ingredient: str
    family: str
    quantity: Quantity
    entry: Entry
    path: str
    note: str

    @property
    def base(self) -> Decimal:
        """The magnitude, to compare within one dimension."""
        return self.quantity.base_value

    @property
    def is_named(self) -> bool:
        """Whether a note names the oddity: one of a few words, or the very number."""
        number = str(self.quantity.value)
        return bool(_NAMED.search(self.note)) or number in self.note.replace(",", "").split()


def given_amounts(look: Look) -> tuple[Given, ...]:
    """All amounts of all ingredients, by ingredient, family and size."""
    found = [
        each
        for reader in (_of_ingredients, _of_products, _of_interactions, _of_regimens)
        for each in reader(look)
        if not each.quantity.is_zero
    ]
    found.sort(
        key=lambda each: (
            each.ingredient,
            each.family,
            each.quantity.dimension,
            each.base,
            each.entry.file,
            each.path,
        )
    )
    return tuple(found)


def group(given: tuple[Given, ...]) -> Iterator[tuple[Given, ...]]:
    """Runs of amounts that can be compared, smallest first."""
    run: list[Given] = []
    for each in given:
        if run and _kind(run[0]) != _kind(each):
            yield tuple(run)
            run = []
        run.append(each)
    if run:
        yield tuple(run)


def _kind(each: Given) -> tuple[str, str, str]:
    return each.ingredient, each.family, each.quantity.dimension


def _of_ingredients(look: Look) -> Iterator[Given]:
    for identity, entry in look.tables["ingredient"].items():
        for place, limit in enumerate(entry.record.limits):
            yield Given(
                ingredient=identity,
                family=f"amount a {limit.over}",
                quantity=limit.max,
                entry=entry,
                path=f"limits[{place}].max",
                note=note_of(limit),
            )


def _of_products(look: Look) -> Iterator[Given]:
    for entry in look.entries("product"):
        for family, name in (("concentration", "contains"), ("excipient", "excipients")):
            for place, part in enumerate(getattr(entry.record, name)):
                if part.strength is not None:
                    yield Given(
                        ingredient=part.ingredient,
                        family=family,
                        quantity=part.strength,
                        entry=entry,
                        path=f"{name}[{place}].strength",
                        note=note_of(part),
                    )


def _of_interactions(look: Look) -> Iterator[Given]:
    for entry in look.entries("interaction"):
        for place, stated in enumerate(entry.record.statements):
            for position, span in enumerate(stated.ranges):
                for name in ("low", "high"):
                    yield Given(
                        ingredient=span.member,
                        family="concentration",
                        quantity=getattr(span, name),
                        entry=entry,
                        path=f"statements[{place}].ranges[{position}].{name}",
                        note=note_of(stated),
                    )


def _of_regimens(look: Look) -> Iterator[Given]:
    odd = anomalies(look)
    for identity, entry in look.tables["regimen"].items():
        note = " ".join(each for each in (note_of(entry.record), odd.get(identity, "")) if each)
        for place, item in enumerate(entry.record.items):
            name = item.ingredient or alone(item.product, look)
            if not name:
                continue
            for key, amount in item.amounts:
                if amount.low.dimension.startswith(("volume", "count{")) and item.product:
                    continue
                family = f"amount a {key.removeprefix('per_')}"
                for end in ("low", "high") if amount.low != amount.high else ("low",):
                    path = f"items[{place}].{key}" + (f".{end}" if amount.low != amount.high else "")
                    yield Given(
                        ingredient=name,
                        family=family,
                        quantity=getattr(amount, end),
                        entry=entry,
                        path=path,
                        note=note,
                    )
            if item.concentration is not None:
                yield Given(
                    ingredient=name,
                    family="concentration",
                    quantity=item.concentration.high,
                    entry=entry,
                    path=f"items[{place}].concentration",
                    note=note,
                )


def alone(product: str, look: Look) -> str:
    """The ingredient of a product that holds only one."""
    entry = look.tables["product"].get(product)
    names = {part.ingredient for part in entry.record.contains} if entry else set()
    return next(iter(names)) if len(names) == 1 else ""


def anomalies(look: Look) -> dict[str, str]:
    """What is odd about the studies of each regimen."""
    found: dict[str, str] = {}
    for entry in look.entries("evidence"):
        name, words = entry.record.regimen, entry.record.anomaly
        if name and words:
            found[name] = f"{found.get(name, '')} {words}".strip()
    return found
