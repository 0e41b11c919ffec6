"""Cases that the tests of the explanations share."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.planner.ground import Ground, prepare
from mesoplan.rules.scene import Scene

#: A patient of whom everything usual was asked and answered no.
ASKED: dict[str, Any] = {
    "sex": "female",
    "age": 34,
    "weight": "60 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "pregnant": False,
    "breastfeeding": False,
}


@pytest.fixture
def grounded(knowledge: Knowledge) -> Callable[..., Ground]:
    """``grounded("melasma", limits={...})``: the ground of a case with an answered patient."""

    def made(goal: str, **more: Any) -> Ground:
        values = {"zone": "", "jurisdiction": "EU", "patient": ASKED, **more}
        return prepare(resolve(Case(goal=goal, **values), knowledge.catalog), knowledge)

    return made


@pytest.fixture
def scened(knowledge: Knowledge) -> Callable[..., Scene]:
    """``scened([{...}, ...])``: the scene of a cocktail for a patient of 60 kg."""

    def made(cocktail: list[dict[str, Any]], **more: Any) -> Scene:
        values = {"patient": {"weight": "60 kg"}, **more}
        return Scene(resolve(Case(cocktail=tuple(cocktail), **values), knowledge.catalog), knowledge)

    return made
