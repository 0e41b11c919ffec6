"""A priced row: what a pair, a clique or a requirement adds to the bound at a price."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["synergy", "antagonism", "clique", "requirement", "want"]
RowKey: TypeAlias = tuple[str, tuple[int, ...]]
UNLIMITED = 1e15


class Row(NamedTuple):
    """With price p: `constant` x p joins the bound's constant, `sign` x p the value of each item."""

    kind: Kind
    items: tuple[int, ...]
    terms: tuple[tuple[int, int], ...]
    """(item, sign)."""
    constant: int
    worth: int
    """What the pair adds (negative: takes away); 0 for the other kinds."""
    most: float
    """Prices lie between 0 and this."""
    key: RowKey
    """Kind and items: what tells it apart from other rows, also from those of another problem."""


def synergy(a: int, b: int, worth: int) -> Row:
    """The bonus is split: a carries the price, b the rest. Whoever is missing, nothing is lost."""
    key = ("synergy", (a, b))
    return Row("synergy", (a, b), ((a, 1), (b, -1)), 0, worth, float(worth), key)


def antagonism(a: int, b: int, worth: int) -> Row:
    """The loss is at least a + b - 1 times its size."""
    key = ("antagonism", (a, b))
    return Row("antagonism", (a, b), ((a, -1), (b, -1)), 1, worth, float(-worth), key)


def clique(items: tuple[int, ...]) -> Row:
    """At most one of items that are pairwise apart."""
    terms = tuple([(item, -1) for item in items])
    return Row("clique", items, terms, 1, 0, UNLIMITED, ("clique", items))


def requirement(item: int, alternatives: tuple[int, ...]) -> Row:
    """The item is in only if one of the alternatives is."""
    items = (item, *alternatives)
    terms = ((item, -1), *((other, 1) for other in alternatives))
    return Row("requirement", items, terms, 0, 0, UNLIMITED, ("requirement", items))


def want(alternatives: tuple[int, ...]) -> Row:
    """One of the alternatives is in, because a fixed item needs it."""
    terms = tuple((other, 1) for other in alternatives)
    return Row("want", alternatives, terms, -1, 0, UNLIMITED, ("want", alternatives))
