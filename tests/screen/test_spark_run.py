"""The run on Spark: the same answers, a lost worker is nothing, another catalog is an end."""

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.screen.conftest import GOOD, texts
from tests.screen.test_local_run import _children

from mesoplan.catalog.catalog import Catalog
from mesoplan.screen.folder import parts_in
from mesoplan.screen.run import Wish, pack_in, screen
from mesoplan.screen.setup import Setup

pytest.importorskip("pyspark", reason="the extra [spark] is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs a Java runtime", allow_module_level=True)

DAY = date(2026, 1, 1)
Write = Callable[..., Path]

#: What pyspark itself leaves to be cleaned up.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


def _rows(folder: Path) -> list[dict[str, object]]:
    rows = [row for part in parts_in(folder) for row in parquet.read_table(part).to_pylist()]
    return sorted(rows, key=lambda row: str(row["id"]))


def test_spark_answers_as_processes_do_also_when_a_worker_is_killed(
    write_cases: Write, tmp_path: Path, catalog: Catalog
) -> None:
    cases = [*texts(), *(json.dumps(GOOD[number % 2]) for number in range(400))]
    source = write_cases("cases.parquet", cases)
    screen(source, tmp_path / "local", catalog, Wish(), day=DAY)
    killed: list[int] = []
    ended = threading.Event()
    killer = threading.Thread(target=_kill_a_worker, args=(killed, ended), daemon=True)
    killer.start()
    told = screen(source, tmp_path / "spark", catalog, Wish(engine="spark", procs=1), day=DAY)
    ended.set()
    killer.join()
    assert killed
    assert told.rows == len(cases) and told.status["crashed"] == 0
    assert _rows(tmp_path / "spark") == _rows(tmp_path / "local")
    again = screen(source, tmp_path / "spark", catalog, Wish(engine="spark", procs=1), day=DAY)
    assert again.kept == len(cases)


@pytest.mark.parametrize("verdicts", [False, True])
def test_what_changed_is_the_same_on_spark(
    verdicts: bool, stricter: tuple[Catalog, Catalog], write_cases: Write, tmp_path: Path
) -> None:
    old, new = stricter
    twice = json.dumps(GOOD[1])
    source = write_cases("cases.csv", [*texts(), twice, twice])
    rows = {}
    for engine in ("local", "spark"):
        wish = Wish(engine=engine, reads=not verdicts, verdicts=verdicts)
        screen(source, tmp_path / f"{engine}-old", old, wish, day=DAY)
        then = wish._replace(changed_from=str(tmp_path / f"{engine}-old"), reports=True)
        told = screen(source, tmp_path / f"{engine}-new", new, then, day=DAY)
        assert told.since is not None and told.since.otherwise
        if not verdicts:
            assert 0 < told.since.again < told.rows
        rows[engine] = [
            {name: value for name, value in row.items() if name != "content"}
            for row in _rows(tmp_path / f"{engine}-new")
        ]
    assert rows["spark"] == rows["local"]


def test_another_catalog_in_the_worker_ends_the_run_and_both_are_named(
    write_cases: Write, tmp_path: Path, catalog: Catalog
) -> None:
    from mesoplan.screen.spark import SparkFailed, run_spark

    source = write_cases("cases.parquet", texts())
    pack = pack_in(tmp_path, catalog)
    other = Setup(pack._replace(hash="0" * 32), DAY)
    with pytest.raises(SparkFailed) as refused:
        run_spark(source, tmp_path / "out", other, 1, 3, lambda done, rows: None)
    assert pack.hash in str(refused.value) and "0" * 32 in str(refused.value)


def _kill_a_worker(killed: list[int], ended: threading.Event) -> None:
    """End the first Python worker that judges, as a machine would: java, its daemon, the worker."""
    while not ended.is_set() and not killed:
        below = [os.getpid()]
        while below:
            parent = below.pop()
            below += _children(parent)
            if _is_daemon(parent):
                for worker in _children(parent):
                    time.sleep(0.3)
                    os.kill(worker, signal.SIGKILL)
                    killed.append(worker)
                    return
        time.sleep(0.05)


def _is_daemon(process: int) -> bool:
    try:
        return b"pyspark.daemon" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
