"""MX305: the pH windows of a syringe's components do not meet."""

from collections.abc import Iterator
from itertools import combinations

from mesoplan.mixing.acidity import SuppliedPh, gap, mixed_range, stability_windows, supplied
from mesoplan.mixing.compatibility import compatibility
from mesoplan.mixing.mixture import Mixture
from mesoplan.model.need import Need
from mesoplan.rules.mixing.pairs import ingredient_pairs
from mesoplan.rules.rule import Fix, Judgement, Rule, firm
from mesoplan.rules.scene import Scene
from mesoplan.rules.shared.licence import licensed_for
from mesoplan.rules.shared.unnamed import which_product


def check(mixture: Mixture, scene: Scene) -> Iterator[Judgement]:
    """Judgements on pH: what the tissue gets, and for two or more items whether their pHs agree.

    A measured pair needs none of the second kind; a single product whose label allows the route needs
    none of the first. What products say that nobody named is a question.
    """
    known, missing = supplied(mixture)
    yield from _for_tissue(mixture, known, missing, scene)
    if not mixture.is_mixed or _all_measured(mixture, scene):
        return
    told = {item.name for item, _ in mixture.solutions}
    named = {item.name for item in mixture.items if item.product or item.name in told}
    for one, other in combinations(known, 2):
        for judged in _apart(one, other, scene):
            unnamed = [item for item in mixture.items if item.name in {*judged.subjects} - named]
            yield from map(which_product, unnamed) if unnamed else (judged,)
    for judged in _unstable(mixture, scene):
        if all(item.name in named for item in mixture.items):
            yield judged
        else:
            yield from (which_product(item) for item in mixture.items if item.name not in named)
    for name in sorted(set(missing)):
        if name in named:
            yield _not_known(name)
        else:
            yield from (which_product(item) for item in mixture.items if item.name == name)


def _not_known(name: str) -> Judgement:
    return Judgement(
        "unknown",
        "ph-not-known",
        (name,),
        "ph",
        data={"items": name},
        needs=(Need("data", "ph"),),
        fixes=(Fix("separate", name),),
    )


def _for_tissue(
    mixture: Mixture, known: tuple[SuppliedPh, ...], missing: tuple[str, ...], scene: Scene
) -> Iterator[Judgement]:
    """What the tissue gets: no less acid than the least acid part, no more than the most.

    Buffers decide between the two and no source gives them, so a syringe is called acid or alkaline
    only where every part of it is. A label that was read and allows the route has answered for its own.
    """
    if not mixture.is_mixed and licensed_for(mixture.items[0], scene):
        return
    acid = scene.number("mixing", "ph-tissue-min", "high")
    alkaline = scene.number("mixing", "ph-tissue-max", "low")
    if missing or not known or not acid or not alkaline:
        return
    low, high = min(each.low for each in known), max(each.high for each in known)
    statements = tuple(stated for each in known for stated in each.statements)
    subjects = tuple(sorted(each.name for each in known))
    if low <= alkaline[0] and high >= acid[0]:
        return
    limit = acid if high < acid[0] else alkaline
    told = {item.name for item, _ in mixture.solutions}
    unnamed = [item for item in mixture.items if not item.product and item.name not in told]
    if unnamed:
        yield from map(which_product, unnamed)
        return
    yield Judgement(
        severity="caution",
        topic="too-acid" if high < acid[0] else "too-alkaline",
        subjects=subjects,
        about=" ".join(subjects),
        statements=(limit[1], *statements),
        data={
            "low": str(low),
            "high": str(high),
            "ph": str(low) if low == high else f"{low} to {high}",
            "limit": str(limit[0]),
        },
        fixes=(Fix("dilute", subjects[0]), Fix("drop", subjects[0])),
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
            severity=firm("forbid", acid[1], alkaline[1]),
            topic="acid-with-alkali",
            subjects=(first, second),
            about=f"{first} {second}",
            statements=(*statements, acid[1], alkaline[1]),
            data=data,
            fixes=fixes,
        )
    elif limit and distance > limit[0]:
        yield Judgement(
            severity="caution",
            topic="ph-apart",
            subjects=(first, second),
            about=f"{first} {second}",
            statements=(*statements, limit[1]),
            data=data,
            fixes=fixes,
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
                severity="caution",
                topic="unstable",
                subjects=(ingredient,),
                about=f"{ingredient} {stated.id}",
                statements=(stated, *statements),
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
    checks="The pH that the tissue gets, and that of what shares a syringe, and where each stays itself.",
    why="An acid partner precipitates an alkaline one; thiamine is destroyed outside its window.",
    example="Pyridoxine (pH 2.0 to 3.8) with aminophylline (pH 8.6 to 9.0).",
    instead="Use two syringes.",
    check=check,
    reads=frozenset({"place", "session"}),
)
