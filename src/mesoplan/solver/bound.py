"""The bound: a subproblem with multipliers, in whole numbers.

All values are scaled by SCALE, so that fractional multipliers lose little and the bounds are exact integers.
Every rounding errs upwards (`docs/search.md`), so a bound is never below the value of a plan it bounds.
Candidates are renumbered by *rank* (0 = worth most), because then the best of a set of candidates is the
lowest bit of an int. The fixed items get the ranks behind the candidates.
"""

from __future__ import annotations

from itertools import accumulate
from operator import mul

from .prepared import PreparedOption
from .problem import bits, mask_of
from .subgradient import Settled
from .subproblem import Subproblem

SCALE = 1 << 10
"""Values in units of 1/1024."""
LOAD_SHIFT = 24
"""Load multipliers are kept as multiples of SCALE / 2**LOAD_SHIFT, because loads are large and cheap."""


class Relaxation:
    """A subproblem with multipliers, of which the best `size` candidates are being searched."""

    __slots__ = (
        "_cheapest_slots",
        "_choices",
        "_credits",
        "_effect_values",
        "_load_multipliers",
        "adjustments",
        "apart",
        "best_benefits",
        "charges",
        "constant",
        "facets",
        "fixed_worth",
        "items",
        "least_loads",
        "multipliers",
        "needs",
        "opened",
        "order",
        "outside_clique",
        "own",
        "pair_values",
        "partners",
        "separate",
        "set_constant",
        "set_worth",
        "share_sum",
        "shares",
        "size",
        "splits",
        "subproblem",
        "top_benefits",
        "worth",
        "worth_of",
    )

    def __init__(self, subproblem: Subproblem, settled: Settled) -> None:
        self.subproblem = subproblem
        self.multipliers = settled.multipliers
        """To start those of a subproblem within this one from."""
        self.opened = 0
        """Nodes opened in this relaxation."""
        self._choices: dict[int, list[tuple[int, PreparedOption]]] = {}
        self.size = 0
        self._value_options()
        self._value_constraints(settled)

    # ------------------------------------------------------------------ whole-number multipliers

    def _value_options(self) -> None:
        subproblem, multipliers = self.subproblem, self.multipliers
        prepared = subproblem.prepared
        problem = prepared.problem
        slot_multipliers = [[int(multiplier * SCALE) for multiplier in facet] for facet in multipliers.slots]
        self._credits: dict[int, int] = {}
        self._cheapest_slots = [[0, *accumulate(sorted(facet))] for facet in slot_multipliers]
        """Facet -> what its cheapest slots cost together, by their number."""
        weights = [weight * SCALE for weight in problem.weights]
        constant = subproblem.base * SCALE + sum(map(sum, slot_multipliers))
        for (facet, least), multiplier in zip(prepared.minima, multipliers.minima, strict=True):
            raised = int(multiplier * SCALE)
            weights[facet] += raised
            constant -= raised * least
        load_multipliers = self._load_multipliers = [
            (int(multiplier * SCALE * (1 << LOAD_SHIFT)), load)
            for load, multiplier in enumerate(multipliers.loads)
            if multiplier
        ]
        constant += _rounded_up(sum(each * prepared.limits[load] for each, load in load_multipliers))
        effect_values = self._effect_values = dict[int, int]()
        for weight, paid, effects in zip(weights, slot_multipliers, subproblem.effects, strict=True):
            slots = list(zip(problem.slots, paid, strict=True))
            for effect in effects:
                worth = weight * prepared.effects[effect][1]
                best = 0
                for slot, multiplier in slots:
                    gain = slot * worth - multiplier
                    if gain > best:
                        best = gain
                effect_values[effect] = best
        self.set_constant = constant
        """The bound's constant when the set is complete: dualised constraints no longer matter."""
        self.own: dict[int, int] = {}
        """Item -> worth of its best level, without pairs and constraints."""
        for item in (*subproblem.candidates, *subproblem.fixed):
            self.own[item] = max(self._values(item))
        self.fixed_worth = sum(self.own[item] for item in subproblem.fixed)

    def _values(self, item: int) -> list[int]:
        """What each level of an item is worth."""
        effect_values, load_multipliers = self._effect_values, self._load_multipliers
        values = []
        for cost, _, effects, loads, _ in self.subproblem.prepared.of[item]:
            value = -cost * SCALE
            for effect in effects:
                value += effect_values[effect]
            if load_multipliers:
                charge = 0
                for multiplier, load in load_multipliers:
                    charge += multiplier * loads[load]
                value -= charge >> LOAD_SHIFT
            values.append(value)
        return values

    def choices(self, item: int) -> list[tuple[int, PreparedOption]]:
        """(regret, level), best level first; the regret is what the level loses against it."""
        known = self._choices.get(item)
        if known is None:
            best = self.own[item]
            regrets = [best - value for value in self._values(item)]
            known = list(zip(regrets, self.subproblem.prepared.of[item], strict=True))
            known.sort(key=_regret)
            self._choices[item] = known
        return known

    def _value_constraints(self, settled: Settled) -> None:
        worth = {item: self.own[item] for item in self.subproblem.candidates}
        for item, value in self.subproblem.bonus.items():
            worth[item] += value * SCALE
        constant = self.set_constant
        self.splits: list[tuple[int, int, int, int]] = []
        """(a, b, what having both adds, the share of it that a carries), scaled."""
        self.charges: dict[tuple[int, int], int] = {}
        """Dualised antagonisms: what both items are charged, scaled."""
        for constraint, floating in zip(settled.constraints.members, settled.of_constraints, strict=True):
            multiplier = int(floating * SCALE)
            if constraint.kind == "synergy":
                a, b = constraint.items
                worth[a] += multiplier
                worth[b] += constraint.worth * SCALE - multiplier
                self.splits.append((a, b, constraint.worth * SCALE, multiplier))
            elif multiplier:
                constant += constraint.constant * multiplier
                for item, sign in constraint.terms:
                    worth[item] += sign * multiplier
                if constraint.kind == "antagonism":
                    self.charges[constraint.items[0], constraint.items[1]] = multiplier
        self.constant = constant
        self.worth_of = worth
        self.order = sorted(worth, key=lambda item: (-worth[item], item))

    # ------------------------------------------------------------------ what was cut by the bound alone

    def surviving(self, cutoff: int) -> int:
        """How many candidates, in order, can be in a set whose bound is at least `cutoff` (scaled)."""
        order, worth = self.order, self.worth_of
        others = self._bound_of_others() - cutoff
        size = len(order)
        while size and worth[order[size - 1]] + others < 0:
            size -= 1
        return size

    def outside(self) -> int | None:
        """The bound (scaled) of every set with a candidate beyond `size`; None when there is none."""
        if self.size >= len(self.order):
            return None
        return self._bound_of_others() + self.worth_of[self.order[self.size]]

    def _bound_of_others(self) -> int:
        """The bound of a set except for one of its candidates."""
        best = [self.worth_of[item] for item in self.order[: max(0, self.subproblem.remaining - 1)]]
        return self.constant + self.fixed_worth + sum(value for value in best if value > 0)

    # ------------------------------------------------------------------ tables by rank

    def tabulate(self, size: int) -> None:
        """Builds the tables for the best `size` candidates."""
        prepared, subproblem = self.subproblem.prepared, self.subproblem
        chosen = self.order[:size]
        self.size = len(chosen)
        self.items = chosen + list(subproblem.fixed)
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

        self.apart = [ranked(prepared.apart[item]) for item in chosen]
        self.separate = [ranked(prepared.separate[item]) for item in self.items]
        self.facets = [prepared.facets_of(item) for item in self.items]
        """Rank -> the facets it has effects on, packed like `Prepared.facets_of`."""
        self.worth = [self.worth_of[item] for item in chosen]
        self.set_worth = [self.own[item] + subproblem.bonus.get(item, 0) * SCALE for item in chosen]
        """Rank -> what it adds to a complete set, pairs with other candidates aside."""
        self.least_loads = [prepared.least_loads(item)[: prepared.stock] for item in self.items]
        self.needs: dict[int, list[int]] = {}
        """Rank -> the sets one of which it needs a member of."""
        for item, needed in subproblem.needs.items():
            if item in rank:
                self.needs[rank[item]] = [ranked(alternatives) for alternatives in needed]
        self.best_benefits = [prepared.best_benefits(item) for item in self.items]
        slots = len(prepared.problem.slots)
        self.top_benefits = [
            sorted((best[floor] for best in self.best_benefits[: self.size]), reverse=True)[:slots]
            for floor in range(len(prepared.minima))
        ]
        """The best benefits that candidates have, for each facet with a least coverage."""
        self._tabulate_pairs(rank)
        self._cover_with_cliques()

    def keep_tables(self) -> None:
        """Forgets what only a widened search would ask: the candidates beyond `size` and the splits."""
        self.own = {item: self.own[item] for item in self.items}
        self.worth_of, self.order = {}, []
        self.splits, self.charges = [], {}

    def coverings(self) -> tuple[int, ...]:
        """The sets (by rank) one member of which the fixed items need."""
        return tuple(
            mask_of(rank for rank, item in enumerate(self.items) if wanted >> item & 1)
            for wanted in self.subproblem.coverings
        )

    def _tabulate_pairs(self, rank: dict[int, int]) -> None:
        """What choosing one item of a pair changes for the other.

        Before the choice both carry shares of the pair. Once one is chosen the pair is exact: its own
        share leaves the bound (`pair_values`), and the other one's worth is adjusted to the whole effect.
        """
        size = self.size
        self.pair_values: list[dict[int, int]] = [{} for _ in range(size)]
        """Rank -> {other rank: what having both adds}."""
        self.adjustments: list[dict[int, int]] = [{} for _ in range(size)]
        """Rank -> {other rank: what its worth changes by once this one is chosen}."""
        self.partners = [0] * size
        shares: list[dict[int, int]] = [{} for _ in range(size)]

        def enter(a: int, b: int, value: int, share_a: int, charge: int, share_b: int) -> None:
            self.pair_values[a][b] = value
            self.adjustments[a][b] = value - share_b
            self.partners[a] |= 1 << b
            if share_a + charge:
                shares[a][b] = share_a + charge

        pairs = [(a, b, value, share, value - share, 0) for a, b, value, share in self.splits]
        for a, b, worth in self.subproblem.pairs:
            if worth < 0:
                charge = self.charges.get((a, b), 0)
                pairs.append((a, b, worth * SCALE, -charge, -charge, charge))
        for a, b, value, share_a, share_b, charge in pairs:
            if a in rank and b in rank:
                enter(rank[a], rank[b], value, share_a, charge, share_b)
                enter(rank[b], rank[a], value, share_b, charge, share_a)
        self.shares = shares
        """Rank -> {other rank: what of the bound goes with the pair once this one is chosen}."""
        self.share_sum = [sum(others.values()) for others in shares]

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

    def covers(self, mask: int, remaining: int) -> bool:
        """Whether these items and the best `remaining` candidates can surviving every least coverage."""
        prepared = self.subproblem.prepared
        for floor, (_, least) in enumerate(prepared.minima):
            benefits = [self.best_benefits[rank][floor] for rank in bits(mask)]
            benefits += self.top_benefits[floor][:remaining]
            benefits.sort(reverse=True)
            if sum(map(mul, prepared.problem.slots, benefits)) < least:
                return False
        return True

    # ------------------------------------------------------------------ the bound

    def empty_slot_credit(self, counts: int) -> int:
        """The multipliers of the slots that must stay empty when this many items have effects on each facet.

        The bound pays for every slot, so this much can be taken off it. `counts` are packed like
        `Prepared.facets_of`.
        """
        known = self._credits.get(counts)
        if known is None:
            left, width, known = counts, self.subproblem.prepared.count_bits, 0
            for multipliers in self._cheapest_slots:
                count = left & ((1 << width) - 1)
                known += multipliers[max(0, len(multipliers) - 1 - count)]
                left >>= width
            self._credits[counts] = known
        return known

    def best_of(self, left: int, remaining: int, adjust: dict[int, int], adjusted: int) -> int:
        """At least what any `remaining` of the candidates `left` (one or more of them) can add.

        `adjusted` are the ranks whose worth `adjust` changes because of pairs with chosen items.
        """
        adjusted &= left
        if adjusted:
            return self._best_adjusted(left, remaining, adjust, adjusted)
        worth, outside = self.worth, self.outside_clique
        rank = (left & -left).bit_length() - 1
        total = worth[rank]
        if total <= 0:
            return total
        left &= outside[rank]
        remaining -= 1
        while remaining and left:
            rank = (left & -left).bit_length() - 1
            value = worth[rank]
            if value <= 0:
                break
            total += value
            left &= outside[rank]
            remaining -= 1
        return total

    def _best_adjusted(self, left: int, remaining: int, adjust: dict[int, int], adjusted: int) -> int:
        worth, outside = self.worth, self.outside_clique
        left ^= adjusted
        values = []
        while adjusted:
            low = adjusted & -adjusted
            rank = low.bit_length() - 1
            values.append(worth[rank] + adjust[rank])
            adjusted ^= low
        wanted = remaining
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
        for value in values[1:remaining]:
            if value <= 0:
                break
            total += value
        return total


def _rounded_up(load_multipliers: int) -> int:
    """A sum of load multipliers, scaled. The items' shares of it are rounded down."""
    return -(-load_multipliers >> LOAD_SHIFT)


def _regret(choice: tuple[int, PreparedOption]) -> int:
    return choice[0]
