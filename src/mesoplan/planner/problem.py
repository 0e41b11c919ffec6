"""A case to a plain-integer problem, from the same rules that `check` runs.

``item`` rules became exclusions and costs of choices (candidates); here ``session-pair`` rules
become pairs apart or antagonisms, ``total`` rules become capacities, and ``pair``, ``mixture`` and
``case`` rules judge the content of a syringe. No safety fact is written a second time.
"""

from itertools import combinations as pairs_of
from typing import NamedTuple

from mesoplan import solver
from mesoplan.cases.stock import stock_of
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item, Limits
from mesoplan.model.evidence import Evidence
from mesoplan.model.need import Need
from mesoplan.model.regimen import Regimen
from mesoplan.planner.benefit import Belief, belief, combinations
from mesoplan.planner.candidates import Candidate, goal_mechanisms
from mesoplan.planner.dosing import LINE, Dose
from mesoplan.planner.limits import most_together
from mesoplan.planner.verdicts import cost
from mesoplan.planner.weights import EvidenceWeights, Weights
from mesoplan.quantity import Quantity
from mesoplan.rules.rule import Judgement, Rule, Usage
from mesoplan.rules.run import ask
from mesoplan.rules.scene import Scene

OTHER_FACET = "other"
COMBINATION = "~combination:"
DEFAULT_INGREDIENTS = 4
DEFAULT_SYRINGES = 2
_CAPACITY = 10**9
_ANY_MONEY = 10**12
_DEFAULT_SYRINGE = 20_000
_DEFAULT_VOLUME = 200_000


class Model(NamedTuple):
    """The integer problem and what its numbers stand for.

    Items 0..n-1 are the candidates in the order of their ids; behind them stand the studied
    combinations, which add what was shown of them and need all their members.
    """

    problem: solver.Problem
    candidates: tuple[Candidate, ...]
    facets: tuple[str, ...]
    combined: tuple[tuple[frozenset[str], Belief], ...]
    judge: "SyringeJudge"

    def regimen(self, study: Evidence) -> Regimen | None:
        """The regimen of a study; None where it has no single one."""
        return self.judge.catalog.regimen(study.regimen) if study.regimen else None

    def items_of(self, plan: solver.Plan) -> tuple[tuple[Item, ...], ...]:
        """The items of each syringe of a plan, without the combinations."""
        options = dict(zip(plan.items, plan.options, strict=True))
        syringes: list[tuple[Item, ...]] = []
        for content in plan.syringes:
            real = [each for each in content if each < len(self.candidates)]
            if real:
                number = len(syringes) + 1
                syringes.append(
                    tuple(
                        self.candidates[each].choices[options[each]].item._replace(syringe=number)
                        for each in real
                    )
                )
        return tuple(syringes)


def build(
    scene: Scene,
    candidates: tuple[Candidate, ...],
    rules: tuple[Rule, ...],
    points: Weights,
    numbers: EvidenceWeights,
) -> Model:
    """The problem of a case over these candidates."""
    relevance = goal_mechanisms(scene)
    facets = (*sorted(relevance), OTHER_FACET)
    resources = _resources(candidates)
    names = [each.ingredient for each in candidates]
    combined = _combined(scene, names, numbers)
    items = [
        solver.Item(
            each.ingredient,
            tuple(
                _option(each, position, facets, relevance, resources, points, numbers, scene)
                for position in range(len(each.choices))
            ),
        )
        for each in candidates
    ]
    shelf = stock_of(scene.case)
    rows = len(resources) + len(shelf) + 2
    items += [_bonus(together, found, candidates, facets, relevance, rows) for together, found in combined]
    judge = SyringeJudge(scene, candidates, rules, points)
    apart, antagonisms = _session_pairs(scene, candidates, rules, points, len(items))
    limits = scene.case.limits
    most = max(DEFAULT_INGREDIENTS, limits.max_ingredients or 0)
    problem = solver.Problem(
        items=tuple(items),
        weights=tuple(points.benefit * relevance.get(facet, 1) for facet in facets),
        max_items=most + most_together([together for together, _ in combined], most),
        max_volume=_DEFAULT_VOLUME,
        max_syringes=max(DEFAULT_SYRINGES, limits.max_syringes or 0),
        syringe_volume=_DEFAULT_SYRINGE,
        apart=apart,
        antagonisms=antagonisms,
        separate=judge.separate(len(items)),
        requires=tuple(
            (len(candidates) + position, (names.index(member),))
            for position, (together, _) in enumerate(combined)
            for member in sorted(together)
        ),
        capacities=(
            *(_CAPACITY for _ in resources),
            *(microlitres(volume, 0) for volume in shelf.values()),
            _ANY_MONEY,
            most,
        ),
        extra_syringe_cost=points.syringe,
        judge=judge,
    )
    return Model(solver.check(problem), candidates, facets, combined, judge)


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


def _combined(
    scene: Scene, names: list[str], numbers: EvidenceWeights
) -> tuple[tuple[frozenset[str], Belief], ...]:
    """Studied combinations whose members are all candidates, with what was shown of each."""
    found = []
    present = set(names)
    for together, studies in combinations(scene.case.goal, scene.knowledge).items():
        if together <= present:
            shown = belief(studies, scene.case.goal, numbers)
            prior = belief([], scene.case.goal, numbers)
            if shown.thousandths > prior.thousandths:
                found.append((together, shown))
    return tuple(found)


def _option(
    candidate: Candidate,
    position: int,
    facets: tuple[str, ...],
    relevance: dict[str, int],
    resources: tuple[str, ...],
    points: Weights,
    numbers: EvidenceWeights,
    scene: Scene,
) -> solver.Option:
    choice = candidate.choices[position]
    used: dict[str, int] = {}
    for usage in choice.usages:
        used[usage.resource] = used.get(usage.resource, 0) + int(usage.fraction * _CAPACITY)
    return solver.Option(
        volume=microlitres(choice.item.volume, 0),
        benefit=_benefits(candidate, choice.dose, facets, relevance, numbers, scene.knowledge),
        risk=choice.points,
        price=_cents(choice.item, scene) * points.money // 100,
        burden=points.item,
        use=(
            *(used.get(each, 0) for each in resources),
            *_drawn(choice.item, scene),
            _cents(choice.item, scene),
            1,
        ),
    )


def _benefits(
    candidate: Candidate,
    dose: Dose,
    facets: tuple[str, ...],
    relevance: dict[str, int],
    numbers: EvidenceWeights,
    knowledge: Knowledge,
) -> tuple[int, ...]:
    """The belief at the most relevant mechanism, a share of it at each further one."""
    least = numbers.of["other-dose"]
    shown = candidate.belief.thousandths * (least + (1 - least) * support(candidate, dose, knowledge))
    ranked = sorted(candidate.mechanisms, key=lambda each: (-relevance[each], each))
    main = ranked[0] if ranked else OTHER_FACET
    share = numbers.of["secondary-mechanism"]
    return tuple(
        int(shown) if facet == main else int(shown * share) if facet in ranked else 0 for facet in facets
    )


def support(candidate: Candidate, dose: Dose, knowledge: Knowledge) -> float:
    """The share of the positive studies' people who got this dose, from 0 to 1."""
    people = used = 0
    for each in candidate.belief.studies:
        if each.record.direction != "benefit":
            continue
        n = each.record.n or 1
        people += n
        if each.cite.source == dose.cite.source or _gave(each.record.regimen, candidate, dose, knowledge):
            used += n
    return used / people if people else 0.0


def _gave(regimen: str, candidate: Candidate, dose: Dose, knowledge: Knowledge) -> bool:
    """Whether a regimen gives this amount in a session, between the ends that it prints."""
    return any(
        use.regimen.id == regimen
        and use.per == "session"
        and use.low.dimension == dose.amount.dimension
        and use.low <= dose.amount <= use.high
        for use in knowledge.uses(candidate.ingredient)
    )


def _bonus(
    together: frozenset[str],
    found: Belief,
    candidates: tuple[Candidate, ...],
    facets: tuple[str, ...],
    relevance: dict[str, int],
    rows: int,
) -> solver.Item:
    """A studied combination: what was shown of it beyond its strongest part, at no cost."""
    members = [each for each in candidates if each.ingredient in together]
    strongest = max(each.belief.thousandths for each in members)
    mechanisms = {name for each in members for name in each.mechanisms}
    ranked = sorted(mechanisms, key=lambda each: (-relevance[each], each))
    main = ranked[0] if ranked else OTHER_FACET
    more = max(0, found.thousandths - strongest)
    benefit = tuple(more if facet == main else 0 for facet in facets)
    return solver.Item(
        COMBINATION + "+".join(sorted(together)),
        (solver.Option(volume=0, benefit=benefit, use=(0,) * rows),),
    )


def _session_pairs(
    scene: Scene,
    candidates: tuple[Candidate, ...],
    rules: tuple[Rule, ...],
    points: Weights,
    size: int,
) -> tuple[tuple[int, ...], dict[tuple[int, int], int]]:
    """Pairs that may not be in one session, and what having both costs.

    A pair is judged with the first choice of each; the rules of a session look at ingredients.
    """
    session = tuple(rule for rule in rules if rule.scope == "session-pair")
    apart = [0] * size
    costs: dict[tuple[int, int], int] = {}
    for (i, one), (j, other) in pairs_of(enumerate(candidates), 2):
        both = scene.with_items((one.choices[0].item, other.choices[0].item))
        judgements = _judgements(both, session)
        if any(found.severity == "forbid" for _, found in judgements):
            apart[i] |= 1 << j
            apart[j] |= 1 << i
        elif price := cost(judgements, points):
            costs[i, j] = price
    return tuple(apart), costs


def _judgements(scene: Scene, rules: tuple[Rule, ...]) -> tuple[tuple[Rule, Judgement], ...]:
    return tuple(
        (each.rule, found)
        for each in ask(scene, rules)
        for found in each.judgements
        if not isinstance(found, Usage)
    )


def _drawn(item: Item, scene: Scene) -> tuple[int, ...]:
    """What an item draws from each product in stock."""
    return tuple(
        microlitres(item.volume, 0) if item.product == product else 0 for product in stock_of(scene.case)
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


class SyringeJudge:
    """Asks the rules about one syringe's content; every content is asked once."""

    def __init__(
        self,
        scene: Scene,
        candidates: tuple[Candidate, ...],
        rules: tuple[Rule, ...],
        points: Weights,
    ) -> None:
        self._scene = scene
        self.catalog = scene.catalog
        self._candidates = candidates
        self._pairs = tuple(rule for rule in rules if rule.scope == "pair")
        self._rules = tuple(rule for rule in rules if rule.scope in ("pair", "mixture"))
        self._law = tuple(rule for rule in rules if rule.scope == "case")
        self._points = points
        self._known: dict[solver.Content, int | None] = {}

    def __call__(self, content: solver.Content) -> int | None:
        real = tuple(each for each in content if each[0] < len(self._candidates))
        if not real:
            return 0
        if real not in self._known:
            self._known[real] = self._judged(real)
        return self._known[real]

    def separate(self, size: int) -> tuple[int, ...]:
        """Pairs of items that no choice of doses and products lets share a syringe."""
        rows = [0] * size
        for (i, one), (j, other) in pairs_of(enumerate(self._candidates), 2):
            if all(
                self._never(i, a, j, b) for a in range(len(one.choices)) for b in range(len(other.choices))
            ):
                rows[i] |= 1 << j
                rows[j] |= 1 << i
        return tuple(rows)

    def _never(self, i: int, a: int, j: int, b: int) -> bool:
        """Whether pair rules forbid this choice of two in one syringe, whatever else is in it.

        A judgement that rests on a range of concentrations is left to the judge: a third item
        dilutes, and could bring the pair into the range in which it was found compatible.
        """
        scene = self._scene.with_items(self._items(((i, a), (j, b))))
        return any(
            self._stops(rule, found)
            and not any(getattr(each.record, "ranges", ()) for each in found.statements)
            for rule, found in _judgements(scene, self._pairs)
        )

    def _items(self, content: solver.Content) -> list[Item]:
        return [
            self._candidates[item].choices[option].item._replace(line=LINE._replace(position=item))
            for item, option in content
        ]

    def _judged(self, content: solver.Content) -> int | None:
        items = self._items(content)
        scene = self._scene.with_items(items)
        judgements = _judgements(scene, self._rules)
        if any(self._stops(rule, found) for rule, found in judgements):
            return None
        law = _judgements(scene, self._law) if len(items) > 1 else ()
        if any(found.severity == "forbid" for _, found in law):
            return None
        return cost(judgements, self._points)

    def _stops(self, rule: Rule, found: Judgement) -> bool:
        if found.severity == "forbid":
            return True
        careful = self._scene.case.limits.unknown_mixing != "warn"
        return careful and found.severity == "unknown" and Need("data", "compatibility") in found.needs
