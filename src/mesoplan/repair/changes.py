"""Changes of a written cocktail: which there are for a judgement, and what they make of the items."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from mesoplan.mixing.mixture import total_volume
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.model.finding import Judgement
from mesoplan.model.line import Line
from mesoplan.quantity import Quantity
from mesoplan.quantity.number import EXACT, added_up
from mesoplan.record import NamedTuple
from mesoplan.repair.critical_points import scaled
from mesoplan.repair.swaps import Swaps, swaps
from mesoplan.repair.threshold import diluent, diluents, least_diluent, of_several
from mesoplan.rules.decisive import Deciding
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import Unit
from mesoplan.rules.scene import Scene
from mesoplan.rules.shown import exact, key_of_item

MAX_SYRINGES = 12


class Step(NamedTuple):
    """One change to apply: of the item at ``position`` (-1: of the case).

    ``product`` is the vehicle or diluent, ``syringe`` where it goes, ``exchange`` the number of the
    exchange; ``to`` is the place, or the interval to wait in words, and ``interval`` that interval.
    """

    kind: str
    position: int
    product: str = ""
    syringe: int = 0
    exchange: int = 0
    to: str = ""
    interval: Quantity | None = None

    @property
    def adds(self) -> bool:
        """Whether it adds a diluent or a vehicle to a syringe."""
        return self.position < 0 and self.kind in ("dilute", "vehicle")


class Made(NamedTuple):
    """What a set of changes makes: this session's items, those of another session, the case."""

    here: tuple[Item, ...]
    later: tuple[Item, ...]
    case: ResolvedCase
    shares: tuple[tuple[int, Fraction], ...] = ()


class _ToLower(NamedTuple):
    """Items to be lowered, by their places, and what each item uses of the maxima that are passed."""

    made: Made
    places: tuple[int, ...]
    passed: tuple[tuple[tuple[int, Decimal], ...], ...]


class _Pending(NamedTuple):
    """A cocktail of which some amounts, kept under ``key``, were not solved yet."""

    key: tuple[object, ...]
    later: tuple[Item, ...]
    case: ResolvedCase


class _Changed(NamedTuple):
    """An item after changes of its own, where it is given, and whether it is to be lowered."""

    item: Item
    where: Literal["here", "later", "gone"]
    lowered: bool


class Bench:
    """Applies changes to one cocktail. Exchanges are looked up once."""

    def __init__(self, scene: Scene, rules: tuple[Rule, ...], *, answered: bool = False) -> None:
        self.scene = scene
        self.items = scene.items
        self._rules = rules
        self.deciding = Deciding(rules, unknown=answered)
        self._diluting = Deciding(of_several(rules))
        self._scenes: dict[tuple[object, ...], Scene] = {}
        self._least: dict[tuple[object, ...], Item | None] = {}
        self._lower: dict[tuple[object, ...], Made | _ToLower | None] = {}
        self._swaps: dict[int, Swaps] = {}
        self._made: dict[frozenset[Step], Made | _Pending | None] = {}
        self._changed_items: dict[tuple[int, frozenset[Step]], _Changed | None] = {}
        self._lines = {each.line: number for number, each in enumerate(self.items)}
        self._held = {each.line: frozenset(each.ingredients) for each in self.items}
        self.cut_short = False
        """Whether some item had more possible exchanges than are tried."""

    def swaps(self, position: int) -> tuple[Item, ...]:
        """The exchanges tried for an item."""
        if position not in self._swaps:
            self._swaps[position] = swaps(self.items[position], self.scene, self._rules)
            self.cut_short |= not self._swaps[position].all
        return self._swaps[position].items

    @property
    def work(self) -> int:
        """How many sets of changes were tried on the items, whether or not they could be made."""
        return len(self._made)

    def in_case(self, case: ResolvedCase) -> Scene:
        """A scene of the case with its session as changes left it; the same scene for the same session."""
        if case.session is self.scene.case.session:
            return self.scene
        key = tuple(map(exact, case.session))
        if key not in self._scenes:
            self._scenes[key] = Scene(case, self.scene.knowledge, self.items)
        return self._scenes[key]

    # ------------------------------------------------------------------ which changes may settle it

    def steps(self, rule: Rule, unit: Unit, found: Judgement, made: Made) -> tuple[Step, ...]:
        """Every change of the vocabulary that can settle a judgement made on this unit."""
        lines = self._lines
        numbers = [lines[line] for line in unit if line in lines]
        offered: list[Step] = []
        if rule.scope == "mixture":
            numbers = [
                lines[each.line]
                for each in made.here
                if each.line in lines and unit == (Line("syringe", each.syringe),)
            ]
        elif rule.scope in ("total", "case") or _names_company(found):
            numbers = list(range(len(self.items)))
            if rule.scope == "total":
                numbers = self._using(rule, found, made) or numbers
        for number in numbers:
            offered += [Step("drop", number)]
            offered += [Step("swap", number, exchange=n) for n in range(len(self.swaps(number)))]
            if rule.scope == "total" or any(fix.kind == "lower" for fix in found.fixes):
                offered += [Step("lower", number)]
            if rule.scope != "item":
                offered += [Step("split", number)]
            if rule.scope in ("pair", "mixture", "case"):
                offered += [Step("separate", number, syringe=s) for s in self._syringes(number)]
        offered += self._others(rule, unit, found, made)
        return tuple(dict.fromkeys(offered))

    def _using(self, rule: Rule, found: Judgement, made: Made) -> list[int]:
        """Items that use what the judgement is about."""
        lines = self._lines
        return [
            lines[each.line]
            for each in made.here
            if each.line in lines and (set(found.subjects) & {each.name, *each.ingredients})
        ]

    def _syringes(self, number: int) -> Iterator[int]:
        """Other syringes, and two new ones."""
        used = sorted({each.syringe for each in self.items})
        fresh = [used[-1] + 1, used[-1] + 2]
        for syringe in (*used, *fresh):
            if syringe != self.items[number].syringe and syringe <= MAX_SYRINGES:
                yield syringe

    def _others(self, rule: Rule, unit: Unit, found: Judgement, made: Made) -> Iterator[Step]:
        for fix in found.fixes:
            if fix.kind == "vehicle":
                yield from self._vehicles(fix.target, unit, made)
            elif fix.kind == "dilute":
                for syringe in sorted({each.syringe for each in made.here}):
                    if unit == (Line("syringe", syringe),):
                        for product in diluents(self.scene):
                            yield Step("dilute", -1, product, syringe)
            elif fix.kind == "wait" and fix.amount is not None:
                yield Step("wait", -1, to=str(fix.amount), interval=fix.amount)
            elif fix.kind == "state" and fix.target == "session.place":
                yield Step("state", -1, to=fix.detail)

    def _vehicles(self, wanted: str, unit: Unit, made: Made) -> Iterator[Step]:
        """Another vehicle in place of the one that is there; where there is none, this one added."""
        lines = self._lines
        inside = {each.syringe for each in made.here if each.line in unit}
        present = [
            each
            for each in made.here
            if each.syringe in inside and self.scene.catalog.ingredient(each.ingredients[0]).role == "vehicle"
        ]
        for product in self._holding(wanted):
            for each in present:
                if each.line in lines:
                    yield Step("vehicle", lines[each.line], product)
            if not present:
                for syringe in sorted(inside):
                    yield Step("vehicle", -1, product, syringe)

    # ------------------------------------------------------------------ what they make

    def apply(self, steps: frozenset[Step]) -> Made | None:
        """The cocktail after these changes; None when two of them contradict each other."""
        found = self._looked_at(steps)
        if isinstance(found, _Pending):
            found = self._made[steps] = self._solve(found)
        return found

    def possible(self, steps: frozenset[Step]) -> bool:
        """Whether `apply` makes something of these changes; amounts to lower to are not solved for that."""
        return self._looked_at(steps) is not None

    def _looked_at(self, steps: frozenset[Step]) -> "Made | _Pending | None":
        if steps not in self._made:
            self._made[steps] = self._applied(steps)
        return self._made[steps]

    def _solve(self, pending: "_Pending") -> Made:
        less = self._lower[pending.key]
        if isinstance(less, _ToLower):
            less = self._lower[pending.key] = self._solved(less)
        assert less is not None  # what is pending was found to be possible
        return less._replace(later=pending.later, case=pending.case)

    def _applied(self, steps: frozenset[Step]) -> "Made | _Pending | None":
        by_item: dict[int, list[Step]] = {}
        added: list[Step] = []
        case = self.scene.case
        exchanged = False
        for step in steps:
            if step.position >= 0:
                by_item.setdefault(step.position, []).append(step)
                exchanged = exchanged or step.kind in ("swap", "vehicle")
            elif step.adds:
                added.append(step)
            else:
                case = _stated(case, step)
        here: list[Item] = []
        later: list[Item] = []
        lowered: list[int] = []
        for number, item in enumerate(self.items):
            own = by_item.get(number)
            if own is None:
                here.append(item)
                continue
            changed = self._after(number, frozenset(own))
            if changed is None:
                return None
            if changed.where == "later":
                later.append(changed.item._replace(syringe=len(later) + 1))
            elif changed.where == "here":
                if changed.lowered:
                    lowered.append(len(here))
                here.append(changed.item)
        made: Made | None = Made(tuple(here), tuple(later), case)
        if exchanged and self._doubled((*here, *later)):
            return None  # an exchange for what is there already only drops the item
        if lowered and made is not None:
            key = (*map(self._number, here), tuple(lowered), self.in_case(case).facts)
            if key not in self._lower:
                self._lower[key] = self._lowered(made, lowered)
            if self._lower[key] is None:
                return None
            pending = _Pending(key, made.later, case)
            if not added:
                return pending
            made = self._solve(pending)
        for step in sorted(added):
            if made is not None:
                made = self._added(made, step)
        return made

    def _number(self, item: Item) -> int:
        return self.scene.knowledge.judgements.number_of(item, key_of_item)

    def _after(self, number: int, own: frozenset[Step]) -> "_Changed | None":
        """An item after its own changes; None when they contradict each other."""
        key = (number, own)
        if key not in self._changed_items:
            self._changed_items[key] = self._worked_out(number, own)
        return self._changed_items[key]

    def _worked_out(self, number: int, own: frozenset[Step]) -> "_Changed | None":
        kinds = {step.kind for step in own}
        if len(kinds) != len(own) or (_ENDS & kinds and len(kinds) > 1) or kinds >= {"swap", "vehicle"}:
            return None
        item = self._changed(self.items[number], number, own)
        if item is None:
            return None
        if "drop" in kinds:
            return _Changed(item, "gone", False)
        return _Changed(item, "later" if "split" in kinds else "here", "lower" in kinds)

    def _added(self, made: Made, step: Step) -> Made | None:
        """Adds a diluent: the least volume with which the syringe passes, solved exactly; or a
        vehicle: as much as there is of what it has to carry."""
        product = step.product
        scene = self.in_case(made.case).with_items(made.here)
        inside = tuple(each for each in made.here if each.syringe == step.syringe)
        if step.kind == "dilute":
            key = (inside, product, made.case.session)
            if key not in self._least:
                self._least[key] = least_diluent(scene, inside, product, self._rules, self._diluting)
            found = self._least[key]
        else:
            found = self._carrier(inside, product)
        return None if found is None else made._replace(here=(*made.here, found))

    def _carrier(self, inside: tuple[Item, ...], product: str) -> Item | None:
        volume = total_volume(inside)
        drop = diluent(product, inside[0].syringe, self.scene) if inside else None
        if volume is None or drop is None:
            return None
        return scaled(drop, Fraction(volume.to("mL").value))

    def _doubled(self, items: tuple[Item, ...]) -> bool:
        """Whether an exchange brought in an ingredient that another item holds."""
        names = [set(item.ingredients) for item in items]
        return any(
            sum(name in each for each in names) > 1
            for item, own in zip(items, names, strict=True)
            for name in own - self._held.get(item.line, frozenset())
        )

    def _changed(self, item: Item, number: int, steps: Iterable[Step]) -> Item | None:
        for step in steps:
            if step.kind == "swap":
                item = self.swaps(number)[step.exchange]._replace(syringe=item.syringe)
            elif step.kind == "vehicle":
                made = self._in_vehicle(item, step.product)
                if made is None:
                    return None
                item = made
        for step in steps:
            if step.kind == "separate":
                item = item._replace(syringe=step.syringe)
        return item

    def _holding(self, vehicle: str) -> list[str]:
        """The diluents on the shelf that are this vehicle."""
        return [
            each
            for each in diluents(self.scene)
            if any(part.ingredient == vehicle for part in self.scene.catalog.product(each).contains)
        ]

    def _in_vehicle(self, item: Item, product: str) -> Item | None:
        """The same volume of another vehicle."""
        drop = diluent(product, item.syringe, self.scene)
        if item.volume is None or drop is None or item.product == product:
            return None
        volume = Fraction(item.volume.to("mL").value)
        return scaled(drop, volume)._replace(line=item.line)

    def _lowered(self, made: Made, places: list[int]) -> "Made | _ToLower | None":
        """Lowers the items to the most that every shared maximum leaves them, solved exactly.

        What the others leave of a maximum is divided among the lowered items in proportion. Where they
        leave nothing, the maximum stays passed, for further changes to settle.
        """
        scene = self.in_case(made.case).with_items(made.here)
        used: dict[tuple[str, str], list[tuple[int, Decimal]]] = {}
        for place, resource, fraction in self.deciding.shares(scene):
            used.setdefault(resource, []).append((place, fraction))
        passed = tuple(
            tuple(given)
            for given in used.values()
            if any(place in places for place, _ in given) and added_up(each for _, each in given) > 1
        )
        asked = _ToLower(made, tuple(places), passed)
        sure = _surely(asked)
        if sure is None:
            return self._solved(asked)
        return asked if sure else None

    def _solved(self, asked: _ToLower) -> Made | None:
        made, places, passed = asked
        share = dict.fromkeys(places, Fraction(1))
        for given in passed:
            shares: dict[int, Fraction] = {}
            for place, fraction in given:
                shares[place] = shares.get(place, Fraction(0)) + Fraction(fraction)
            lowering = sum(shares[place] for place in places if place in shares)
            rest = sum(each for place, each in shares.items() if place not in share)
            if not lowering or rest >= 1:
                continue  # the others alone pass this maximum: they have to change as well
            left = ((1 - rest) / lowering).limit_denominator(10**9)
            for place in places:
                if place in shares:
                    share[place] = min(share[place], left)
        if any(each >= 1 for each in share.values()) or min(share.values()) <= 0:
            return None
        items = list(made.here)
        for place, each in share.items():
            items[place] = _plain(items[place], each)
        return made._replace(here=tuple(items), shares=tuple(share.items()))


def _surely(asked: _ToLower) -> bool | None:
    """Whether every item has a share to be lowered to; None where it is too close to nothing or to all."""
    lowered: set[int] = set()
    for given in asked.passed:
        own = added_up(fraction for place, fraction in given if place in asked.places)
        rest = added_up(fraction for place, fraction in given if place not in asked.places)
        if not own or rest >= 1:
            continue
        if not EXACT.multiply(_NOTHING, own) < EXACT.subtract(_ONE, rest) < EXACT.multiply(_ALL, own):
            return None
        lowered.update(place for place, _ in given if place in asked.places)
    return len(lowered) == len(asked.places)


#: Shares that rounding can bring neither to nothing nor to all.
_NOTHING, _ALL, _ONE = Decimal("0.000001"), Decimal("0.999999"), Decimal(1)


_ENDS = {"drop", "split"}


def _names_company(found: Judgement) -> bool:
    """Whether a judgement on one item rests on what else is in the session."""
    return any(getattr(each.record, "partners", ()) for each in found.statements)


def _stated(case: ResolvedCase, step: Step) -> ResolvedCase:
    if step.interval is not None:
        return case._replace(session=case.session._replace(interval=step.interval))
    place = step.to
    return case._replace(session=case.session._replace(place=place))


def _plain(item: Item, share: Fraction) -> Item:
    """The item lowered to a share; an amount without a short decimal is cut off after six digits."""
    low = scaled(item, share)
    amounts = [each.amount for each in low.contents if each.amount is not None]
    if all(len(each.value.as_tuple().digits) <= 12 for each in amounts):
        return low
    short = Fraction(f"{float(share) * (1 - 1e-6):.6g}")
    return scaled(item, short)
