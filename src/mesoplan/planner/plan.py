"""From a case to the k best cocktails with proof, or to the reason why there is none."""

from collections.abc import Callable, Iterable, Iterator

from mesoplan import solver
from mesoplan.errors import BadRequest
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import ResolvedCase, Sex
from mesoplan.model.observer import Observer
from mesoplan.model.plan import (
    Below,
    Demand,
    LeftOut,
    Nothing,
    Plan,
    PlanReport,
    Question,
    SearchReport,
    Status,
)
from mesoplan.model.published import Published
from mesoplan.model.taxonomy import Goal
from mesoplan.planner.candidates import Field
from mesoplan.planner.demands import smallest_clash
from mesoplan.planner.extent import extent_of
from mesoplan.planner.ground import Best, Ground, answered, best, prepare
from mesoplan.planner.limits import Allowance
from mesoplan.planner.one_regimen import NO_STOCK, Candidate
from mesoplan.planner.problem import limits_in_force
from mesoplan.planner.published import no_better, published
from mesoplan.planner.questions import questions, solved_questions, with_amount_questions
from mesoplan.planner.record import plan_record
from mesoplan.planner.worlds import Worlds
from mesoplan.record import NamedTuple
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule

MAX_PLANS = 100


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
    only_first: bool = False,
    combine: int = 0,
    any_diagnosis: bool = False,
) -> PlanReport:
    """The ``k`` best distinct cocktails for a case.

    ``prefer`` picks the objective (a policy file), ``budget`` bounds the search (`limits`).
    ``diverse``: each plan shares at most half of its ingredients with any before it. ``combine``: besides, so
    many pairs of regimens that nobody studied together. ``any_diagnosis``: a goal that is a group of several
    is planned as one, from what was studied in any of them.
    ``solve_questions``: which unasked facts could change the answer is solved, not estimated.
    ``only_first``: the plans and the message, without what was left out, published or could be asked.
    Raises `BadRequest` for a ``k`` outside 1 to 100 and for an unknown preference.
    """
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MAX_PLANS:
        raise BadRequest(f"k is {k}; ask for 1 to {MAX_PLANS} plans.")
    if knowledge.catalog.goal(case.goal).umbrella and not any_diagnosis:
        return _which(case, knowledge, prefer=prefer, budget=budget, rules=rules)
    whole = diverse or bool(combine)
    extent = extent_of(budget, only_first=only_first, whole=whole)
    ground = prepare(case, knowledge, prefer=prefer, rules=rules, observer=observer, extent=extent)
    ground, answer = answered(ground, k, _search(k, diverse, combine), budget, ranked=not whole)
    telling = NOTHING_TOLD if only_first else Telling(with_unchosen, published, solve_questions)
    return reported(ground, answer, telling)


class Telling(NamedTuple):
    """What a report tells besides its plans: what was left out and what was published, and its questions.

    ``solve``: which unasked facts could change the answer is solved. ``asks``: there are questions, and the
    studies that found nothing better are told.
    """

    left_out: Callable[[Ground, tuple[Plan, ...]], tuple[LeftOut, ...]]
    published: Callable[[Ground], tuple[Published, ...]]
    solve: bool = False
    asks: bool = True


#: The plans and the message alone.
NOTHING_TOLD = Telling(lambda ground, made: (), lambda ground: (), asks=False)


def reported(ground: Ground, answer: Best, telling: Telling) -> PlanReport:
    """The report of what a search answered over the regimens of a ground."""
    found = ground.found
    if found.waiting and not answer.proved and not answer.plans:
        return PlanReport(
            status="best-found",
            plans=(),
            left_out=with_unchosen(ground, ()),
            conflict=(),
            questions=(),
            search=_search_report(ground, answer),
            message="budget-ended",
        )
    if ground.base is None:
        include = sorted(ground.scene.case.limits.include)
        clash = tuple(Demand("limits.include", each) for each in include)[:1]
        return _nothing(ground, _no_candidate(found), clash, telling)
    if ground.model is None:
        clash = smallest_clash(ground.base, ground.wishes)
        return _nothing(ground, "demands-clash", clash, telling)
    made = tuple(plan_record(rank, ground, each) for rank, each in enumerate(answer.plans, start=1))
    report = _search_report(ground, answer)
    if not made and not answer.proved:
        left_out = with_unchosen(ground, ())
        return PlanReport("best-found", (), left_out, (), (), report, "budget-ended")
    if not made:
        clash = smallest_clash(ground.base, ground.wishes)
        why: Nothing = "demands-clash" if clash else "nothing-worth"
        return _nothing(ground, why, clash, telling)._replace(search=report)
    left_out = telling.left_out(ground, made)
    status: Status = "optimal" if answer.proved else "best-found"
    asked = _questions(Worlds(ground), made, left_out, telling)
    return PlanReport(status, made, left_out, (), asked, report)


def _which(
    case: ResolvedCase, knowledge: Knowledge, *, prefer: str, budget: Allowance, rules: tuple[Rule, ...]
) -> PlanReport:
    """A goal that is a group of several: each goal below it with its first suggestion.

    One that has a goal of its own for the patient's sex stands there as that.
    """
    goals = dict.fromkeys(
        _of_sex(each, case.patient.sex, knowledge) for each, _ in _children(case.goal, knowledge)
    )
    below = tuple(
        _first_of(case._replace(goal=each), knowledge, prefer=prefer, budget=budget, rules=rules)
        for each in goals
    )
    return PlanReport(
        status="infeasible",
        plans=(),
        left_out=(),
        conflict=(),
        questions=(),
        search=SearchReport(0, True),
        message="needs-diagnosis",
        below=below,
    )


def _of_sex(goal: str, sex: Sex | None, knowledge: Knowledge) -> str:
    """The goal below it that is of this sex alone; itself where there is none, or the sex is not said."""
    own = (each for each, one in _children(goal, knowledge) if sex is not None and one.sex == sex)
    return next(own, goal)


def _children(goal: str, knowledge: Knowledge) -> list[tuple[str, Goal]]:
    """The goals directly below one, by id."""
    return [each for each in sorted(knowledge.catalog.table("goal").items()) if goal in each[1].parents]


def _first_of(
    case: ResolvedCase, knowledge: Knowledge, *, prefer: str, budget: Allowance, rules: tuple[Rule, ...]
) -> Below:
    report = plan(case, knowledge, k=1, prefer=prefer, budget=budget, rules=rules, only_first=True)
    if not report.plans:
        return Below(goal=case.goal, message=report.message)
    first = report.plans[0]
    return Below(goal=case.goal, kind=first.kind, regimen=first.regimens[0].id, verdict=first.verdict)


def _search(k: int, diverse: bool, combine: int) -> Callable[[Ground, solver.Budget], Best]:
    if diverse:
        from mesoplan.planner.front import varied  # seldom asked for, and not free to import

        return lambda ground, left: varied(ground, k, budget=left)
    return lambda ground, left: best(ground, k, budget=left, combine=combine)


def _search_report(ground: Ground, answer: Best) -> SearchReport:
    limits = limits_in_force(ground.scene.case.limits)
    return SearchReport(
        nodes=answer.nodes,
        proved=answer.proved,
        bound=answer.bound,
        candidates=len(ground.found.candidates),
        max_ingredients=limits[0],
        max_syringes=limits[1],
        not_judged=len(ground.found.waiting),
        not_listed=ground.found.untold,
    )


def _no_candidate(found: Field) -> Nothing:
    """Why nothing may be planned: the shelf lacks it, or no regimen for the goal may be given."""
    codes = {code for each in found.left_out for code in each.codes}
    return "no-stock" if NO_STOCK in codes else "no-candidate"


def _questions(
    worlds: Worlds, made: tuple[Plan, ...], left_out: tuple[LeftOut, ...], telling: Telling
) -> tuple[Question, ...]:
    if not telling.asks:
        return ()
    if not telling.solve:
        return questions(worlds, made, left_out)
    return with_amount_questions(solved_questions(worlds), made)


def with_unchosen(ground: Ground, made: tuple[Plan, ...]) -> tuple[LeftOut, ...]:
    """What was left out, with the candidates that are in none of the plans and what weighs against them."""
    return listed((*ground.found.left_out, *unchosen(ground.found.candidates, made)))


def unchosen(candidates: Iterable[Candidate], made: tuple[Plan, ...]) -> Iterator[LeftOut]:
    """Those of the candidates that are in none of the plans, as left out."""
    used = {each.id for plan_ in made for each in plan_.regimens}
    for each in candidates:
        if each.id not in used:
            yield LeftOut(
                ingredient=each.actives[0],
                codes=_weighing(each),
                shown=each.belief.thousandths,
                regimen=each.id,
            )


def listed(left_out: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """What was left out, in the order of a report: what most was shown of comes first."""
    return tuple(sorted(left_out, key=lambda each: (-each.shown, each.ingredient, each.regimen)))


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


def _nothing(ground: Ground, why: Nothing, clash: tuple[Demand, ...], telling: Telling) -> PlanReport:
    """No plan: it waits for answers when there is one under harmless answers, else none exists."""
    left_out = telling.left_out(ground, ())
    worlds = Worlds(ground)
    waiting = bool(worlds.usual.ingredients)
    return PlanReport(
        status="waiting" if waiting else "infeasible",
        plans=(),
        left_out=left_out,
        conflict=() if waiting else clash,
        questions=_questions(worlds, (), left_out, telling),
        search=SearchReport(0, True, None, len(ground.found.candidates)),
        message="questions-open" if waiting else why,
        published=telling.published(ground),
        no_better=no_better(ground.scene) if telling.asks else (),
    )
