"""The real catalog planned a second and a third way: by brute force with `check`, and with CP-SAT.

Brute force knows the regimens, the ways to give each and what each is worth; which are allowed, alone and
two together, it asks of `mesoplan.rules.run.check` alone. It shares no code with the search.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from random import Random
from typing import Any, NamedTuple

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Case, Item, ResolvedCase
from mesoplan.model.line import Line
from mesoplan.planner.ground import Ground
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene
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
    """A set of regimens, what it is, and the exact value of the best way to give it."""

    value: int
    regimens: tuple[str, ...]
    kind: str
    given: tuple[Any, ...] = ()


def cases(catalog: Catalog, goal: str, count: int, seed: int) -> Iterator[ResolvedCase]:
    """A spread of patients for one goal, the same for the same seed."""
    return (resolve(case, catalog) for case in written(catalog, goal, count, seed))


def written(catalog: Catalog, goal: str, count: int, seed: int) -> Iterator[Case]:
    """The same patients as somebody would write them."""
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
        yield Case(
            goal=goal,
            zone=random.choice(zones),
            jurisdiction=random.choice(("EU", "US", "IT", "")),
            technique=random.choice((*record.techniques, "", "")),
            patient=patient,
            limits=limits,
            session={"area": "50 cm2"} if random.random() < 0.3 else {},
        )


def brute_best(ground: Ground, k: int) -> list[Found]:
    """The first k answers: single regimens by part and value, then the best pair worth more than either."""
    if ground.model is None:
        return []
    best: dict[tuple[str, ...], Found] = {}
    for value, chosen in sorted(_cocktails(ground), key=lambda each: (-each[0], each[1])):
        names = tuple(ground.model.candidates[n].id for n, _ in chosen)
        if names not in best and _passes(ground, chosen):
            best[names] = Found(value, names, _kind(ground, chosen), _given(ground, chosen))
    alone = [each for each in best.values() if len(each.regimens) == 1]
    standing = {each.id: each.standing for each in ground.model.candidates}
    alone.sort(key=lambda each: (each.kind == "adapted", standing[each.regimens[0]], -each.value))
    seen: set[Any] = set()
    distinct = [each for each in alone if not (each.given in seen or seen.add(each.given))]  # type: ignore[func-returns-value]
    worth = {each.regimens[0]: each.value for each in alone}
    pairs = sorted(
        (
            each
            for each in best.values()
            if len(each.regimens) > 1 and all(each.value > worth.get(one, -(10**9)) for one in each.regimens)
        ),
        key=lambda each: -each.value,
    )
    return [*distinct, *pairs[:1]][:k] if len(distinct) < k else distinct[:k]


Chosen = tuple[tuple[int, int], ...]


def _cocktails(ground: Ground) -> Iterator[tuple[int, Chosen]]:
    """Every regimen and every two that share no active, in every way to give them, with their value."""
    model, limits = ground.model, ground.scene.case.limits
    assert model is not None
    problem = model.with_pairs().problem
    for size in (1, 2):
        if size > (limits.max_syringes or 2):
            continue
        for numbers in combinations(range(len(model.candidates)), size):
            several = [set(model.candidates[n].actives) for n in numbers]
            if size == 2 and several[0] & several[1]:
                continue
            for options in product(*(range(len(model.candidates[n].choices)) for n in numbers)):
                chosen = tuple(zip(numbers, options, strict=True))
                if _demanded(ground, _items(ground, chosen)):
                    yield _worth(problem, chosen) - ground.points.syringe * (size - 1), chosen


def _items(ground: Ground, chosen: Chosen) -> list[Item]:
    assert ground.model is not None
    return [
        item._replace(syringe=syringe, line=Line("plan", 10 * syringe + place))
        for syringe, (n, option) in enumerate(chosen, start=1)
        for place, item in enumerate(ground.model.candidates[n].choices[option].items)
    ]


def _kind(ground: Ground, chosen: Chosen) -> str:
    assert ground.model is not None
    if len(chosen) > 1:
        return "combined"
    number, option = chosen[0]
    candidate = ground.model.candidates[number]
    if any(each.share < 1 for each in candidate.choices[option].departures):
        return "adapted"
    return "labelled" if candidate.regimen.basis == "label" else "studied"


def _given(ground: Ground, chosen: Chosen) -> tuple[Any, ...]:
    assert ground.model is not None
    items = tuple((each.product, each.contents, each.volume) for each in _items(ground, chosen))
    waits = any(ground.model.candidates[n].choices[option].needs for n, option in chosen)
    rules = tuple(
        (each.per_session or each.per_cm2 or each.per_kg or each.per_point)
        for n, _ in chosen
        for each in ground.model.candidates[n].regimen.items
    )
    return (items, rules if waits else ())


def _demanded(ground: Ground, items: list[Item]) -> bool:
    limits, knowledge = ground.scene.case.limits, ground.scene.knowledge
    names = {name for item in items for name in (*item.ingredients, item.product)}

    def holds(wanted: str) -> bool:
        return wanted in names or any(knowledge.is_a(name, wanted) for name in names if name)

    if limits.max_volume is not None:
        volumes = [item.volume for item in items if item.volume is not None]
        if volumes and sum(volumes[1:], volumes[0]) > limits.max_volume:
            return False
    return (
        all(map(holds, limits.include))
        and not any(map(holds, limits.exclude))
        and (limits.max_ingredients is None or len(items) <= limits.max_ingredients)
    )


def _worth(problem: Problem, chosen: Chosen) -> int:
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


def _passes(ground: Ground, chosen: Chosen) -> bool:
    """What `check` does not block in the session that the regimens fill in, within every maximum."""
    model, case = ground.model, ground.scene.case
    assert model is not None
    sessions = [model.candidates[n].choices[option].session for n, option in chosen]
    session = sessions[0]
    for other in sessions[1:]:
        for key, mine, own in zip(session._fields, session, case.session, strict=True):
            if getattr(other, key) != mine:
                session = session._replace(**{key: own})
    scene = Scene(case._replace(session=session), ground.scene.knowledge, _items(ground, chosen))
    report = check(scene, ground.rules)
    totals = {rule.code for rule in ground.rules if rule.scope == "total"}
    return report.verdict != "blocked" and not any(
        each.severity == "caution" and each.code in totals for each in report.findings
    )


def size_of(ground: Ground) -> int:
    """How many cocktails brute force would look at."""
    if ground.model is None:
        return 0
    counts = [len(each.choices) for each in ground.model.candidates]
    return sum(counts) + sum(one * other for one, other in combinations(counts, 2))


def cpsat_best(ground: Ground, best_sets: Any) -> int | None:
    """The optimum of the problem by CP-SAT, over sets of up to two regimens."""
    if ground.model is None:
        return None
    result = best_sets(ground.model.with_pairs().problem, 1, ties=True)
    return result.plans[0].value if result.plans else None
