"""One regimen as a candidate for a case: every way to give it, judged; or what keeps it out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from mesoplan.model.case import Content, Item, Session
from mesoplan.model.finding import Finding, Judgement
from mesoplan.model.plan import Departure, LeftOut, PlanKind
from mesoplan.model.regimen import Regimen
from mesoplan.planner.concrete import LINE, Concrete, concretes, shares_one_syringe
from mesoplan.planner.for_goal import actives_of, goal_mechanisms, own_studies
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple
from mesoplan.rules.rule import Rule, Usage
from mesoplan.rules.run import Asked, ask, gather
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import possible_routes
from mesoplan.worth.benefit import Belief, beliefs, regimen_belief, single_belief, unmoved
from mesoplan.worth.verdicts import cost, keeps_out, stops
from mesoplan.worth.weights import EvidenceWeights, Weights

NO_DOSE = "DS504"
#: No finding: the amounts of the regimen can be given in no product of the catalog.
NO_PRODUCT = "PRODUCT"
NO_STOCK = "STOCK"
"""Left out because the shelf has no product that gives it."""
NO_SYRINGE = "SYRINGE"
"""Left out because the source does not say what was in one syringe."""
NO_ROUTE = "ROUTE"
"""Left out because the source gave it by a route that is not meant here."""
MINOR = "PT215"
NOT_ASKED = "PT211"
NOTHING_SHOWN = "EV801"
MAX_CHOICES = 6
#: A convention of the law, not a dose: from this age nobody is a minor.
ADULT = 18

#: Share less, products that are not sold, belief less.
_Rank: TypeAlias = tuple[Decimal, int, int]


class Choice(NamedTuple):
    """One way to give a regimen: its items, session and zone, what rules say, what it uses of limits."""

    items: tuple[Item, ...]
    session: Session
    zone: str
    departures: tuple[Departure, ...]
    needs: tuple[str, ...]
    belief: Belief
    points: int
    judgements: tuple[tuple[Rule, Judgement], ...]
    usages: tuple[Usage, ...]

    @property
    def volume(self) -> Quantity | None:
        """The volume of its syringe; None when a part is not known."""
        total: Quantity | None = None
        for each in self.items:
            if each.volume is None:
                return None
            total = each.volume if total is None else total + each.volume
        return total

    @property
    def share(self) -> Decimal:
        """What its departures leave of the weight of the regimen's own studies."""
        return share_of(self.departures)


class Candidate(NamedTuple):
    """A regimen that may be suggested, with the ways to give it, best first.

    ``standing``: 0 when a label gives it or a study of this very regimen found a benefit; 1 when only
    studies of the same actives otherwise given bear it; 2 when its own study found no difference. Within a
    part of the answer a lower standing comes first.
    """

    regimen: Regimen
    actives: tuple[str, ...]
    mechanisms: tuple[str, ...]
    choices: tuple[Choice, ...]
    standing: int = 0

    @property
    def id(self) -> str:
        """The regimen's id."""
        return self.regimen.id

    @property
    def ingredients(self) -> tuple[str, ...]:
        """What it holds, by id."""
        return tuple(sorted({each for item in self.choices[0].items for each in item.ingredients}))

    @property
    def belief(self) -> Belief:
        """What is believed of it as it is best given."""
        return self.choices[0].belief

    def kind(self, option: int) -> PlanKind:
        """What giving it in this way is."""
        if any(each.matters for each in self.choices[option].departures):
            return "adapted"
        return "labelled" if self.regimen.basis == "label" else "studied"


class Asking(NamedTuple):
    """What a regimen is judged with.

    ``include``: what has to be in a plan. ``products``: the stock with its volumes, None where anything
    can be had.
    """

    scene: Scene
    rules: tuple[Rule, ...]
    points: Weights
    numbers: EvidenceWeights
    include: frozenset[str]
    products: Mapping[str, Quantity] | None


def share_of(departures: tuple[Departure, ...]) -> Decimal:
    """What departures leave of the weight of a regimen's own studies."""
    left = Decimal(1)
    for each in departures:
        left *= each.share
    return left


def kept_out(regimen: Regimen, scene: Scene) -> str:
    """The code of what keeps a regimen out however it is given; empty where nothing does."""
    if not shares_one_syringe(regimen):
        return NO_SYRINGE
    if regimen.route not in _routes(scene):
        return NO_ROUTE
    if not _of_this_age(regimen, scene):
        return MINOR
    return NOTHING_SHOWN if _failed(regimen, scene) else ""


class Ways(NamedTuple):
    """The ways to give a regimen in a case, and what is believed of each; no rule was asked."""

    made: tuple[Concrete, ...]
    believed: tuple[Belief, ...]


def ways_of(regimen: Regimen, asking: Asking) -> Ways:
    """Every way to give a regimen."""
    scene, numbers = asking.scene, asking.numbers
    made = tuple(concretes(regimen, scene, numbers, asking.products))
    return Ways(made, tuple(beliefs(regimen, actives_of(regimen, scene), made, scene, numbers)))


def candidate(
    regimen: Regimen, asking: Asking, *, told: bool, ways: Ways | None = None
) -> tuple[Candidate | LeftOut, int]:
    """The regimen as a candidate, or left out with what forbids every way to give it; the ways there are.

    Unless it is to be ``told`` what stops it, no rule is asked about what is not worth a suggestion anyway.
    ``ways``: where they are known already.
    """
    scene, actives = asking.scene, actives_of(regimen, asking.scene)
    if code := kept_out(regimen, scene):
        return _left(regimen, actives, (code,), (), printed(regimen, asking)), 0
    ways = ways or ways_of(regimen, asking)
    most = max((each.thousandths for each in ways.believed), default=0)
    if ways.made and not told and not is_worth(regimen, most, asking):
        return _left(regimen, actives, (NOTHING_SHOWN,), (), printed(regimen, asking)), 0
    return _judged(regimen, asking, *ways), len(ways.made)


def _judged(
    regimen: Regimen, asking: Asking, ways: tuple[Concrete, ...], believed: tuple[Belief, ...]
) -> Candidate | LeftOut:
    """The best ways to give it; where there are none, what stops the nearest.

    A way is judged if it can be among the best: they are ranked first by what no rule is asked about.
    """
    scene, actives = asking.scene, actives_of(regimen, asking.scene)
    ranks = [_rank(made, belief, scene) for made, belief in zip(ways, believed, strict=True)]
    choices: list[tuple[_Rank, Choice]] = []
    stopped: list[tuple[tuple[str, ...], int, tuple[Asked, ...], Scene]] = []
    for number in sorted(range(len(ways)), key=ranks.__getitem__):
        made, rank = ways[number], ranks[number]
        if choices and _is_behind(rank, [each for each, _ in choices]):
            break
        there = Scene(made.within(scene.case), scene.knowledge, made.items)
        asked = tuple(ask(there, asking.rules))
        codes = stops(asked, there)
        if codes:
            stopped.append((codes, number, asked, there))
            continue
        belief = believed[number]
        if not choices and not is_worth(regimen, belief.thousandths, asking):
            return _left(regimen, actives, (NOTHING_SHOWN,), (), belief)
        choices.append((rank, _choice(made, belief, asked, there, asking.points)))
    if choices:
        choices.sort(key=lambda each: (*each[0], each[1].points))
        return Candidate(
            regimen=regimen,
            actives=actives,
            mechanisms=mechanisms_of(actives, scene),
            choices=tuple(choice for _, choice in choices[:MAX_CHOICES]),
            standing=standing(regimen, scene),
        )
    shown = printed(regimen, asking)
    if stopped:
        codes, _, asked, there = min(stopped, key=lambda each: (len(each[0]), *each[:2]))
        return _left(regimen, actives, codes, gather(_stopping(asked, codes, there), there), shown)
    return _left(regimen, actives, (NO_PRODUCT if asking.products is None else NO_STOCK,), (), shown)


def _rank(made: Concrete, belief: Belief, scene: Scene) -> _Rank:
    """Where a way to give a regimen stands among the others before it is judged: the lowest first."""
    return -share_of(made.departures), _unsold(made.items, scene), -belief.thousandths


def _is_behind(rank: _Rank, kept: list[_Rank]) -> bool:
    """Whether a way that ranks so, after those that are kept, is not one of the best.

    What departs from the regimen is none where something does not; of the rest, so many are the best.
    """
    departs = kept[0][0] == -1 and rank[0] != -1
    return departs or (len(kept) >= MAX_CHOICES and rank > kept[MAX_CHOICES - 1])


def printed(regimen: Regimen, asking: Asking) -> Belief:
    """What is believed of a regimen as it is printed."""
    return regimen_belief(regimen, actives_of(regimen, asking.scene), None, asking.scene, asking.numbers)


def nothing_shown(regimen: Regimen, asking: Asking, most: int, *, told: bool) -> LeftOut | None:
    """The regimen left out where no way to give it can be worth a suggestion, or all are kept out.

    ``most``: what can be believed of it at most. Which rules stop it as well is not asked; nor, unless it
    is to be ``told``, what was shown of it.
    """
    code = kept_out(regimen, asking.scene)
    if not code and is_worth(regimen, most, asking):
        return None
    actives = actives_of(regimen, asking.scene)
    shown = printed(regimen, asking).thousandths if told else 0
    return LeftOut(ingredient=actives[0], codes=(code or NOTHING_SHOWN,), shown=shown, regimen=regimen.id)


def _unsold(items: tuple[Item, ...], scene: Scene) -> int:
    """How many products nobody is known to sell here: of equals, the one that is sold comes first."""
    place = scene.case.jurisdiction
    return sum(
        bool(place and item.product)
        and all(each.record.state != "marketed" for each in scene.knowledge.market(item.product, place))
        for item in items
    )


def is_worth(regimen: Regimen, shown: int, asking: Asking) -> bool:
    """Whether it is labelled for the very goal, its studies move a sceptic, or it was asked for."""
    labelled = regimen.basis == "label" and asking.scene.case.goal in regimen.goals
    return (
        labelled
        or shown > unmoved(asking.numbers)
        or bool(asking.include & {regimen.id, *actives_of(regimen, asking.scene)})
    )


def _routes(scene: Scene) -> tuple[str, ...]:
    """The routes of the case; where it says none, those into the skin and right under it."""
    session = scene.case.session
    if session.route or session.technique:
        return ("unclear", *possible_routes(scene))
    return ("unclear", "intradermal", "epidermal", "subcutaneous", "intralesional", "infiltration")


def _of_this_age(regimen: Regimen, scene: Scene) -> bool:
    """Whether a minor is of an age that the regimen was given to; adults always are."""
    age, given = scene.case.patient.age, regimen.population
    return (
        age is None
        or age >= ADULT
        or (given is not None and given.min_age is not None and given.min_age <= age)
    )


def standing(regimen: Regimen, scene: Scene) -> int:
    """Where a regimen stands: see `Candidate`."""
    directions = {each.direction for each in own_studies(regimen, scene)}
    if regimen.basis == "label" or "benefit" in directions:
        return 0
    return 2 if directions & {"no-difference", "harm"} else 1


def _failed(regimen: Regimen, scene: Scene) -> bool:
    """Whether its own studies found no benefit or harm; a tie with another treatment is no failure."""
    own = own_studies(regimen, scene)
    return not any(each.direction == "benefit" for each in own) and any(
        each.direction == "harm"
        or (each.direction == "no-difference" and each.comparator not in ("active", "dose"))
        for each in own
    )


def _left(
    regimen: Regimen,
    actives: tuple[str, ...],
    codes: tuple[str, ...],
    findings: tuple[Finding, ...],
    shown: Belief,
) -> LeftOut:
    return LeftOut(
        ingredient=actives[0],
        codes=tuple(sorted(codes)),
        findings=findings,
        shown=shown.thousandths,
        regimen=regimen.id,
    )


def mechanisms_of(actives: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    """The mechanisms of the goal that actives act by."""
    wanted = goal_mechanisms(scene)
    return tuple(
        sorted(
            {
                each.id
                for name in actives
                for each in scene.catalog.ingredient(name).mechanisms
                if each.id in wanted
            }
        )
    )


def _choice(
    made: Concrete, belief: Belief, asked: tuple[Asked, ...], scene: Scene, points: Weights
) -> Choice:
    judgements = tuple(
        (each.rule, found) for each in asked for found in each.judgements if not isinstance(found, Usage)
    )
    usages = tuple(
        usage
        for rule in dict.fromkeys(each.rule for each in asked if each.rule.scope == "total")
        for item in made.items
        for usage in rule.usages(item, scene)
        if usage.binding
    )
    return Choice(
        items=made.items,
        session=made.session,
        zone=made.zone,
        departures=made.departures,
        needs=made.needs,
        belief=belief,
        points=cost(judgements, points),
        judgements=judgements,
        usages=usages,
    )


def without_regimen(
    ingredient: str, scene: Scene, telling: tuple[Rule, ...], numbers: EvidenceWeights
) -> LeftOut:
    """Left out: no regimen for the goal can be given again. Law and evidence say the rest."""
    bare = Item(LINE, "", (Content(ingredient, None),), None, 1)
    found = single_belief(ingredient, scene.case.goal, scene.knowledge, numbers)
    asked = tuple(ask(scene.with_items((bare,)), telling))
    codes = {
        each.rule.code
        for each in asked
        for judged in each.judgements
        if each.rule.code.startswith("EV") and judged.severity != "note"
    }
    codes |= {NO_DOSE, *stops(asked, scene)}
    if found.thousandths <= unmoved(numbers):
        codes.add(NOTHING_SHOWN)
    stopping = gather(_stopping(asked, tuple(codes), scene), scene)
    return LeftOut(ingredient, tuple(sorted(codes)), stopping, found.thousandths)


def _stopping(asked: tuple[Asked, ...], codes: tuple[str, ...], scene: Scene) -> tuple[Asked, ...]:
    """Of what was found under these codes, only what keeps the regimen out."""
    return tuple(
        each._replace(
            judgements=tuple(found for found in each.judgements if keeps_out(each.rule, found, scene))
        )
        for each in asked
        if each.rule.code in codes
    )
