"""What was published for a goal, and what a check says of it today: something to hold on to."""

from collections.abc import Mapping

from mesoplan.cases.cocktail import CocktailReader
from mesoplan.cases.fault import CaseFault
from mesoplan.model.evidence import Evidence
from mesoplan.model.published import FIRST_SHOWN, NoBetter, Published
from mesoplan.model.regimen import Basis, Regimen
from mesoplan.model.statement import Stated
from mesoplan.planner.concrete import concretes
from mesoplan.planner.for_goal import own_studies, same_but_for_sex
from mesoplan.planner.ground import Ground
from mesoplan.rules.evidence.studies import counts, is_negative
from mesoplan.rules.run import check, forbidding
from mesoplan.rules.scene import Scene
from mesoplan.worth.weights import EvidenceWeights

#: No more are judged with a plan than a page can hold.
MOST = 12
_BASES: tuple[Basis, ...] = ("label", "studied", "society", "practice", "vendor")


def published(ground: Ground, most: int | None = MOST) -> tuple[Published, ...]:
    """The regimens of the goal, those that a study found to help first, each judged in this case."""
    return tuple(_judged(each, _given(each, ground), ground) for each in _ranked(ground.scene)[:most])


def published_first(ground: Ground) -> tuple[tuple[Published, ...], int]:
    """As many as are `FIRST_SHOWN` of those that are injected, and how many such rows there are in all.

    What is not blocked comes first; each row is that of `published`.
    """
    rows = [each for each in _ranked(ground.scene)[:MOST] if each.is_injected]
    open_: list[Published] = []
    blocked: list[tuple[Regimen, Scene]] = []
    for each in rows:
        given = _given(each, ground)
        row = None if _is_forbidden(given, ground) else _judged(each, given, ground)
        if row is None or row.verdict == "blocked":
            blocked.append((each, given))
        else:
            open_.append(row)
        if len(open_) == FIRST_SHOWN:
            break
    lacking = FIRST_SHOWN - len(open_)
    return (*open_, *(_judged(*each, ground) for each in blocked[:lacking])), len(rows)


def _ranked(scene: Scene) -> list[Regimen]:
    """The regimens of the goal and of those below it, those that a study found to help first."""
    wanted = goals_of(scene)
    found = [
        each.record
        for each in scene.knowledge.regimens_for(scene.case.goal)
        if not wanted.isdisjoint(each.record.goals)
    ]
    compared = scene.catalog.index.compared_in
    return sorted(found, key=lambda each: _order(each, own_studies(each, scene), compared))


def no_better(scene: Scene) -> tuple[NoBetter, ...]:
    """The studies of the goal that found no difference or harm: failures first, the larger first."""
    found = []
    for goal in sorted(goals_of(scene)):
        for identity in scene.catalog.index.evidence_of.get(goal, ()):
            study = scene.catalog.evidence(identity)
            if study.direction in ("no-difference", "harm") and counts(
                Stated(identity, study), scene.knowledge
            ):
                found.append(
                    NoBetter(
                        study=identity,
                        source=study.cite.source,
                        ingredients=scene.catalog.given_in(identity),
                        direction=study.direction,
                        comparator=study.comparator,
                        failed=is_negative(study),
                        regimen=study.regimen,
                        n=study.n,
                    )
                )
    found.sort(key=lambda each: (not each.failed, -(each.n or 0), each.study))
    return tuple(found)


def scene_of(regimen: Regimen, scene: Scene, numbers: EvidenceWeights) -> Scene | None:
    """The regimen as a cocktail of this case; None where a product or a number makes that impossible."""
    if not regimen.is_named:
        return None
    made = next(concretes(regimen, scene, numbers, None), None)
    if made is None:
        return None
    return Scene(made.within(scene.case), scene.knowledge, made.items)


def goals_of(scene: Scene) -> frozenset[str]:
    """The goal and those below it; those above it too where it only says of which sex."""
    goal, catalog = scene.case.goal, scene.catalog
    below = {each for each in catalog.table("goal") if goal in catalog.lineage("goal", each)}
    return frozenset({goal, *below, *same_but_for_sex(scene)})


def _order(
    regimen: Regimen, studies: tuple[Evidence, ...], compared: Mapping[str, tuple[str, ...]]
) -> tuple[bool, bool, bool, int, int, str]:
    return (
        (not studies and regimen.id in compared) or not regimen.is_injected,
        not any(each.direction == "benefit" for each in studies),
        not regimen.is_reproducible,
        _BASES.index(regimen.basis),
        -sum(each.n or 0 for each in studies),
        regimen.id,
    )


def _given(regimen: Regimen, ground: Ground) -> Scene:
    """The regimen as a cocktail as far as it is known; what nobody names is not in it."""
    scene = scene_of(regimen, ground.scene, ground.numbers)
    if scene is not None:
        return scene
    rows = tuple(
        {"product": item.product} if item.product else {"ingredient": item.ingredient}
        for item in regimen.items
        if not item.unnamed
    )
    faults: list[CaseFault] = []
    return ground.scene.with_items(CocktailReader(ground.scene.catalog, faults).read(rows))


def _is_forbidden(given: Scene, ground: Ground) -> bool:
    """Whether something forbids what is given; False also where a clinic's waivers decide."""
    if ground.scene.waived:
        return False
    of_case_first = sorted(ground.rules, key=lambda rule: rule.scope != "case")
    return any(True for _ in forbidding(given, of_case_first))


def _judged(regimen: Regimen, given: Scene, ground: Ground) -> Published:
    """A check of the regimen, as it is given in this case."""
    studies = own_studies(regimen, ground.scene)
    compared = ground.scene.catalog.index.compared_in.get(regimen.id, ())
    report = check(given, ground.rules)
    verdict = report.verdict
    if not regimen.is_reproducible and verdict in ("clear", "caution"):
        verdict = "incomplete"
    worst = {"blocked": "forbid", "incomplete": "unknown", "caution": "caution"}.get(verdict)
    said = sorted({each.code for each in report.findings if each.severity == worst})
    kept_out = next((each.codes for each in ground.found.left_out if each.regimen == regimen.id), ())
    return Published(
        regimen=regimen.id,
        basis=regimen.basis,
        source=regimen.cite.source,
        verdict=verdict,
        codes=tuple(dict.fromkeys((*kept_out, *said))),
        missing=_missing(regimen),
        not_printed=() if regimen.is_reproducible else regimen.searched,
        direction=tuple(sorted({each.direction for each in studies})),
        studies=tuple(sorted({each.id for each in studies})),
        comparator_of=() if studies else compared,
        n=sum({each.cite.source: each.n or 0 for each in studies}.values()),
        mixture=regimen.given_as == "one-syringe" and len(regimen.items) > 1,
    )


def _missing(regimen: Regimen) -> tuple[str, ...]:
    """What keeps anybody from giving it again: the ids without an amount, and what nobody names."""
    lacking = [each.name for each in regimen.items if not each.unnamed and not each.amounts]
    unnamed = bool(regimen.not_in_catalog) or any(each.unnamed for each in regimen.items)
    return (*dict.fromkeys(lacking), *(("unnamed",) if unnamed else ()))
