"""From a case to the k best cocktails with proof, or to the reason why there is none."""

from collections.abc import Iterator

from mesoplan import solver
from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import total_volume
from mesoplan.model.case import ResolvedCase
from mesoplan.model.plan import (
    Demand,
    LeftOut,
    Plan,
    PlanReport,
    Protocol,
    Question,
    Reason,
    Score,
    SearchReport,
    Status,
    Syringe,
    Term,
)
from mesoplan.planner.candidates import NO_STOCK, Candidate, Field
from mesoplan.planner.demands import smallest_clash
from mesoplan.planner.ground import Ground, Passed, best, prepare
from mesoplan.planner.problem import Model, limits_in_force
from mesoplan.planner.questions import questions, solved_questions
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule

MAX_PLANS = 100
_PROOFS = {
    "clique": "no two of them may share one",
    "volume": "they do not fit into fewer",
    "exhausted": "every filling with fewer was tried; each is forbidden or worth less",
}


def plan(
    case: ResolvedCase,
    knowledge: Knowledge,
    *,
    k: int = 3,
    prefer: str = "evidence",
    budget: int | None = None,
    rules: tuple[Rule, ...] = RULES,
    diverse: bool = False,
    solve_questions: bool = False,
) -> PlanReport:
    """The ``k`` best distinct cocktails for a case.

    ``prefer`` picks the objective (a policy file), ``budget`` bounds the nodes of the search.
    ``diverse``: each plan shares at most half of its ingredients with any before it.
    ``solve_questions``: which unasked facts could change the answer is solved, not estimated.
    Raises ValueError for a ``k`` outside 1 to 100 and for an unknown preference.
    """
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MAX_PLANS:
        raise ValueError(f"k is {k}; ask for 1 to {MAX_PLANS} plans")
    ground = prepare(case, knowledge, prefer=prefer, rules=rules)
    found = ground.found
    if ground.base is None:
        clash = tuple(Demand("limits.include", each) for each in sorted(case.limits.include))[:1]
        shelf = any(NO_STOCK in each.codes for each in found.left_out)
        return _nothing(ground, "no-stock" if shelf else "no-candidate", clash, solve_questions)
    if ground.model is None:
        clash = smallest_clash(ground.base, ground.wishes)
        return _nothing(ground, "demands-clash", clash, solve_questions)
    if diverse:
        from mesoplan.planner.front import varied  # seldom asked for, and not free to import

        answer = varied(ground, k, budget=budget)
    else:
        answer = best(ground, k, floor=ground.floor, budget=budget)
    made = tuple(plan_record(rank, ground.model, each) for rank, each in enumerate(answer.plans, start=1))
    report = SearchReport(
        answer.nodes,
        answer.proved,
        answer.bound,
        len(found.candidates),
        *limits_in_force(ground.scene.case.limits),
    )
    if not made:
        clash = smallest_clash(ground.base, ground.wishes)
        why = "demands-clash" if clash else "nothing-worth"
        nothing = _nothing(ground, why, clash, solve_questions)._replace(search=report)
        if answer.proved:
            return nothing
        return nothing._replace(status="best-found", message="budget-ended", conflict=())
    left_out = _with_unchosen(found, made)
    status: Status = "optimal" if answer.proved else "best-found"
    asked = _questions(ground, made, left_out, solve_questions)
    return PlanReport(status, made, left_out, (), asked, report)


def _questions(
    ground: Ground, made: tuple[Plan, ...], left_out: tuple[LeftOut, ...], solve: bool
) -> tuple[Question, ...]:
    return solved_questions(ground) if solve else questions(ground.scene, made, left_out)


def plan_record(rank: int, model: Model, passed: Passed) -> Plan:
    """The record of a plan of the search."""
    found, report = passed.found, passed.report
    return Plan(
        rank=rank,
        score=score_of(model, found),
        syringes=tuple(
            Syringe(number, syringe, total_volume(syringe))
            for number, syringe in enumerate(passed.syringes, start=1)
        ),
        verdict=report.verdict,
        findings=report.findings,
        coverage=report.coverage,
        why=tuple(_reasons(model, found)),
        protocol=_protocol(model, found),
    )


def score_of(model: Model, found: solver.Plan) -> Score:
    """The score of a plan, term by term."""
    parts = solver.score(model.problem, found.items, found.options, found.syringes)
    terms = [
        Term(f"benefit: {facet}", value)
        for facet, value in zip(model.facets, parts.coverage, strict=True)
        if value
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


def _chosen(model: Model, found: solver.Plan) -> Iterator[tuple[Candidate, int]]:
    for item, option in zip(found.items, found.options, strict=True):
        if item < len(model.candidates):
            yield model.candidates[item], option


def _reasons(model: Model, found: solver.Plan) -> Iterator[Reason]:
    for candidate, option in _chosen(model, found):
        positive = [each for each in candidate.belief.studies if each.record.direction == "benefit"]
        negative = len(candidate.belief.studies) - len(positive)
        yield Reason(
            candidate.ingredient,
            "studied",
            f"publications: {len(positive)} for, {negative} against; lower credible bound "
            f"{candidate.belief.thousandths / 10:.1f} %",
            tuple(each.id for each in candidate.belief.studies),
        )
        dose = candidate.choices[option].dose
        yield Reason(
            candidate.ingredient, "dose", f"{dose.record.amount} as in {dose.cite.source}", (dose.id,)
        )
    for item in found.items:
        if item >= len(model.candidates):
            together, shown = model.combined[item - len(model.candidates)]
            yield Reason(
                " + ".join(sorted(together)),
                "combination",
                f"studied together; lower credible bound {shown.thousandths / 10:.1f} %",
                tuple(each.id for each in shown.studies),
            )
    if len(found.syringes) > 1:
        yield _why_syringes(model, found)


def _why_syringes(model: Model, found: solver.Plan) -> Reason:
    """The proof that fewer syringes cannot do, or not as cheaply."""
    solved = solver.fewest_syringes(model.problem, tuple(zip(found.items, found.options, strict=True)))
    kind, members = (solved[1].kind, solved[1].members) if solved else ("exhausted", ())
    names = sorted(
        model.candidates[item].ingredient for item in members or found.items if item < len(model.candidates)
    )
    return Reason(" + ".join(names), "syringes", f"{len(found.syringes)} at least: {_PROOFS[kind]}")


def _protocol(model: Model, found: solver.Plan) -> Protocol:
    """The regimen of the study that the doses come from, else of the largest positive one."""
    doses = {candidate.choices[option].dose.cite.source for candidate, option in _chosen(model, found)}
    studies = [
        each
        for candidate, _ in _chosen(model, found)
        for each in candidate.belief.studies
        if each.record.direction == "benefit"
    ]
    for item in found.items:
        if item >= len(model.candidates):
            studies = [*model.combined[item - len(model.candidates)][1].studies, *studies]
    if not studies:
        return Protocol()
    best = max(studies, key=lambda each: (each.cite.source in doses, each.record.n or 0, each.id))
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
        for each in found.candidates
        if each.ingredient not in used
    ]
    return tuple(sorted((*found.left_out, *unchosen), key=lambda each: (-each.shown, each.ingredient)))


def _weighing(candidate: Candidate) -> tuple[str, ...]:
    """The codes of the cautions and unknowns on a candidate's best choice."""
    return tuple(
        sorted(
            {
                rule.code
                for rule, judged in candidate.choices[0].judgements
                if judged.severity in ("caution", "unknown") and rule.code != "PT211"
            }
        )
    )


def _nothing(ground: Ground, message: str, clash: tuple[Demand, ...], solve_questions: bool) -> PlanReport:
    left_out = _with_unchosen(ground.found, ())
    return PlanReport(
        "infeasible",
        (),
        left_out,
        clash,
        _questions(ground, (), left_out, solve_questions),
        SearchReport(0, True, None, len(ground.found.candidates)),
        message,
    )
