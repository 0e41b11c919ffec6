"""How much of one item of a cocktail passes: solved, then confirmed by `check` on both sides."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from mesoplan.cases.cocktail import CocktailReader
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item
from mesoplan.model.finding import VERDICT_RANK, CheckReport, Verdict
from mesoplan.model.line import Line
from mesoplan.model.threshold import Bound, Diluted, Level, Piece, Threshold
from mesoplan.quantity import Quantity, QuantityError
from mesoplan.record import NamedTuple
from mesoplan.repair.critical_points import Family, as_decimal, breakpoints, scaled
from mesoplan.rules.decisive import Deciding
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: How close to a solved point its two sides are looked at.
_BESIDE = Fraction(1, 10**9)


def threshold(
    scene: Scene, position: int, rules: tuple[Rule, ...] = RULES, *, answered: bool = False
) -> Threshold:
    """The largest amount of one item with which the cocktail of the case passes.

    More or less of an item means more or less of the same solution: its amounts and its volume
    change together. ``answered`` asks that nothing is unknown either, not only that nothing forbids.
    Raises IndexError when there is no such item.
    """
    items = scene.items
    item = items[position]
    least: Verdict = "caution" if answered else "incomplete"
    solver = _Solver(scene, rules, least)

    def more(share: Fraction) -> tuple[Item, ...]:
        return (*items[:position], scaled(item, share), *items[position + 1 :])

    most, pieces, limited = solver.most(more, item)
    alone, alone_limited = None, False
    if any(each.syringe == item.syringe for each in items if each is not item):
        own = item._replace(syringe=1 + max(each.syringe for each in items))

        def apart(share: Fraction) -> tuple[Item, ...]:
            return (*items[:position], scaled(own, share), *items[position + 1 :])

        alone, _, alone_limited = solver.most(apart, item)
    passes = solver.passes(solver.report(items).verdict)
    return Threshold(
        item=item.name,
        passes=passes,
        limited=limited,
        most=most,
        pieces=pieces,
        elsewhere=alone,
        elsewhere_limited=alone_limited,
        diluted=() if passes else tuple(solver.diluted(items, item)),
    )


def largest_share(
    scene: Scene, family: Family, rules: tuple[Rule, ...], least: Verdict = "incomplete"
) -> Fraction | None:
    """The largest x <= 1 of a family that passes; None when none does or it passes only below it."""
    solver = _Solver(scene, rules, least)
    for x in sorted((x for x in breakpoints(scene, family, rules) if x <= 1), reverse=True):
        for share in (x, _shortened(x)):
            if solver.passes(solver.report(family(share)).verdict):
                return share
    return None


class _Least(NamedTuple):
    """The least that passes, whether it does itself, and the cocktails there and just below."""

    x: Fraction
    included: bool
    at: tuple[Item, ...]
    below: tuple[Item, ...]


class _Solver:
    def __init__(
        self, scene: Scene, rules: tuple[Rule, ...], least: Verdict, deciding: Deciding | None = None
    ) -> None:
        self._scene = scene
        self._rules = rules
        self._deciding = deciding or Deciding(rules)
        self._least = VERDICT_RANK[least]

    def report(self, items: tuple[Item, ...]) -> CheckReport:
        return check(self._scene.with_items(items), self._rules)

    def passes(self, verdict: Verdict) -> bool:
        return VERDICT_RANK[verdict] >= self._least

    def most(self, family: Family, item: Item) -> tuple[Bound | None, tuple[Piece, ...], bool]:
        """The largest level that passes, the verdict piece by piece, and whether there is a limit."""
        points = breakpoints(self._scene, family, self._rules)
        pieces = tuple(self._pieces(family, points))
        if not pieces or self.passes(pieces[-1].verdict):
            return None, pieces, False
        for x, above in reversed(list(zip(points, pieces[1:], strict=True))):
            at, below = family(x), family(x * (1 - _BESIDE))
            over = self.report(family(x * (1 + _BESIDE)))
            if self.passes(over.verdict):
                continue
            sides = [(False, _shortened(x), below)]
            if _is_plain(x, item):
                sides.insert(0, (True, x, at))
            for included, share, side in sides:
                verdict = self.report(side).verdict
                if self.passes(verdict):
                    level = _level(item, share, self._scene)
                    stopping = tuple(
                        each
                        for each in over.findings
                        if each.severity == "forbid"
                        or (self._least > VERDICT_RANK["incomplete"] and each.severity == "unknown")
                    )
                    return Bound(level, included, stopping, (verdict, above.verdict)), pieces, True
        return None, pieces, True

    def _pieces(self, family: Family, points: tuple[Fraction, ...]) -> list[Piece]:
        found = []
        edges = (Fraction(0), *points)
        for low, high in pairwise(edges):
            inside = self.report(family((low + high) / 2)).verdict
            at = self.report(family(high)).verdict
            found.append(Piece(as_decimal(low), as_decimal(high), inside, at))
        last = edges[-1]
        beyond = self.report(family(2 * last if last else Fraction(1))).verdict
        found.append(Piece(as_decimal(last), None, beyond, None))
        return found

    def diluted(self, items: tuple[Item, ...], item: Item) -> list[Diluted]:
        """For each diluent on the shelf the least volume that makes the cocktail pass."""
        found = []
        for identity in diluents(self._scene):
            drop = diluent(identity, item.syringe, self._scene)
            if drop is None:
                continue
            least = self.least_of(_adding(items, drop))
            if least is not None:
                verdicts = (self.report(least.at).verdict, self.report(least.below).verdict)
                volume = Quantity(as_decimal(least.x), "mL")
                found.append(Diluted(identity, volume, least.included, verdicts))
        return found

    def least_of(self, family: Family) -> "_Least | None":
        """The least x that passes."""
        for x in breakpoints(self._scene, family, self._rules):
            below, at, above = family(x * (1 - _BESIDE)), family(x), family(x * (1 + _BESIDE))
            if self._allowed(below):
                return None  # passes from the start: diluting is not what it needs
            if _is_plain(x, None) and self._allowed(at):
                return _Least(x, True, at, below)
            if self._allowed(above):
                return _Least(_lengthened(x), False, above, at)
        return None

    def _allowed(self, items: tuple[Item, ...]) -> bool:
        """Whether these items pass; quicker than their report where only what forbids counts."""
        if self._least > VERDICT_RANK["incomplete"]:
            return self.passes(self.report(items).verdict)
        return not self._deciding.forbids(self._scene.with_items(items))


def diluents(scene: Scene) -> tuple[str, ...]:
    """The products that are there to dilute, by id."""
    table = scene.catalog.table("product")
    return tuple(sorted(each for each, product in table.items() if product.kind == "diluent"))


def least_diluent(
    scene: Scene,
    inside: tuple[Item, ...],
    product: str,
    rules: tuple[Rule, ...],
    deciding: Deciding | None = None,
) -> Item | None:
    """The least of a diluent with which these items pass in one syringe; None when none helps.

    Rules on single items are left out (`of_several`): what they say of the items, a diluent does not
    change. ``deciding`` keeps what the others said before.
    """
    drop = diluent(product, inside[0].syringe, scene) if inside else None
    if drop is None:
        return None
    least = _Solver(scene, of_several(rules), "incomplete", deciding).least_of(_adding(inside, drop))
    return None if least is None else scaled(drop, least.x)


def of_several(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that look at more than one item."""
    return tuple(rule for rule in rules if rule.scope not in ("item", "case"))


def diluent(product: str, syringe: int, scene: Scene) -> Item | None:
    """One millilitre of a diluent, as a case would write it; None when it cannot be read."""
    return scene.knowledge.once(_diluent, product, syringe)


def _diluent(knowledge: Knowledge, product: str, syringe: int) -> Item | None:
    row = {"product": product, "volume": "1 mL", "syringe": syringe}
    read = CocktailReader(knowledge.catalog, []).read((row,))
    return read[0]._replace(line=Line("diluent", syringe)) if read else None


def _adding(items: tuple[Item, ...], drop: Item) -> Family:
    def added(volume: Fraction) -> tuple[Item, ...]:
        return (*items, scaled(drop, volume))

    return added


def _is_plain(x: Fraction, item: Item | None) -> bool:
    """Whether the point, or the amounts and the volume of an item there, are decimals to measure out."""
    values = [x]
    if item is not None:
        amounts = [each.amount for each in item.contents] + [item.volume]
        values = [x * Fraction(each.value) for each in amounts if each is not None]
    return all(Fraction(f"{float(value):.9g}") == value for value in values)


def _shortened(x: Fraction) -> Fraction:
    """A little less, in six digits: for a point that is not reached or has no decimal."""
    return Fraction(f"{float(x) * (1 - 1e-6):.6g}")


def _lengthened(x: Fraction) -> Fraction:
    return Fraction(f"{float(x) * (1 + 1e-6):.6g}")


def _level(item: Item, share: Fraction, scene: Scene) -> Level:
    at = scaled(item, share)
    amounts = tuple((each.ingredient, each.amount) for each in at.contents if each.amount is not None)
    weight = scene.case.patient.weight
    per_kg = []
    for name, amount in amounts:
        if weight is not None:
            try:
                per_kg.append((name, amount / weight))
            except QuantityError:
                continue
    return Level(as_decimal(share), amounts, at.volume, tuple(per_kg))
