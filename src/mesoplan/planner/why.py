"""Why an ingredient is in a plan: what it adds, by which studies, and where its dose comes from."""

from decimal import Decimal

from mesoplan.model.finding import StatementRef
from mesoplan.model.plan import Outcome, Score, TermKind
from mesoplan.model.statement import Stated
from mesoplan.model.why import Believed, DoseSource, Means, StudyUsed, TermChange, Why
from mesoplan.planner.for_goal import goal_mechanisms
from mesoplan.planner.ground import Ground, Passed, best
from mesoplan.planner.one_regimen import Candidate, Choice
from mesoplan.planner.problem import Model
from mesoplan.planner.record import score_of
from mesoplan.planner.worlds import outcome
from mesoplan.worth.benefit import weight_of
from mesoplan.worth.likeness import likeness

_PLACES = Decimal("0.0001")


def why(ground: Ground, ingredient: str, *, k: int = 3) -> Why:
    """Why an ingredient is in the best of the first ``k`` plans that holds it (rank 0: in none)."""
    if ground.model is None:
        return Why(ingredient, 0, Outcome(), Outcome(), None, (), (), (), (), None, True)
    model = ground.model
    answer = best(ground, k)
    ranked = [
        (rank, each) for rank, each in enumerate(answer.plans, start=1) if ingredient in each.ingredients
    ]
    if not ranked:
        return Why(ingredient, 0, Outcome(), Outcome(), None, (), (), (), (), None, answer.proved)
    rank, first = ranked[0]
    places = model.holding(ingredient)
    place = next(each for each in first.found.items if each in places)
    banned = model._replace(problem=model.problem._replace(excluded=(*model.problem.excluded, *places)))
    other = best(ground, 1, model=_undemanded(banned, places))
    without = other.plans[0] if other.plans else None
    candidate, choice = next(
        each for each in model.chosen(first.found) if each[0].id == model.candidates[place].id
    )
    return Why(
        ingredient,
        rank,
        outcome(first),
        outcome(without),
        first.found.value - (without.found.value if without else 0),
        terms_of(model, first, without),
        _left(ground, model, first, place),
        means(ground, ingredient, candidate),
        (_believed(candidate, choice, ground),),
        dose_source(candidate, choice, ingredient),
        answer.proved and other.proved,
    )


def terms_of(model: Model, one: Passed, other: Passed | None) -> tuple[TermChange, ...]:
    """The terms of two plans side by side, in the order of the first's; equal terms are left out."""
    here = _by_part(score_of(model, one))
    there = _by_part(score_of(model, other)) if other is not None else {}
    return tuple(
        TermChange(kind=part[0], of=part[1], here=here.get(part, 0), there=there.get(part, 0))
        for part in dict.fromkeys((*here, *there))
        if here.get(part, 0) != there.get(part, 0)
    )


def _by_part(score: Score) -> dict[tuple[TermKind, str], int]:
    return {(term.kind, term.of): term.points for term in score.terms}


def _undemanded(model: Model, places: tuple[int, ...]) -> Model:
    """The model without the demand to have these, which would clash with leaving them out."""
    problem = model.problem
    return model._replace(
        problem=problem._replace(mandatory=tuple(each for each in problem.mandatory if each not in places))
    )


def _left(ground: Ground, model: Model, first: Passed, place: int) -> tuple[TermChange, ...]:
    """What changes when the regimen is taken out and nothing put in its place (best doses of the rest)."""
    rest = tuple(each for each in first.found.items if each != place)
    if not rest:
        return terms_of(model, first, None)
    others = tuple(each for each in range(len(model.candidates)) if each not in rest)
    problem = model.problem._replace(mandatory=rest, excluded=others)
    found = best(ground, 1, model=model._replace(problem=problem)).plans
    return terms_of(model, first, found[0]) if found else ()


def means(ground: Ground, ingredient: str, candidate: Candidate) -> tuple[Means, ...]:
    """The mechanisms of an ingredient that serve the goal, most relevant first."""
    scene = ground.scene
    relevance = goal_mechanisms(scene)
    acts = scene.catalog.ingredient(ingredient).mechanisms
    found = []
    for mechanism in candidate.mechanisms:
        own: list[Stated] = [Stated(ingredient, each) for each in acts if each.id == mechanism]
        if not own:
            continue
        for goal in scene.catalog.lineage("goal", scene.case.goal):
            serving = scene.catalog.goal(goal).mechanisms
            if serving:
                own += [Stated(goal, each) for each in serving if each.id == mechanism]
                break
        found.append(Means(mechanism, relevance[mechanism], tuple(_ref(each) for each in own)))
    return tuple(sorted(found, key=lambda each: (-each.relevance, each.mechanism)))


def _believed(candidate: Candidate, choice: Choice, ground: Ground) -> Believed:
    """What is believed of the regimen as it is given; a study weighs as far as it gave the same."""
    scene, belief = ground.scene, choice.belief
    goal = scene.case.goal
    studies = tuple(
        StudyUsed(
            _ref(each),
            each.record.design,
            each.record.comparator,
            each.record.direction,
            each.record.n,
            _rounded(
                weight_of(each, goal, ground.numbers)
                * likeness(each.record, candidate.regimen, candidate.actives, choice, scene, ground.numbers)
            ),
            each.record.result,
        )
        for each in sorted(belief.studies, key=lambda each: each.id)
    )
    return Believed(
        candidate.actives,
        _rounded(belief.works),
        _rounded(belief.does_not),
        Decimal(belief.thousandths) / 1000,
        studies,
    )


def dose_source(candidate: Candidate, choice: Choice, ingredient: str) -> DoseSource | None:
    """The dose that a plan gives of an ingredient, and the regimen that it is of."""
    regimen = candidate.regimen
    for item in choice.items:
        for content in item.contents:
            amount = content.amount if content.amount is not None else item.volume
            if content.ingredient == ingredient and amount is not None:
                ref = _ref(Stated(regimen.id, regimen))
                return DoseSource(amount, item.volume, item.product, regimen.basis, ref)
    return None


def _ref(stated: Stated) -> StatementRef:
    return StatementRef(stated.id, stated.cite.source, stated.cite.at, stated.cite.access)


def _rounded(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_PLACES).normalize()
