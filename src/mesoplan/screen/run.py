"""A whole run: cases in, a folder of answers out, whatever engine does the work."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest, MesoplanError
from mesoplan.model.population import Told
from mesoplan.screen.folder import PACK, keep_catalog, open_folder, parts_in, run_of
from mesoplan.screen.readset import differences
from mesoplan.screen.row import STATUSES
from mesoplan.screen.setup import Setup
from mesoplan.version import ENGINE

#: Rows of a piece: what is lost when a process dies.
PIECE = 1_000
#: A piece of verdicts may have so many times more rows.
VERDICTS_A_ROW = 50


class Wish(NamedTuple):
    """How a run is to be done: by which engine, in how many processes, in pieces of how many rows.

    ``verdicts``: only the verdict of each row, by masks. ``reads``: keep with each answer what it hangs
    on. ``changed_from``: the folder of an earlier run over the same rows that kept it; only answers that
    hang on something different in this catalog are worked out again.
    """

    engine: str = "local"
    procs: int = 1
    piece: int = PIECE
    verdicts: bool = False
    reads: bool = False
    changed_from: str = ""


class Incomplete(MesoplanError):
    """The folder does not hold one answer for each row."""


def screen(
    cases: Path,
    folder: Path,
    catalog: Catalog,
    wish: Wish,
    *,
    day: date,
    tell: Callable[[int, int], None] = lambda done, rows: None,
) -> Told:
    """Answer every row of ``cases`` into ``folder``; ``tell`` hears how many rows are done, of how many.

    A folder in which the same run was begun is gone on with. Raises `BadRequest` for what cannot be read
    and for a folder of another run.
    """
    from mesoplan.screen.pieces import as_parquet, pieces_of

    reads = wish.reads or bool(wish.changed_from)
    if reads and (wish.verdicts or wish.engine != "local"):
        raise BadRequest("what an answer hangs on is kept by whole answers of the local engine only.")
    run = {
        "catalog": catalog.hash,
        "cases": _hash_of(cases),
        "engine": wish.engine,
        "answers": "verdicts" if wish.verdicts else "whole with reads" if reads else "whole",
        "version": ENGINE,
    }
    open_folder(folder, run)
    source = as_parquet(cases, folder)
    setup = setup_of(catalog, folder, day)._replace(verdicts=wish.verdicts, reads=reads)
    if wish.changed_from:
        setup = _going_by(Path(wish.changed_from), setup, catalog, run)
    pieces = pieces_of(source, wish.piece * (VERDICTS_A_ROW if wish.verdicts else 1))
    rows = sum(piece.length for piece in pieces)
    kept = 0
    if wish.engine == "local":
        from mesoplan.screen.local import Done, Job, run_local

        answered = 0

        def heard(one: Done) -> None:
            nonlocal answered, kept
            answered += one.rows
            kept += one.rows if one.before else 0
            tell(answered, rows)

        run_local((Job(str(source), piece, str(folder), setup) for piece in pieces), wish.procs, heard)
    else:
        from mesoplan.screen.spark import run_spark

        kept = run_spark(source, folder, setup, wish.procs, rows, tell)
    return told(folder, rows, kept, catalog.hash)


def _going_by(before: Path, setup: Setup, catalog: Catalog, run: Mapping[str, str]) -> Setup:
    """The setup of a run that takes from an earlier one whatever its new catalog cannot have changed."""
    from mesoplan.catalog.pack import read_pack

    known = run_of(before)
    if known is None or known.get("answers") != "whole with reads":
        raise BadRequest(f"{before} is no run that kept what its answers hang on (--keep-reads).")
    for key in ("cases", "version"):
        if known.get(key) != run[key]:
            raise BadRequest(f"{before} is a run of other {key}: {known.get(key)}, not {run[key]}.")
    different = differences(read_pack(before / PACK, setup.day), catalog)
    return setup._replace(before=str(before), different=frozenset(different))


def setup_of(catalog: Catalog, folder: Path, day: date) -> Setup:
    """What the processes of a run in this folder are given."""
    from mesoplan.catalog.pack import opened

    target = folder / PACK
    if not target.exists():
        keep_catalog(catalog, folder)
    return Setup(str(target), opened(target.read_bytes()).hash, catalog.hash, day)


def told(folder: Path, rows: int, kept: int, catalog: str) -> Told:
    """The counts of a folder of answers. Raises `Incomplete` unless it has as many as there are rows."""
    from pyarrow import parquet

    status: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    again = 0
    for part in parts_in(folder):
        found = parquet.read_table(part)
        if "checked_again" in found.schema.names:
            again += sum(found.column("checked_again").to_pylist())
        found = found.select(["status", "verdict"])
        status.update(found.column("status").to_pylist())
        verdicts.update(each for each in found.column("verdict").to_pylist() if each is not None)
    if status.total() != rows:
        raise Incomplete(f"{folder} holds {status.total()} answers to {rows} rows. Start the run again.")
    return Told(
        folder=str(folder),
        catalog=catalog,
        rows=rows,
        kept=kept,
        status={name: status[name] for name in STATUSES},
        verdicts=dict(sorted(verdicts.items())),
        again=again,
    )


def _hash_of(cases: Path) -> str:
    from hashlib import blake2b

    said = blake2b(digest_size=16)
    try:
        with cases.open("rb") as file:
            while block := file.read(1 << 20):
                said.update(block)
    except OSError as error:
        raise BadRequest(f"{cases} cannot be read ({error.strerror}).") from None
    return said.hexdigest()
