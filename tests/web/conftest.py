"""One engine for all tests of the desk."""

import pytest

from mesoplan.engine import Engine
from mesoplan.web.desk import Desk


@pytest.fixture(scope="session")
def engine() -> Engine:
    """An engine of the shipped catalog."""
    return Engine.open()


@pytest.fixture(scope="session")
def desk(engine: Engine) -> Desk:
    """A desk over it."""
    return Desk(engine)
