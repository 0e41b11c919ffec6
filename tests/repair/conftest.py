"""Cocktails that the tests of repairs and thresholds start from."""

from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.cases.resolve import resolve
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.rules.scene import Scene


@pytest.fixture
def scened(knowledge: Knowledge) -> Callable[..., Scene]:
    """``scened([{...}, ...])``: the scene of a cocktail for a patient of 60 kg."""

    def made(cocktail: list[dict[str, Any]], **more: Any) -> Scene:
        values = {"patient": {"weight": "60 kg"}, **more}
        return Scene(resolve(Case(cocktail=tuple(cocktail), **values), knowledge.catalog), knowledge)

    return made
