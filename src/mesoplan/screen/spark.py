"""The run on Spark, for what outgrows one machine: the same kernel under `mapInArrow`.

Rows are cut into slices by a hash of their id. A slice is one job: Spark writes its answers whole or not at
all, tries a task again that a lost worker or executor left, and a slice that is there is not done again.
The catalog goes to the executors as one file, and each worker compares its hash before it judges.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from mesoplan.errors import MesoplanError
from mesoplan.screen.setup import Setup, bench_of

if TYPE_CHECKING:
    import pyarrow

#: Rows of a slice: what a stopped run does again.
SLICE = 250_000
#: A task that fails is tried this often; with one try, one lost worker would end the run.
_TRIES = 4
_BATCH = 500
_PARTITION_BYTES = 256_000


class SparkFailed(MesoplanError):
    """Spark gave the run up; the message is the first cause that it names."""


def run_spark(
    source: Path,
    folder: Path,
    setup: Setup,
    procs: int,
    rows: int,
    tell: Callable[[int, int], None],
    *,
    slices: int = 0,
) -> int:
    """Every row answered into parts of ``folder``; gives the number of rows that were answered before."""
    cut = slices or max(1, -(-rows // SLICE))
    todo = [number for number in range(cut) if not _is_whole(_part(folder, number, cut))]
    kept = sum(_rows_in(_part(folder, number, cut)) for number in range(cut) if number not in todo)
    if not todo:
        return kept
    from pyspark.sql import functions

    session = _session(procs, folder)
    try:
        for pack in (setup.pack, *([setup.earlier.pack] if setup.earlier else [])):
            session.sparkContext.addFile(pack.file)
        cases = _cases(session, source, setup)
        slice_of = functions.pmod(functions.xxhash64("id"), functions.lit(cut))
        answered = kept
        for number in todo:
            part = _part(folder, number, cut)
            chosen = cases.where(slice_of == number) if cut > 1 else cases
            if setup.earlier:
                chosen = _beside(session, chosen, _part(Path(setup.earlier.folder), number, cut), setup)
            with catch_warnings():
                simplefilter("ignore", FutureWarning)  # about pandas, of which nothing is used here
                answers = chosen.mapInArrow(partial(_answers, setup=setup), _schema(setup))
            answers.write.mode("overwrite").parquet(str(part.resolve()))
            answered += _rows_in(part)
            tell(answered, rows)
    except Exception as error:
        raise SparkFailed(_cause(error)) from error
    finally:
        session.stop()
        rmtree(_scratch(folder), ignore_errors=True)
    return kept


def _answers(batches: "Iterable[pyarrow.RecordBatch]", setup: Setup) -> "Iterator[pyarrow.RecordBatch]":
    """What a worker does; it raises when the catalog that it was sent is another one."""
    from pyspark import SparkFiles

    from mesoplan.screen.kernel import answers

    return answers(batches, bench_of(setup, lambda file: SparkFiles.get(Path(file).name)))


def _cases(session: Any, source: Path, setup: Setup) -> Any:
    """The rows; where what they hang on is kept, with a hash by which a later run knows them again."""
    from pyspark.sql import functions

    cases = session.read.parquet(str(source.resolve())).select(
        functions.col("id").cast("string"), functions.col("case").cast("string")
    )
    if not setup.hashed:
        return cases
    nothing = functions.lit("\x00")
    parts = [functions.coalesce(functions.col(name), nothing) for name in ("id", "case")]
    return cases.withColumn("content", functions.sha2(functions.concat_ws("\x1f", *parts), 256))


def _beside(session: Any, cases: Any, part: Path, setup: Setup) -> Any:
    """The rows with the answers of the earlier run. Equal rows have equal answers: one of them is enough."""
    from mesoplan.screen.kernel import BEFORE, schema_of

    kept = [each.name for each in schema_of(setup._replace(earlier=None, reports=False, hashed=False))]
    before = session.read.parquet(str(part.resolve()))
    columns = [before[name].alias(f"{BEFORE}{name}") for name in kept if name != "catalog"]
    one_each = before.select("content", *columns).dropDuplicates(["content", f"{BEFORE}id"])
    same = (cases["content"] == one_each["content"]) & cases["id"].eqNullSafe(one_each[f"{BEFORE}id"])
    return cases.join(one_each.drop("id"), same, "left").drop(one_each["content"])


def _schema(setup: Setup) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    from mesoplan.screen.kernel import schema_of

    return from_arrow_schema(schema_of(setup))


def _session(procs: int, folder: Path) -> Any:
    """A session on this machine, or that of the cluster when `spark-submit` says so; it opens no page."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    build: Any = SparkSession.builder
    if "SPARK_REMOTE" not in os.environ and not os.environ.get("MASTER"):
        build = build.master(f"local[{procs},{_TRIES}]")
        build = build.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        build = build.config("spark.local.dir", str(_scratch(folder).resolve()))
    return (
        build.appName("mesoplan screen")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.task.maxFailures", str(_TRIES))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(_BATCH))
        .config("spark.sql.files.maxPartitionBytes", str(_PARTITION_BYTES))
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )


def _scratch(folder: Path) -> Path:
    return folder / "_spark"


def _part(folder: Path, number: int, cut: int) -> Path:
    return folder / f"part-{number:06d}-of-{cut}.parquet"


def _is_whole(part: Path) -> bool:
    """Whether Spark finished this part: it says so last of all."""
    return (part / "_SUCCESS").is_file()


def _rows_in(part: Path) -> int:
    from mesoplan.screen.pieces import rows_of

    return sum(rows_of(file) for file in part.glob("*.parquet"))


def _cause(error: Exception) -> str:
    """The lines of Spark's report that say what went wrong in a worker."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if "mesoplan." in line and not line.startswith("File ")]
    return " ".join(dict.fromkeys((*told[:2], *lines[:1])))[:1_000] or type(error).__name__
