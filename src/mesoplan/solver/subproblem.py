"""A part of the search space: some items are fixed, some are still candidates."""

from __future__ import annotations

from collections.abc import Iterable

from .prepared import Prepared
from .problem import mask_of


class Subproblem:
    """All sets that hold every fixed item and, besides, at most `remaining` of the candidates."""

    __slots__ = (
        "base",
        "bonus",
        "candidates",
        "coverings",
        "effects",
        "fixed",
        "needs",
        "pairs",
        "prepared",
        "remaining",
    )

    def __init__(self, prepared: Prepared, fixed: tuple[int, ...], candidates: Iterable[int]) -> None:
        self.prepared = prepared
        self.fixed = fixed
        self.remaining = prepared.problem.max_items - len(fixed)
        self._read_requirements(candidates)
        self._read_pairs()
        self.effects = prepared.effects_of((*self.candidates, *fixed))

    def _read_requirements(self, candidates: Iterable[int]) -> None:
        """Drops candidates whose requirement nobody here can meet; keeps the open requirements."""
        requires = self.prepared.requires
        fixed = mask_of(self.fixed)
        here = set(candidates)
        mask = mask_of(here) if requires else 0
        dropped = True
        while dropped:
            dropped = False
            self.needs: dict[int, list[int]] = {}
            """Candidate -> the sets of candidates of which it needs a member."""
            for item in requires.keys() & here:
                needed = [alternatives & mask for alternatives in requires[item] if not alternatives & fixed]
                if not all(needed):
                    here.discard(item)
                    mask ^= 1 << item
                    dropped = True
                elif needed:
                    self.needs[item] = needed
        self.candidates = sorted(here)
        self.coverings = [
            alternatives & mask
            for item in self.fixed
            for alternatives in requires.get(item, ())
            if not alternatives & fixed
        ]
        """Sets of candidates of which a fixed item needs a member; an empty one: there is no plan."""

    def _read_pairs(self) -> None:
        partners = self.prepared.partners
        here = set(self.candidates)
        fixed = set(self.fixed)
        self.base = 0
        """What the pairs among the fixed items add."""
        self.bonus: dict[int, int] = {}
        """What a candidate adds through its pairs with fixed items."""
        for item in self.fixed:
            for other, value in partners.get(item, {}).items():
                if other in here:
                    self.bonus[other] = self.bonus.get(other, 0) + value
                elif other in fixed and item < other:
                    self.base += value
        self.pairs: list[tuple[int, int, int]] = []
        """(a, b, what having both adds), a < b, both candidates."""
        for item in self.candidates:
            if item in partners:
                for other, value in partners[item].items():
                    if item < other and value and other in here:
                        self.pairs.append((item, other, value))
