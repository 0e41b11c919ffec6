"""Who may be in a cocktail for a case, in which doses and products, and who is left out and why."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from mesoplan.model.case import Content, Item
from mesoplan.model.finding import Judgement
from mesoplan.model.plan import LeftOut
from mesoplan.planner.benefit import Belief, belief, combinations, single_belief
from mesoplan.planner.dosing import LINE, Dose, doses, made_concrete
from mesoplan.planner.verdicts import cost, keeps_out, stops
from mesoplan.planner.weights import EvidenceWeights, Weights
from mesoplan.quantity import Quantity
from mesoplan.rules.dose.studied import sourced_uses
from mesoplan.rules.rule import Rule, Usage
from mesoplan.rules.run import Asked, ask, gather
from mesoplan.rules.scene import Scene

NO_DOSE = "DS504"
#: No finding: there is a dose, but no product of the catalog gives it.
NO_PRODUCT = "PRODUCT"
NO_STOCK = "STOCK"
"""Left out because the shelf has no product that gives the dose."""
AREA = "AREA"
"""Left out because every source gives it by area, point or weight, and the case does not say that."""
NOT_ASKED = "PT211"
NOTHING_SHOWN = "EV801"
_TELLING = ("RG", "EV")
MAX_OPTIONS = 6
MAX_PRODUCTS = 2


class Choice(NamedTuple):
    """One dose of one product, what the rules say of it, and what it uses of shared limits."""

    item: Item
    dose: Dose
    points: int
    judgements: tuple[tuple[Rule, Judgement], ...]
    usages: tuple[Usage, ...]


class Candidate(NamedTuple):
    """An ingredient that may be in a cocktail, with its doses, cheapest first."""

    ingredient: str
    belief: Belief
    mechanisms: tuple[str, ...]
    choices: tuple[Choice, ...]


class Field(NamedTuple):
    """The candidates of a case and what was left out."""

    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]


def field(
    scene: Scene,
    rules: tuple[Rule, ...],
    points: Weights,
    numbers: EvidenceWeights,
    include: frozenset[str],
    products: Mapping[str, Quantity] | None,
    known: Mapping[str, "Candidate | LeftOut"] = {},
) -> Field:
    """Every ingredient that serves the goal, as candidate or as left out with codes.

    ``products`` is the stock with its volumes (None: anything can be had); ``known`` holds what was
    judged before in a case that does not differ in anything this ingredient depends on.
    """
    single = tuple(rule for rule in rules if rule.scope in ("item", "total"))
    telling = tuple(rule for rule in single if rule.code.startswith(_TELLING))
    goal = scene.case.goal
    unmoved = belief([], goal, numbers).thousandths
    helpful = {
        name
        for together, studies in combinations(goal, scene.knowledge).items()
        if belief(studies, goal, numbers).thousandths > unmoved
        for name in together
    }
    candidates: list[Candidate] = []
    left_out: list[LeftOut] = []
    for ingredient, mechanisms in serving(scene, include):
        found = single_belief(ingredient, goal, scene.knowledge, numbers)
        shown = found.thousandths > unmoved or ingredient in helpful or ingredient in include
        if shown:
            made = known.get(ingredient) or _candidate(
                ingredient, mechanisms, found, scene, single, points, products
            )
        else:
            made = _unsupported(ingredient, found, scene, telling, products)
        if isinstance(made, LeftOut):
            left_out.append(made)
        else:
            candidates.append(made)
    for each in _helping_nobody(candidates, scene, numbers, unmoved, include):
        candidates.remove(each)
        left_out.append(_unsupported(each.ingredient, each.belief, scene, telling, products))
    left_out.sort(key=lambda each: each.ingredient)
    return Field(tuple(candidates), tuple(left_out))


def _helping_nobody(
    candidates: list[Candidate],
    scene: Scene,
    numbers: EvidenceWeights,
    unmoved: int,
    include: frozenset[str],
) -> list[Candidate]:
    """Candidates shown to help only in company that is not to be had."""
    present = {each.ingredient for each in candidates}
    goal = scene.case.goal
    helped = {
        name
        for together, studies in combinations(goal, scene.knowledge).items()
        if together <= present and belief(studies, goal, numbers).thousandths > unmoved
        for name in together
    }
    return [
        each
        for each in candidates
        if each.belief.thousandths <= unmoved and each.ingredient not in helped | include
    ]


def _unsupported(
    ingredient: str,
    found: Belief,
    scene: Scene,
    telling: tuple[Rule, ...],
    products: Mapping[str, Quantity] | None,
) -> LeftOut:
    """Left out because nothing that was read supports it for this goal.

    Law and evidence say the rest; `why-not` asks every rule.
    """
    bare = Item(LINE, "", (Content(ingredient, None),), None, 1)
    asked = tuple(ask(scene.with_items((bare,)), telling))
    codes = {
        each.rule.code
        for each in asked
        for judged in each.judgements
        if each.rule.code.startswith("EV") and judged.severity != "note"
    }
    codes |= {NOTHING_SHOWN, *stops(asked, scene)}
    if next(doses(ingredient, scene, products), None) is None:
        codes.add(NO_DOSE)
    stopping = gather(_stopping(asked, tuple(codes), scene), scene)
    return LeftOut(ingredient, tuple(sorted(codes)), stopping, found.thousandths)


def serving(scene: Scene, include: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Ingredients with a study for the goal or a mechanism that serves it, in the order of their ids."""
    wanted = goal_mechanisms(scene)
    index = scene.catalog.index
    near = {each for mechanism in wanted for each in index.acting_via.get(mechanism, ())}
    for goal in scene.knowledge.related_goals(scene.case.goal):
        for identity in index.evidence_of.get(goal, ()):
            near.update(scene.catalog.given_in(identity))
    known = scene.catalog.table("ingredient")
    for ingredient in sorted(near | {each for each in include if each in known}):
        record = scene.catalog.ingredient(ingredient)
        if record.role in ("vehicle", "excipient") and ingredient not in include:
            continue
        shared = tuple(sorted({each.id for each in record.mechanisms if each.id in wanted}))
        studied = any(
            each.record.direction != "none-found"
            for each in scene.knowledge.evidence(ingredient, scene.case.goal)
        )
        if studied or ingredient in include or (shared and record.role == "active"):
            yield ingredient, shared


def goal_mechanisms(scene: Scene) -> dict[str, int]:
    """The mechanisms that serve the goal with their relevance; a parent's when it has none."""
    for goal in scene.catalog.lineage("goal", scene.case.goal):
        mechanisms = scene.catalog.goal(goal).mechanisms
        if mechanisms:
            return {each.id: each.relevance for each in mechanisms}
    return {}


def _candidate(
    ingredient: str,
    mechanisms: tuple[str, ...],
    found: Belief,
    scene: Scene,
    rules: tuple[Rule, ...],
    points: Weights,
    products: Mapping[str, Quantity] | None,
) -> Candidate | LeftOut:
    choices: list[Choice] = []
    against: dict[tuple[str, ...], tuple[Asked, ...]] = {}
    for item, dose in doses(ingredient, scene, products):
        asked = tuple(ask(scene.with_items((item,)), rules))
        stopped = stops(asked, scene)
        if stopped:
            against.setdefault(stopped, asked)
        else:
            choices.append(_choice(item, dose, asked, scene, points))
    if choices:
        choices.sort(key=lambda each: _rank(each, scene))
        return Candidate(ingredient, found, mechanisms, _kept(choices))
    if against:
        codes = tuple(sorted({code for each in against for code in each}))
        asked = next(iter(against.values()))
        stopping = gather(_stopping(asked, codes, scene), scene)
        return LeftOut(ingredient, codes, stopping, found.thousandths)
    return _without_dose(ingredient, scene, rules, products)._replace(shown=found.thousandths)


def _kept(choices: list[Choice]) -> tuple[Choice, ...]:
    """The best products of each dose, so that doses are not crowded out by brands."""
    by_dose: dict[str, int] = {}
    kept = []
    for choice in choices:
        amount = str(choice.dose.amount)
        by_dose[amount] = by_dose.get(amount, 0) + 1
        if by_dose[amount] <= MAX_PRODUCTS:
            kept.append(choice)
    return tuple(kept[:MAX_OPTIONS])


def _rank(choice: Choice, scene: Scene) -> tuple[int, str, Decimal, bool, str]:
    """Fewest points first; of one dose, the studied volume, then the usual product."""
    product = choice.item.product
    usual = bool(product) and bool(
        set(scene.catalog.product(product).default_for) & set(choice.item.ingredients)
    )
    return choice.points, choice.dose.id, _off(choice), not usual, product


def _off(choice: Choice) -> Decimal:
    """How far the volume of a choice is from the one that was studied, as a ratio above 1."""
    wanted, given = choice.dose.volume, choice.item.volume
    if wanted is None or given is None or wanted.is_zero or given.is_zero:
        return Decimal(0)
    ratio: Decimal = (given / wanted).value
    return max(ratio, 1 / ratio)


def _without_dose(
    ingredient: str, scene: Scene, rules: tuple[Rule, ...], products: Mapping[str, Quantity] | None
) -> LeftOut:
    """Left out for want of a dose; what else stands against it is named too."""
    bare = Item(LINE, "", (Content(ingredient, None),), None, 1)
    asked = tuple(ask(scene.with_items((bare,)), rules))
    codes = {NO_DOSE, *stops(asked, scene)}
    if sourced_uses(ingredient, scene):
        why = NO_PRODUCT if products is None else NO_STOCK
        codes = {why if made_concrete(ingredient, scene) else AREA, *stops(asked, scene)}
    found = gather(_stopping(asked, tuple(codes), scene), scene)
    return LeftOut(ingredient, tuple(sorted(codes)), found)


def _stopping(asked: tuple[Asked, ...], codes: tuple[str, ...], scene: Scene) -> tuple[Asked, ...]:
    """Of what was found under these codes, only what keeps the ingredient out."""
    return tuple(
        each._replace(
            judgements=tuple(
                found
                for found in each.judgements
                if keeps_out(each.rule, found, scene) or each.rule.code == NO_DOSE
            )
        )
        for each in asked
        if each.rule.code in codes
    )


def _choice(item: Item, dose: Dose, asked: tuple[Asked, ...], scene: Scene, points: Weights) -> Choice:
    judgements = tuple(
        (each.rule, found) for each in asked for found in each.judgements if not isinstance(found, Usage)
    )
    usages = tuple(
        usage
        for each in asked
        if each.rule.scope == "total"
        for usage in each.rule.usages(item, scene.with_items((item,)))
    )
    return Choice(item, dose, cost(judgements, points), judgements, usages)
