"""A case to a plain-integer problem, from the same rules that `check` runs.

A regimen is one item: every rule was asked of each way to give it, and became an exclusion or a cost
(candidates). Here ``session-pair`` rules become pairs of regimens apart or antagonisms, and ``total``
rules become capacities. No safety fact is written a second time.
"""

from collections.abc import Callable
from functools import cache
from itertools import combinations as pairs_of
from typing import TypeAlias

from mesoplan import solver
from mesoplan.cases.stock import stock_of
from mesoplan.model.case import Item, Limits
from mesoplan.planner.concrete import LINE
from mesoplan.planner.for_goal import OTHER_FACET, benefits, goal_mechanisms
from mesoplan.planner.one_regimen import Candidate, Choice
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple
from mesoplan.rules.rule import Judgement, Rule, Usage
from mesoplan.rules.run import ask
from mesoplan.rules.scene import Scene
from mesoplan.worth.verdicts import cost
from mesoplan.worth.weights import EvidenceWeights, Weights

DEFAULT_INGREDIENTS = 4
DEFAULT_SYRINGES = 2
_CAPACITY = 10**9
_ANY_MONEY = 10**12
_ANY_INGREDIENTS = 10**6
#: How many regimens may stand in one combined suggestion.
REGIMENS_TOGETHER = 2
#: A regimen fills as many syringes as it takes; what one holds is the preparation's affair.
_LARGEST_SYRINGE = 200_000
_DEFAULT_VOLUME = 200_000

#: Product and ingredients of each item of a regimen.
_Kind: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


class Pairs(NamedTuple):
    """For each candidate those that may not be in its session, and what having both of a pair costs."""

    apart: tuple[int, ...]
    antagonisms: dict[tuple[int, int], int]


class Model(NamedTuple):
    """The integer problem and what its numbers stand for: items are the candidates, in their order.

    Pairs are asked about when they are first needed (`with_pairs`): without them the problem is exact for
    one regimen, and for more it leaves out what forbids or costs something, so it bounds them.
    """

    problem: solver.Problem
    candidates: tuple[Candidate, ...]
    facets: tuple[str, ...]
    pairs: Callable[[], Pairs]

    def with_pairs(self) -> "Model":
        """The model with what keeps two candidates apart."""
        apart, antagonisms = self.pairs()
        return self._replace(problem=self.problem._replace(apart=apart, antagonisms=antagonisms))

    def items_of(self, plan: solver.Plan) -> tuple[tuple[Item, ...], ...]:
        """The items of each syringe of a plan."""
        options = dict(zip(plan.items, plan.options, strict=True))
        return tuple(
            tuple(
                item._replace(syringe=number)
                for each in content
                for item in self.candidates[each].choices[options[each]].items
            )
            for number, content in enumerate(plan.syringes, start=1)
        )

    def chosen(self, plan: solver.Plan) -> tuple[tuple[Candidate, Choice], ...]:
        """The regimens of a plan, each in the way it is given."""
        return tuple(
            (self.candidates[item], self.candidates[item].choices[option])
            for item, option in zip(plan.items, plan.options, strict=True)
        )

    def holding(self, ingredient: str) -> tuple[int, ...]:
        """The numbers of the candidates that hold an ingredient."""
        return tuple(n for n, each in enumerate(self.candidates) if ingredient in each.ingredients)


def build(
    scene: Scene,
    candidates: tuple[Candidate, ...],
    rules: tuple[Rule, ...],
    points: Weights,
    numbers: EvidenceWeights,
) -> Model:
    """The problem of a case over these candidates.

    A regimen keeps a syringe of its own: nobody measured it beside another. Two that share an active
    exclude each other.
    """
    relevance = goal_mechanisms(scene)
    facets = (*sorted(relevance), OTHER_FACET)
    resources = _resources(candidates)
    items = tuple(
        solver.Item(
            each.id,
            tuple(
                _option(each, choice, facets, relevance, resources, points, numbers, scene)
                for choice in each.choices
            ),
        )
        for each in candidates
    )
    shelf = stock_of(scene.case)
    limits = scene.case.limits
    problem = solver.Problem(
        items=items,
        weights=tuple(points.benefit * relevance.get(facet, 1) for facet in facets),
        max_items=REGIMENS_TOGETHER,
        max_volume=_DEFAULT_VOLUME,
        max_syringes=max(DEFAULT_SYRINGES, limits.max_syringes or 0),
        syringe_volume=_LARGEST_SYRINGE,
        separate=tuple(((1 << len(items)) - 1) & ~(1 << number) for number in range(len(items))),
        capacities=(
            *(_CAPACITY for _ in resources),
            *(microlitres(volume, 0) for volume in shelf.values()),
            _ANY_MONEY,
            _ANY_INGREDIENTS,
        ),
        extra_syringe_cost=points.syringe,
    )
    pairs = cache(lambda: _session_pairs(scene, candidates, rules, points))
    return Model(solver.check(problem), candidates, facets, pairs)


def limits_in_force(limits: Limits) -> tuple[int, int]:
    """The most ingredients and syringes of a plan: the case's own, or what holds without."""
    return (
        DEFAULT_INGREDIENTS if limits.max_ingredients is None else limits.max_ingredients,
        DEFAULT_SYRINGES if limits.max_syringes is None else limits.max_syringes,
    )


def _resources(candidates: tuple[Candidate, ...]) -> tuple[str, ...]:
    return tuple(
        sorted({usage.resource for each in candidates for choice in each.choices for usage in choice.usages})
    )


def _option(
    candidate: Candidate,
    choice: Choice,
    facets: tuple[str, ...],
    relevance: dict[str, int],
    resources: tuple[str, ...],
    points: Weights,
    numbers: EvidenceWeights,
    scene: Scene,
) -> solver.Option:
    used: dict[str, int] = {}
    for usage in choice.usages:
        used[usage.resource] = used.get(usage.resource, 0) + int(usage.fraction * _CAPACITY)
    money = sum(_cents(each, scene) for each in choice.items)
    return solver.Option(
        volume=microlitres(choice.volume, 0),
        benefit=_benefits(candidate, choice, facets, relevance, numbers),
        risk=choice.points,
        price=money * points.money // 100,
        burden=points.item * len(choice.items),
        use=(
            *(used.get(each, 0) for each in resources),
            *_drawn(choice.items, scene),
            money,
            len(choice.items),
        ),
    )


def _benefits(
    candidate: Candidate,
    choice: Choice,
    facets: tuple[str, ...],
    relevance: dict[str, int],
    numbers: EvidenceWeights,
) -> tuple[int, ...]:
    share = numbers.of["secondary-mechanism"]
    at = benefits(choice.belief.thousandths, candidate.mechanisms, relevance, share)
    return tuple(at.get(each, 0) for each in facets)


def _session_pairs(
    scene: Scene, candidates: tuple[Candidate, ...], rules: tuple[Rule, ...], points: Weights
) -> Pairs:
    """Pairs that may not be in one session, and what having both costs.

    A pair is judged with the first choice of each, once for all that give the same products of the same
    ingredients: the rules of a session look at nothing else of an item.
    """
    session = tuple(rule for rule in rules if rule.scope == "session-pair")
    apart = [0] * len(candidates)
    costs: dict[tuple[int, int], int] = {}
    kinds = [_kind(each) for each in candidates]
    first = {kind: each.choices[0].items for kind, each in zip(kinds, candidates, strict=True)}
    alone = {kind: _about(_judgements(scene.with_items(items), session)) for kind, items in first.items()}
    judged: dict[tuple[_Kind, _Kind], int | None] = {}
    for (i, one), (j, other) in pairs_of(enumerate(candidates), 2):
        price: int | None = None
        if set(one.actives).isdisjoint(other.actives):
            both = (kinds[i], kinds[j])
            if both not in judged:
                known = alone[kinds[i]] | alone[kinds[j]]
                judged[both] = _between(scene, first[kinds[i]], first[kinds[j]], session, known, points)
            price = judged[both]
        if price is None:
            apart[i] |= 1 << j
            apart[j] |= 1 << i
        elif price:
            costs[i, j] = price
    return Pairs(tuple(apart), costs)


def _kind(candidate: Candidate) -> _Kind:
    return tuple((each.product, each.ingredients) for each in candidate.choices[0].items)


def _about(judgements: tuple[tuple[Rule, Judgement], ...]) -> frozenset[tuple[str, str, str]]:
    return frozenset((rule.code, found.topic, found.about) for rule, found in judgements)


def _between(
    scene: Scene,
    one: tuple[Item, ...],
    other: tuple[Item, ...],
    rules: tuple[Rule, ...],
    alone: frozenset[tuple[str, str, str]],
    points: Weights,
) -> int | None:
    """What having both costs beyond what is said of either ``alone``; None when it is forbidden."""
    both = (*one, *(each._replace(syringe=2) for each in other))
    placed = [each._replace(line=LINE._replace(position=n)) for n, each in enumerate(both)]
    found = tuple(
        (rule, each)
        for rule, each in _judgements(scene.with_items(placed), rules)
        if (rule.code, each.topic, each.about) not in alone
    )
    return None if any(each.severity == "forbid" for _, each in found) else cost(found, points)


def _judgements(scene: Scene, rules: tuple[Rule, ...]) -> tuple[tuple[Rule, Judgement], ...]:
    return tuple(
        (each.rule, found)
        for each in ask(scene, rules)
        for found in each.judgements
        if not isinstance(found, Usage)
    )


def _drawn(items: tuple[Item, ...], scene: Scene) -> tuple[int, ...]:
    """What items draw from each product in stock."""
    return tuple(
        sum(microlitres(each.volume, 0) for each in items if each.product == product)
        for product in stock_of(scene.case)
    )


def microlitres(volume: Quantity | None, otherwise: int) -> int:
    """A volume as the search counts it; ``otherwise`` when there is none."""
    return otherwise if volume is None else int(volume.to("uL", exact=False).value)


def _cents(item: Item, scene: Scene) -> int:
    """The price of an item in hundredths, where the case gives one for its product."""
    for name, price in scene.case.prices:
        if name == item.name:
            return int(price.value * 100)
    return 0
