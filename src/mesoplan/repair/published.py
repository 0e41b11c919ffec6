"""The smallest repair of each published regimen that something forbids today."""

from collections.abc import Callable

from mesoplan.model.change import Change
from mesoplan.model.observer import Observer
from mesoplan.model.published import Published
from mesoplan.repair.repair import repair
from mesoplan.rules.scene import Scene

#: Checks for one regimen; what takes more is no small repair.
MAX_CHECKS = 40


def with_repairs(
    rows: tuple[Published, ...],
    given: Callable[[str], Scene | None],
    prefer: str,
    observer: Observer | None = None,
) -> tuple[Published, ...]:
    """Each row that is blocked with the cheapest change after which nothing forbids it.

    ``given`` makes a regimen a cocktail of the case, by its id; None where that is impossible.
    """
    return tuple(
        each._replace(repair=_smallest(given(each.regimen), prefer, observer))
        if each.verdict == "blocked"
        else each
        for each in rows
    )


def _smallest(scene: Scene | None, prefer: str, observer: Observer | None) -> tuple[Change, ...]:
    if scene is None:
        return ()
    found = repair(scene, prefer=prefer, max_checks=MAX_CHECKS, most=1, observer=observer)
    return found.repairs[0].changes if found.repairs else ()
