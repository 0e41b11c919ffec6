"""What several test folders share: the real catalog, compiled once a session, and one way to check a case."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.load import load_catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import Case
from mesoplan.model.finding import CheckReport
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

TODAY = datetime.date(2026, 1, 1)
FIXTURE = Path(__file__).parent / "rules" / "fixture"

#: Same examples on every machine; no deadline, because a machine may be slow.
settings.register_profile(
    "mesoplan",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("mesoplan")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog, ledger included; any fault of it fails with every fault named."""
    return load_catalog(use_snapshot=False, today=TODAY)


@pytest.fixture(scope="session")
def knowledge(catalog: Catalog) -> Knowledge:
    """The questions to the shipped catalog."""
    return Knowledge(catalog)


@pytest.fixture(scope="session")
def judge(knowledge: Knowledge) -> Callable[..., CheckReport]:
    """``judge(goal=..., cocktail=[...])``: the report on a case of the real catalog."""

    def judged(**case: Any) -> CheckReport:
        case["cocktail"] = tuple(case.get("cocktail", ()))
        return check(Scene(resolve(Case(**case), knowledge.catalog), knowledge))

    return judged


@pytest.fixture(scope="session")
def fixture_catalog() -> Catalog:
    """The small catalog of tests/rules/fixture, in which nothing exists."""
    return finish(draft(FIXTURE, (), TODAY))
