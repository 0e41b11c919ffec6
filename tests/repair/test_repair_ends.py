"""A search for repairs ends: at its deadline, at its bound of work, and says what it did not settle."""

import time
from typing import Any

import pytest

from mesoplan import Case, Deadline, Engine, load_catalog
from mesoplan.cases.fault import CaseError
from mesoplan.repair import repair as module


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_catalog())


def _rows(engine: Engine, count: int, step: int) -> list[dict[str, Any]]:
    """Products of the whole shelf, four a syringe; those that cannot be written so are left out."""
    case = Case(goal="skin-rejuvenation", zone="face", jurisdiction="EU")
    rows: list[dict[str, Any]] = []
    for name in sorted(engine.catalog.table("product"))[::step]:
        row = {"product": name, "volume": "1 mL", "syringe": 1 + len(rows) // 4}
        try:
            engine.check(case, [row])
        except CaseError:
            continue
        rows.append(row)
        if len(rows) == count:
            break
    assert len(rows) == count
    return rows


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("count", [14, 40])
def test_it_ends_at_its_deadline_with_an_honest_status(engine: Engine, count: int, answered: bool) -> None:
    case = Case(
        goal="skin-rejuvenation", zone="face", jurisdiction="EU", patient={"sex": "female", "age": 40}
    )
    rows = _rows(engine, count, 4)
    start = time.monotonic()
    found = engine.repair(case, rows, answered=answered, observer=Deadline(1)).result
    assert time.monotonic() - start < 10  # the deadline, the first report, and a slow machine
    assert not found.complete or found.checks < 400
    assert all(each.reports for each in found.repairs)


def test_the_bound_of_work_ends_it_without_a_clock(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WORK", 50)
    case = Case(goal="skin-rejuvenation", zone="face", jurisdiction="EU")
    one, other = (engine.repair(case, _rows(engine, 14, 4), answered=True).result for _ in range(2))
    assert one == other
    assert one.complete is False
