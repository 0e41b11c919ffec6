"""Which regimens may be suggested for a case, in which products and amounts, and what is left out and why."""

from collections.abc import Mapping
from decimal import Decimal

from mesoplan.model.case import Content, Item, Session
from mesoplan.model.finding import Finding, Judgement
from mesoplan.model.plan import Departure, LeftOut, PlanKind
from mesoplan.model.regimen import Regimen
from mesoplan.planner.concrete import LINE, Concrete, concretes, shares_one_syringe
from mesoplan.planner.for_goal import actives_of, goal_mechanisms, own_studies, regimens_of, serving
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple
from mesoplan.rules.rule import Rule, Usage
from mesoplan.rules.run import Asked, ask, gather
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import possible_routes
from mesoplan.worth.benefit import Belief, regimen_belief, single_belief, unmoved
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
_TELLING = ("RG", "EV")
MAX_CHOICES = 6
#: A convention of the law, not a dose: from this age nobody is a minor.
ADULT = 18


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
        left = Decimal(1)
        for each in self.departures:
            left *= each.share
        return left


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


class Field(NamedTuple):
    """The candidates of a case and what was left out."""

    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]


def key_of(left: LeftOut) -> str:
    """What a left-out entry is known by: its regimen, else its ingredient."""
    return left.regimen or f"~{left.ingredient}"


def field(
    scene: Scene,
    rules: tuple[Rule, ...],
    points: Weights,
    numbers: EvidenceWeights,
    include: frozenset[str],
    products: Mapping[str, Quantity] | None,
    known: Mapping[str, "Candidate | LeftOut"] = {},
    *,
    whole: bool = True,
) -> Field:
    """Every regimen for the goal that can be given again, and every ingredient that serves it without one.

    Without ``whole`` the latter are left out unsaid. ``products`` is the stock with its volumes (None:
    anything can be had); ``known`` holds what was judged before in a case that does not differ in anything
    this regimen depends on.
    """
    candidates: list[Candidate] = []
    left_out: list[LeftOut] = []
    tried: set[str] = set()
    for regimen in regimens_of(scene):
        actives = actives_of(regimen, scene)
        made = known.get(regimen.id) or _candidate(
            regimen, actives, scene, rules, points, numbers, products, include
        )
        tried.update(actives)
        if isinstance(made, LeftOut):
            left_out.append(made)
        else:
            candidates.append(made)
    telling = tuple(r for r in rules if r.scope in ("item", "total") and r.code.startswith(_TELLING))
    for ingredient, _ in serving(scene, include) if whole else ():
        if ingredient not in tried:
            left = known.get(f"~{ingredient}")
            if not isinstance(left, LeftOut):
                left = _without_regimen(ingredient, scene, telling, numbers)
            left_out.append(left)
    left_out.sort(key=lambda each: (each.ingredient, each.regimen))
    return Field(tuple(candidates), tuple(left_out))


# ---------------------------------------------------------------------- one regimen


def _candidate(
    regimen: Regimen,
    actives: tuple[str, ...],
    scene: Scene,
    rules: tuple[Rule, ...],
    points: Weights,
    numbers: EvidenceWeights,
    products: Mapping[str, Quantity] | None,
    include: frozenset[str],
) -> Candidate | LeftOut:
    """The regimen as a candidate; left out with what forbids every way to give it."""
    shown = regimen_belief(regimen, actives, None, scene, numbers)
    if not shares_one_syringe(regimen):
        return _left(regimen, actives, (NO_SYRINGE,), (), shown)
    if regimen.route not in _routes(scene):
        return _left(regimen, actives, (NO_ROUTE,), (), shown)
    if not _of_this_age(regimen, scene):
        return _left(regimen, actives, (MINOR,), (), shown)
    if _failed(regimen, scene):
        return _left(regimen, actives, (NOTHING_SHOWN,), (), shown)
    choices: list[Choice] = []
    stopped: list[tuple[tuple[str, ...], tuple[Asked, ...], Scene]] = []
    for made in concretes(regimen, scene, numbers, products):
        there = Scene(made.within(scene.case), scene.knowledge, made.items)
        asked = tuple(ask(there, rules))
        codes = stops(asked, there)
        if codes:
            stopped.append((codes, asked, there))
        else:
            choices.append(_choice(regimen, actives, made, asked, there, points, numbers))
    if choices:
        choices.sort(
            key=lambda each: (-each.share, _unsold(each, scene), -each.belief.thousandths, each.points)
        )
        best = choices[0]
        if best.share == 1:
            choices = [each for each in choices if each.share == 1]
        if _is_worth(regimen, best, scene, numbers) or include & {regimen.id, *actives}:
            kept, standing = tuple(choices[:MAX_CHOICES]), _standing(regimen, scene)
            return Candidate(
                regimen=regimen,
                actives=actives,
                mechanisms=_mechanisms(actives, scene),
                choices=kept,
                standing=standing,
            )
        return _left(regimen, actives, (NOTHING_SHOWN,), (), best.belief)
    if stopped:
        codes, asked, there = min(stopped, key=lambda each: (len(each[0]), each[0]))
        return _left(regimen, actives, codes, gather(_stopping(asked, codes, there), there), shown)
    return _left(regimen, actives, (NO_PRODUCT if products is None else NO_STOCK,), (), shown)


def _unsold(choice: Choice, scene: Scene) -> int:
    """How many of its products nobody is known to sell here: of equals, the one that is sold comes first."""
    place = scene.case.jurisdiction
    return sum(
        bool(place and item.product)
        and all(each.record.state != "marketed" for each in scene.knowledge.market(item.product, place))
        for item in choice.items
    )


def _is_worth(regimen: Regimen, choice: Choice, scene: Scene, numbers: EvidenceWeights) -> bool:
    """Whether it is labelled for the very goal, or its studies move a sceptic."""
    labelled = regimen.basis == "label" and scene.case.goal in regimen.goals
    return labelled or choice.belief.thousandths > unmoved(numbers)


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


def _standing(regimen: Regimen, scene: Scene) -> int:
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


def _mechanisms(actives: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
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
    regimen: Regimen,
    actives: tuple[str, ...],
    made: Concrete,
    asked: tuple[Asked, ...],
    scene: Scene,
    points: Weights,
    numbers: EvidenceWeights,
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
        belief=regimen_belief(regimen, actives, made, scene, numbers),
        points=cost(judgements, points),
        judgements=judgements,
        usages=usages,
    )


def _without_regimen(
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
