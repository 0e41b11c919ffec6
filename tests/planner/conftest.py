"""Cases that the tests of the explanations share."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.planner.ground import Ground, prepare

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
