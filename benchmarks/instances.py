"""Seeded planning problems with the structure of a catalog. Used by the benchmarks and by the tests.

`catalog_like` draws classes of very different sizes, a benefit profile for each class, evidence that
weakens it, log-normal risks and prices, one to four saturating dose levels, conflicts between classes
and between single items (some items have many), synergies, antagonisms and requirements, two shared
resources, and two ranges (osmolality and pH) that every syringe has to keep.

`tiny` draws small numbers, so that equal values, forbidden fillings and problems without a plan are common.
"""

from __future__ import annotations

import math
from itertools import accumulate
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from mesoplan.solver.problem import Content, CostWeights, Item, Option, Problem

Family: TypeAlias = Literal["real", "flat"]
Pair: TypeAlias = tuple[int, int]

EVIDENCE = (1.0, 0.7, 0.7, 0.4, 0.4, 0.2)
VOLUMES = (100, 250, 500, 1000, 2000)
OSMOLALITIES = (290, 300, 310, 280, 350, 500, 900)
COSTS = CostWeights(risk=3, price=2, burden=1)


class _Classes(NamedTuple):
    """A tree of classes: leaves, groups of leaves, one root above."""

    of: list[int]
    """Leaf class of each item."""
    parent: list[int]
    leaves: range
    members: list[list[int]]
    """Items of each class, also of those above the leaves."""


def catalog_like(
    n: int = 100,
    *,
    facets: int = 5,
    max_items: int = 5,
    syringes: int = 2,
    seed: int = 0,
    family: Family = "real",
) -> Problem:
    """A problem of n items.

    `real`: benefits follow class profiles; risk and price do not follow the benefit.
    `flat`: benefits are nearly the same and costs follow them, which makes bounds hard to prove.
    """
    random = Random(f"{family}-{n}-{facets}-{max_items}-{syringes}-{seed}")
    classes = _classes(random, n)
    weights = tuple(random.randint(2, 10) for _ in range(facets))
    items = _items(random, n, classes, weights, family)
    popular = [1 / (rank + 1) ** 0.7 for rank in range(n)]
    random.shuffle(popular)
    cumulative = list(accumulate(popular))
    apart = _conflicts(random, n, classes, cumulative, 0.05)
    for leaf in random.sample(classes.leaves, len(classes.leaves) // 3):  # one of a class at most
        mask = sum(1 << item for item in classes.members[leaf])
        for item in classes.members[leaf]:
            apart[item] |= mask & ~(1 << item)
    separate = _conflicts(random, n, classes, cumulative, 0.06)
    scale = sum(weights) / facets
    synergies = {
        pair: int(random.uniform(10, 60) * scale) for pair in _pairs(random, n, int(1.2 * n), cumulative)
    }
    antagonisms = {
        pair: int(random.uniform(10, 80) * scale)
        for pair in _pairs(random, n, int(1.5 * n), cumulative)
        if pair not in synergies
    }
    return Problem(
        items=tuple(items),
        weights=weights,
        max_items=max_items,
        max_volume=10_000,
        max_syringes=syringes,
        syringe_volume=10_000 if syringes == 1 else 6_000,
        costs=COSTS,
        apart=tuple(apart),
        separate=tuple(separate),
        synergies=synergies,
        antagonisms=antagonisms,
        requires=_requirements(random, n),
        capacities=(250, 120),
    )


def _classes(random: Random, n: int) -> _Classes:
    leaves = max(5, min(120, round(2 * n**0.45)))
    groups = max(2, leaves // 4)
    root = groups + leaves
    parent = [root] * groups + [random.randrange(groups) for _ in range(leaves)] + [-1]
    sizes = [1 / (rank + 1) ** 0.8 for rank in range(leaves)]
    of = random.choices(range(groups, root), sizes, k=n)
    members: list[list[int]] = [[] for _ in parent]
    for item, leaf in enumerate(of):
        above = leaf
        while above >= 0:
            members[above].append(item)
            above = parent[above]
    return _Classes(of, parent, range(groups, root), members)


def _items(random: Random, n: int, classes: _Classes, weights: tuple[int, ...], family: Family) -> list[Item]:
    facets = len(weights)
    scale = sum(weights) / facets
    profiles: dict[int, dict[int, float]] = {}
    for leaf in classes.leaves:
        count = 0 if random.random() < 0.25 else min(facets, random.choice((1, 1, 2, 2, 3)))
        profiles[leaf] = {f: random.uniform(0.3, 1) for f in random.sample(range(facets), count)}
    leaves = len(classes.leaves)
    anaesthetics = set(random.sample(classes.leaves, max(1, leaves // 8)))
    items = []
    for number in range(n):
        leaf = classes.of[number]
        profile = profiles[leaf]
        evidence = random.choice(EVIDENCE)
        if family == "flat":
            effect = {f: random.uniform(0.55, 0.65) for f in profile}
            worth = 100 * sum(strength * weights[f] for f, strength in effect.items())
            risk = price = worth * random.uniform(0.19, 0.21) / 1.2
        else:
            effect = {
                f: evidence * min(1.0, strength * random.lognormvariate(0, 0.35))
                for f, strength in profile.items()
            }
            if random.random() < 0.15:
                effect[random.randrange(facets)] = evidence * random.uniform(0.1, 0.5)
            risk = random.lognormvariate(0, 0.6) * 12 * scale
            price = random.lognormvariate(0, 0.7) * 12 * scale
        shared = (random.uniform(20, 100) if leaf in anaesthetics else 0, random.uniform(0, 40))
        options = _options(random, effect, facets, risk, price, shared)
        items.append(Item(f"item-{number:05d}", options))
    return items


def _options(
    random: Random,
    effect: dict[int, float],
    facets: int,
    risk: float,
    price: float,
    shared: tuple[float, float],
) -> tuple[Option, ...]:
    """One to four levels: the benefit saturates, risk, price and use do not."""
    volume = random.choice(VOLUMES)
    osmolality = random.choice(OSMOLALITIES) * random.uniform(0.9, 1.1)
    ph = min(10.0, max(3.0, random.gauss(6.9, 0.9)))
    buffer = random.lognormvariate(0, 0.8)
    count = random.randint(1, 4)
    options = []
    for number in range(count):
        dose = (number + 1) / count
        saturation = (1 - math.exp(-2 * dose)) / (1 - math.exp(-2))
        amount = max(50, int(volume * dose))
        options.append(
            Option(
                volume=amount,
                benefit=tuple(round(100 * effect.get(f, 0) * saturation) for f in range(facets)),
                risk=round(risk * (0.3 + 0.7 * dose) / COSTS.risk),
                price=round(price * (0.2 + 0.8 * dose) / COSTS.price),
                use=tuple(int(part * dose) for part in shared),
                window=(
                    int(amount * (osmolality - 600) / 10),
                    int(amount * (200 - osmolality) / 10),
                    int(amount * buffer * (ph - 8.2)),
                    int(amount * buffer * (5.0 - ph)),
                ),
            )
        )
    return tuple(options)


def _pairs(random: Random, n: int, count: int, cumulative: list[float]) -> list[Pair]:
    """About `count` different pairs; popular items are in many of them."""
    found: set[Pair] = set()
    for _ in range(20 * count + 100):
        if len(found) >= count:
            break
        if random.random() < 0.7:
            a, b = random.choices(range(n), cum_weights=cumulative, k=2)
        else:
            a, b = random.sample(range(n), 2)
        if a != b:
            found.add((min(a, b), max(a, b)))
    return sorted(found)


def _conflicts(
    random: Random, n: int, classes: _Classes, cumulative: list[float], density: float
) -> list[int]:
    """Rows of a conflict relation: about a third single pairs, the rest class against class."""
    total = n * (n - 1) / 2
    single = int(min(total * 0.4, n * 10, max(n // 4, density * total * 0.35)))
    rows = [0] * n
    for a, b in _pairs(random, n, single, cumulative):
        rows[a] |= 1 << b
        rows[b] |= 1 << a
    wanted = density * total - single
    sizes = [len(members) for members in classes.members]
    covered = 0
    for _ in range(400):
        if covered >= wanted:
            break
        a, b = random.sample(range(len(sizes) - 1), 2)
        pairs = sizes[a] * sizes[b]
        if b in (classes.parent[a], a) or classes.parent[b] == a or not pairs:
            continue
        if pairs > wanted * 0.5 + 4:
            continue
        covered += pairs
        masks = [sum(1 << item for item in classes.members[side]) for side in (a, b)]
        for side, other in ((a, masks[1]), (b, masks[0])):
            for item in classes.members[side]:
                rows[item] |= other & ~(1 << item)
    return rows


def _requirements(random: Random, n: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    rows = []
    for item in sorted(random.sample(range(n), max(1, n // 12))):
        others = random.sample(range(n), min(n - 1, random.randint(2, max(3, n // 20))))
        alternatives = tuple(sorted(other for other in others if other != item))
        if alternatives:
            rows.append((item, alternatives))
    return tuple(rows)


# ---------------------------------------------------------------------- tiny problems


class TableJudge(NamedTuple):
    """A judge whose verdicts depend on the content only, so that every run sees the same."""

    seed: int

    def __call__(self, content: Content) -> int | None:
        number = self.seed
        for item, option in content:
            number = (number * 31 + item * 7 + option * 3 + 1) % 9973
        verdict = number % 7
        return None if verdict == 0 else max(0, verdict - 4)


def tiny(seed: int, *, judged: bool | None = None) -> Problem:
    """A problem of 4 to 8 items with small whole numbers; the seed decides its limits and relations."""
    random = Random(f"tiny-{seed}")
    n = random.randint(4, 8)
    facets = random.randint(1, 8)
    resources = random.randint(0, 2)
    windows = random.randint(0, 2)
    max_items = random.randint(1, 4)
    items = []
    for number in range(n):
        options = tuple(
            Option(
                volume=random.randint(1, 4),
                benefit=tuple(random.choice((0, 0, 1, 1, 2, 3)) for _ in range(facets)),
                risk=random.randint(0, 2),
                price=random.randint(0, 2),
                burden=random.randint(0, 1),
                use=tuple(random.randint(0, 3) for _ in range(resources)),
                window=tuple(random.choice((-2, -1, -1, 0, 0, 1, 2)) for _ in range(windows)),
            )
            for _ in range(random.randint(1, 3))
        )
        items.append(Item(f"i{number}", options))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]

    def rows(density: float) -> tuple[int, ...]:
        masks = [0] * n
        for a, b in pairs:
            if random.random() < density:
                masks[a] |= 1 << b
                masks[b] |= 1 << a
        return tuple(masks)

    with_judge = random.random() < 0.4 if judged is None else judged
    return Problem(
        items=tuple(items),
        weights=tuple(random.randint(0, 2) for _ in range(facets)),
        max_items=max_items,
        max_volume=random.randint(4, 14),
        max_syringes=random.randint(1, 3),
        syringe_volume=random.randint(3, 8),
        slots=random.choice(((4, 2, 1), (4, 2, 1), (1,), (3, 3), (4, 2, 1, 1))),
        costs=CostWeights(random.randint(0, 2), random.randint(0, 2), random.randint(0, 1)),
        apart=rows(random.choice((0, 0.1, 0.3))),
        separate=rows(random.choice((0, 0.2, 0.5))),
        synergies={pair: random.randint(0, 4) for pair in pairs if random.random() < 0.2},
        antagonisms={pair: random.randint(0, 4) for pair in pairs if random.random() < 0.2},
        requires=tuple(
            (item, tuple(sorted({random.randrange(n) for _ in range(2)} - {item})))
            for item in range(n)
            if random.random() < 0.15
        ),
        capacities=tuple(random.randint(2, 8) for _ in range(resources)),
        mandatory=tuple(sorted({random.randrange(n) for _ in range(random.choice((0, 0, 0, 1, 2)))})),
        min_coverage=tuple(random.choice((0, 0, 0, 2, 6)) if seed % 3 == 0 else 0 for _ in range(facets)),
        extra_syringe_cost=random.choice((0, 0, 1, 3)),
        judge=TableJudge(seed) if with_judge else None,
    )
