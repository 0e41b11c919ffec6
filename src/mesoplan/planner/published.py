"""What was published for a goal, and what a check says of it today: something to hold on to."""

from mesoplan.cases.cocktail import CocktailReader
from mesoplan.cases.fault import CaseFault
from mesoplan.model.plan import Published
from mesoplan.model.regimen import Regimen
from mesoplan.planner.candidates import own_studies
from mesoplan.planner.concrete import concretes
from mesoplan.planner.ground import Ground
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

#: No more are judged than a page can hold.
MOST = 12


def published(ground: Ground) -> tuple[Published, ...]:
    """The regimens of the goal, those that a study found to help first, each judged in this case."""
    goal = ground.scene.case.goal
    found = [each.record for each in ground.scene.knowledge.regimens_for(goal) if goal in each.record.goals]
    helped = {each.id: _directions(each, ground.scene) for each in found}
    found.sort(key=lambda each: ("benefit" not in helped[each.id], not each.is_reproducible, each.id))
    return tuple(_judged(each, helped[each.id], ground) for each in found[:MOST])


def _directions(regimen: Regimen, scene: Scene) -> tuple[str, ...]:
    return tuple(sorted({each.direction for each in own_studies(regimen, scene)}))


def _judged(regimen: Regimen, directions: tuple[str, ...], ground: Ground) -> Published:
    """A check of the regimen as far as it is known; what nobody names is not in the check."""
    made = next(concretes(regimen, ground.scene, ground.numbers, None), None) if regimen.is_named else None
    if made is not None:
        case = ground.scene.case._replace(session=made.session)
        report = check(Scene(case, ground.scene.knowledge, made.items), ground.rules)
    else:
        rows = tuple(
            {"product": item.product} if item.product else {"ingredient": item.ingredient}
            for item in regimen.items
            if not item.unnamed
        )
        faults: list[CaseFault] = []
        items = CocktailReader(ground.scene.catalog, faults).read(rows)
        report = check(ground.scene.with_items(items), ground.rules)
    verdict = report.verdict
    if not regimen.is_reproducible and verdict in ("clear", "caution"):
        verdict = "incomplete"
    worst = {"blocked": "forbid", "incomplete": "unknown", "caution": "caution"}.get(verdict)
    return Published(
        regimen=regimen.id,
        basis=regimen.basis,
        source=regimen.cite.source,
        verdict=verdict,
        codes=tuple(sorted({each.code for each in report.findings if each.severity == worst})),
        missing=_missing(regimen),
        direction=directions,
    )


def _missing(regimen: Regimen) -> tuple[str, ...]:
    """What keeps anybody from giving it again: the ids without an amount, and what nobody names."""
    lacking = [each.name for each in regimen.items if not each.unnamed and not each.amounts]
    unnamed = bool(regimen.not_in_catalog) or any(each.unnamed for each in regimen.items)
    return (*dict.fromkeys(lacking), *(("unnamed",) if unnamed else ()))
