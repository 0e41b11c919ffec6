"""The smallest repair of each published regimen that something forbids today."""

from mesoplan.model.case import SESSION_SITE
from mesoplan.model.change import Change
from mesoplan.model.observer import Observer
from mesoplan.model.published import Published
from mesoplan.planner.published import scene_of
from mesoplan.repair.repair import smallest
from mesoplan.rules.registry import RULES
from mesoplan.rules.rule import Rule
from mesoplan.rules.run import forbidding
from mesoplan.rules.scene import Scene
from mesoplan.worth.weights import evidence_weights

#: Checks for one regimen; what takes more is no small repair.
MAX_CHECKS = 40
#: What no change of a cocktail or of its session changes.
_FIXED = frozenset({"patient", "place", "record"})


def with_repairs(
    rows: tuple[Published, ...], case: Scene, prefer: str, observer: Observer | None = None
) -> tuple[Published, ...]:
    """Each row that is blocked in this case with the cheapest change after which nothing forbids it."""
    catalog, numbers = case.catalog, evidence_weights(case.catalog)
    return tuple(
        each._replace(
            repair=_smallest(scene_of(catalog.regimen(each.regimen), case, numbers), prefer, observer)
        )
        if each.verdict == "blocked"
        else each
        for each in rows
    )


def _smallest(scene: Scene | None, prefer: str, observer: Observer | None) -> tuple[Change, ...]:
    if scene is None or no_change_helps(scene):
        return ()
    changes = smallest(scene, prefer=prefer, checks=MAX_CHECKS, observer=observer)
    whole = len(scene.items) == 1 and any(each.kind == "swap" and _is_other(each, scene) for each in changes)
    return () if whole else changes


def no_change_helps(scene: Scene, rules: tuple[Rule, ...] = RULES) -> bool:
    """Whether a rule forbids whatever is given: it was shown nothing that a repair can change.

    Such as a goal of the other sex. What is said of an ingredient is softened where a product holds it only
    by hearsay, and a place of its own may go with its item: neither counts here.
    """
    if scene.sites != (SESSION_SITE,):
        return False
    fixed = (rule for rule in rules if rule.scope == "case" and rule.reads <= _FIXED)
    ingredients = scene.catalog.table("ingredient")
    return any(
        not any(name in ingredients for name in each.judgement.subjects) for each in forbidding(scene, fixed)
    )


def _is_other(change: Change, scene: Scene) -> bool:
    """Whether another substance takes the place of the only one: that repairs nothing of the regimen."""
    products = scene.catalog.table("product")
    if change.to not in products:
        return True
    held = {part.ingredient for part in products[change.to].contains}
    return held.isdisjoint(scene.items[0].ingredients)
