"""Worst cases and orders a second way: from the marks on the sheet, by corners and permutations."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations, product

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.engine import Engine
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.preparation import Filling
from mesoplan.rules.registry import RULES
from mesoplan.rules.run import forbidding
from mesoplan.rules.scene import Scene

from .conftest import PATIENT

ROWS = {
    "akis": {"product": "akis-25", "volume": "1.37 mL"},
    "lidocaine": {"product": "lidocaine-2-plain", "volume": "0.9 mL"},
    "weak-lidocaine": {"product": "lidocaine-1-plain", "volume": "2.2 mL"},
    "bicarbonate": {"product": "sodium-bicarbonate-1-4", "volume": "2.5 mL"},
    "ketoprofen": {"product": "ketoprofen-lysine-160", "volume": "2 mL"},
}
CHOSEN = (
    ("akis", "bicarbonate"),
    ("akis", "lidocaine", "bicarbonate"),
    ("lidocaine", "weak-lidocaine"),
    ("lidocaine", "weak-lidocaine", "bicarbonate"),
    ("ketoprofen", "lidocaine"),
)


def case_of(names: tuple[str, ...]) -> Case:
    rows = tuple(ROWS[name] for name in names)
    return Case(goal="knee-osteoarthritis", zone="knee", jurisdiction="IT", patient=PATIENT, cocktail=rows)


def error_of(engine: Engine, syringe: str, mark: Decimal) -> Decimal:
    """The tolerated error, straight from the catalog's files."""
    model = engine.catalog.table("syringe")[syringe]
    tolerance = engine.catalog.table("tolerance")[model.tolerance]
    nominal = model.nominal.value.value
    if mark < nominal / 2:
        return tolerance.below_half.of_nominal * nominal + tolerance.below_half.of_volume * mark
    return tolerance.from_half.of_volume * mark


def corner_bounds(engine: Engine, filling: Filling, ingredient: str) -> tuple[Decimal, Decimal]:
    volumes, strengths = [], []
    for draw in filling.draws:
        marks = [(each.syringe, each.mark.value) for each in draw.portions]
        total = sum((mark for _, mark in marks), Decimal(0))
        error = sum((error_of(engine, *mark) for mark in marks), Decimal(0))
        volumes.append((total - error, total + error))
        shelf = engine.catalog.product(draw.product)
        part = next((each for each in shelf.contains if each.ingredient == ingredient), None)
        if part is None or part.strength is None:
            strengths.append((Decimal(0),))
            continue
        ranged = next((each for each in shelf.strength_ranges if each.ingredient == ingredient), None)
        shares = (ranged.low or 1, ranged.high or 1) if ranged else (Decimal(1),)
        strengths.append(tuple(part.strength.to("mg/mL").value * share for share in shares))
    seen = [
        sum((v * s for v, s in zip(volume, strength, strict=True)), Decimal(0)) / sum(volume)
        for volume in product(*volumes)
        for strength in product(*strengths)
    ]
    return min(seen), max(seen)


@pytest.mark.parametrize("names", CHOSEN, ids="+".join)
def test_worst_concentrations_are_those_of_the_corners(engine: Engine, names: tuple[str, ...]) -> None:
    sheet = engine.prepare(case_of(names), draft=True).result.sheet
    assert sheet is not None
    (filling,) = sheet.fillings
    for held in filling.held:
        low, high = corner_bounds(engine, filling, held.ingredient)
        printed = [each.to("mg/mL").value for each in held.worst_concentration]
        assert printed[0] <= low < printed[0] + Decimal("0.0002"), held.ingredient
        assert printed[1] - Decimal("0.0002") < high <= printed[1], held.ingredient


@pytest.mark.parametrize("names", CHOSEN, ids="+".join)
def test_the_number_of_orders_is_that_of_the_allowed_permutations(
    engine: Engine, names: tuple[str, ...]
) -> None:
    case = case_of(names)
    scene = Scene(resolve(case, engine.catalog), Knowledge(engine.catalog))
    rules = [rule for rule in RULES if rule.scope in ("pair", "mixture")]
    sheet = engine.prepare(case, draft=True).result.sheet
    assert sheet is not None
    (filling,) = sheet.fillings
    first = {
        (one, other)
        for one, other in permutations(scene.items, 2)
        for identity in engine.catalog.table("interaction")
        if {*one.ingredients, *other.ingredients} >= set(identity.split("--"))
        for each in engine.catalog.interaction(identity).orders
        if each.member in one.ingredients
    }
    allowed = [
        order
        for order in permutations(scene.items)
        if all(order.index(one) < order.index(other) for one, other in first)
        and not any(
            list(forbidding(scene.with_items(order[:size]), rules)) for size in range(2, len(order) + 1)
        )
    ]
    assert filling.orders == len(allowed)
    if allowed:
        assert tuple(draw.line for draw in filling.draws) in [
            tuple(str(item.line) for item in order) for order in allowed
        ]


def test_exact_bounds_are_never_printed_tighter_than_they_are(engine: Engine) -> None:
    sheet = engine.prepare(case_of(("akis",)), draft=True).result.sheet
    assert sheet is not None
    draw = sheet.fillings[0].draws[0]
    exact = Fraction("1.37")
    error = Fraction(error_of(engine, draw.portions[0].syringe, draw.portions[0].mark.value))
    mark = Fraction(draw.drawn.value)
    assert Fraction(draw.worst.low.value) <= mark - error
    assert Fraction(draw.worst.high.value) >= mark + error
    assert Fraction(draw.error) >= max(mark + error - exact, exact - mark + error) / exact
