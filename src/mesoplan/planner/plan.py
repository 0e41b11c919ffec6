"""From a case to the k best cocktails with proof, or to the reason why there is none."""

from collections.abc import Iterator

from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import total_volume
from mesoplan.model.case import ResolvedCase
from mesoplan.model.finding import CheckReport
from mesoplan.model.plan import (
    Demand,
    LeftOut,
    Plan,
    PlanReport,
    Protocol,
    Reason,
    Score,
    SearchReport,
    Status,
    Syringe,
    Term,
)
from mesoplan.planner import search
from mesoplan.planner.candidates import Candidate, Field, field
from mesoplan.planner.demands import constrained, demands, smallest_clash
from mesoplan.planner.problem import Model, build
from mesoplan.planner.questions import questions
from mesoplan.planner.weights import evidence_weights, weights
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

MAX_PLANS = 100
_MORE = 3


def plan(
    case: ResolvedCase, knowledge: Knowledge, *, k: int = 3, prefer: str = "evidence",
    budget: int | None = None, rules: tuple[Rule, ...] = RULES,
) -> PlanReport:
    """The ``k`` best distinct cocktails for a case.

    ``prefer`` picks the objective (a policy file), ``budget`` bounds the nodes of the search.
    Raises ValueError for a ``k`` outside 1 to 100 and for an unknown preference.
    """
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MAX_PLANS:
        raise ValueError(f"k is {k}; ask for 1 to {MAX_PLANS} plans")
    scene = Scene(case._replace(cocktail=()), knowledge)
    points = weights(knowledge.catalog, prefer)
    numbers = evidence_weights(knowledge.catalog)
    wanted = frozenset(case.limits.include)
    stock = None if case.stock is None else frozenset(line.product for line in case.stock)
    found = field(scene, rules, points, numbers, wanted, stock)
    if not found.candidates:
        clash = tuple(Demand("limits.include", each) for each in sorted(wanted))[:1]
        return _nothing(found, scene, "no-candidate", clash)
    base = build(scene, found.candidates, rules, points, numbers)
    wishes = demands(scene, base)
    model = constrained(base, wishes)
    impossible = any(each.clause is None for each in wishes)
    if impossible:
        return _nothing(found, scene, "demands-clash", smallest_clash(base, wishes))
    floor = None if wanted else 0
    answer, plans = _searched(model, k, budget, floor)
    made = tuple(
        _plan(rank, model, each, scene, rules) for rank, each in enumerate(plans, start=1)
    )
    made = tuple(each for each in made if each.verdict != "blocked")
    report = SearchReport(
        answer.counters.nodes, answer.status != "best-found", answer.bound,
        len(found.candidates),
    )
    if not made:
        clash = smallest_clash(base, wishes)
        why = "demands-clash" if clash else "nothing-worth"
        return _nothing(found, scene, why, clash)._replace(search=report)
    left_out = _with_unchosen(found, made)
    status: Status = "optimal" if answer.status == "optimal" else "best-found"
    return PlanReport(
        status, made, left_out, (), questions(scene, made, left_out), report
    )


def _searched(
    model: Model, k: int, budget: int | None, floor: int | None
) -> tuple[search.Answer, list[search.Plan]]:
    """The k best sets of real items; a set with and without its combination is one plan."""
    wanted = k
    limit = search.Budget(nodes=budget)
    while True:
        answer = search.best_plans(model.problem, wanted, floor=floor, budget=limit)
        distinct: dict[tuple[int, ...], search.Plan] = {}
        for each in answer.plans:
            real = tuple(item for item in each.items if item < len(model.candidates))
            if real:
                distinct.setdefault(real, each)
        if len(distinct) >= k or len(answer.plans) < wanted or answer.status == "best-found":
            return answer, list(distinct.values())[:k]
        wanted *= _MORE


def _plan(
    rank: int, model: Model, found: search.Plan, scene: Scene, rules: tuple[Rule, ...]
) -> Plan:
    syringes = model.items_of(found)
    items = [
        item._replace(line=f"syringe {item.syringe}, {item.name}")
        for syringe in syringes for item in syringe
    ]
    report: CheckReport = check(scene.with_items(items), rules)
    return Plan(
        rank=rank,
        score=_score(model, found),
        syringes=tuple(
            Syringe(number, syringe, total_volume(syringe))
            for number, syringe in enumerate(syringes, start=1)
        ),
        verdict=report.verdict,
        findings=report.findings,
        coverage=report.coverage,
        why=tuple(_reasons(model, found)),
        protocol=_protocol(model, found),
    )


def _score(model: Model, found: search.Plan) -> Score:
    parts = search.score(model.problem, found.items, found.options, found.syringes)
    terms = [
        Term(f"benefit: {facet}", value)
        for facet, value in zip(model.facets, parts.coverage, strict=True) if value
    ]
    terms += [
        Term("cautions and unknowns of the items", -parts.risk),
        Term("number of ingredients", -parts.burden),
        Term("money", -parts.price),
        Term("cautions and unknowns of pairs", parts.synergies - parts.antagonisms),
        Term("cautions and unknowns in the syringes", -parts.penalties),
        Term("syringes beyond the first", -parts.extra_syringes),
    ]
    return Score(found.value, tuple(term for term in terms if term.points))


def _chosen(model: Model, found: search.Plan) -> Iterator[tuple[Candidate, int]]:
    for item, option in zip(found.items, found.options, strict=True):
        if item < len(model.candidates):
            yield model.candidates[item], option


def _reasons(model: Model, found: search.Plan) -> Iterator[Reason]:
    for candidate, option in _chosen(model, found):
        positive = [each for each in candidate.belief.studies
                    if each.record.direction == "benefit"]
        negative = len(candidate.belief.studies) - len(positive)
        yield Reason(
            candidate.ingredient, "studied",
            f"{len(positive)} for, {negative} against; lower credible bound "
            f"{candidate.belief.thousandths / 10:.1f} %",
            tuple(each.id for each in candidate.belief.studies),
        )
        dose = candidate.choices[option].dose
        yield Reason(candidate.ingredient, "dose", f"{dose.record.amount} as in "
                     f"{dose.cite.source}", (dose.id,))
    for item in found.items:
        if item >= len(model.candidates):
            together, shown = model.combined[item - len(model.candidates)]
            yield Reason(" + ".join(sorted(together)), "combination",
                         f"studied together; lower credible bound {shown.thousandths / 10:.1f} %",
                         tuple(each.id for each in shown.studies))


def _protocol(model: Model, found: search.Plan) -> Protocol:
    """The regimen of the study that the doses come from, else of the largest positive one."""
    doses = {candidate.choices[option].dose.cite.source for candidate, option in _chosen(model, found)}
    studies = [
        each for candidate, _ in _chosen(model, found) for each in candidate.belief.studies
        if each.record.direction == "benefit"
    ]
    for item in found.items:
        if item >= len(model.candidates):
            studies = [*model.combined[item - len(model.candidates)][1].studies, *studies]
    if not studies:
        return Protocol()
    best = max(
        studies, key=lambda each: (each.cite.source in doses, each.record.n or 0, each.id)
    )
    regimen = best.record.regimen
    return Protocol(
        route=regimen.route,
        technique=regimen.technique,
        sessions="" if regimen.sessions is None else str(regimen.sessions),
        interval=str(regimen.interval or regimen.schedule),
        volume=str(regimen.volume or ""),
        studies=tuple(sorted({each.entity for each in studies})),
    )


def _with_unchosen(found: Field, made: tuple[Plan, ...]) -> tuple[LeftOut, ...]:
    """Also the candidates that are in none of the plans, with what weighs against them."""
    used = {each for plan_ in made for item in plan_.items for each in item.ingredients}
    unchosen = [
        LeftOut(each.ingredient, _weighing(each), (), each.belief.thousandths)
        for each in found.candidates if each.ingredient not in used
    ]
    return tuple(sorted(
        (*found.left_out, *unchosen), key=lambda each: (-each.shown, each.ingredient)
    ))


def _weighing(candidate: Candidate) -> tuple[str, ...]:
    """The codes of the cautions and unknowns on a candidate's best choice."""
    return tuple(sorted({
        rule.code for rule, judged in candidate.choices[0].judgements
        if judged.severity in ("caution", "unknown") and rule.code != "PT211"
    }))


def _nothing(
    found: Field, scene: Scene, message: str, clash: tuple[Demand, ...] = ()
) -> PlanReport:
    left_out = _with_unchosen(found, ())
    return PlanReport(
        "infeasible", (), left_out, clash, questions(scene, (), left_out),
        SearchReport(0, True, None, len(found.candidates)), message,
    )
