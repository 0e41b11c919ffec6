"""As much of a plan as its first page tells: what only the other pages show is not worked out.

The suggestions, the questions and the message are those of `plan`. Regimens wait, and are not judged, once
they can neither be suggested nor be named beside a suggestion.
"""

from collections.abc import Iterator

from mesoplan.knowledge.facts import NOT_ASKED
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import ResolvedCase
from mesoplan.model.observer import Observer
from mesoplan.model.plan import LeftOut, Plan, PlanReport, Studied
from mesoplan.model.published import Published
from mesoplan.model.regimen import Regimen
from mesoplan.planner.candidates import Field, looked_at, others, wider, without_any
from mesoplan.planner.extent import USUAL
from mesoplan.planner.for_goal import actives_of, regimens_of
from mesoplan.planner.ground import Best, Ground, answered, asking_of, best, given_by, over, prepare
from mesoplan.planner.one_regimen import (
    Asking,
    Candidate,
    Ways,
    candidate,
    kept_out,
    printed,
    ways_of,
)
from mesoplan.planner.plan import Telling, listed, plan, reported, unchosen, with_unchosen
from mesoplan.planner.published import published_first
from mesoplan.record import NamedTuple
from mesoplan.rules.evidence.studies import WELL_STUDIED, tally
from mesoplan.rules.scene import Scene
from mesoplan.worth.benefit import single_belief, unmoved
from mesoplan.worth.verdicts import WITHHOLD


class FirstPage(NamedTuple):
    """A report without what the first page of it does not show.

    ``published``: how many rows of published regimens there are; None where the report holds all.
    """

    report: PlanReport
    published: int | None = None


def first_page(
    case: ResolvedCase,
    knowledge: Knowledge,
    *,
    k: int = 3,
    prefer: str = "evidence",
    any_diagnosis: bool = False,
    observer: Observer | None = None,
) -> FirstPage:
    """The plan of a case as its first page tells it. Raises as `plan` does.

    Where a catalog is so large that `plan` leaves something out of its lists, or ends without a proof, that
    is said, and it is asked.
    """
    found = None
    if not knowledge.catalog.goal(case.goal).umbrella or any_diagnosis:
        found = _told(Scene(case._replace(cocktail=()), knowledge), k, prefer, observer)
    if found is not None:
        return found
    return FirstPage(
        plan(case, knowledge, k=k, prefer=prefer, any_diagnosis=any_diagnosis, observer=observer)
    )


def _told(scene: Scene, k: int, prefer: str, observer: Observer | None) -> FirstPage | None:
    regimens = list(regimens_of(scene))
    assert USUAL.first is not None and USUAL.told is not None
    if not 1 <= k <= USUAL.first or sum(not kept_out(each, scene) for each in regimens) > USUAL.first:
        return None
    names: list[str] = []
    rows = 0

    def better(there: Ground, made: tuple[Plan, ...]) -> tuple[LeftOut, ...]:
        return listed(_better_studied(there, made, regimens, names, _judged(there)))

    def nearest(there: Ground, made: tuple[Plan, ...]) -> tuple[LeftOut, ...]:
        found = with_unchosen(there, made)
        if made:
            known = {each.regimen: each for each in there.found.left_out} | _judged(there)
            more = _better_studied(there, made, regimens, names, known)
            return listed((*found, *(each for each in more if not each.regimen)))
        return listed((*found, *_helpful(there, names)))

    def published(there: Ground) -> tuple[Published, ...]:
        nonlocal rows
        found, rows = published_first(there)
        return found

    known: dict[str, Candidate | LeftOut] = {}
    if _is_settled(scene):
        few = USUAL._replace(first=0, told=0)
        ground = prepare(scene.case, scene.knowledge, prefer=prefer, observer=observer, extent=few)
        seen = looked_at(ground.found, len(ground.found.waiting), asking_of(ground))
        ground, answer = _answered(_over(ground, wider(seen, k, asking_of(ground), few)), k)
        names = others(regimens, asking_of(ground))
        if len(names) > USUAL.told:
            return None
        if answer.plans and answer.proved:
            ground, answer = _with_alike(ground, answer, k)
            return FirstPage(reported(ground, answer, Telling(better, lambda _: ())))
        known = _judged(ground)
    whole = USUAL._replace(others=False)
    ground = prepare(scene.case, scene.knowledge, prefer=prefer, known=known, observer=observer, extent=whole)
    ground, answer = _answered(ground, k)
    names = names or others(regimens, asking_of(ground))
    if not answer.proved or len(names) > USUAL.told:
        return None
    return FirstPage(reported(ground, answer, Telling(nearest, published)), rows)


def _over(ground: Ground, found: Field) -> Ground:
    wide = over(ground.scene, ground.rules, ground.points, ground.numbers, found)
    return wide._replace(observer=ground.observer, extent=ground.extent)


def _answered(ground: Ground, k: int) -> tuple[Ground, Best]:
    return answered(ground, k, lambda wide, left: best(wide, k, budget=left))


def _is_settled(scene: Scene) -> bool:
    """Whether no fact is open that has to be asked before anything is suggested."""
    below = scene.catalog.index.facts_below
    return not any(
        scene.answer(fact) == NOT_ASKED
        for word in scene.words(*WITHHOLD)
        for fact in (word, *below.get(word, ()))
    )


def _judged(ground: Ground) -> dict[str, Candidate | LeftOut]:
    """What was judged to the end: what stops a regimen is known, or nothing does."""
    found: dict[str, Candidate | LeftOut] = {each.id: each for each in ground.found.candidates}
    found.update({each.regimen: each for each in ground.found.left_out if each.findings})
    return found


def _with_alike(ground: Ground, answer: Best, k: int) -> tuple[Ground, Best]:
    """With the regimens judged that may give the same as one that is suggested: it names them."""
    assert ground.model is not None
    given = {
        given_by(candidate, choice)
        for each in answer.plans
        for candidate, choice in ground.model.chosen(each.found)
    }
    asking, found = asking_of(ground), ground.found
    alike = [
        each
        for each in found.waiting
        if any(given_by(each, made) in given for made in (each.ways or ways_of(each.regimen, asking)).made)
    ]
    if not alike:
        return ground, answer
    rest = tuple(each for each in found.waiting if each not in alike)
    more = wider(found._replace(waiting=(*alike, *rest)), len(alike), asking, ground.extent)
    return _answered(_over(ground, more), k)


# ---------------------------------------------------------------------- what was left out


def _helpful(ground: Ground, names: list[str]) -> Iterator[LeftOut]:
    """Those of the ingredients without a regimen of which something was shown."""
    asking, goal, knowledge = asking_of(ground), ground.scene.case.goal, ground.scene.knowledge
    for name in names:
        shown = single_belief(name, goal, knowledge, asking.numbers).thousandths
        if shown > unmoved(asking.numbers):
            yield without_any(name, asking)


def _better_studied(
    ground: Ground,
    made: tuple[Plan, ...],
    regimens: list[Regimen],
    names: list[str],
    known: dict[str, Candidate | LeftOut],
) -> Iterator[LeftOut]:
    """What is left out first of the ingredient that studies speak for most and that no plan gives.

    An ingredient with one study in favour counts if more was shown of it than of the first plan.
    """
    shown = [each.shown for each in made[0].why if isinstance(each, Studied)]
    given = {name for each in made for item in each.items for name in item.ingredients}
    scene = ground.scene
    under: dict[str, list[Regimen]] = {name: [] for name in names}
    for each in regimens:
        under.setdefault(actives_of(each, scene)[0], []).append(each)
    ranked = []
    for name in under.keys() - given if shown else ():
        found = tally(name, scene.case.goal, scene.knowledge)
        if found.favour:
            ranked.append((-len(found.favour), len(found.against), name))
    for favour, _, name in sorted(ranked):
        row = _row(name, under[name], ground, made, known)
        if row is not None and (-favour >= WELL_STUDIED or row.shown > max(shown)):
            yield row
            return


def _row(
    name: str,
    regimens: list[Regimen],
    ground: Ground,
    made: tuple[Plan, ...],
    known: dict[str, Candidate | LeftOut],
) -> LeftOut | None:
    """The entry of what was left out that comes first under an ingredient; None where there is none.

    Of a regimen no more is shown than is believed of it as printed or in one of the ways to give it; one that
    cannot come first is not judged.
    """
    asking = asking_of(ground)
    if not regimens:
        return without_any(name, asking)
    looked: list[tuple[int, str, Regimen, Ways | None]] = []
    for each in regimens:
        ways = None if each.id in known or kept_out(each, asking.scene) else ways_of(each, asking)
        looked.append((-_most_shown(each, known.get(each.id), ways, asking), each.id, each, ways))
    first: LeftOut | None = None
    for bound, identity, each, ways in sorted(looked, key=lambda one: one[:2]):
        if first is not None and (-first.shown, first.regimen) < (bound, identity):
            break
        found = known.get(identity) or candidate(each, asking, told=True, ways=ways)[0]
        rows = (found,) if isinstance(found, LeftOut) else tuple(unchosen((found,), made))
        first = next(iter(listed((*rows, *((first,) if first else ())))), None)
    return first


def _most_shown(
    regimen: Regimen, known: Candidate | LeftOut | None, ways: Ways | None, asking: Asking
) -> int:
    """No more is shown of a regimen that is left out."""
    if isinstance(known, LeftOut):
        return known.shown
    believed = ways.believed if known is None and ways is not None else ()
    other = printed(regimen, asking) if known is None else known.belief
    return max(each.thousandths for each in (other, *believed))
