"""The priced rows of a scope, created when the prices first violate them."""

from __future__ import annotations

from collections.abc import Callable

from .problem import bits, mask_of
from .row import Row, RowKey, antagonism, clique, requirement, want
from .scope import Scope


class Rows:
    """The rows of one scope and their current prices."""

    __slots__ = (
        "_antagonists",
        "_apart",
        "_known",
        "_moved",
        "_needs",
        "_of",
        "_with_constant",
        "offset",
        "prices",
        "rows",
    )

    def __init__(
        self,
        scope: Scope,
        start: dict[RowKey, float],
        found: dict[RowKey, float],
        values: Callable[[set[int]], dict[int, float]],
    ) -> None:
        """`start` prices the rows that scopes have from the beginning, `found` those discovered."""
        self.rows: list[Row] = []
        self.prices: list[float] = []
        self.offset = dict.fromkeys((*scope.candidates, *scope.fixed), 0.0)
        """What rows and pairs with fixed items add to each item's value now."""
        for item, value in scope.bonus.items():
            self.offset[item] += value
        self._apart = scope.levels.apart
        self._of: dict[int, list[tuple[int, int]]] = {}
        self._with_constant: list[int] = []
        self._known: set[RowKey] = set()
        self._moved: set[int] = set()
        self._antagonists: dict[tuple[int, int], int] = {
            (a, b): worth for a, b, worth in scope.pairs if worth < 0
        }
        self._add_synergies(scope, start, values)
        self._needs = scope.needs
        for wanted in scope.wants:
            row = want(tuple(bits(wanted)))
            self._add(row, start.get(row.key, 0.0))
        self._take_over(scope, found)
        self._moved.clear()

    def _add_synergies(
        self,
        scope: Scope,
        start: dict[RowKey, float],
        values: Callable[[set[int]], dict[int, float]],
    ) -> None:
        """A new split gives the whole bonus to the item that is worth less without it."""
        rows = [scope.levels.synergies[a, b] for a, b, worth in scope.pairs if worth > 0]
        fresh = [row for row in rows if row.key not in start]
        alone = values({item for row in fresh for item in row.items}) if fresh else {}
        offset, of = self.offset, self._of
        for number, row in enumerate(rows):
            a, b = row.items
            known = start.get(row.key)
            if known is None:
                price = 0.0 if alone[a] > alone[b] else row.most
            else:
                price = min(max(known, 0.0), row.most)
            offset[a] += price
            offset[b] += row.most - price
            self.prices.append(price)
            of.setdefault(a, []).append((number, 1))
            of.setdefault(b, []).append((number, -1))
        self.rows += rows

    def _take_over(self, scope: Scope, found: dict[RowKey, float]) -> None:
        """Rows that were discovered and priced in the scope the starting prices come from."""
        here = set(scope.candidates)
        for (kind, items), price in found.items():
            if kind == "clique":
                left = tuple([item for item in items if item in here])
                if len(left) > 1:
                    self._add(clique(left), price)
            elif kind == "antagonism":
                if items in self._antagonists:
                    a, b = items
                    self._add(antagonism(a, b, self._antagonists[a, b]), price)
            elif items[0] in here:
                known = mask_of(items[1:])
                for needed in self._needs.get(items[0], ()):
                    if not needed & ~known:
                        self._add(requirement(items[0], tuple(bits(needed))), price)

    def _add(self, row: Row, price: float) -> None:
        key = row.key
        if key in self._known:
            return
        self._known.add(key)
        number = len(self.rows)
        self.rows.append(row)
        self.prices.append(0.0)
        if row.constant:
            self._with_constant.append(number)
        for item, sign in row.terms:
            self._of.setdefault(item, []).append((number, sign))
        if price:
            self.set_price(number, price)

    def set_price(self, number: int, price: float) -> None:
        """Sets a price, kept between 0 and the row's most, and updates the items' offsets."""
        row = self.rows[number]
        change = min(max(price, 0.0), row.most) - self.prices[number]
        if change:
            self.prices[number] += change
            self._moved.add(number)
            for item, sign in row.terms:
                self.offset[item] += sign * change

    def move(self, direction: dict[int, float], length: float) -> None:
        """Changes prices by `length` against each slope."""
        prices, rows, offset = self.prices, self.rows, self.offset
        for number, slope in direction.items():
            before = prices[number]
            row = rows[number]
            price = before - length * slope
            if price < 0.0:
                price = 0.0
            elif price > row.most:
                price = row.most
            if price != before:
                prices[number] = price
                change = price - before
                for item, sign in row.terms:
                    offset[item] += sign * change
        self._moved.update(direction)

    def return_to(self, prices: list[float]) -> None:
        """Goes back to earlier prices; rows that did not exist then get price 0."""
        for number in self._moved:
            price = prices[number] if number < len(prices) else 0.0
            if price != self.prices[number]:
                self.set_price(number, price)

    def constant(self) -> float:
        """What the rows add to the bound's constant."""
        total = 0.0
        for number in self._with_constant:
            total += self.rows[number].constant * self.prices[number]
        return total

    def discover(self, seated: list[int], active: set[int]) -> None:
        """Adds the rows that this choice of items violates."""
        for place, a in enumerate(seated):
            apart = self._apart[a]
            for b in seated[:place]:
                pair = (a, b) if a < b else (b, a)
                if apart >> b & 1:
                    if ("apart", pair) not in self._known:
                        self._known.add(("apart", pair))
                        self._add(clique(self._grown(pair, active)), 0.0)
                elif pair in self._antagonists:
                    self._add(antagonism(*pair, self._antagonists[pair]), 0.0)
            for needed in self._needs.get(a, ()):
                if not any(needed >> b & 1 for b in seated):
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

    def slopes(self, seated: list[int]) -> dict[int, float]:
        """How the bound changes with the price of each row that matters now."""
        slopes: dict[int, float] = {}
        for item in seated:
            for number, sign in self._of.get(item, ()):
                slopes[number] = slopes.get(number, 0.0) + sign
        for number in self._with_constant:
            if self.prices[number] or number in slopes or self.rows[number].constant < 0:
                slopes[number] = slopes.get(number, 0.0) + self.rows[number].constant
        return slopes

    def movable(self, slopes: dict[int, float]) -> dict[int, float]:
        """The slopes of the rows whose price is not already at the end it would move to."""
        prices, rows = self.prices, self.rows
        return {
            number: slope
            for number, slope in slopes.items()
            if (slope > 0.05 and prices[number] > 0) or (slope < -0.05 and prices[number] < rows[number].most)
        }

    def named_prices(self) -> tuple[dict[RowKey, float], dict[RowKey, float]]:
        """The prices by row, to start another scope from: its own rows, and those discovered."""
        start: dict[RowKey, float] = {}
        found: dict[RowKey, float] = {}
        for row, price in zip(self.rows, self.prices, strict=True):
            if row.kind in ("synergy", "want"):
                start[row.key] = price
            elif price:
                found[row.key] = price
        return start, found
