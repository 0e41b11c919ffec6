"""The planning problem as plain integers, and the check that a problem is well formed.

Items are numbered 0..n-1 in canonical id order, so comparing tuples of numbers compares tuples of ids.
A set of items is a Python int with bit i for item i. Volumes are µL; everything else is a whole number
in a unit the caller chose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from mesoplan.record import NamedTuple

Content: TypeAlias = tuple[tuple[int, int], ...]
"""What one syringe holds: (item, option) pairs, sorted."""

Judge: TypeAlias = Callable[[Content], "int | None"]
"""Penalty (>= 0) of one syringe's content, or None when that content is forbidden."""


class Option(NamedTuple):
    """One dose level of an item."""

    volume: int
    """µL, >= 0."""
    benefit: tuple[int, ...]
    """One number >= 0 for each facet of the goal."""
    risk: int = 0
    price: int = 0
    burden: int = 0
    use: tuple[int, ...] = ()
    """What it takes of each shared resource, >= 0; the plan's sum stays within the capacity."""
    window: tuple[int, ...] = ()
    """Signed rows; in each syringe the sum of each row must be <= 0 (a pH or osmolality range)."""


class Item(NamedTuple):
    """Something that can be in a plan, with at least one dose level."""

    id: str
    options: tuple[Option, ...]


class CostWeights(NamedTuple):
    """What one unit of risk, price and burden takes off a plan's value."""

    risk: int = 1
    price: int = 1
    burden: int = 1


class Problem(NamedTuple):
    """What is to be planned. Build it, `check` it once, then search it."""

    items: tuple[Item, ...]
    weights: tuple[int, ...]
    """Value of one unit of coverage, for each facet, >= 0."""
    max_items: int
    max_volume: int
    """µL of the whole plan."""
    max_syringes: int
    syringe_volume: int
    """µL of one syringe."""
    slots: tuple[int, ...] = (4, 2, 1)
    """Diminishing returns: what the best, second best ... benefit of a facet counts; the rest count 0."""
    costs: CostWeights = CostWeights()
    apart: tuple[int, ...] = ()
    """For each item the set of items that may not be in the same plan; () when there are none."""
    separate: tuple[int, ...] = ()
    """For each item the set of items that may not be in the same syringe; () when there are none."""
    synergies: Mapping[tuple[int, int], int] = {}
    """(i, j) with i < j: what having both adds, >= 0."""
    antagonisms: Mapping[tuple[int, int], int] = {}
    """(i, j) with i < j: what having both takes away, >= 0."""
    requires: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """(i, alternatives): a plan with i needs one of the alternatives. An item may have several rows."""
    capacities: tuple[int, ...] = ()
    """How much there is of each shared resource."""
    mandatory: tuple[int, ...] = ()
    """Items every plan must have."""
    excluded: tuple[int, ...] = ()
    """Items no plan may have."""
    min_coverage: tuple[int, ...] = ()
    """Least coverage of each facet (slots x benefits, before the facet's weight); 0 asks for nothing."""
    extra_syringe_cost: int = 0
    """What each syringe beyond the first takes off the value, >= 0."""
    judge: Judge | None = None
    """Called with one syringe's content, only on sets that may become plans; must be pure."""

    def cost(self, option: Option) -> int:
        """Weighted risk, price and burden of an option."""
        weights = self.costs
        return weights.risk * option.risk + weights.price * option.price + weights.burden * option.burden

    def apart_rows(self) -> tuple[int, ...]:
        """`apart` with one row for each item, also when none was given."""
        return self.apart or (0,) * len(self.items)

    def separate_rows(self) -> tuple[int, ...]:
        """`separate` with one row for each item, also when none was given."""
        return self.separate or (0,) * len(self.items)


class ProblemError(ValueError):
    """The problem is not well formed; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(
            f"{len(faults)} fault(s) in the planning problem, so it was not searched:\n  "
            + "\n  ".join(faults)
        )


def bits(mask: int) -> Iterator[int]:
    """The members of a set, smallest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(members: Iterable[int]) -> int:
    """The set that holds these members."""
    mask = 0
    for member in members:
        mask |= 1 << member
    return mask


def check(problem: Problem) -> Problem:
    """Returns the problem unchanged; raises ProblemError naming every fault, each with its place."""
    faults = (
        *_limit_faults(problem),
        *_item_faults(problem),
        *_row_faults("apart", problem.apart, len(problem.items)),
        *_row_faults("separate", problem.separate, len(problem.items)),
        *_pair_faults(problem),
        *_reference_faults(problem),
    )
    if faults:
        raise ProblemError(faults)
    return problem


def _limit_faults(problem: Problem) -> Iterator[str]:
    for name, value, least in (
        ("max_items", problem.max_items, 1),
        ("max_volume", problem.max_volume, 0),
        ("max_syringes", problem.max_syringes, 1),
        ("syringe_volume", problem.syringe_volume, 0),
        ("extra_syringe_cost", problem.extra_syringe_cost, 0),
    ):
        if value < least:
            yield f"{name} is {value}; it must be at least {least}"
    named_rows: tuple[tuple[str, tuple[int, ...]], ...] = (
        ("weights", problem.weights),
        ("slots", problem.slots),
        ("costs", problem.costs),
        ("capacities", problem.capacities),
        ("min_coverage", problem.min_coverage),
    )
    for name, row in named_rows:
        for place, value in enumerate(row):
            if value < 0:
                yield f"{name}[{place}] is {value}; it must not be negative"
    if not problem.slots or tuple(sorted(problem.slots, reverse=True)) != problem.slots:
        yield f"slots is {problem.slots}; it must fall from the best benefit to the last, e.g. (4, 2, 1)"
    if problem.min_coverage and len(problem.min_coverage) != len(problem.weights):
        yield (
            f"min_coverage has {len(problem.min_coverage)} numbers for {len(problem.weights)} facets; "
            "give one for each facet or leave it empty"
        )


def _item_faults(problem: Problem) -> Iterator[str]:
    windows = len(problem.items[0].options[0].window) if _first_option(problem) else 0
    previous = ""
    for item in problem.items:
        where = f"item {item.id!r}"
        if item.id <= previous:
            yield f"{where} comes after {previous!r}; ids must be unique, not empty and in ascending order"
        previous = item.id
        if not item.options:
            yield f"{where} has no options; leave it out or give it a dose level"
        for number, option in enumerate(item.options):
            place = f"{where}, option {number}"
            for name, found, expected in (
                ("benefit", len(option.benefit), len(problem.weights)),
                ("use", len(option.use), len(problem.capacities)),
                ("window", len(option.window), windows),
            ):
                if found != expected:
                    yield f"{place}: {name} has {found} numbers, expected {expected}"
            if min((option.volume, *option.benefit, *option.use)) < 0:
                yield f"{place}: volume, benefit and use must not be negative"
            if min(option.risk, option.price, option.burden) < 0:
                yield f"{place}: risk, price and burden must not be negative"


def _first_option(problem: Problem) -> bool:
    return bool(problem.items and problem.items[0].options)


def _row_faults(name: str, rows: tuple[int, ...], size: int) -> Iterator[str]:
    if not rows:
        return
    if len(rows) != size:
        yield f"{name} has {len(rows)} rows for {size} items; give one for each item or leave it empty"
        return
    for i, row in enumerate(rows):
        if row < 0 or row >> size:
            yield f"{name}[{i}] names items that do not exist (there are {size})"
        elif row >> i & 1:
            yield f"{name}[{i}] has the item itself in it"
        else:
            for j in bits(row):
                if not rows[j] >> i & 1:
                    yield f"{name}[{i}] has item {j}, but {name}[{j}] does not have item {i}"


def _pair_faults(problem: Problem) -> Iterator[str]:
    size = len(problem.items)
    for name, pairs in (("synergies", problem.synergies), ("antagonisms", problem.antagonisms)):
        for (i, j), value in pairs.items():
            if not 0 <= i < j < size:
                yield f"{name}[{i}, {j}]: a pair is two different items of 0..{size - 1}, smaller first"
            if value < 0:
                yield f"{name}[{i}, {j}] is {value}; it must not be negative"


def _reference_faults(problem: Problem) -> Iterator[str]:
    size = len(problem.items)
    for name, named in (("mandatory", problem.mandatory), ("excluded", problem.excluded)):
        for i in named:
            if not 0 <= i < size:
                yield f"{name} names item {i}; items are 0..{size - 1}"
    for i, alternatives in problem.requires:
        if not all(0 <= other < size for other in (i, *alternatives)):
            yield f"requires: item {i} with {alternatives}; items are 0..{size - 1}"
        elif i in alternatives:
            yield f"requires: item {i} is its own alternative, so the row asks for nothing"
