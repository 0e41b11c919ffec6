"""Every amount that the catalog gives of an ingredient, with its place: what the slip checks compare."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from mesoplan.catalog.lint.look import Look, note_of
from mesoplan.catalog.read import Entry
from mesoplan.quantity import Quantity

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
        for reader in (_of_ingredients, _of_products, _of_interactions, _of_evidence)
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
        for place, dose in enumerate(entry.record.doses):
            note, path = note_of(dose), f"doses[{place}]"
            yield Given(identity, f"amount a {dose.over}", dose.amount, entry, f"{path}.amount", note)
            if dose.concentration is not None:
                yield Given(
                    identity, "concentration", dose.concentration, entry, f"{path}.concentration", note
                )
        for place, limit in enumerate(entry.record.limits):
            yield Given(
                identity, f"amount a {limit.over}", limit.max, entry, f"limits[{place}].max", note_of(limit)
            )


def _of_products(look: Look) -> Iterator[Given]:
    for entry in look.entries("product"):
        for family, name in (("concentration", "contains"), ("excipient", "excipients")):
            for place, part in enumerate(getattr(entry.record, name)):
                if part.strength is not None:
                    yield Given(
                        part.ingredient,
                        family,
                        part.strength,
                        entry,
                        f"{name}[{place}].strength",
                        note_of(part),
                    )


def _of_interactions(look: Look) -> Iterator[Given]:
    for entry in look.entries("interaction"):
        for place, stated in enumerate(entry.record.statements):
            for position, span in enumerate(stated.ranges):
                for name in ("low", "high"):
                    yield Given(
                        span.member,
                        "concentration",
                        getattr(span, name),
                        entry,
                        f"statements[{place}].ranges[{position}].{name}",
                        note_of(stated),
                    )


def _of_evidence(look: Look) -> Iterator[Given]:
    for entry in look.entries("evidence"):
        note = note_of(entry.record)
        for place, used in enumerate(entry.record.regimen.items):
            path = f"regimen.items[{place}]"
            if used.amount is not None:
                yield Given(used.ingredient, "amount a session", used.amount, entry, f"{path}.amount", note)
            if used.concentration is not None:
                yield Given(
                    used.ingredient, "concentration", used.concentration, entry, f"{path}.concentration", note
                )
