"""The simulated cluster: the same for the same seed, and it loses no task whatever goes wrong."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).parents[2] / "benchmarks" / "cluster_simulation.py"


@pytest.fixture(scope="module")
def simulation() -> Any:
    spec = importlib.util.spec_from_file_location("cluster_simulation", _FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_FAIR: dict[str, Any] = {"straggles": 0, "lost_an_hour": 0, "skew": 0, "ready": 0, "executors": 4, "cores": 2}


def test_where_nothing_goes_wrong_it_takes_its_work_over_its_cores(simulation: Any) -> None:
    found = simulation.simulate(simulation.Job(8_000, 100, 0.01), simulation.Cluster(**_FAIR), 1)
    assert found.wall == pytest.approx(8_000 * 0.01 / 8)
    assert found.busy == pytest.approx(found.useful) == pytest.approx(80)


def test_one_seed_is_one_run(simulation: Any) -> None:
    job, cluster = simulation.Job(100_000, 500, 0.01), simulation.Cluster(lost_an_hour=20)
    assert simulation.simulate(job, cluster, 3) == simulation.simulate(job, cluster, 3)
    assert simulation.simulate(job, cluster, 3) != simulation.simulate(job, cluster, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lost_an_hour": 60.0},
        {"straggles": 0.1, "slower": 20.0},
        {"skew": 1.0},
        {"straggles": 0.2, "lost_an_hour": 30.0},
    ],
)
def test_what_goes_wrong_costs_time_and_no_task(wrong: dict[str, float], simulation: Any) -> None:
    job = simulation.Job(200_000, 500, 0.02)
    fair = simulation.simulate(job, simulation.Cluster(**_FAIR), 1)
    found = simulation.simulate(job, simulation.Cluster(**{**_FAIR, **wrong}), 1)
    assert found.wall > fair.wall
    assert found.tasks == 400
    if "lost_an_hour" in wrong:
        assert found.lost and found.again


def test_what_is_begun_twice_ends_a_run_of_stragglers_sooner(simulation: Any) -> None:
    job = simulation.Job(200_000, 500, 0.02)
    slow = {**_FAIR, "straggles": 0.05, "slower": 30.0}
    alone = simulation.simulate(job, simulation.Cluster(**slow, speculate=False), 1)
    twice = simulation.simulate(job, simulation.Cluster(**slow), 1)
    assert twice.speculated and twice.wall < alone.wall
