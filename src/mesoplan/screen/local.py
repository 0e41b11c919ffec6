"""The run on one machine: processes that take pieces and leave parts."""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from mesoplan.errors import MesoplanError
from mesoplan.record import NamedTuple
from mesoplan.screen.pieces import Piece
from mesoplan.screen.setup import Setup, bench_of

if TYPE_CHECKING:
    import pyarrow

#: How often processes that died are replaced before the run gives up; a run can be started again and goes on.
_MOST_DEATHS = 3


class ProcessesDied(MesoplanError):
    """Processes of the run were ended from outside, again and again."""


class Job(NamedTuple):
    """One piece to answer, and where its part goes."""

    source: str
    piece: Piece
    folder: str
    setup: Setup


class Done(NamedTuple):
    """A part that is there: its piece, its file, its rows, and whether it was there before."""

    number: int
    part: str
    rows: int
    before: bool


def run_local(jobs: Iterable[Job], procs: int, tell: Callable[[Done], None]) -> tuple[Done, ...]:
    """Every piece answered, in ``procs`` processes; ``tell`` hears of each part."""
    left = {job.piece.number: job for job in jobs}
    done: list[Done] = []

    def finished(one: Done) -> None:
        done.append(one)
        left.pop(one.number)
        tell(one)

    if procs <= 1:
        for job in tuple(left.values()):
            finished(answer_piece(job))
    deaths = 0
    while left:
        try:
            _in_processes(tuple(left.values()), procs, finished)
        except BrokenProcessPool:
            deaths += 1
            if deaths >= _MOST_DEATHS:
                raise ProcessesDied(
                    f"processes were ended from outside {deaths} times; {len(left)} pieces are left. "
                    "Start the same command again: it goes on where it stopped."
                ) from None
    return tuple(sorted(done))


def answer_piece(job: Job) -> Done:
    """Answer one piece, unless its part is there."""
    from mesoplan.screen.pieces import content_of, read_piece, write_whole

    rows = read_piece(Path(job.source), job.piece, ("answer",) if job.setup.saved else ())
    name = f"part-{job.piece.number:06d}-{content_of(rows)}.parquet"
    target = Path(job.folder) / name
    before = target.exists()
    if not before:
        write_whole(_answered(rows, job.setup, name), target)
    return Done(job.piece.number, name, rows.num_rows, before)


def _answered(rows: "pyarrow.Table", setup: Setup, name: str) -> "pyarrow.Table":
    import pyarrow

    from mesoplan.screen.kernel import answers, schema_of

    if setup.earlier:
        rows = _beside(rows, Path(setup.earlier.folder) / name, setup)
    batches = rows.combine_chunks().to_batches()
    return pyarrow.Table.from_batches(answers(batches, bench_of(setup)), schema=schema_of(setup))


def _beside(rows: "pyarrow.Table", part: Path, setup: Setup) -> "pyarrow.Table":
    """The rows with the answers of the earlier run, which has them in a part of the same name."""
    import pyarrow
    from pyarrow import parquet

    from mesoplan.screen.kernel import BEFORE, schema_of

    before = parquet.read_table(part) if part.exists() else None
    for field in schema_of(setup._replace(earlier=None, reports=False)):
        if field.name not in ("id", "catalog"):
            old = pyarrow.nulls(rows.num_rows, field.type) if before is None else before.column(field.name)
            rows = rows.append_column(f"{BEFORE}{field.name}", old)
    return rows


def _in_processes(jobs: tuple[Job, ...], procs: int, finished: Callable[[Done], None]) -> None:
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(procs, mp_context=get_context("spawn"), initializer=_watch_parent)
    try:
        for each in as_completed([pool.submit(answer_piece, job) for job in jobs]):
            finished(each.result())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _watch_parent() -> None:
    """End this process when its parent has ended, however that came: nobody reads what it would write."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
