"""A scope with prices, in whole numbers: what each candidate is worth, and the bound of any subtree.

All values are scaled by SCALE, so that fractional prices lose nothing and the bounds are exact integers.
Candidates are renumbered by *rank* (0 = worth most), because then the best of a set of candidates is the
lowest bit of an int. The fixed items get the ranks behind the candidates.
"""

from __future__ import annotations

from itertools import accumulate
from operator import mul

from .levels import Level
from .prices import Settled
from .problem import bits, mask_of
from .scope import Scope

SCALE = 1 << 10
LOAD_SHIFT = 24
"""Load prices are kept as multiples of SCALE / 2**LOAD_SHIFT, because loads are large and cheap."""


class Region:
    """A priced scope, of which the best `size` candidates are being searched."""

    __slots__ = (
        "_choices",
        "_gains",
        "_hot",
        "_spare",
        "_spare_prices",
        "adjustments",
        "apart",
        "best_benefits",
        "carried",
        "carried_sum",
        "claims",
        "closing",
        "closing_constant",
        "constant",
        "facets",
        "fixed_worth",
        "items",
        "joint",
        "least_loads",
        "needs",
        "opened",
        "order",
        "outside_clique",
        "own",
        "partners",
        "scope",
        "separate",
        "settled",
        "shares",
        "size",
        "top_benefits",
        "worth",
        "worth_of",
    )

    def __init__(self, scope: Scope, settled: Settled) -> None:
        self.scope = scope
        self.settled = settled
        self.opened = 0
        """Nodes opened in this region."""
        self._choices: dict[int, list[tuple[int, Level]]] = {}
        self.size = 0
        self._price_levels()
        self._price_rows()

    # ------------------------------------------------------------------ whole-number prices

    def _price_levels(self) -> None:
        levels, prices, scope = self.scope.levels, self.settled.prices, self.scope
        problem = levels.problem
        slot_prices = [[int(price * SCALE) for price in facet] for facet in prices.slots]
        self._spare: dict[int, int] = {}
        self._spare_prices = [[0, *accumulate(sorted(facet))] for facet in slot_prices]
        """Facet -> what its cheapest slots cost together, by their number."""
        weights = [weight * SCALE for weight in problem.weights]
        constant = scope.base * SCALE + sum(map(sum, slot_prices))
        for (facet, least), price in zip(levels.floors, prices.floors, strict=True):
            raised = int(price * SCALE)
            weights[facet] += raised
            constant -= raised * least
        hot = self._hot = [
            (int(price * SCALE * (1 << LOAD_SHIFT)), load) for load, price in enumerate(prices.loads) if price
        ]
        # Rounded up here and for the items, so that the sum is never below the true bound.
        constant -= -sum(price * levels.limits[load] for price, load in hot) >> LOAD_SHIFT
        gains = self._gains = dict[int, int]()
        for weight, paid, marks in zip(weights, slot_prices, scope.marks, strict=True):
            slots = list(zip(problem.slots, paid, strict=True))
            for mark in marks:
                worth = weight * levels.marks[mark][1]
                best = 0
                for slot, price in slots:
                    gain = slot * worth - price
                    if gain > best:
                        best = gain
                gains[mark] = best
        self.closing_constant = constant
        """The bound's constant when the set is complete: rows and cliques no longer matter."""
        self.own: dict[int, int] = {}
        """Item -> worth of its best level, without pairs and rows."""
        for item in (*scope.candidates, *scope.fixed):
            self.own[item] = max(self._values(item))
        self.fixed_worth = sum(self.own[item] for item in scope.fixed)

    def _values(self, item: int) -> list[int]:
        """What each level of an item is worth."""
        gains, hot = self._gains, self._hot
        values = []
        for cost, _, marks, loads, _ in self.scope.levels.of[item]:
            value = -cost * SCALE
            for mark in marks:
                value += gains[mark]
            if hot:
                charge = 0
                for price, load in hot:
                    charge += price * loads[load]
                value -= charge >> LOAD_SHIFT
            values.append(value)
        return values

    def choices(self, item: int) -> list[tuple[int, Level]]:
        """(regret, level), best level first; the regret is what the level loses against it."""
        known = self._choices.get(item)
        if known is None:
            best = self.own[item]
            regrets = [best - value for value in self._values(item)]
            known = list(zip(regrets, self.scope.levels.of[item], strict=True))
            known.sort(key=_regret)
            self._choices[item] = known
        return known

    def _price_rows(self) -> None:
        worth = {item: self.own[item] for item in self.scope.candidates}
        for item, value in self.scope.bonus.items():
            worth[item] += value * SCALE
        constant = self.closing_constant
        self.shares: list[tuple[int, int, int, int]] = []
        """(a, b, what having both adds, the share of it that a carries), scaled."""
        self.claims: dict[tuple[int, int], int] = {}
        """Priced antagonisms: what both items are charged, scaled."""
        for row, floating in zip(self.settled.rows.rows, self.settled.row_prices, strict=True):
            price = int(floating * SCALE)
            if row.kind == "synergy":
                a, b = row.items
                worth[a] += price
                worth[b] += row.worth * SCALE - price
                self.shares.append((a, b, row.worth * SCALE, price))
            elif price:
                constant += row.constant * price
                for item, sign in row.terms:
                    worth[item] += sign * price
                if row.kind == "antagonism":
                    self.claims[row.items[0], row.items[1]] = price
        self.constant = constant
        self.worth_of = worth
        self.order = sorted(worth, key=lambda item: (-worth[item], item))

    # ------------------------------------------------------------------ what was cut by the bound alone

    def reach(self, bar: int) -> int:
        """How many candidates, in order, can be in a set whose bound is at least `bar` (scaled)."""
        order, worth = self.order, self.worth_of
        company = self._best_company() - bar
        size = len(order)
        while size and worth[order[size - 1]] + company < 0:
            size -= 1
        return size

    def outside(self) -> int | None:
        """The bound (scaled) of every set with a candidate beyond `size`; None when there is none."""
        if self.size >= len(self.order):
            return None
        return self._best_company() + self.worth_of[self.order[self.size]]

    def _best_company(self) -> int:
        """The bound of a set except for one of its candidates."""
        best = [self.worth_of[item] for item in self.order[: max(0, self.scope.seats - 1)]]
        return self.constant + self.fixed_worth + sum(value for value in best if value > 0)

    # ------------------------------------------------------------------ tables by rank

    def tabulate(self, size: int) -> None:
        """Builds the tables for the best `size` candidates."""
        levels, scope = self.scope.levels, self.scope
        chosen = self.order[:size]
        self.size = len(chosen)
        self.items = chosen + list(scope.fixed)
        """Rank -> item."""
        rank = {item: number for number, item in enumerate(self.items)}
        kept = 0
        for item in self.items:
            kept |= 1 << item

        def ranked(mask: int) -> int:
            out = 0
            for item in bits(mask & kept):
                out |= 1 << rank[item]
            return out

        self.apart = [ranked(levels.apart[item]) for item in chosen]
        self.separate = [ranked(levels.separate[item]) for item in self.items]
        self.facets = [levels.facets_of(item) for item in self.items]
        """Rank -> the facets it has effects on, packed like `Levels.facets_of`."""
        self.worth = [self.worth_of[item] for item in chosen]
        self.closing = [self.own[item] + scope.bonus.get(item, 0) * SCALE for item in chosen]
        """Rank -> what it adds to a complete set, pairs with other candidates aside."""
        self.least_loads = [levels.least_loads(item)[: levels.stock] for item in self.items]
        self.needs: dict[int, list[int]] = {}
        """Rank -> the sets one of which it needs a member of."""
        for item, needed in scope.needs.items():
            if item in rank:
                self.needs[rank[item]] = [ranked(alternatives) for alternatives in needed]
        self.best_benefits = [levels.best_benefits(item) for item in self.items]
        slots = len(levels.problem.slots)
        self.top_benefits = [
            sorted((best[floor] for best in self.best_benefits[: self.size]), reverse=True)[:slots]
            for floor in range(len(levels.floors))
        ]
        """The best benefits that candidates have, for each facet with a least coverage."""
        self._tabulate_pairs(rank)
        self._cover_with_cliques()

    def wants(self) -> tuple[int, ...]:
        """The sets (by rank) one member of which the fixed items need."""
        return tuple(
            mask_of(rank for rank, item in enumerate(self.items) if wanted >> item & 1)
            for wanted in self.scope.wants
        )

    def _tabulate_pairs(self, rank: dict[int, int]) -> None:
        """What choosing one item of a pair changes for the other.

        Before the choice both carry shares of the pair. Once one is chosen the pair is exact: its own
        share leaves the bound (`joint`), and the other one's worth is adjusted to the whole effect.
        """
        size = self.size
        self.joint: list[dict[int, int]] = [{} for _ in range(size)]
        """Rank -> {other rank: what having both adds}."""
        self.adjustments: list[dict[int, int]] = [{} for _ in range(size)]
        """Rank -> {other rank: what its worth changes by once this one is chosen}."""
        self.partners = [0] * size
        shares: list[dict[int, int]] = [{} for _ in range(size)]

        def enter(a: int, b: int, effect: int, share_a: int, claim: int, share_b: int) -> None:
            self.joint[a][b] = effect
            self.adjustments[a][b] = effect - share_b
            self.partners[a] |= 1 << b
            if share_a + claim:
                shares[a][b] = share_a + claim

        pairs = [(a, b, effect, share, effect - share, 0) for a, b, effect, share in self.shares]
        for a, b, worth in self.scope.pairs:
            if worth < 0:
                claim = self.claims.get((a, b), 0)
                pairs.append((a, b, worth * SCALE, -claim, -claim, claim))
        for a, b, effect, share_a, share_b, claim in pairs:
            if a in rank and b in rank:
                enter(rank[a], rank[b], effect, share_a, claim, share_b)
                enter(rank[b], rank[a], effect, share_b, claim, share_a)
        self.carried = shares
        self.carried_sum = [sum(row.values()) for row in shares]

    def _cover_with_cliques(self) -> None:
        """Groups candidates that are pairwise apart; the bound takes one of a group at most."""
        everything = (1 << self.size) - 1
        self.outside_clique = [everything] * self.size
        """Rank -> the candidates outside its group."""
        left = everything
        while left:
            first = left & -left
            group = first
            common = self.apart[first.bit_length() - 1] & left
            while common:
                lowest = common & -common
                group |= lowest
                common &= self.apart[lowest.bit_length() - 1]
            left &= ~group
            for number in bits(group):
                self.outside_clique[number] = everything & ~group

    def covers(self, mask: int, seats: int) -> bool:
        """Whether these items and the best `seats` candidates can reach every least coverage."""
        levels = self.scope.levels
        for floor, (_, least) in enumerate(levels.floors):
            benefits = [self.best_benefits[rank][floor] for rank in bits(mask)]
            benefits += self.top_benefits[floor][:seats]
            benefits.sort(reverse=True)
            if sum(map(mul, levels.problem.slots, benefits)) < least:
                return False
        return True

    # ------------------------------------------------------------------ the bound

    def spare(self, counts: int) -> int:
        """The price of the slots that must stay empty when this many items have effects on each facet.

        The bound pays for every slot, so this much can be taken off it. `counts` are packed like
        `Levels.facets_of`.
        """
        known = self._spare.get(counts)
        if known is None:
            left, width, known = counts, self.scope.levels.count_bits, 0
            for prices in self._spare_prices:
                count = left & ((1 << width) - 1)
                known += prices[max(0, len(prices) - 1 - count)]
                left >>= width
            self._spare[counts] = known
        return known

    def best_of(self, left: int, seats: int, adjust: dict[int, int], adjusted: int) -> int:
        """At least what any `seats` of the candidates `left` (one or more of them) can add.

        `adjusted` are the ranks whose worth `adjust` changes because of pairs with chosen items.
        """
        adjusted &= left
        if adjusted:
            return self._best_adjusted(left, seats, adjust, adjusted)
        worth, outside = self.worth, self.outside_clique
        rank = (left & -left).bit_length() - 1
        total = worth[rank]
        if total <= 0:
            return total
        left &= outside[rank]
        seats -= 1
        while seats and left:
            rank = (left & -left).bit_length() - 1
            value = worth[rank]
            if value <= 0:
                break
            total += value
            left &= outside[rank]
            seats -= 1
        return total

    def _best_adjusted(self, left: int, seats: int, adjust: dict[int, int], adjusted: int) -> int:
        worth, outside = self.worth, self.outside_clique
        left ^= adjusted
        values = []
        while adjusted:
            low = adjusted & -adjusted
            rank = low.bit_length() - 1
            values.append(worth[rank] + adjust[rank])
            adjusted ^= low
        wanted = seats
        while wanted and left:
            rank = (left & -left).bit_length() - 1
            value = worth[rank]
            values.append(value)
            if value <= 0:
                break
            left &= outside[rank]
            wanted -= 1
        values.sort(reverse=True)
        total = values[0]
        for value in values[1:seats]:
            if value <= 0:
                break
            total += value
        return total


def _regret(choice: tuple[int, Level]) -> int:
    return choice[0]
