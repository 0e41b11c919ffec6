"""Random problems, each solved by the engine and by a slow, independent way."""

from decimal import Decimal
from fractions import Fraction as F
from random import Random

import pytest

from mesoplan.preparation.concentration import Part, worst_of
from mesoplan.preparation.containers import Use, pareto_containers, share_containers
from mesoplan.preparation.dilution import best_dilution
from mesoplan.preparation.interval import Interval, around, rounded_down, rounded_up
from mesoplan.preparation.measuring import readings
from mesoplan.preparation.order import MOST_PARTS, NoOrder, Ordering, best_order
from mesoplan.preparation.syringe import successive

from . import second
from .shelf import ALL, ML1, ML2_5, ML5

#: Two ways of dividing agree to the digits that the decimals carry.
NEARLY_NOTHING = Decimal("1e-30")


@pytest.mark.parametrize("seed", range(60))
def test_containers_equal_enumeration(seed):
    random = Random(seed)
    sizes = random.sample([F(1, 2), F(1), F(2), F("2.5"), F(3), F(5), F(10)], random.randint(1, 3))
    need = F(random.randint(1, 120), 10)
    found = {(each.number, each.waste) for each in pareto_containers(need, sizes)}
    assert found == second.enumerated_containers(need, sizes)
    for each in pareto_containers(need, sizes):
        assert sum(each.sizes) - need == each.waste
        assert set(each.sizes) <= set(sizes)


@pytest.mark.parametrize("seed", range(60))
def test_unsplit_sharing_equals_enumeration(seed):
    random = Random(seed)
    keeps = random.choice([3, 7, 14, 28])
    uses = [Use(random.randint(0, 40), F(random.randint(1, 10))) for _ in range(random.randint(1, 5))]
    shared = share_containers(uses, F(10), keeps, split=False)
    assert len(shared.opened_on) == second.unsplit_by_enumeration(uses, F(10), keeps)
    assert_is_a_valid_sharing(shared, uses, F(10), keeps)


def assert_is_a_valid_sharing(shared, uses, size, keeps):
    for number, opened in enumerate(shared.opened_on):
        taken = [each for each in shared.taken if each.container == number]
        assert sum(each.volume for each in taken) <= size
        assert all(0 <= each.day - opened <= keeps for each in taken)
    assert sum(each.volume for each in shared.taken) == sum(use.volume for use in uses)
    assert shared.discarded == size * len(shared.opened_on) - sum(use.volume for use in uses)


@pytest.mark.parametrize("seed", range(30))
def test_split_sharing_equals_an_independent_solver(seed):
    from ortools.sat.python import cp_model

    random = Random(seed)
    keeps = random.choice([3, 7, 14, 28])
    uses = sorted(Use(random.randint(0, 40), F(random.randint(1, 14))) for _ in range(5))
    shared = share_containers(uses, F(10), keeps)
    assert_is_a_valid_sharing(shared, uses, F(10), keeps)
    model = cp_model.CpModel()
    most = len(shared.opened_on)
    days = sorted({use.day for use in uses})
    opened = [[model.new_bool_var("") for _ in days] for _ in range(most)]
    amounts = [[model.new_int_var(0, 10, "") for _ in uses] for _ in range(most)]
    for container in range(most):
        model.add_at_most_one(opened[container])
        model.add(sum(amounts[container]) <= 10)
        for use, amount in zip(uses, amounts[container], strict=True):
            usable = [
                chosen
                for chosen, day in zip(opened[container], days, strict=True)
                if 0 <= use.day - day <= keeps
            ]
            model.add(amount <= 10 * sum(usable))
    for position, use in enumerate(uses):
        model.add(sum(amounts[container][position] for container in range(most)) == int(use.volume))
    model.minimize(sum(sum(row) for row in opened))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    assert round(solver.objective_value) == most


@pytest.mark.parametrize("seed", range(200))
def test_orders_equal_permutations(seed):
    random = Random(seed)
    parts = "abcdefg"[: random.randint(2, 6)]
    forbidden = {
        frozenset(random.sample(parts, random.randint(1, len(parts)))) for _ in range(random.randint(0, 6))
    }
    before = [tuple(random.sample(parts, 2)) for _ in range(random.randint(0, 3))]
    weight = {part: F(random.randint(0, 5)) for part in parts}

    def cost(done, part):
        return (weight[part] * len(done),)

    found = best_order(parts, lambda mixture: mixture not in forbidden, before, cost)
    every = second.permuted_orders(parts, lambda mixture: mixture not in forbidden, before)
    if not every:
        assert isinstance(found, NoOrder)
        assert_is_minimal(found, parts)
        return
    assert isinstance(found, Ordering)
    assert found.possible == len(every)
    priced = [(sum(weight[part] * place for place, part in enumerate(order)), order) for order in every]
    assert (found.cost[0], found.order) == min(priced)


def assert_is_minimal(found, parts):
    sets = {frozenset(each) for each in found.mixtures}
    reasons = [("set", each) for each in sets] + [("pair", each) for each in found.precedences]
    for dropped in reasons:
        kept_sets = {each for kind, each in reasons if kind == "set" and (kind, each) != dropped}
        kept = [each for kind, each in reasons if kind == "pair" and (kind, each) != dropped]
        assert second.permuted_orders(
            parts, lambda mixture, kept_sets=kept_sets: mixture not in kept_sets, kept
        )
    assert not second.permuted_orders(parts, lambda mixture: mixture not in sets, found.precedences)


def test_too_many_parts_are_refused():
    with pytest.raises(ValueError, match="not searched"):
        best_order([str(number) for number in range(MOST_PARTS + 1)], lambda mixture: True)


@pytest.mark.parametrize("seed", range(40))
def test_worst_concentrations_equal_every_corner(seed):
    random = Random(seed)
    volumes = [
        around(F(random.randint(1, 50), 10), F(random.randint(0, 60), 100))
        for _ in range(random.randint(2, 5))
    ]
    share = Interval(F("0.9"), F("1.15")) if random.random() < 0.5 else None
    parts = tuple(Part(volume, F(20), share if place == 0 else None) for place, volume in enumerate(volumes))
    worst = worst_of(0, parts)
    low, high = second.corner_concentrations(0, volumes, tuple(parts[0].content))
    assert (second.decimal(worst.concentration.low), second.decimal(worst.concentration.high)) == (
        pytest.approx(low, abs=NEARLY_NOTHING),
        pytest.approx(high, abs=NEARLY_NOTHING),
    )
    assert worst.volume_only == (share is None)


def test_less_than_nothing_is_nothing():
    last = successive(ML5, (F("4.6"), F("0.2")))[1]
    assert last.low == 0
    worst = worst_of(1, (Part(successive(ML5, (F("4.6"), F("0.2")))[0], F(0)), Part(last, F(100))))
    assert worst.concentration.low == 0
    assert worst.amount.low == 0


def test_what_passes_the_scale_is_refused():
    with pytest.raises(ValueError, match="do not fit"):
        successive(ML1, (F("0.6"), F("0.6")))


@pytest.mark.parametrize("exact", ["0.05", "0.333", "1.01", "2.37", "4.99", "7", "19.5"])
def test_the_chosen_reading_is_the_best_of_all_marks(exact):
    every = [
        max(abs(corner - F(exact)) / F(exact) for corner in syringe.drawn(mark))
        for syringe in ALL
        if syringe.nominal >= F(exact)
        for mark in syringe.marks()
    ]
    # A mark further away could only win by a tolerance smaller than the detour: never by more.
    assert readings(F(exact), ALL)[0].worst == min(every)


@pytest.mark.parametrize("exact", ["0.013", "0.05", "0.11"])
def test_a_dilution_is_the_best_of_all_marks(exact):
    syringes = (ML2_5._replace(step=F(1, 4)), ML5._replace(step=F(1, 2)))
    draws = [(each.drawn(mark), mark) for each in syringes for mark in each.marks()]
    worst = min(
        max(stock.high * dose.high / total.low - F(exact), F(exact) - stock.low * dose.low / total.high)
        / F(exact)
        for stock, stock_mark in draws
        for total, total_mark in draws
        for dose, _ in draws
        if stock_mark < total_mark and stock.low > 0 and dose.low > 0
    )
    assert best_dilution(F(exact), syringes).worst == worst


@pytest.mark.parametrize("exact", ["0.013", "0.002"])
def test_two_steps_are_the_best_of_all_marks(exact):
    syringes = (ML2_5._replace(step=F(1, 2)), ML5._replace(step=F(1)))
    draws = [(each.drawn(mark), mark) for each in syringes for mark in each.marks()]
    steps = [
        (stock.low / total.high, stock.high / total.low)
        for stock, stock_mark in draws
        for total, total_mark in draws
        if stock_mark < total_mark and stock.low > 0
    ]
    worst = min(
        max(one[1] * other[1] * dose.high - F(exact), F(exact) - one[0] * other[0] * dose.low) / F(exact)
        for one in steps
        for other in steps
        for dose, _ in draws
        if dose.low > 0
    )
    assert best_dilution(F(exact), syringes, steps=2).worst == worst


def test_printed_bounds_are_rounded_outward():
    assert str(rounded_down(F(2, 3), 2)) == "0.66"
    assert str(rounded_up(F(2, 3), 2)) == "0.67"
    assert str(rounded_up(F(1, 2), 2)) == "0.50"
