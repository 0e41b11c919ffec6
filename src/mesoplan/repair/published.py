"""The smallest repair of each published regimen that something forbids today."""

from mesoplan.model.change import Change
from mesoplan.model.observer import Observer
from mesoplan.model.published import Published
from mesoplan.planner.published import scene_of
from mesoplan.repair.repair import repair
from mesoplan.rules.scene import Scene
from mesoplan.worth.weights import evidence_weights

#: Checks for one regimen; what takes more is no small repair.
MAX_CHECKS = 40


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
    if scene is None:
        return ()
    found = repair(scene, prefer=prefer, max_checks=MAX_CHECKS, most=1, observer=observer)
    changes = found.repairs[0].changes if found.repairs else ()
    whole = len(scene.items) == 1 and any(each.kind == "swap" and _is_other(each, scene) for each in changes)
    return () if whole else changes


def _is_other(change: Change, scene: Scene) -> bool:
    """Whether another substance takes the place of the only one: that repairs nothing of the regimen."""
    products = scene.catalog.table("product")
    if change.to not in products:
        return True
    held = {part.ingredient for part in products[change.to].contains}
    return held.isdisjoint(scene.items[0].ingredients)
