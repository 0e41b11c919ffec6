"""What every question to the planner starts from: candidates, problem and demands of one case.

`prepare` builds it once; `best` searches it and hands back only plans that pass `check`. Questions
that change the case a little (a fact answered, an item banned) start from the same ground again.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from mesoplan import solver
from mesoplan.cases.stock import stock_of
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Item, ResolvedCase
from mesoplan.model.finding import CheckReport
from mesoplan.model.line import Line
from mesoplan.model.observer import Observer
from mesoplan.model.plan import LeftOut, PlanKind
from mesoplan.model.regimen import RegimenItem
from mesoplan.planner.candidates import Field, Waiting, field, looked_at, wider
from mesoplan.planner.concrete import Concrete
from mesoplan.planner.demands import Demanded, constrained, demands
from mesoplan.planner.extent import ALL, Extent
from mesoplan.planner.limits import CHECKED, Allowance, budget_of
from mesoplan.planner.one_regimen import Asking, Candidate, Choice
from mesoplan.planner.problem import Model, build
from mesoplan.record import NamedTuple
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene
from mesoplan.worth.weights import EvidenceWeights, Weights, evidence_weights, weights

#: The parts of the answer in their order: as it stands in a source, with departures, never studied together.
_PART: dict[PlanKind, int] = {"studied": 0, "labelled": 0, "adapted": 1, "combined": 2}
#: How many regimens are judged next, and as many more as have been judged.
_AT_ONCE = 4
#: How many suggestions of regimens that nobody studied together there are at most.
COMBINED = 1


class Ground(NamedTuple):
    """A case made ready. ``base`` is the problem without the user's demands, ``model`` with them.

    Both are None when there is no candidate; ``model`` also when a demand can be met by nothing. ``extent``
    is how much was, and may be, judged for it.
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
    extent: Extent = ALL


class Passed(NamedTuple):
    """A plan of the search that passes `check`: its items by syringe and what the rules say."""

    found: solver.Plan
    syringes: tuple[tuple[Item, ...], ...]
    report: CheckReport
    regimens: tuple[str, ...]
    kind: PlanKind

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
    extent: Extent = ALL,
) -> Ground:
    """Candidates, problem and demands of a case. ``known`` and ``extent`` are handed to `candidates.field`.

    Unless all was judged, `answered` has to ask it.
    """
    scene = Scene(case._replace(cocktail=()), knowledge)
    points = points or weights(knowledge.catalog, prefer)
    numbers = numbers or evidence_weights(knowledge.catalog)
    found = field(_asking(scene, rules, points, numbers), known, extent)
    return over(scene, rules, points, numbers, found)._replace(observer=observer, extent=extent)


def _asking(scene: Scene, rules: tuple[Rule, ...], points: Weights, numbers: EvidenceWeights) -> Asking:
    return Asking(
        scene=scene,
        rules=rules,
        points=points,
        numbers=numbers,
        include=frozenset(scene.case.limits.include),
        products=None if scene.case.stock is None else stock_of(scene.case),
    )


def asking_of(ground: Ground) -> Asking:
    """What the regimens of a ground are judged with."""
    return _asking(ground.scene, ground.rules, ground.points, ground.numbers)


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


def answered(
    ground: Ground,
    k: int,
    find: Callable[[Ground, solver.Budget], Best],
    budget: Allowance = None,
    *,
    ranked: bool = True,
) -> tuple[Ground, Best]:
    """What ``find`` answers over as many regimens as can change the k best, and the ground with these.

    A regimen that waits is worth no more than it promises. Once k single regimens come before all that
    wait, no judgement on those can change the answer, if it is ``ranked`` by nothing else. What may come
    before them is looked at closer first, and judged if it still may. Where judging has to end before,
    nothing is proved.
    """
    limits = limits_of(ground, budget)
    nodes = work = 0
    while True:
        found = find(ground, limits.without(nodes, work))
        nodes, work = nodes + found.nodes, work + found.work
        found = found._replace(nodes=nodes, work=work)
        count = _needed(ground, found, k) if ranked else len(ground.found.waiting)
        while count and _is_full(found, k) and any(not each.ways for each in ground.found.waiting[:count]):
            ground = ground._replace(found=looked_at(ground.found, count, asking_of(ground)))
            count = _needed(ground, found, k)
        if not count:
            return ground, found
        more = wider(ground.found, count, asking_of(ground), ground.extent)
        stopped = ground.observer is not None and ground.observer.stops()
        if stopped or len(more.waiting) == len(ground.found.waiting):
            return ground, found._replace(proved=False, bound=_promised(ground.found, found, k))
        wide = over(ground.scene, ground.rules, ground.points, ground.numbers, more)
        ground = wide._replace(observer=ground.observer, extent=ground.extent)


def _promised(field_: Field, found: Best, k: int) -> int:
    """No plan is worth more, whatever is still to be said of the regimens that wait.

    Two regimens together are worth no more than both alone: slots fall, and costs add up.
    """
    alone = [each.found.value for each in found.plans if each.kind != "combined"]
    first, *others = sorted((*alone, *(each.most for each in field_.waiting)), reverse=True)
    second = max(0, *others[:1]) if others and len(alone) < k else 0
    return max(first + second, first if found.bound is None else found.bound)


def _needed(ground: Ground, found: Best, k: int) -> int:
    """How many of the regimens that wait have to be judged next; none when they can change nothing."""
    waiting = ground.found.waiting
    if not waiting:
        return 0
    if not _is_full(found, k):
        return max(_AT_ONCE, len(ground.found.candidates))
    last = found.plans[-1]
    assert ground.model is not None
    place = _place(ground.model, last.found)
    return min(sum(each.place <= place for each in waiting), max(_AT_ONCE, len(ground.found.candidates)))


def _is_full(found: Best, k: int) -> bool:
    """Whether there are k suggestions of single regimens."""
    return len(found.plans) >= k and found.plans[-1].kind != "combined"


def best(
    ground: Ground,
    k: int,
    *,
    budget: Allowance = None,
    unlike: Sequence[solver.Unlike] = (),
    model: Model | None = None,
    combine: int = 0,
) -> Best:
    """The k best distinct plans that pass `check`, in the order of the parts of the answer.

    First single regimens as they were studied or labelled, then single ones with departures that matter,
    each best first; when these are fewer than k, the best pair of regimens that is worth more than either
    alone. ``combine``: so many such pairs, even where single ones are enough. A plan that `check` blocks is
    cut off with its doses, and the search runs again.
    """
    model = model or ground.model
    if model is None:
        return Best((), True, 0, None)
    nodes = cuts = work = 0
    limits = limits_of(ground, budget)
    checked: dict[solver.Plan, Passed] = {}
    while True:
        answer, plans = _searched(model, k, limits.without(nodes, work), unlike, ground.extent.pairs, combine)
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
    """A plan of the search with what every rule says of it, in the session that its regimens fill in."""
    position = count()
    syringes = tuple(
        tuple(item._replace(line=Line("plan", next(position))) for item in syringe)
        for syringe in model.items_of(found)
    )
    items = [item for syringe in syringes for item in syringe]
    if ground.observer is not None:
        named = {each for item in items for each in item.ingredients}
        ground.observer.plan(tuple(sorted(named)), found.value)
    report = check(planned_scene(ground.scene, model, found, items), ground.rules)
    regimens = tuple(candidate.id for candidate, _ in model.chosen(found))
    return Passed(
        found=found, syringes=syringes, report=report, regimens=regimens, kind=kind_of(model, found)
    )


def planned_scene(scene: Scene, model: Model, found: solver.Plan, items: Sequence[Item]) -> Scene:
    """The case as the plan would have it given: what its regimens fill in, where they agree."""
    chosen = [choice for _, choice in model.chosen(found)]
    sessions, zones = [each.session for each in chosen], {each.zone for each in chosen}
    said = scene.case.session
    agreed = said._replace(
        **{
            key: getattr(sessions[0], key)
            for key in said._fields
            if all(getattr(each, key) == getattr(sessions[0], key) for each in sessions)
        }
    )
    zone = zones.pop() if len(zones) == 1 else scene.case.zone
    return Scene(scene.case._replace(session=agreed, zone=zone), scene.knowledge, items)


def kind_of(model: Model, found: solver.Plan) -> PlanKind:
    """What a plan is: one regimen as it stands or adapted, or several together."""
    if len(found.items) > 1:
        return "combined"
    return model.candidates[found.items[0]].kind(found.options[0])


def _searched(
    model: Model,
    k: int,
    budget: solver.Budget,
    unlike: Sequence[solver.Unlike],
    most_pairs: int | None,
    combine: int,
) -> tuple[solver.Answer, list[solver.Plan]]:
    """The k best plans by the parts of the answer.

    All single regimens are ranked: there are no more than candidates. Pairs are looked for among as many
    plans as there are single ones and as many more as are wanted (``combine``, else one where there is room),
    so that none is missed. Of more pairs than ``most_pairs`` nothing is asked: then the best of them all
    bounds the answer, and none is suggested.
    """
    size = len(model.candidates)
    alone = model.problem._replace(max_items=1)
    answer = solver.best_plans(alone, size, floor=None, budget=budget, unlike=unlike)
    singles = _distinct(model, sorted(answer.plans, key=lambda each: _place(model, each)))
    if len(singles) >= k and not combine:
        return answer, singles[:k]
    left = budget.without(answer.counters.nodes, answer.counters.work)
    if most_pairs is not None and size * (size - 1) // 2 > most_pairs:
        open_ = solver.best_plans(model.problem, 1, floor=None, budget=left, unlike=unlike)
        counters = answer.counters.plus(open_.counters)
        return answer._replace(status="best-found", counters=counters, bound=open_.bound), singles[:k]
    paired = model.with_pairs().problem
    wide = solver.best_plans(paired, size + (combine or COMBINED), floor=None, budget=left, unlike=unlike)
    worth = {each.items[0]: each.value for each in answer.plans}
    pairs = [
        each
        for each in wide.plans
        if len(each.items) > 1 and all(each.value > worth.get(one, -(10**9)) for one in each.items)
    ]
    both = answer._replace(
        status="best-found" if "best-found" in (answer.status, wide.status) else answer.status,
        counters=answer.counters.plus(wide.counters),
        bound=wide.bound,
    )
    if combine:
        return both, [*singles[:k], *pairs[:combine]]
    return both, [*singles, *pairs[:COMBINED]][:k]


def _place(model: Model, found: solver.Plan) -> tuple[int, int, int]:
    """Where a single regimen stands: by the part of the answer, its standing, its value."""
    return _PART[kind_of(model, found)], model.candidates[found.items[0]].standing, -found.value


def _distinct(model: Model, plans: list[solver.Plan]) -> list[solver.Plan]:
    """The first of those that give the same: two sources of one regimen are one suggestion."""
    seen: dict[tuple[object, ...], solver.Plan] = {}
    for each in plans:
        candidate, choice = model.chosen(each)[0]
        seen.setdefault(given_by(candidate, choice), each)
    return list(seen.values())


def given_by(candidate: Candidate | Waiting, choice: Choice | Concrete) -> tuple[object, ...]:
    """What is given, whoever says so: while an amount waits for the case, the rule that it follows."""
    made = tuple((item.product, item.contents, item.volume) for item in choice.items)
    rule = tuple(_rule(item) for item in candidate.regimen.items) if choice.needs else ()
    return made, rule


def _rule(item: RegimenItem) -> tuple[object, ...]:
    """The amount that an item is given by, on the basis that comes first: a session, an area, a weight."""
    ranked = ("per_session", "per_cm2", "per_kg", "per_point")
    return next(((key, getattr(item, key)) for key in ranked if getattr(item, key) is not None), ())


def alike(model: Model, candidate: Candidate, choice: Choice) -> tuple[str, ...]:
    """The other regimens that give the same: variants of one suggestion, by their ids."""
    given = given_by(candidate, choice)
    return tuple(
        other.id
        for other in model.candidates
        if other.id != candidate.id and any(given_by(other, each) == given for each in other.choices)
    )


def without(model: Model, found: solver.Plan) -> Model:
    """The model without this set in these doses: a resource of which it would need one too many."""
    problem = model.problem
    chosen = {(item, option) for item, option in zip(found.items, found.options, strict=True)}
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
