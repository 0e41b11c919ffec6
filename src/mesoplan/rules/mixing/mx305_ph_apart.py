"""MX305: the pH windows of a syringe's components do not meet."""

from collections.abc import Iterator
from itertools import combinations

from mesoplan.mixing.acidity import SuppliedPh, gap, mixed_range, stability_windows, supplied
from mesoplan.mixing.compatibility import compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.need import Need
from mesoplan.rules.mixing.pairs import ingredient_pairs
from mesoplan.rules.rule import Fix, Judgement, Rule
from mesoplan.rules.scene import Scene


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """Judgements on pH for a syringe of two or more items; a measured pair needs none."""
    if len(mixture.items) < 2 or _all_measured(mixture, scene):
        return
    known, missing = supplied(mixture)
    for one, other in combinations(known, 2):
        yield from _apart(one, other, scene)
    yield from _unstable(mixture, scene)
    if missing:
        subjects = tuple(sorted(set(missing)))
        yield Judgement(
            "unknown",
            "ph-not-known",
            subjects,
            " ".join(subjects),
            data={"items": ", ".join(subjects)},
            needs=(Need("data", "ph"),),
            fixes=(Fix("separate", subjects[-1]),),
        )


def _all_measured(mixture: Mixture, scene: Scene) -> bool:
    return all(
        compatibility(left, right, mixture, scene.knowledge).outcome == "compatible"
        for one, other in combinations(mixture.items, 2)
        for left, right in ingredient_pairs(one, other)
    )


def _apart(one: SuppliedPh, other: SuppliedPh, scene: Scene) -> Iterator[Judgement]:
    limit = scene.number("mixing", "ph-gap-max")
    acid = scene.number("mixing", "ph-acid-partner")
    alkaline = scene.number("mixing", "ph-alkaline-partner")
    lower, higher = sorted((one, other), key=lambda each: (each.low, each.high))
    distance = gap(one, other)
    first, second = sorted((one.name, other.name))
    data = {
        "one": lower.name,
        "other": higher.name,
        "gap": str(distance),
        "one_ph": f"{lower.low} to {lower.high}",
        "other_ph": f"{higher.low} to {higher.high}",
    }
    statements = (*one.statements, *other.statements)
    fixes = (Fix("separate", second),)
    if acid and alkaline and lower.high < acid[0] and higher.low > alkaline[0]:
        yield Judgement(
            "forbid",
            "acid-with-alkali",
            (first, second),
            f"{first} {second}",
            (*statements, acid[1], alkaline[1]),
            data,
            fixes,
        )
    elif limit and distance > limit[0]:
        yield Judgement(
            "caution", "ph-apart", (first, second), f"{first} {second}", (*statements, limit[1]), data, fixes
        )


def _unstable(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    span = mixed_range(mixture)
    if span is None:
        return
    low, high, statements = span
    for ingredient, stated in stability_windows(mixture, scene.knowledge):
        window = stated.record
        below = window.ph_min is not None and low < window.ph_min
        above = window.ph_max is not None and high > window.ph_max
        if below or above:
            yield Judgement(
                "caution",
                "unstable",
                (ingredient,),
                f"{ingredient} {stated.id}",
                (stated, *statements),
                data={
                    "ingredient": ingredient,
                    "low": str(low),
                    "high": str(high),
                    "window": _window(window.ph_min, window.ph_max),
                    "why": window.why,
                },
                fixes=(Fix("separate", ingredient),),
            )


def _window(low: object, high: object) -> str:
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"from {low}"
    return f"{low} to {high}"


RULE = Rule(
    code="MX305",
    name="ph-apart",
    scope="mixture",
    checks="The pH of what shares a syringe, and the windows in which each stays itself.",
    why="An acid partner precipitates an alkaline one; thiamine is destroyed outside its window.",
    example="Pyridoxine (pH 2.0 to 3.8) with aminophylline (pH 8.6 to 9.0).",
    instead="Use two syringes.",
    check=check,
)
