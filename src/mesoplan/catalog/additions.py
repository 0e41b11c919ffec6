"""What overlays add to a base catalog, piece by piece, and what the base says of the same things."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from mesoplan.catalog.read import Entry, Tables
from mesoplan.model.statement import is_statement, statement_id
from mesoplan.record import NamedTuple

#: Kinds that say nothing a rule judges by.
_SILENT = frozenset({"waiver", "reviewer", "mechanism"})


class Piece(NamedTuple):
    """One thing that an overlay adds: an element of a field, or a field that it fills in."""

    kind: str
    identity: str
    entry: Entry
    field: str
    value: Any
    is_new: bool

    @property
    def key(self) -> str:
        """What a waiver has to name to let it stand."""
        if is_statement(self.value):
            return f"adds {statement_id(self.identity, self.value)}"
        return f"adds {self.kind} {self.identity} {self.field}"


class Ground:
    """The base, and the whole with all overlays, as loosening is looked for in them."""

    def __init__(self, below: Tables, whole: Tables) -> None:
        self.below = below
        self.whole = whole
        self._above: dict[tuple[str, str], frozenset[str]] = {}

    def pieces(self) -> Iterator[Piece]:
        """Everything that was added, in the order of the ids."""
        for kind, table in self.whole.items():
            if kind in _SILENT:
                continue
            for identity, entry in table.items():
                base = self.below[kind].get(identity)
                if base is not entry:
                    yield from _added(kind, identity, entry, base)

    def lineage(self, kind: str, identity: str) -> frozenset[str]:
        """An entity with everything above it by ``parents``, an ingredient with its classes."""
        found = self._above.get((kind, identity))
        if found is None:
            seen: dict[str, None] = {}
            todo = [identity]
            while todo:
                each = todo.pop()
                if each not in seen:
                    seen[each] = None
                    entry = self.whole[kind].get(each)
                    todo.extend(entry.record.parents if entry else ())
            found = self._above[kind, identity] = frozenset(seen)
        return found

    def substance(self, subject: str) -> frozenset[str]:
        """A product, ingredient or class with what it holds and the classes of that."""
        product = self.whole["product"].get(subject)
        if product is not None:
            held = {part.ingredient for part in product.record.contains}
            return frozenset({subject}).union(*(self.substance(each) for each in held))
        ingredient = self.whole["ingredient"].get(subject)
        if ingredient is not None:
            return frozenset({subject}).union(
                *(self.lineage("class", each) for each in ingredient.record.classes)
            )
        return self.lineage("class", subject)

    def are_related(self, one: str, other: str) -> bool:
        """Whether what is said of one substance is, or may be, about the other."""
        return one in self.substance(other) or other in self.substance(one)

    def said(self, field: str, subject: str) -> Iterator[Any]:
        """What the base says in a field of a substance and of everything it is or holds."""
        for each in sorted(self.substance(subject)):
            for kind in ("product", "ingredient", "class"):
                entry = self.below[kind].get(each)
                if entry is not None:
                    yield from getattr(entry.record, field, ())

    @cached_property
    def parameters(self) -> Mapping[tuple[str, str], tuple[Any, ...]]:
        """The base's parameters by kind of policy and name."""
        found: dict[tuple[str, str], list[Any]] = {}
        for entry in self.below["policy"].values():
            for each in entry.record.parameters:
                found.setdefault((entry.record.kind, each.name), []).append(each)
        return {key: tuple(values) for key, values in found.items()}


def _added(kind: str, identity: str, entry: Entry, base: Entry | None) -> Iterator[Piece]:
    record = entry.record
    for name, value in zip(record._fields, record, strict=True):
        if name == "id":
            continue
        before = getattr(base.record, name) if base else record._field_defaults.get(name)
        if type(value) is type(before) and value == before:
            continue
        if _is_list(value):
            kept = before if _is_list(before) else ()
            for each in value:
                if each not in kept:
                    yield Piece(kind, identity, entry, name, each, base is None)
        else:
            yield Piece(kind, identity, entry, name, value, base is None)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and not hasattr(value, "_fields")
