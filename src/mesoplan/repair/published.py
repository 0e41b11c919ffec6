"""The smallest repair of each published regimen that something forbids today."""

from mesoplan.model.change import Change
from mesoplan.model.observer import Observer
from mesoplan.model.published import Published
from mesoplan.planner.ground import Ground
from mesoplan.planner.published import scene_of
from mesoplan.repair.repair import repair

#: Checks for one regimen; what takes more is no small repair.
MAX_CHECKS = 40


def with_repairs(
    rows: tuple[Published, ...], ground: Ground, observer: Observer | None = None
) -> tuple[Published, ...]:
    """Each row that is blocked with the cheapest change after which nothing forbids it."""
    return tuple(
        each._replace(repair=_smallest(each, ground, observer)) if each.verdict == "blocked" else each
        for each in rows
    )


def _smallest(row: Published, ground: Ground, observer: Observer | None) -> tuple[Change, ...]:
    scene = scene_of(ground.scene.catalog.regimen(row.regimen), ground)
    if scene is None:
        return ()
    found = repair(
        scene, ground.rules, prefer=ground.points.prefer, max_checks=MAX_CHECKS, most=1, observer=observer
    )
    return found.repairs[0].changes if found.repairs else ()
