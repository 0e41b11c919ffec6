"""What every question to the planner starts from: candidates, problem and demands of one case.

`prepare` builds it once; `best` searches it and hands back only plans that pass `check`. Questions
that change the case a little (a fact answered, an item banned) start from the same ground again.
"""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple

from mesoplan import solver
from mesoplan.cases.stock import stock_of
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.model.finding import CheckReport
from mesoplan.model.line import Line
from mesoplan.model.observer import Observer
from mesoplan.model.plan import LeftOut
from mesoplan.planner.candidates import Candidate, Field, field
from mesoplan.planner.demands import Demanded, constrained, demands
from mesoplan.planner.limits import CHECKED, Allowance, budget_of
from mesoplan.planner.problem import Model, build
from mesoplan.planner.weights import EvidenceWeights, Weights, evidence_weights, weights
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

_MORE = 3


class Ground(NamedTuple):
    """A case made ready. ``base`` is the problem without the user's demands, ``model`` with them.

    Both are None when there is no candidate; ``model`` also when a demand can be met by nothing.
    """

    scene: Scene
    rules: tuple[Rule, ...]
    points: Weights
    numbers: EvidenceWeights
    found: Field
    base: Model | None
    wishes: tuple[Demanded, ...]
    model: Model | None
    observer: Observer | None = None

    @property
    def floor(self) -> int | None:
        """The least value of a plan: any, once the user demands an ingredient."""
        return None if self.scene.case.limits.include else 0


class Passed(NamedTuple):
    """A plan of the search that passes `check`: its items by syringe and what the rules say."""

    found: solver.Plan
    syringes: tuple[tuple[Item, ...], ...]
    report: CheckReport

    @property
    def ingredients(self) -> tuple[str, ...]:
        """What is in it, in the order of the ids."""
        return tuple(
            sorted({each for syringe in self.syringes for item in syringe for each in item.ingredients})
        )


class Best(NamedTuple):
    """The best plans that pass; ``proved`` when no better one was missed."""

    plans: tuple[Passed, ...]
    proved: bool
    nodes: int
    bound: int | None
    cuts: int = 0
    work: int = 0


def prepare(
    case: ResolvedCase,
    knowledge: Knowledge,
    *,
    prefer: str = "evidence",
    rules: tuple[Rule, ...] = RULES,
    points: Weights | None = None,
    numbers: EvidenceWeights | None = None,
    known: Mapping[str, Candidate | LeftOut] = {},
    observer: Observer | None = None,
) -> Ground:
    """Candidates, problem and demands of a case. ``known`` is handed to `candidates.field`."""
    scene = Scene(case._replace(cocktail=()), knowledge)
    points = points or weights(knowledge.catalog, prefer)
    numbers = numbers or evidence_weights(knowledge.catalog)
    stock = None if case.stock is None else stock_of(case)
    wanted = frozenset(case.limits.include)
    found = field(scene, rules, points, numbers, wanted, stock, known)
    return over(scene, rules, points, numbers, found)._replace(observer=observer)


def over(
    scene: Scene, rules: tuple[Rule, ...], points: Weights, numbers: EvidenceWeights, found: Field
) -> Ground:
    """The ground of candidates that are known already."""
    if not found.candidates:
        return Ground(scene, rules, points, numbers, found, None, (), None)
    base = build(scene, found.candidates, rules, points, numbers)
    wishes = demands(scene, base)
    impossible = any(each.clause is None for each in wishes)
    model = None if impossible else constrained(base, wishes)
    return Ground(scene, rules, points, numbers, found, base, wishes, model)


def best(
    ground: Ground,
    k: int,
    *,
    floor: int | None,
    budget: Allowance = None,
    unlike: Sequence[solver.Unlike] = (),
    model: Model | None = None,
) -> Best:
    """The k best distinct plans that pass `check`, best first.

    The problem may allow a little more than the rules (a limit that holds only in certain company);
    a plan that `check` blocks is cut off with its doses, and the search runs again.
    """
    model = model or ground.model
    if model is None:
        return Best((), True, 0, None)
    nodes = cuts = work = 0
    limits = limits_of(ground, budget)
    checked: dict[solver.Plan, Passed] = {}
    while True:
        answer, plans = _searched(model, k, limits.without(nodes, work), floor, unlike)
        nodes += answer.counters.nodes
        work += answer.counters.work
        if ground.observer is not None:
            ground.observer.node(nodes)
        passed: list[Passed] = []
        blocked: list[Passed] = []
        for each in plans:
            if each not in checked:
                checked[each] = look(ground, model, each)
                work += CHECKED
            (blocked if checked[each].report.verdict == "blocked" else passed).append(checked[each])
        if not blocked or answer.status == "best-found":
            proved = answer.status != "best-found"
            return Best(tuple(passed), proved, nodes, answer.bound, cuts, work)
        for one in blocked:
            model = without(model, one.found)
            cuts += 1


def limits_of(ground: Ground, allowed: Allowance) -> solver.Budget:
    """What a search may use: what the caller allows, and until the observer stops it."""
    budget, observer = budget_of(allowed), ground.observer
    if observer is None:
        return budget
    own = budget.clock

    def clock() -> float:
        return float("inf") if observer.stops() else own() if own else 0.0

    return budget._replace(clock=clock, deadline=budget.deadline if own else 1.0)


def look(ground: Ground, model: Model, found: solver.Plan) -> Passed:
    """A plan of the search with what every rule says of it."""
    position = count()
    syringes = tuple(
        tuple(item._replace(line=Line("plan", next(position))) for item in syringe)
        for syringe in model.items_of(found)
    )
    items = [item for syringe in syringes for item in syringe]
    if ground.observer is not None:
        named = {each for item in items for each in item.ingredients}
        ground.observer.plan(tuple(sorted(named)), found.value)
    return Passed(found, syringes, check(ground.scene.with_items(items), ground.rules))


def real_items(model: Model, found: solver.Plan) -> tuple[int, ...]:
    """The numbers of a plan's ingredients, without the studied combinations."""
    return tuple(each for each in found.items if each < len(model.candidates))


def _searched(
    model: Model, k: int, budget: solver.Budget, floor: int | None, unlike: Sequence[solver.Unlike]
) -> tuple[solver.Answer, list[solver.Plan]]:
    """The k best sets of real items; a set with and without its combination is one plan."""
    wanted = k
    done = solver.Counters()
    while True:
        left = budget.without(done.nodes, done.work)
        answer = solver.best_plans(model.problem, wanted, floor=floor, budget=left, unlike=unlike)
        done = done.plus(answer.counters)
        distinct: dict[tuple[int, ...], solver.Plan] = {}
        for each in answer.plans:
            real = real_items(model, each)
            if real:
                distinct.setdefault(real, each)
        if len(distinct) >= k or len(answer.plans) < wanted or answer.status == "best-found":
            return answer._replace(counters=done), list(distinct.values())[:k]
        wanted *= _MORE


def without(model: Model, found: solver.Plan) -> Model:
    """The model without this set in these doses: a resource of which it would need one too many."""
    problem = model.problem
    chosen = {
        (item, option)
        for item, option in zip(found.items, found.options, strict=True)
        if item < len(model.candidates)
    }
    items = tuple(
        item._replace(
            options=tuple(
                option._replace(use=(*option.use, int((number, level) in chosen)))
                for level, option in enumerate(item.options)
            )
        )
        for number, item in enumerate(problem.items)
    )
    capacities = (*problem.capacities, len(chosen) - 1)
    return model._replace(problem=problem._replace(items=items, capacities=capacities))
