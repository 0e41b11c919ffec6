"""The dualised constraints of a subproblem, created when the multipliers first violate them."""

from __future__ import annotations

from collections.abc import Callable

from .constraint_kinds import Constraint, ConstraintKey, antagonism, clique, covering, requirement
from .problem import bits, mask_of
from .subproblem import Subproblem


class Constraints:
    """The constraints of one subproblem and their current multipliers."""

    __slots__ = (
        "_antagonists",
        "_apart",
        "_covered_pairs",
        "_known",
        "_moved",
        "_needs",
        "_of",
        "_with_constant",
        "members",
        "multipliers",
        "offset",
    )

    def __init__(
        self,
        subproblem: Subproblem,
        initial: dict[ConstraintKey, float],
        discovered: dict[ConstraintKey, float],
        values: Callable[[set[int]], dict[int, float]],
    ) -> None:
        """`initial` are multipliers of constraints that a subproblem has from the beginning, `discovered` of
        those found on the way; `values` tells what items are worth without any."""
        self.members: list[Constraint] = []
        self.multipliers: list[float] = []
        self.offset = dict.fromkeys((*subproblem.candidates, *subproblem.fixed), 0.0)
        """What constraints and pairs with fixed items add to each item's value now."""
        for item, value in subproblem.bonus.items():
            self.offset[item] += value
        self._apart = subproblem.prepared.apart
        self._of: dict[int, list[tuple[int, int]]] = {}
        self._with_constant: list[int] = []
        self._known: set[ConstraintKey] = set()
        self._covered_pairs: set[tuple[int, int]] = set()
        """Pairs that are apart and for which a clique was made."""
        self._moved: set[int] = set()
        self._antagonists: dict[tuple[int, int], int] = {
            (a, b): worth for a, b, worth in subproblem.pairs if worth < 0
        }
        self._add_synergies(subproblem, initial, values)
        self._needs = subproblem.needs
        for wanted in subproblem.coverings:
            constraint = covering(tuple(bits(wanted)))
            self._add(constraint, initial.get(constraint.key, 0.0))
        self._take_over(subproblem, discovered)
        self._moved.clear()

    def _add_synergies(
        self,
        subproblem: Subproblem,
        initial: dict[ConstraintKey, float],
        values: Callable[[set[int]], dict[int, float]],
    ) -> None:
        """A new split gives the whole bonus to the item that is worth less without it."""
        members = [subproblem.prepared.synergies[a, b] for a, b, worth in subproblem.pairs if worth > 0]
        fresh = [constraint for constraint in members if constraint.key not in initial]
        alone = values({item for constraint in fresh for item in constraint.items}) if fresh else {}
        offset, of = self.offset, self._of
        for number, constraint in enumerate(members):
            a, b = constraint.items
            known = initial.get(constraint.key)
            if known is None:
                multiplier = 0.0 if alone[a] > alone[b] else constraint.most
            else:
                multiplier = min(max(known, 0.0), constraint.most)
            offset[a] += multiplier
            offset[b] += constraint.most - multiplier
            self.multipliers.append(multiplier)
            of.setdefault(a, []).append((number, 1))
            of.setdefault(b, []).append((number, -1))
        self.members += members

    def _take_over(self, subproblem: Subproblem, discovered: dict[ConstraintKey, float]) -> None:
        """Constraints discovered in the subproblem the starting multipliers come from."""
        here = set(subproblem.candidates)
        for (kind, items), multiplier in discovered.items():
            if kind == "clique":
                left = tuple([item for item in items if item in here])
                if len(left) > 1:
                    self._add(clique(left), multiplier)
            elif kind == "antagonism":
                if items in self._antagonists:
                    a, b = items
                    self._add(antagonism(a, b, self._antagonists[a, b]), multiplier)
            elif items[0] in here:
                known = mask_of(items[1:])
                for needed in self._needs.get(items[0], ()):
                    if not needed & ~known:
                        self._add(requirement(items[0], tuple(bits(needed))), multiplier)

    def _add(self, constraint: Constraint, multiplier: float) -> None:
        key = constraint.key
        if key in self._known:
            return
        self._known.add(key)
        number = len(self.members)
        self.members.append(constraint)
        self.multipliers.append(0.0)
        if constraint.constant:
            self._with_constant.append(number)
        for item, sign in constraint.terms:
            self._of.setdefault(item, []).append((number, sign))
        if multiplier:
            self.set_multiplier(number, multiplier)

    def set_multiplier(self, number: int, multiplier: float) -> None:
        """Sets a multiplier, kept between 0 and the constraint's most, and updates the items' offsets."""
        constraint = self.members[number]
        change = min(max(multiplier, 0.0), constraint.most) - self.multipliers[number]
        if change:
            self.multipliers[number] += change
            self._moved.add(number)
            for item, sign in constraint.terms:
                self.offset[item] += sign * change

    def move(self, direction: dict[int, float], length: float) -> None:
        """Changes multipliers by `length` against each slope."""
        multipliers, members, offset = self.multipliers, self.members, self.offset
        for number, slope in direction.items():
            before = multipliers[number]
            constraint = members[number]
            multiplier = before - length * slope
            if multiplier < 0.0:
                multiplier = 0.0
            elif multiplier > constraint.most:
                multiplier = constraint.most
            if multiplier != before:
                multipliers[number] = multiplier
                change = multiplier - before
                for item, sign in constraint.terms:
                    offset[item] += sign * change
        self._moved.update(direction)

    def return_to(self, multipliers: list[float]) -> None:
        """Goes back to earlier multipliers; constraints that did not exist then get 0."""
        for number in self._moved:
            multiplier = multipliers[number] if number < len(multipliers) else 0.0
            if multiplier != self.multipliers[number]:
                self.set_multiplier(number, multiplier)

    def constant(self) -> float:
        """What the constraints add to the bound's constant."""
        total = 0.0
        for number in self._with_constant:
            total += self.members[number].constant * self.multipliers[number]
        return total

    def discover(self, selected: list[int], active: set[int]) -> None:
        """Adds the constraints that this choice of items violates."""
        for place, a in enumerate(selected):
            apart = self._apart[a]
            for b in selected[:place]:
                pair = (a, b) if a < b else (b, a)
                if apart >> b & 1:
                    if pair not in self._covered_pairs:
                        self._covered_pairs.add(pair)
                        self._add(clique(self._grown(pair, active)), 0.0)
                elif pair in self._antagonists:
                    self._add(antagonism(*pair, self._antagonists[pair]), 0.0)
            for needed in self._needs.get(a, ()):
                if not any(needed >> b & 1 for b in selected):
                    self._add(requirement(a, tuple(bits(needed))), 0.0)

    def _grown(self, pair: tuple[int, int], active: set[int]) -> tuple[int, ...]:
        """A clique of active items around a pair that is apart."""
        clique = list(pair)
        common = self._apart[pair[0]] & self._apart[pair[1]]
        if common:
            for item in sorted(active):
                if common >> item & 1:
                    clique.append(item)
                    common &= self._apart[item]
        return tuple(sorted(clique))

    def slopes(self, selected: list[int]) -> dict[int, float]:
        """How the bound changes with the multiplier of each constraint that matters now."""
        slopes: dict[int, float] = {}
        for item in selected:
            for number, sign in self._of.get(item, ()):
                slopes[number] = slopes.get(number, 0.0) + sign
        for number in self._with_constant:
            if self.multipliers[number] or number in slopes or self.members[number].constant < 0:
                slopes[number] = slopes.get(number, 0.0) + self.members[number].constant
        return slopes

    def movable(self, slopes: dict[int, float], dead: float) -> dict[int, float]:
        """The slopes, beyond `dead`, of the constraints whose multiplier is not already at the end it would
        move to."""
        multipliers, members = self.multipliers, self.members
        return {
            number: slope
            for number, slope in slopes.items()
            if (slope > dead and multipliers[number] > 0)
            or (slope < -dead and multipliers[number] < members[number].most)
        }

    def named_multipliers(self) -> tuple[dict[ConstraintKey, float], dict[ConstraintKey, float]]:
        """The multipliers by constraint, to start another subproblem from: initial, and discovered."""
        initial: dict[ConstraintKey, float] = {}
        discovered: dict[ConstraintKey, float] = {}
        for constraint, multiplier in zip(self.members, self.multipliers, strict=True):
            if constraint.kind in ("synergy", "covering"):
                initial[constraint.key] = multiplier
            elif multiplier:
                discovered[constraint.key] = multiplier
        return initial, discovered
