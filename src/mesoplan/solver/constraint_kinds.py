"""The five kinds of dualised constraints: what each adds to the bound at a multiplier.

Why each kind is valid stands in `docs/search.md`; a test breaks each of them and expects to be caught.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from mesoplan.record import NamedTuple

Kind: TypeAlias = Literal["synergy", "antagonism", "clique", "requirement", "covering"]
ConstraintKey: TypeAlias = tuple[str, tuple[int, ...]]
UNLIMITED = float("inf")


class Constraint(NamedTuple):
    """With multiplier m: `constant` x m joins the bound's constant, `sign` x m the value of each item."""

    kind: Kind
    items: tuple[int, ...]
    terms: tuple[tuple[int, int], ...]
    """(item, sign)."""
    constant: int
    worth: int
    """What the pair adds (negative: takes away); 0 for the other kinds."""
    most: float
    """Multipliers lie between 0 and this."""
    key: ConstraintKey
    """Kind and items: what tells it apart from other constraints, also from those of another problem."""


def synergy(a: int, b: int, worth: int) -> Constraint:
    """The bonus is split: a carries the multiplier, b the rest. Whoever is missing, nothing is lost."""
    return Constraint(
        kind="synergy",
        items=(a, b),
        terms=((a, 1), (b, -1)),
        constant=0,
        worth=worth,
        most=float(worth),
        key=("synergy", (a, b)),
    )


def antagonism(a: int, b: int, worth: int) -> Constraint:
    """Having both counts 1, and that is at least (a is in) + (b is in) - 1."""
    return Constraint(
        kind="antagonism",
        items=(a, b),
        terms=((a, -1), (b, -1)),
        constant=1,
        worth=worth,
        most=float(-worth),
        key=("antagonism", (a, b)),
    )


def clique(items: tuple[int, ...]) -> Constraint:
    """At most one of items that are pairwise apart."""
    return Constraint(
        kind="clique",
        items=items,
        terms=tuple([(item, -1) for item in items]),
        constant=1,
        worth=0,
        most=UNLIMITED,
        key=("clique", items),
    )


def requirement(item: int, alternatives: tuple[int, ...]) -> Constraint:
    """The item is in only if one of the alternatives is."""
    items = (item, *alternatives)
    return Constraint(
        kind="requirement",
        items=items,
        terms=((item, -1), *((other, 1) for other in alternatives)),
        constant=0,
        worth=0,
        most=UNLIMITED,
        key=("requirement", items),
    )


def covering(alternatives: tuple[int, ...]) -> Constraint:
    """One of the alternatives is in, because a fixed item needs it."""
    return Constraint(
        kind="covering",
        items=alternatives,
        terms=tuple((other, 1) for other in alternatives),
        constant=-1,
        worth=0,
        most=UNLIMITED,
        key=("covering", alternatives),
    )
