"""The engine of the shipped catalog, with synthetic powders of no maker laid over it."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.load import load_catalog
from mesoplan.engine import Engine
from mesoplan.model.case import Case
from mesoplan.model.preparation import Preparation

HERE = Path(__file__).parent
PATIENT = {
    "sex": "male",
    "age": 61,
    "weight": "80 kg",
    "conditions": [],
    "allergies": [],
    "medicines": [],
}

Prepare = Callable[..., Preparation]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine that prepares."""
    day = datetime.date(2026, 11, 27)
    return Engine(load_catalog([str(HERE / "clinic")], use_snapshot=False, today=day))


@pytest.fixture(scope="session")
def prepare(engine: Engine) -> Prepare:
    """``prepare(rows, jurisdiction=..., syringes=[...])``: a draft, whatever the check says."""

    def prepared(*rows: dict[str, Any], **given: Any) -> Preparation:
        asked = {key: given.pop(key) for key in ("syringes", "start", "first", "draft") if key in given}
        case = Case(
            **{
                "goal": "knee-osteoarthritis",
                "zone": "knee",
                "jurisdiction": "IT",
                "patient": PATIENT,
                **given,
            },
            cocktail=tuple(rows),
        )
        return engine.prepare(case, **{"draft": True, **asked}).result

    return prepared
