"""Why an ingredient is not in the first plan, and the cheapest change that lets it in.

The changes that may be proposed are the ones that are the user's to make: a demand withdrawn or
raised, an open question answered, another zone, technique or product, another ingredient left out.
A fact that is true of the patient, and the law of the place, are not among them.
"""

from collections.abc import Iterator
from itertools import combinations

from mesoplan.cases.assume import assumed
from mesoplan.cases.stock import stock_of
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.model.change import Change, ChangeKind
from mesoplan.model.finding import Finding
from mesoplan.model.plan import LeftOut, Outcome
from mesoplan.model.why import Opening, WhyNot
from mesoplan.planner.asked_item import asked_item
from mesoplan.planner.candidates import field, key_of
from mesoplan.planner.change_points import price_of
from mesoplan.planner.concrete import LINE
from mesoplan.planner.for_goal import serving
from mesoplan.planner.ground import Ground, Passed, best, prepare
from mesoplan.planner.one_regimen import Asking, Candidate
from mesoplan.planner.why import terms_of
from mesoplan.planner.worlds import Worlds, first_of, outcome
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple
from mesoplan.rules.run import ask, gather
from mesoplan.rules.scene import Scene

MAX_PLANS = 200
MAX_OPENINGS = 5


def why_not(
    ground: Ground, ingredient: str, *, item: Item | None = None, max_plans: int = MAX_PLANS
) -> WhyNot:
    """What keeps an ingredient out of the first plan, and what would let it in.

    ``item``: the brand or the amount of it that was asked for.

    ``max_plans`` bounds how often the case is planned again; ``complete`` says whether that was enough
    to try every change of the vocabulary, and every two together for what no plan may hold.
    """
    found = _why_not(ground, ingredient, max_plans)
    return found if item is None else found._replace(asked=asked_item(item, ground))


def _why_not(ground: Ground, ingredient: str, max_plans: int) -> WhyNot:
    first = first_of(ground)
    if first is not None and ingredient in first.ingredients:
        return WhyNot(ingredient, "in-first-plan", (), (), outcome(first), outcome(first), 0, (), (), True)
    search = _Openings(ground, ingredient, max_plans)
    with_it = search.holding(ground)
    if with_it is not None:
        misses = max(0, first.found.value - with_it.found.value if first else -with_it.found.value)
        assert ground.model is not None
        return WhyNot(
            ingredient,
            "outscored",
            _weighing(ground, ingredient),
            (),
            outcome(first),
            outcome(with_it),
            misses,
            terms_of(ground.model, with_it, first),
            search.found(in_first=True),
            search.complete,
            search.plans,
        )
    left = next((each for each in ground.found.left_out if _holds(each, ingredient, ground.scene)), None)
    known = {name for name, _ in serving(ground.scene, frozenset())}
    if left is not None:
        return WhyNot(
            ingredient,
            "left-out",
            left.codes,
            left.findings,
            outcome(first),
            Outcome(),
            None,
            (),
            search.found(in_first=False),
            search.complete,
            search.plans,
        )
    if ingredient not in known:
        return WhyNot(
            ingredient,
            "serves-nothing",
            (),
            (),
            outcome(first),
            Outcome(),
            None,
            (),
            search.found(in_first=False),
            search.complete,
            search.plans,
        )
    return WhyNot(
        ingredient,
        "clashes",
        _weighing(ground, ingredient),
        _against(ground, ingredient, first),
        outcome(first),
        Outcome(),
        None,
        (),
        search.found(in_first=False),
        search.complete,
        search.plans,
    )


def _holds(left: LeftOut, ingredient: str, scene: Scene) -> bool:
    """Whether what was left out is this ingredient, or a regimen with it."""
    if not left.regimen:
        return left.ingredient == ingredient
    items = scene.catalog.regimen(left.regimen).items
    return any(
        ingredient
        in (
            [part.ingredient for part in scene.catalog.product(item.product).contains]
            if item.product
            else [item.ingredient]
        )
        for item in items
    )


def _weighing(ground: Ground, ingredient: str) -> tuple[str, ...]:
    """The codes of what weighs against a candidate."""
    for each in ground.found.candidates:
        if ingredient in each.ingredients:
            return tuple(
                sorted(
                    {
                        rule.code
                        for rule, judged in each.choices[0].judgements
                        if judged.severity in ("caution", "unknown")
                    }
                )
            )
    return ()


def _against(ground: Ground, ingredient: str, first: Passed | None) -> tuple[Finding, ...]:
    """What forbids the candidate beside the first plan's items, each in a syringe of its own."""
    if first is None:
        return ()
    own = next(each for each in ground.found.candidates if ingredient in each.ingredients)
    items = [item for syringe in first.syringes for item in syringe]
    beside = [
        item._replace(syringe=number, line=LINE._replace(position=number))
        for number, item in enumerate((*items, *own.choices[0].items), start=1)
    ]
    asked = ask(Scene(ground.scene.case, ground.scene.knowledge, beside), ground.rules)
    return tuple(
        each
        for each in gather(asked, ground.scene)
        if each.severity == "forbid" and ingredient in each.subjects
    )


class _Variant(NamedTuple):
    """A change and the case it makes."""

    change: Change
    case: ResolvedCase


class _Openings:
    """Looks for the cheapest changes after which an ingredient is in a plan."""

    def __init__(self, ground: Ground, ingredient: str, max_plans: int) -> None:
        self._ground = ground
        self._ingredient = ingredient
        self._budget = max_plans
        self._facts = sorted(Worlds(ground).withholding(ingredient))
        self.plans = 0
        self.complete = True

    def holding(self, ground: Ground) -> Passed | None:
        """The best plan of a ground that holds the ingredient; None when there is none."""
        if ground.model is None:
            return None
        problem = ground.model.problem
        plans: list[Passed] = []
        for place in ground.model.holding(self._ingredient):
            held = ground.model._replace(problem=problem._replace(mandatory=(*problem.mandatory, place)))
            plans += best(ground, 1, model=held).plans
        return max(plans, key=lambda each: each.found.value, default=None)

    def found(self, *, in_first: bool) -> tuple[Opening, ...]:
        """The cheapest single changes that work, else the cheapest pairs.

        ``in_first``: it has to come into the first plan, by one change; else any plan that holds it
        will do.
        """
        own = self._ground.scene.case
        variants = sorted(self._variants(own, in_first), key=lambda each: each.change.price)
        singles = [
            opening
            for each in variants
            if (opening := self._tried((each.change,), each.case, in_first)) is not None
        ]
        if singles or in_first:
            return _cheapest(singles)
        pairs = sorted(combinations(variants, 2), key=lambda pair: sum(each.change.price for each in pair))
        for one, other in pairs:
            if one.change.kind == other.change.kind and one.change.target == other.change.target:
                continue
            both = self._both(one, other, in_first)
            if both is None:
                continue
            opening = self._tried((one.change, other.change), both, in_first)
            if opening is not None:
                return (opening,)
        return ()

    def _both(self, one: _Variant, other: _Variant, in_first: bool) -> ResolvedCase | None:
        """The case with both changes: the second made on the case of the first."""
        for each in self._variants(one.case, in_first):
            if each.change == other.change:
                return each.case
        return None

    def _tried(self, changes: tuple[Change, ...], case: ResolvedCase, in_first: bool) -> Opening | None:
        watch = self._ground.observer
        if self.plans >= self._budget or (watch is not None and watch.stops()):
            self.complete = False
            return None
        base = self._ground
        if not self._may_stand(case):
            return None
        self.plans += 1
        ground = prepare(
            case,
            base.scene.knowledge,
            rules=base.rules,
            points=base.points,
            numbers=base.numbers,
            observer=base.observer,
        )
        held = self.holding(ground)
        if held is None:
            return None
        first = first_of(ground)
        misses = first.found.value - held.found.value if first else max(0, -held.found.value)
        if in_first and (first is None or self._ingredient not in first.ingredients):
            return None
        price = sum(each.price for each in changes)
        return Opening(changes, price, outcome(held), max(0, misses))

    def _may_stand(self, case: ResolvedCase) -> bool:
        """Whether the ingredient, judged alone in the changed case, is not left out."""
        base = self._ground
        others: dict[str, Candidate | LeftOut] = {
            each.id: each for each in base.found.candidates if self._ingredient not in each.ingredients
        }
        others |= {
            key_of(each): each
            for each in base.found.left_out
            if not _holds(each, self._ingredient, base.scene)
        }
        asking = Asking(
            scene=Scene(case._replace(cocktail=()), base.scene.knowledge),
            rules=base.rules,
            points=base.points,
            numbers=base.numbers,
            include=frozenset({self._ingredient}),
            products=None if case.stock is None else stock_of(case),
        )
        found = field(asking, others)
        return any(self._ingredient in each.ingredients for each in found.candidates)

    def _variants(self, case: ResolvedCase, in_first: bool) -> list[_Variant]:
        return list(_changes(case, self._ground, self._ingredient, self._facts, in_first))


def _cheapest(found: list[Opening]) -> tuple[Opening, ...]:
    return tuple(
        sorted(found, key=lambda each: (each.price, each.misses_by, [one.order for one in each.changes]))
    )[:MAX_OPENINGS]


# ---------------------------------------------------------------------- the vocabulary


def _changes(
    case: ResolvedCase, ground: Ground, ingredient: str, facts: list[str], in_first: bool
) -> Iterator[_Variant]:
    """Every single change of a case that is the user's to make."""
    made = _Maker(case, ground)
    yield from made.questions(facts)
    yield from made.limits(ingredient)
    yield from made.session(ingredient)
    yield from made.places()
    if in_first:
        yield from made.exclusions(ingredient)
    elif ingredient not in case.limits.include:
        limits = case.limits._replace(include=(*case.limits.include, ingredient))
        yield made.variant("include", "limits.include", ingredient, case._replace(limits=limits))


class _Maker:
    def __init__(self, case: ResolvedCase, ground: Ground) -> None:
        self._case = case
        self._ground = ground
        self._catalog = ground.scene.catalog

    def variant(self, kind: ChangeKind, target: str, to: str, case: ResolvedCase) -> _Variant:
        """The change with its price."""
        return _Variant(Change(kind, target, to, price_of(kind, self._ground.points)), case)

    def questions(self, facts: list[str]) -> Iterator[_Variant]:
        """The open facts that have to be answered together before it is suggested, answered no."""
        if facts:
            patient = assumed(self._case.patient, self._catalog, no=facts)
            asked = self.variant("ask", "", "no", self._case._replace(patient=patient))
            yield asked._replace(change=asked.change._replace(facts=tuple(facts)))

    def limits(self, ingredient: str) -> Iterator[_Variant]:
        """Each of the user's own demands withdrawn or raised."""
        limits = self._case.limits
        for key in ("include", "exclude"):
            for name in getattr(limits, key):
                rest = tuple(each for each in getattr(limits, key) if each != name)
                yield self._limited("withdraw", f"limits.{key}", name, {key: rest})
        for key in ("max_ingredients", "max_syringes"):
            value = getattr(limits, key)
            if value is not None:
                for more in (1, 2):
                    yield self._limited("raise", f"limits.{key}", str(value + more), {key: value + more})
        for key in ("max_volume", "max_cost"):
            if getattr(limits, key) is not None:
                dropped = self._limited("withdraw", f"limits.{key}", "", {key: None})
                yield dropped._replace(change=dropped.change._replace(amounts=(getattr(limits, key),)))
        if limits.max_syringes is None:
            yield self._limited("raise", "limits.max_syringes", "3", {"max_syringes": 3})
        if limits.unknown_mixing != "warn":
            yield self._limited("raise", "limits.unknown_mixing", "warn", {"unknown_mixing": "warn"})
        if self._case.stock is not None:
            yield self.variant("stock", "stock", ingredient, self._case._replace(stock=None))

    def _limited(self, kind: ChangeKind, target: str, to: str, values: dict[str, object]) -> _Variant:
        limits = self._case.limits._replace(**values)  # type: ignore[arg-type]
        return self.variant(kind, target, to, self._case._replace(limits=limits))

    def _intervals(self, ingredient: str) -> list[Quantity]:
        """The shortest intervals that statements about the ingredient or its products ask for."""
        knowledge = self._ground.scene.knowledge
        if ingredient not in self._catalog.table("ingredient"):
            return []
        courses = list(self._catalog.ingredient(ingredient).courses)
        for product in self._catalog.index.products_of.get(ingredient, ()):
            courses += [each.record for each in knowledge.product_statements(product, "courses")]
        return [each.min_interval for each in courses if each.min_interval is not None]

    def session(self, ingredient: str) -> Iterator[_Variant]:
        """Another technique: those of the goal, else every one; an interval or area that is in the way."""
        session = self._case.session
        goal = self._ground.scene.goal
        usual = goal.techniques if goal is not None else ()
        for technique in sorted(usual or self._catalog.table("technique")):
            if technique != session.technique:
                yield self.variant(
                    "technique",
                    "technique",
                    technique,
                    self._case._replace(session=session._replace(technique=technique)),
                )
        if session.interval is not None:
            for wait in self._intervals(ingredient):
                later = self._case._replace(session=session._replace(interval=wait))
                waited = self.variant("wait", "session.interval", "", later)
                yield waited._replace(change=waited.change._replace(amounts=(wait,)))
        zone = self._catalog.zone(self._case.zone) if self._case.zone else None
        if session.area is None and zone is not None and zone.area is not None:
            area = zone.area.high if zone.area.low.is_zero else zone.area.low
            said = self._case._replace(session=session._replace(area=area))
            stated = self.variant("state", "session.area", "", said)
            yield stated._replace(change=stated.change._replace(amounts=(area,)))

    def places(self) -> Iterator[_Variant]:
        """Another zone: those of the goal, else every zone."""
        goal = self._ground.scene.goal
        zones = goal.zones if goal is not None and goal.zones else tuple(sorted(self._catalog.table("zone")))
        for zone in zones:
            if zone != self._case.zone:
                yield self.variant("zone", "zone", zone, self._case._replace(zone=zone))

    def exclusions(self, ingredient: str) -> Iterator[_Variant]:
        """One of the first plan's ingredients left out."""
        first = first_of(self._ground)
        limits = self._case.limits
        for name in first.ingredients if first else ():
            if name != ingredient and name not in limits.include:
                yield self._limited("exclude", "limits.exclude", name, {"exclude": (*limits.exclude, name)})
