"""Which regimens may be suggested for a case, what is left out and why, and what was not looked at."""

from collections.abc import Iterable, Iterator, Mapping

from mesoplan.model.plan import LeftOut
from mesoplan.model.regimen import Regimen
from mesoplan.planner.extent import ALL, Extent
from mesoplan.planner.for_goal import actives_of, benefits, goal_mechanisms, regimens_of, serving
from mesoplan.planner.one_regimen import (
    Asking,
    Candidate,
    Ways,
    candidate,
    kept_out,
    mechanisms_of,
    nothing_shown,
    standing,
    ways_of,
    without_regimen,
)
from mesoplan.record import NamedTuple
from mesoplan.worth.benefit import most_believed, single_belief

_TELLING = ("RG", "EV")
#: What the best benefit of a facet counts in the objective.
_SLOT = 4
#: So many are judged before the first search where there are too many to judge all.
_AT_FIRST = 4


class Waiting(NamedTuple):
    """A regimen that was not judged, and the most points that it can be worth, however it is given.

    ``departs``: whether every way to give it departs from it in something that matters; ``first``: the most
    points of those ways that come first, which are those without. ``ways``: where they were looked at.
    """

    regimen: Regimen
    standing: int
    most: int
    first: int
    departs: bool = False
    ways: Ways | None = None

    @property
    def place(self) -> tuple[int, int, int]:
        """It can come no earlier in the answer: the part, the standing, the points."""
        return int(self.departs), self.standing, -self.first


class Field(NamedTuple):
    """The candidates of a case, what was left out, and what was not judged.

    ``waiting``: the most promising first. ``ways`` to give a regimen were judged; ``untold`` ingredients
    without a regimen are not in the list.
    """

    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]
    waiting: tuple[Waiting, ...] = ()
    ways: int = 0
    untold: int = 0


def key_of(left: LeftOut) -> str:
    """What a left-out entry is known by: its regimen, else its ingredient."""
    return left.regimen or f"~{left.ingredient}"


def field(asking: Asking, known: Mapping[str, Candidate | LeftOut] = {}, extent: Extent = ALL) -> Field:
    """Every regimen for the goal that can be given again, and every ingredient that serves it without one.

    ``known`` holds what was judged before in a case that does not differ in anything this regimen depends
    on. Of more regimens than ``extent`` names only the few most promising are judged; `wider` judges more.
    """
    regimens = list(regimens_of(asking.scene))
    new = [each for each in regimens if each.id not in known]
    judged = [known[each.id] for each in regimens if each.id in known]
    found = Field(
        tuple(each for each in judged if isinstance(each, Candidate)),
        tuple(each for each in judged if isinstance(each, LeftOut)),
    )
    told = extent.told != 0
    if extent.first is None or sum(not kept_out(each, asking.scene) for each in new) <= extent.first:
        found = _with(found, new, asking, extent, told=told)
    else:
        found = looked_at(_ranked(found, new, asking, told=told), extent.first, asking)
        few = min(extent.first, _AT_FIRST)
        first, rest = found.waiting[:few], found.waiting[few:]
        found = _with(found._replace(waiting=rest), first, asking, extent, told=told)
    if not told or not extent.others:
        return found
    names = others(regimens, asking)
    listed = _listed(names, asking, extent)
    lists = (*found.left_out, *_untried(listed, asking, known))
    return found._replace(left_out=_in_order(lists), untold=len(names) - len(listed))


def wider(found: Field, count: int, asking: Asking, extent: Extent) -> Field:
    """With so many more of the regimens that wait; with fewer when all is judged that may be."""
    if extent.ways is not None and found.ways >= extent.ways:
        return found
    more = found.waiting[:count]
    return _with(found._replace(waiting=found.waiting[count:]), more, asking, extent, told=False)


def looked_at(found: Field, count: int, asking: Asking) -> Field:
    """With the ways to give the first of the regimens that wait made and believed, but not judged.

    What a regimen promises then hangs on nothing but what rules say.
    """
    seen = [each if each.ways else _seen(each, asking) for each in found.waiting[:count]]
    return found._replace(waiting=_by_promise((*seen, *found.waiting[count:])))


def _seen(each: Waiting, asking: Asking) -> Waiting:
    ways = ways_of(each.regimen, asking)
    as_it_is = [
        belief.thousandths
        for made, belief in zip(*ways, strict=True)
        if not any(departure.matters for departure in made.departures)
    ]
    every = [belief.thousandths for belief in ways.believed]
    most = _worth(each.regimen, max(every, default=0), asking)
    first = _worth(each.regimen, max(as_it_is), asking) if as_it_is else most
    return each._replace(most=most, first=first, departs=not as_it_is, ways=ways)


def _with(
    found: Field, regimens: Iterable[Regimen | Waiting], asking: Asking, extent: Extent, *, told: bool
) -> Field:
    """With these regimens judged; those for which nothing is left wait."""
    candidates, left_out, ways = list(found.candidates), list(found.left_out), found.ways
    late: list[Waiting] = []
    for one in regimens:
        each, known = (one.regimen, one.ways) if isinstance(one, Waiting) else (one, None)
        if extent.ways is not None and ways >= extent.ways:
            late.append(
                one if isinstance(one, Waiting) else _waiting(each, asking, _most_believed(each, asking))
            )
            continue
        made, tried = candidate(each, asking, told=told, ways=known)
        ways += tried
        if isinstance(made, LeftOut):
            left_out.append(made)
        else:
            candidates.append(made)
    return found._replace(
        candidates=tuple(sorted(candidates, key=lambda each: each.id)),
        left_out=_in_order(left_out),
        waiting=_by_promise((*late, *found.waiting)),
        ways=ways,
    )


def _ranked(found: Field, regimens: list[Regimen], asking: Asking, *, told: bool) -> Field:
    """The regimens that may be suggested as waiting, and those that may not as left out."""
    left_out, waiting = list(found.left_out), []
    for each in regimens:
        most = _most_believed(each, asking)
        out = nothing_shown(each, asking, most, told=told)
        if out is not None:
            left_out.append(out)
        else:
            waiting.append(_waiting(each, asking, most))
    return found._replace(left_out=_in_order(left_out), waiting=_by_promise(waiting))


def _most_believed(regimen: Regimen, asking: Asking) -> int:
    actives = actives_of(regimen, asking.scene)
    return most_believed(regimen, actives, asking.scene, asking.numbers)


def _waiting(regimen: Regimen, asking: Asking, most: int) -> Waiting:
    """A regimen with the worth that it has at most, where nothing speaks against it."""
    worth = _worth(regimen, most, asking)
    return Waiting(regimen, standing(regimen, asking.scene), worth, worth)


def _worth(regimen: Regimen, believed: int, asking: Asking) -> int:
    """The points of a regimen of which so much is believed, where nothing speaks against it."""
    scene, points = asking.scene, asking.points
    relevance = goal_mechanisms(scene)
    share = asking.numbers.of["secondary-mechanism"]
    at = benefits(believed, mechanisms_of(actives_of(regimen, scene), scene), relevance, share)
    worth = sum(points.benefit * relevance.get(facet, 1) * _SLOT * each for facet, each in at.items())
    return worth - points.item * len(regimen.items)


def _by_promise(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    return tuple(sorted(waiting, key=lambda each: (each.place, each.regimen.id)))


def _in_order(left_out: tuple[LeftOut, ...] | list[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(sorted(left_out, key=lambda each: (each.ingredient, each.regimen)))


# ---------------------------------------------------------------------- ingredients without a regimen


def _listed(names: list[str], asking: Asking, extent: Extent) -> list[str]:
    """The ingredients that are listed: what was asked for, then what most was shown of."""
    if extent.told is None or len(names) <= extent.told:
        return names
    goal, knowledge = asking.scene.case.goal, asking.scene.knowledge
    shown = {each: single_belief(each, goal, knowledge, asking.numbers).thousandths for each in names}
    ranked = sorted(names, key=lambda each: (each not in asking.include, -shown[each], each))
    return ranked[: extent.told]


def others(regimens: Iterable[Regimen], asking: Asking) -> list[str]:
    """The ingredients that serve the goal and that none of its regimens gives, in the order of their ids."""
    tried = {name for each in regimens for name in actives_of(each, asking.scene)}
    return [name for name, _ in serving(asking.scene, asking.include) if name not in tried]


def without_any(name: str, asking: Asking) -> LeftOut:
    """Such an ingredient as left out: law and evidence say why."""
    rules = tuple(r for r in asking.rules if r.scope in ("item", "total") and r.code.startswith(_TELLING))
    return without_regimen(name, asking.scene, rules, asking.numbers)


def _untried(names: list[str], asking: Asking, known: Mapping[str, Candidate | LeftOut]) -> Iterator[LeftOut]:
    for each in names:
        left = known.get(f"~{each}")
        yield left if isinstance(left, LeftOut) else without_any(each, asking)
