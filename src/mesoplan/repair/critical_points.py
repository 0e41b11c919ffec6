"""Cocktails that change along one line, and the points of the line where a rule may change its mind.

A family maps a number x > 0 to a cocktail whose amounts and volumes are linear in x: one item scaled
by x, or x mL of a diluent added. Then every share of a limit is linear in x and every final
concentration is a ratio of two linear functions, so the points where a maximum is reached, a studied
range is left, the osmolality passes a bound or a solubility is exceeded are found by solving an
equation, exactly, in fractions. Between two neighbouring points no rule that was solved changes.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.acidity import mixed_range
from mesoplan.mixing.mixture import Mixture
from mesoplan.mixing.osmolality import of_products, of_solute
from mesoplan.model.case import Item
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.rules.dose.studied import compared
from mesoplan.rules.rule import Rule
from mesoplan.rules.scene import Scene

Family = Callable[[Fraction], tuple[Item, ...]]

_ONE, _TWO = Fraction(1), Fraction(2)
_EXACT = Context(prec=40, rounding=ROUND_DOWN)
_TENTH = Decimal("0.1")
_HALF_TENTH = Decimal("0.05")
#: A solved point this close to a simple fraction is that fraction: shares are rounded at 50 digits.
_NEAR = Fraction(1, 10**24)
_SIMPLE = 10**9


class Line:
    """value(x) = start + slope * x."""

    __slots__ = ("slope", "start")

    def __init__(self, at_one: Fraction, at_two: Fraction) -> None:
        self.slope = at_two - at_one
        self.start = at_one - self.slope

    def reaches(self, level: Fraction) -> Fraction | None:
        """The x at which the value is ``level``; None when it never or always is."""
        return (level - self.start) / self.slope if self.slope else None


def ratio_reaches(upper: Line, lower: Line, level: Fraction) -> Fraction | None:
    """The x at which upper(x) / lower(x) is ``level``."""
    slope = upper.slope - level * lower.slope
    return (level * lower.start - upper.start) / slope if slope else None


def scaled(item: Item, share: Fraction) -> Item:
    """The same item, more or less of it."""
    contents = tuple(
        each._replace(amount=None if each.amount is None else times(each.amount, share))
        for each in item.contents
    )
    volume = None if item.volume is None else times(item.volume, share)
    return item._replace(contents=contents, volume=volume)


def times(amount: Quantity, share: Fraction) -> Quantity:
    """An amount times a fraction: exact where a decimal is, else cut off after 40 digits."""
    return Quantity(as_decimal(Fraction(amount.value) * share), amount.unit)


def as_decimal(value: Fraction) -> Decimal:
    """The decimal of a fraction: exact when it has one, else its first 40 digits."""
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def breakpoints(scene: Scene, family: Family, rules: Iterable[Rule]) -> tuple[Fraction, ...]:
    """Every x > 0 at which a solved rule may change its judgement, ascending."""
    at_one, at_two = scene.with_items(family(_ONE)), scene.with_items(family(_TWO))
    found = {
        _simple(x)
        for x in (
            *_shares(at_one, at_two, rules),
            *_studied(at_one, at_two),
            *_mixtures(at_one, at_two),
        )
        if x is not None and x > 0
    }
    return tuple(sorted(found))


def _simple(x: Fraction) -> Fraction:
    near = x.limit_denominator(_SIMPLE)
    return near if abs(near - x) < _NEAR * (1 + near) else x


# ---------------------------------------------------------------------- limits


def _shares(one: Scene, two: Scene, rules: Iterable[Rule]) -> Iterator[Fraction | None]:
    """Where the sum of a shared maximum reaches all of it."""
    for rule in rules:
        if rule.scope == "total":
            first, second = _totals(one, rule), _totals(two, rule)
            for resource in first.keys() & second.keys():
                yield Line(first[resource], second[resource]).reaches(_ONE)


def _totals(scene: Scene, rule: Rule) -> dict[str, Fraction]:
    totals: dict[str, Fraction] = {}
    for item in scene.items:
        for usage in rule.usages(item, scene):
            totals[usage.resource] = totals.get(usage.resource, Fraction(0)) + Fraction(usage.fraction)
    return totals


def _studied(one: Scene, two: Scene) -> Iterator[Fraction | None]:
    """Where the session's amount reaches the least that a regimen gives."""
    for first, second in zip(one.items, two.items, strict=True):
        for ingredient in dict.fromkeys(first.ingredients):
            later = {each.use: each.given for each in compared(second, ingredient, two)}
            for each in compared(first, ingredient, one):
                if each.use in later:
                    like = each.use.low
                    line = Line(_number(each.given, like), _number(later[each.use], like))
                    yield line.reaches(Fraction(like.value))


def _number(amount: Quantity, like: Quantity) -> Fraction:
    return Fraction(amount.to(like.unit).value)


# ---------------------------------------------------------------------- mixtures


def _mixtures(one: Scene, two: Scene) -> Iterator[Fraction | None]:
    for first, second in zip(one.mixtures, two.mixtures, strict=True):
        if first.volume is None or second.volume is None:
            continue
        volume = Line(_millilitres(first.volume), _millilitres(second.volume))
        yield from _osmolality(first, second, volume, one)
        yield from _concentrations(first, second, volume, one.knowledge)


def _millilitres(volume: Quantity) -> Fraction:
    return Fraction(volume.to("mL").value)


def _osmolality(first: Mixture, second: Mixture, volume: Line, scene: Scene) -> Iterator[Fraction | None]:
    """Where the estimate, rounded to whole mOsm/kg, passes a bound: half a unit beyond it."""
    particles = Line(_particles(first, scene), _particles(second, scene))
    for name, cautious, beyond in (
        ("osmolality-max", "low", Fraction(1, 2)),
        ("osmolality-min", "high", Fraction(-1, 2)),
    ):
        bound = scene.number("mixing", name, cautious)
        if bound is not None:
            yield ratio_reaches(particles, volume, Fraction(bound[0]) + beyond)


def _particles(mixture: Mixture, scene: Scene) -> Fraction:
    """Sum of osmolality times mL over the items whose osmolality is known."""
    total = Fraction(0)
    for item, products in mixture.products:
        known = of_products(products) or of_solute(item, scene.knowledge)
        if known is not None and item.volume is not None:
            total += Fraction(known[0]) * _millilitres(item.volume)
    return total


def _concentrations(
    first: Mixture, second: Mixture, volume: Line, knowledge: Knowledge
) -> Iterator[Fraction | None]:
    """Where a final concentration leaves a studied range or passes a solubility."""
    levels = dict(_levels(first, knowledge))
    for part, grown in zip(first.parts, second.parts, strict=True):
        if part.amount is None or grown.amount is None:
            continue
        for level in levels.get(part.ingredient, ()):
            try:
                held = Line(_per_ml(part.amount, level), _per_ml(grown.amount, level))
                yield ratio_reaches(held, volume, Fraction(level.value))
            except QuantityError:
                continue


def _per_ml(amount: Quantity, level: Quantity) -> Fraction:
    """The amount as the numerator of ``level``'s unit, for one mL."""
    return _number(amount / Quantity(1, "mL"), level)


def _levels(mixture: Mixture, knowledge: Knowledge) -> Iterator[tuple[str, list[Quantity]]]:
    names = [part.ingredient for part in mixture.parts]
    studied: dict[str, list[Quantity]] = {}
    statements = [
        stated
        for place, left in enumerate(names)
        for right in names[place + 1 :]
        for stated in knowledge.interactions(left, right)
    ]
    for stated in (*statements, *knowledge.together(names)):
        for each in stated.record.ranges:
            studied.setdefault(each.member, []).extend((each.low, each.high))
    span = mixed_range(mixture)
    for name in names:
        levels = studied.get(name, [])
        for acidity in knowledge.catalog.ingredient(name).acidity:
            if acidity.s0 is None or acidity.measured_threshold is not None:
                continue
            levels.append(acidity.s0)
            if span is not None:
                levels.append(_soluble(acidity.s0, acidity.pka, acidity.kind, span[:2]))
        yield name, levels


def _soluble(s0: Quantity, pka: Decimal, kind: str, span: tuple[Decimal, Decimal]) -> Quantity:
    """The concentration at which Henderson-Hasselbalch puts the threshold at the mixture's pH.

    The rule rounds the threshold to tenths of a unit, so it moves on half a tenth beyond.
    """
    if kind == "acid":
        edge = (span[0] / _TENTH).to_integral_value(ROUND_DOWN) * _TENTH + _HALF_TENTH
        power = edge - pka
    else:
        edge = -((-span[1] / _TENTH).to_integral_value(rounding="ROUND_FLOOR")) * _TENTH - _HALF_TENTH
        power = pka - edge
    factor = 1 + _EXACT.power(Decimal(10), power)
    return times(s0, Fraction(factor))
