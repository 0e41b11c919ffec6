"""From a case to the k best cocktails with proof, or to the reason why there is none."""

from collections.abc import Iterator

from mesoplan import solver
from mesoplan.errors import BadRequest
from mesoplan.knowledge.questions import Knowledge
from mesoplan.mixing.mixture import total_volume
from mesoplan.model.case import ResolvedCase
from mesoplan.model.observer import Observer
from mesoplan.model.plan import (
    Combined,
    Demand,
    Dosed,
    LeftOut,
    Nothing,
    Plan,
    PlanReport,
    ProofKind,
    Protocol,
    Question,
    Reason,
    Score,
    SearchReport,
    Separated,
    Status,
    Studied,
    Syringe,
    Term,
)
from mesoplan.planner.benefit import Belief
from mesoplan.planner.candidates import AREA, NO_STOCK, Candidate, Field
from mesoplan.planner.demands import smallest_clash
from mesoplan.planner.ground import Best, Ground, Passed, best, prepare
from mesoplan.planner.limits import Allowance
from mesoplan.planner.problem import Model, limits_in_force
from mesoplan.planner.questions import questions, solved_questions
from mesoplan.planner.worlds import Worlds
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule

MAX_PLANS = 100
_COSTLY = ("caution", "unknown")


def plan(
    case: ResolvedCase,
    knowledge: Knowledge,
    *,
    k: int = 3,
    prefer: str = "evidence",
    budget: Allowance = None,
    rules: tuple[Rule, ...] = RULES,
    diverse: bool = False,
    solve_questions: bool = False,
    observer: Observer | None = None,
) -> PlanReport:
    """The ``k`` best distinct cocktails for a case.

    ``prefer`` picks the objective (a policy file), ``budget`` bounds the search (`limits`).
    ``diverse``: each plan shares at most half of its ingredients with any before it.
    ``solve_questions``: which unasked facts could change the answer is solved, not estimated.
    Raises `BadRequest` for a ``k`` outside 1 to 100 and for an unknown preference.
    """
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MAX_PLANS:
        raise BadRequest(f"k is {k}; ask for 1 to {MAX_PLANS} plans.")
    ground = prepare(case, knowledge, prefer=prefer, rules=rules, observer=observer)
    found = ground.found
    if ground.base is None:
        clash = tuple(Demand("limits.include", each) for each in sorted(case.limits.include))[:1]
        return _nothing(ground, _no_candidate(found), clash, solve_questions)
    if ground.model is None:
        clash = smallest_clash(ground.base, ground.wishes)
        return _nothing(ground, "demands-clash", clash, solve_questions)
    answer = _searched(ground, k, budget, diverse)
    made = tuple(plan_record(rank, ground.model, each) for rank, each in enumerate(answer.plans, start=1))
    limits = limits_in_force(ground.scene.case.limits)
    report = SearchReport(
        nodes=answer.nodes,
        proved=answer.proved,
        bound=answer.bound,
        candidates=len(found.candidates),
        max_ingredients=limits[0],
        max_syringes=limits[1],
    )
    if not made and not answer.proved:
        left_out = _with_unchosen(found, ())
        return PlanReport("best-found", (), left_out, (), (), report, "budget-ended")
    if not made:
        clash = smallest_clash(ground.base, ground.wishes)
        why: Nothing = "demands-clash" if clash else "nothing-worth"
        return _nothing(ground, why, clash, solve_questions)._replace(search=report)
    left_out = _with_unchosen(found, made)
    status: Status = "optimal" if answer.proved else "best-found"
    asked = _questions(Worlds(ground), made, left_out, solve_questions)
    return PlanReport(status, made, left_out, (), asked, report)


def _searched(ground: Ground, k: int, budget: Allowance, diverse: bool) -> Best:
    if diverse:
        from mesoplan.planner.front import varied  # seldom asked for, and not free to import

        return varied(ground, k, budget=budget)
    return best(ground, k, floor=ground.floor, budget=budget)


def _no_candidate(found: Field) -> Nothing:
    """Why nothing may be planned: the area is not said, the shelf lacks it, or nothing serves the goal."""
    codes = {code for each in found.left_out for code in each.codes}
    return "no-area" if AREA in codes else "no-stock" if NO_STOCK in codes else "no-candidate"


def _questions(
    worlds: Worlds, made: tuple[Plan, ...], left_out: tuple[LeftOut, ...], solve: bool
) -> tuple[Question, ...]:
    return solved_questions(worlds) if solve else questions(worlds, made, left_out)


def plan_record(rank: int, model: Model, passed: Passed) -> Plan:
    """The record of a plan of the search."""
    found, report = passed.found, passed.report
    proof = _proof(model, found)
    return Plan(
        rank=rank,
        score=score_of(model, passed),
        syringes=tuple(
            Syringe(number, syringe, total_volume(syringe))
            for number, syringe in enumerate(passed.syringes, start=1)
        ),
        verdict=report.verdict,
        findings=report.findings,
        coverage=report.coverage,
        why=tuple(_reasons(model, found, proof)),
        protocol=_protocol(model, found),
        syringe_proof=proof[0],
    )


def score_of(model: Model, passed: Passed) -> Score:
    """The score of a plan, term by term, with the statements behind each."""
    found = passed.found
    parts = solver.score(model.problem, found.items, found.options, found.syringes)
    terms = [
        Term("benefit", value, facet, _supporting(model, found, facet))
        for facet, value in zip(model.facets, parts.coverage, strict=True)
        if value
    ]
    pairs, mixtures = (_costing(passed, scopes) for scopes in (("session-pair", "case"), ("pair", "mixture")))
    terms += [
        Term("items", -parts.risk, "", _item_statements(model, found)),
        Term("ingredients", -parts.burden),
        Term("money", -parts.price),
        Term("pairs", parts.synergies - parts.antagonisms, "", pairs),
        Term("mixtures", -parts.penalties, "", mixtures),
        Term("syringes", -parts.extra_syringes),
    ]
    return Score(found.value, tuple(term for term in terms if term.points))


def _supporting(model: Model, found: solver.Plan, facet: str) -> tuple[str, ...]:
    """The studies of what is in the plan and acts by this mechanism; of all of it for the goal itself."""
    chosen = [candidate for candidate, _ in _chosen(model, found)]
    acting = [each for each in chosen if facet in each.mechanisms] or chosen
    studies = {study.id for each in acting for study in each.belief.studies}
    names = {each.ingredient for each in acting}
    for together, shown in _combined(model, found):
        if not names.isdisjoint(together):
            studies |= {study.id for study in shown.studies}
    return tuple(sorted(studies))


def _item_statements(model: Model, found: solver.Plan) -> tuple[str, ...]:
    """What the cautions and unknowns of the chosen doses rest on."""
    return tuple(
        sorted(
            {
                stated.id
                for candidate, option in _chosen(model, found)
                for _, judged in candidate.choices[option].judgements
                if judged.severity in _COSTLY
                for stated in judged.statements
            }
        )
    )


def _costing(passed: Passed, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """What the cautions and unknowns of these scopes rest on."""
    codes = {rule.code for rule in RULES if rule.scope in scopes}
    return tuple(
        sorted(
            {
                ref.id
                for each in passed.report.findings
                if each.code in codes and each.severity in _COSTLY
                for ref in each.statements
            }
        )
    )


def _chosen(model: Model, found: solver.Plan) -> Iterator[tuple[Candidate, int]]:
    for item, option in zip(found.items, found.options, strict=True):
        if item < len(model.candidates):
            yield model.candidates[item], option


def _combined(model: Model, found: solver.Plan) -> Iterator[tuple[frozenset[str], Belief]]:
    """The studied combinations that a plan holds whole."""
    for item in found.items:
        if item >= len(model.candidates):
            yield model.combined[item - len(model.candidates)]


def _reasons(model: Model, found: solver.Plan, proof: tuple[ProofKind, tuple[str, ...]]) -> Iterator[Reason]:
    for candidate, option in _chosen(model, found):
        studies = candidate.belief.studies
        positive = sum(each.record.direction == "benefit" for each in studies)
        dose = candidate.choices[option].dose
        yield Studied(
            ingredients=(candidate.ingredient,),
            in_favour=positive,
            against=len(studies) - positive,
            shown=candidate.belief.thousandths,
            statements=tuple(each.id for each in studies),
        )
        yield Dosed((candidate.ingredient,), dose.amount, dose.cite.source, (dose.id,))
    for together, shown in _combined(model, found):
        names = tuple(sorted(together))
        yield Combined(names, shown.thousandths, tuple(each.id for each in shown.studies))
    if len(found.syringes) > 1:
        yield Separated(proof[1], len(found.syringes), proof[0])


def _proof(model: Model, found: solver.Plan) -> tuple[ProofKind, tuple[str, ...]]:
    """Why fewer syringes cannot do, or not as cheaply, and for which ingredients."""
    if len(found.syringes) == 1:
        return "single", ()
    solved = solver.fewest_syringes(model.problem, tuple(zip(found.items, found.options, strict=True)))
    kind, members = (solved[1].kind, solved[1].members) if solved else ("exhausted", ())
    named = [item for item in members or found.items if item < len(model.candidates)]
    return kind, tuple(sorted(model.candidates[item].ingredient for item in named))


def _protocol(model: Model, found: solver.Plan) -> Protocol:
    """The regimen of the study that the doses come from, else of the largest positive one."""
    doses = {candidate.choices[option].dose.cite.source for candidate, option in _chosen(model, found)}
    studies = [
        each
        for candidate, _ in _chosen(model, found)
        for each in candidate.belief.studies
        if each.record.direction == "benefit"
    ]
    for _, shown in _combined(model, found):
        studies = [*shown.studies, *studies]
    if not studies:
        return Protocol()
    best = max(studies, key=lambda each: (each.cite.source in doses, each.record.n or 0, each.id))
    regimen = model.regimen(best.record)
    if regimen is None:
        return Protocol(studies=tuple(sorted({each.entity for each in studies})))
    return Protocol(
        route=regimen.route,
        technique=regimen.technique,
        sessions=regimen.sessions.text if regimen.sessions else "",
        interval=regimen.interval.text if regimen.interval else regimen.schedule,
        volume=regimen.volume.text if regimen.volume else "",
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


def _nothing(ground: Ground, why: Nothing, clash: tuple[Demand, ...], solve: bool) -> PlanReport:
    """No plan: it waits for answers when there is one under harmless answers, else none exists."""
    left_out = _with_unchosen(ground.found, ())
    worlds = Worlds(ground)
    waiting = bool(worlds.usual.ingredients)
    return PlanReport(
        status="waiting" if waiting else "infeasible",
        plans=(),
        left_out=left_out,
        conflict=() if waiting else clash,
        questions=_questions(worlds, (), left_out, solve),
        search=SearchReport(0, True, None, len(ground.found.candidates)),
        message="questions-open" if waiting else why,
    )
