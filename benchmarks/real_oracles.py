"""The real catalog planned a second and a third way: by brute force with `check`, and with CP-SAT.

Brute force knows candidates, their doses and what each is worth; which cocktails are allowed it asks of
`mesoplan.rules.run.check` alone, whole cocktail by whole cocktail. It shares no code with the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from random import Random
from typing import Any, NamedTuple

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, Item, ResolvedCase
from mesoplan.planner.candidates import field, serving
from mesoplan.planner.ground import Ground, over
from mesoplan.planner.verdicts import cost
from mesoplan.rules.rule import Usage
from mesoplan.rules.run import ask, check
from mesoplan.solver import Problem

CONDITIONS = (
    "diabetes",
    "keloid",
    "history-of-herpes",
    "bleeding-disorder",
    "epilepsy",
    "heart-failure",
    "hepatic-impairment",
    "immunosuppression",
)
MEDICINES = ("anticoagulant", "antiplatelet", "immunosuppressant", "beta-blocker")
ALLERGIES = ("allergy-latex", "allergy-paba", "allergy-sulfite", "allergy-benzyl-alcohol")


class Found(NamedTuple):
    """A set of ingredients and the exact value of its best cocktail."""

    value: int
    ingredients: tuple[str, ...]


def cases(catalog: Catalog, goal: str, count: int, seed: int) -> Iterator[ResolvedCase]:
    """A spread of patients for one goal, the same for the same seed."""
    random = Random(f"{seed} {goal}")
    record = catalog.goal(goal)
    facts = catalog.table("fact")
    for _ in range(count):
        sex = record.sex or random.choice(("female", "male"))
        patient: dict[str, Any] = {"sex": sex, "age": random.choice((17, 24, 34, 47, 61, 78))}
        if random.random() < 0.8:
            patient["weight"] = f"{random.choice((45, 58, 62, 80, 104))} kg"
        for key, names in (("conditions", CONDITIONS), ("medicines", MEDICINES), ("allergies", ALLERGIES)):
            known = [name for name in names if name in facts]
            if random.random() < 0.9:
                patient[key] = random.sample(known, min(len(known), random.choice((0, 0, 0, 1, 2))))
        if sex == "female" and random.random() < 0.95:
            patient["pregnant"] = random.random() < 0.05
            patient["breastfeeding"] = random.random() < 0.05
        limits: dict[str, Any] = {}
        if random.random() < 0.4:
            limits["max_ingredients"] = random.choice((1, 2, 3))
        if random.random() < 0.3:
            limits["max_syringes"] = random.choice((1, 2, 3))
        if random.random() < 0.2:
            limits["unknown_mixing"] = "warn"
        zones = (*record.zones, "")
        case = Case(
            goal=goal,
            zone=random.choice(zones),
            jurisdiction=random.choice(("EU", "US", "IT", "")),
            technique=random.choice((*record.techniques, "", "")),
            patient=patient,
            limits=limits,
            session={"area": "50 cm2"} if random.random() < 0.3 else {},
        )
        yield resolve(case, catalog)


def wide(ground: Ground) -> Ground:
    """The same case with every ingredient that serves the goal and has a dose, shown to help or not.

    The catalog supports few ingredients a goal; this makes larger problems of the same real rules.
    """
    scene = ground.scene
    every = frozenset(name for name, _ in serving(scene, frozenset()))
    found = field(scene, ground.rules, ground.points, ground.numbers, every, None)
    return over(scene, ground.rules, ground.points, ground.numbers, found)


def brute_best(ground: Ground, k: int, floor: int | None = 0) -> list[Found]:
    """The k best distinct sets of ingredients of which some cocktail passes."""
    if ground.model is None:
        return []
    everything = sorted(_cocktails(ground), key=lambda each: (-each[0], each[1]))
    found: dict[tuple[str, ...], int] = {}
    for value, names, items in everything:
        if names in found or (floor is not None and value < floor):
            continue
        if len(found) >= k and value < min(found.values()):
            break
        if _passes(ground, items):
            found[names] = value
    return [Found(value, names) for names, value in found.items()]


def _cocktails(ground: Ground) -> Iterator[tuple[int, tuple[str, ...], list[Item]]]:
    """Every cocktail that the limits of the case allow, with its value."""
    model = ground.model
    assert model is not None
    problem = model.problem
    limits = ground.scene.case.limits
    most_syringes = limits.max_syringes or 2
    penalties: dict[tuple[Any, ...], int] = {}
    numbers = range(len(model.candidates))
    for size in range(1, min(limits.max_ingredients or 4, len(model.candidates)) + 1):
        for chosen in combinations(numbers, size):
            names = tuple(model.candidates[n].ingredient for n in chosen)
            if not _demanded(ground, names):
                continue
            gained = [
                len(model.candidates) + place
                for place, (together, _) in enumerate(model.combined)
                if together <= set(names)
            ]
            for options in product(*(range(len(model.candidates[n].choices)) for n in chosen)):
                worth = _worth(problem, [*zip(chosen, options, strict=True), *((each, 0) for each in gained)])
                items = [model.candidates[n].choices[o].item for n, o in zip(chosen, options, strict=True)]
                if limits.max_volume is not None and _volume(items) > limits.max_volume:
                    continue
                for groups in _fillings(size, most_syringes):
                    value = worth - ground.points.syringe * max(groups)
                    placed = [
                        item._replace(syringe=group + 1, line=f"brute {number}")
                        for number, (item, group) in enumerate(zip(items, groups, strict=True))
                    ]
                    for group in range(max(groups) + 1):
                        inside = [each for each in placed if each.syringe == group + 1]
                        key = tuple((each.product, each.contents, each.volume) for each in inside)
                        if key not in penalties:
                            penalties[key] = _penalty(ground, inside)
                        value -= penalties[key]
                    yield value, names, placed


def _demanded(ground: Ground, names: tuple[str, ...]) -> bool:
    limits, knowledge = ground.scene.case.limits, ground.scene.knowledge
    return all(any(knowledge.is_a(name, wanted) for name in names) for wanted in limits.include) and not any(
        knowledge.is_a(name, banned) for name in names for banned in limits.exclude
    )


def _worth(problem: Problem, chosen: list[tuple[int, int]]) -> int:
    """Coverage less the costs of items and pairs, as docs/objective.md defines it."""
    options = [problem.items[item].options[option] for item, option in chosen]
    total = 0
    for facet, weight in enumerate(problem.weights):
        best = sorted((option.benefit[facet] for option in options), reverse=True)
        total += weight * sum(slot * each for slot, each in zip(problem.slots, best, strict=False))
    total -= sum(option.risk + option.price + option.burden for option in options)
    for one, other in combinations(sorted(item for item, _ in chosen), 2):
        total += problem.synergies.get((one, other), 0) - problem.antagonisms.get((one, other), 0)
    return total


def _fillings(size: int, most: int) -> Iterator[tuple[int, ...]]:
    for groups in product(range(most), repeat=size):
        if all(group <= max((-1, *groups[:place])) + 1 for place, group in enumerate(groups)):
            yield groups


def _penalty(ground: Ground, inside: list[Item]) -> int:
    rules = [rule for rule in ground.rules if rule.scope in ("pair", "mixture")]
    judged = tuple(
        (each.rule, found)
        for each in ask(ground.scene.with_items(inside), rules)
        for found in each.judgements
        if not isinstance(found, Usage)
    )
    return cost(judged, ground.points)


def _passes(ground: Ground, items: list[Item]) -> bool:
    """What `check` does not block, within every maximum, a recalled one too, and, unless it was asked
    only to warn, without an untested pair in a syringe.
    """
    report = check(ground.scene.with_items(items), ground.rules)
    if report.verdict == "blocked":
        return False
    totals = {rule.code for rule in ground.rules if rule.scope == "total"}
    if any(each.severity == "caution" and each.code in totals for each in report.findings):
        return False
    careful = ground.scene.case.limits.unknown_mixing != "warn"
    return not careful or not any(
        each.severity == "unknown" and "data:compatibility" in map(str, each.needs)
        for each in report.findings
    )


def _volume(items: list[Item]) -> Any:
    volumes = [item.volume for item in items if item.volume is not None]
    return sum(volumes[1:], volumes[0])


def size_of(ground: Ground) -> int:
    """How many cocktails brute force would look at, about."""
    if ground.model is None:
        return 0
    counts = [len(each.choices) for each in ground.model.candidates]
    most = min(ground.scene.case.limits.max_ingredients or 4, len(counts))
    total = 0
    for size in range(1, most + 1):
        for chosen in combinations(counts, size):
            ways = 2 ** (size - 1)
            for each in chosen:
                ways *= each
            total += ways
    return total


def cpsat_best(
    ground: Ground, best_sets: Any, value_of: dict[tuple[str, ...], int], floor: int | None = 0
) -> int | None:
    """The optimum by CP-SAT; what the judge takes off or forbids is added set by set, lazily.

    CP-SAT solves the problem without the judge, set after set, best first; each set's exact value is
    looked up in ``value_of``. No set that is left can be better than the last one solved.
    """
    model = ground.model
    if model is None:
        return None
    problem = model.problem._replace(judge=None, separate=())
    wanted, best = 8, None
    while True:
        result = best_sets(problem, wanted, ties=True)
        best = None
        for plan in result.plans:
            names = tuple(
                model.candidates[each].ingredient for each in plan.items if each < len(model.candidates)
            )
            exact = value_of.get(names)
            if exact is not None and (best is None or exact > best):
                best = exact
        last = result.plans[-1].value if result.plans else None
        if len(result.plans) < wanted or (best is not None and last is not None and last <= best):
            return best
        if last is not None and floor is not None and last < floor:
            return best
        wanted *= 4


def every_value(ground: Ground, floor: int | None = 0) -> dict[tuple[str, ...], int]:
    """The exact value of every set of which a cocktail passes."""
    if ground.model is None:
        return {}
    return {each.ingredients: each.value for each in brute_best(ground, 10**9, floor)}
