"""Why an ingredient is in a plan: what it adds, by which studies, and where its dose comes from."""

from decimal import Decimal

from mesoplan.model.finding import StatementRef
from mesoplan.model.plan import Outcome, Score, TermKind
from mesoplan.model.statement import Stated
from mesoplan.model.why import Believed, DoseSource, Means, StudyUsed, TermChange, Why
from mesoplan.planner.benefit import Belief, weight_of
from mesoplan.planner.candidates import goal_mechanisms
from mesoplan.planner.ground import Ground, Passed, best, real_items
from mesoplan.planner.plan import score_of
from mesoplan.planner.problem import Model
from mesoplan.planner.worlds import outcome

_PLACES = Decimal("0.0001")


def why(ground: Ground, ingredient: str, *, k: int = 3) -> Why:
    """Why an ingredient is in the best of the first ``k`` plans that holds it (rank 0: in none)."""
    if ground.model is None:
        return Why(ingredient, 0, Outcome(), Outcome(), None, (), (), (), (), None, True)
    model = ground.model
    answer = best(ground, k, floor=ground.floor)
    ranked = [
        (rank, each) for rank, each in enumerate(answer.plans, start=1) if ingredient in each.ingredients
    ]
    if not ranked:
        return Why(ingredient, 0, Outcome(), Outcome(), None, (), (), (), (), None, answer.proved)
    rank, first = ranked[0]
    place = number_of(model, ingredient)
    banned = model._replace(problem=model.problem._replace(excluded=(*model.problem.excluded, place)))
    other = best(ground, 1, floor=ground.floor, model=_undemanded(banned, place))
    without = other.plans[0] if other.plans else None
    return Why(
        ingredient,
        rank,
        outcome(first),
        outcome(without),
        first.found.value - (without.found.value if without else 0),
        terms_of(model, first, without),
        _left(ground, model, first, place),
        means(ground, model, place),
        _beliefs(ground, model, first, place),
        dose_source(model, first, place),
        answer.proved and other.proved,
    )


def number_of(model: Model, ingredient: str) -> int:
    """The number of a candidate in its problem; -1 when it is none."""
    names = [each.ingredient for each in model.candidates]
    return names.index(ingredient) if ingredient in names else -1


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


def _undemanded(model: Model, place: int) -> Model:
    """The model without the demand to have this item, which would clash with leaving it out."""
    problem = model.problem
    return model._replace(
        problem=problem._replace(mandatory=tuple(each for each in problem.mandatory if each != place))
    )


def _left(ground: Ground, model: Model, first: Passed, place: int) -> tuple[TermChange, ...]:
    """What changes when the item is taken out and nothing put in its place (best doses of the rest)."""
    rest = tuple(each for each in real_items(model, first.found) if each != place)
    if not rest:
        return terms_of(model, first, None)
    others = tuple(each for each in range(len(model.candidates)) if each not in rest)
    problem = model.problem._replace(mandatory=rest, excluded=others)
    found = best(ground, 1, floor=None, model=model._replace(problem=problem)).plans
    return terms_of(model, first, found[0]) if found else ()


def means(ground: Ground, model: Model, place: int) -> tuple[Means, ...]:
    """The mechanisms of a candidate that serve the goal, most relevant first."""
    candidate = model.candidates[place]
    scene = ground.scene
    relevance = goal_mechanisms(scene)
    acts = scene.catalog.ingredient(candidate.ingredient).mechanisms
    found = []
    for mechanism in candidate.mechanisms:
        stated = [Stated(candidate.ingredient, each) for each in acts if each.id == mechanism]
        for goal in scene.catalog.lineage("goal", scene.case.goal):
            own = scene.catalog.goal(goal).mechanisms
            if own:
                stated += [Stated(goal, each) for each in own if each.id == mechanism]
                break
        found.append(Means(mechanism, relevance[mechanism], tuple(_ref(each) for each in stated)))
    return tuple(sorted(found, key=lambda each: (-each.relevance, each.mechanism)))


def _beliefs(ground: Ground, model: Model, first: Passed, place: int) -> tuple[Believed, ...]:
    """What is believed of the ingredient alone, and of the combinations in the plan that hold it."""
    candidate = model.candidates[place]
    found = [_believed((candidate.ingredient,), candidate.belief, ground)]
    for number in first.found.items:
        if number >= len(model.candidates):
            together, shown = model.combined[number - len(model.candidates)]
            if candidate.ingredient in together:
                found.append(_believed(tuple(sorted(together)), shown, ground))
    return tuple(found)


def _believed(subject: tuple[str, ...], belief: Belief, ground: Ground) -> Believed:
    goal = ground.scene.case.goal
    studies = tuple(
        StudyUsed(
            _ref(each),
            each.record.design,
            each.record.comparator,
            each.record.direction,
            each.record.n,
            _rounded(weight_of(each, goal, ground.numbers)),
            each.record.result,
        )
        for each in sorted(belief.studies, key=lambda each: each.id)
    )
    return Believed(
        subject,
        _rounded(belief.works),
        _rounded(belief.does_not),
        Decimal(belief.thousandths) / 1000,
        studies,
    )


def dose_source(model: Model, first: Passed, place: int) -> DoseSource | None:
    """The dose that a plan gives of an item, and its statement."""
    for item, option in zip(first.found.items, first.found.options, strict=True):
        if item == place:
            choice = model.candidates[place].choices[option]
            return DoseSource(
                choice.dose.amount,
                choice.item.volume,
                choice.item.product,
                choice.dose.regimen.basis,
                _ref(choice.dose.stated),
            )
    return None


def _ref(stated: Stated) -> StatementRef:
    return StatementRef(stated.id, stated.cite.source, stated.cite.at, stated.cite.access)


def _rounded(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_PLACES).normalize()
