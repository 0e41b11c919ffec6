"""Who was studied counts for whom it is planned, and what is preferred changes what is suggested."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.planner.ground import Ground
from mesoplan.planner.plan import plan
from mesoplan.rules.scene import Scene
from mesoplan.worth.likeness import likeness
from mesoplan.worth.weights import evidence_weights

Grounded = Callable[..., Ground]


def _share(
    patient: dict[str, Any], sex: str, ages: tuple[int | None, int | None], grounded: Grounded
) -> float:
    """What a study of the plan's own regimen counts, in people of this sex and these ages."""
    scene = grounded("melasma", zone="face").scene
    catalog = scene.catalog
    study = next(
        each
        for each in catalog.table("evidence").values()
        if each.goal == "melasma" and each.regimen and catalog.regimen(each.regimen).population
    )
    regimen = catalog.regimen(study.regimen)
    assert regimen.population is not None
    given = regimen._replace(
        population=regimen.population._replace(sex=None, min_age=ages[0], max_age=ages[1])
    )

    class _Other:
        """The catalog with the people of one regimen exchanged."""

        def regimen(self, identity: str) -> Any:
            return given if identity == given.id else catalog.regimen(identity)

        def __getattr__(self, name: str) -> Any:
            return getattr(catalog, name)

    case = resolve(Case(goal="melasma", zone="face", patient=patient), catalog)
    knowledge = Knowledge(_Other())  # type: ignore[arg-type]
    there = Scene(case, knowledge)
    return likeness(study._replace(sex=sex), given, ("x",), None, there, evidence_weights(catalog))


@pytest.mark.parametrize(
    ("patient", "sex", "ages", "share"),
    [
        ({"sex": "male", "age": 40}, "both", (18, 60), 1.0),
        ({"sex": "male", "age": 40}, "female", (18, 60), 0.7),
        ({"sex": "female", "age": 40}, "female", (18, 60), 1.0),
        ({"sex": "female", "age": 75}, "female", (18, 60), 0.7),
        ({"sex": "female", "age": 20}, "unclear", (25, None), 0.7),
        ({"sex": "male", "age": 75}, "female", (18, 60), 0.49),
        ({}, "female", (18, 60), 1.0),
        ({"sex": "male", "age": 40}, "unclear", (None, None), 1.0),
    ],
)
def test_who_was_studied_counts(
    patient: dict[str, Any], sex: str, ages: tuple[int | None, int | None], share: float, grounded: Grounded
) -> None:
    assert _share(patient, sex, ages, grounded) == pytest.approx(share)


@pytest.mark.parametrize(
    ("prefer", "goal", "zone"),
    [
        ("safety", "keloid", "face"),
        ("simplicity", "alopecia-areata", "scalp"),
    ],
)
def test_what_is_preferred_changes_what_is_suggested(
    prefer: str, goal: str, zone: str, grounded: Grounded
) -> None:
    scene = grounded(goal, zone=zone).scene
    first, other = (plan(scene.case, scene.knowledge, k=5, prefer=each) for each in ("evidence", prefer))
    assert first.plans and other.plans
    assert [each.items for each in first.plans] != [each.items for each in other.plans]
