"""A whole run: cases in, a folder of answers out, whatever engine does the work."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.model.population import Told
from mesoplan.record import NamedTuple
from mesoplan.screen.folder import PACK, PACK_BEFORE, keep_catalog, open_folder, run_of, write_bytes
from mesoplan.screen.readset import differences
from mesoplan.screen.setup import Earlier, Pack, Setup
from mesoplan.version import ENGINE

#: Rows of a piece: what is lost when a process dies.
PIECE = 1_000
#: A piece of verdicts may have so many times more rows.
VERDICTS_A_ROW = 50
#: What a run is called that keeps what its answers hang on.
READS = "whole with reads"


class Wish(NamedTuple):
    """How a run is to be done: by which engine, in how many processes, in pieces of how many rows.

    ``verdicts``: only the verdict of each row, by masks. ``reads``: keep with each answer what it hangs
    on. ``changed_from``: the folder of an earlier run over the same rows; where it kept that, only answers
    that hang on something different in this catalog are worked out again. ``reports``: keep the whole
    report of each row, or of each row whose verdict is another one than in that earlier run. ``saved``:
    the rows have a column ``answer`` with what was answered then, and are compared with that.
    """

    engine: str = "local"
    procs: int = 1
    piece: int = PIECE
    verdicts: bool = False
    reads: bool = False
    changed_from: str = ""
    reports: bool = False
    saved: bool = False


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
    from mesoplan.screen.tally import told

    if wish.saved and (wish.changed_from or wish.engine != "local" or wish.verdicts):
        raise BadRequest("saved answers are checked whole, on this machine, and against themselves.")
    if wish.reads and wish.verdicts:
        raise BadRequest("verdicts by masks have no record of what they hang on. Leave out one of the two.")
    source_hash = _hash_of(cases)
    earlier = _earlier_of(Path(wish.changed_from), wish, source_hash) if wish.changed_from else None
    reads = not wish.verdicts and (wish.reads or earlier is not None)
    run = {
        "catalog": catalog.hash,
        "cases": source_hash,
        "engine": wish.engine,
        "answers": "verdicts" if wish.verdicts else READS if reads else "whole",
        "version": ENGINE,
        "changed_from": earlier["catalog"] if earlier else "",
        "reports": wish.reports,
        "saved": wish.saved,
    }
    open_folder(folder, run)
    source = as_parquet(cases, folder)
    setup = Setup(
        pack_in(folder, catalog),
        day,
        verdicts=wish.verdicts,
        reads=reads,
        reports=wish.reports,
        earlier=_going_by(Path(wish.changed_from), folder, catalog, day) if earlier else None,
        saved=wish.saved,
        hashed=wish.engine == "spark" and (reads or wish.verdicts),
    )
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
    return told(
        folder,
        rows,
        kept,
        catalog.hash,
        setup.earlier.pack.named if setup.earlier else "each its own" if wish.saved else "",
    )


def _earlier_of(before: Path, wish: Wish, cases: str) -> Mapping[str, Any]:
    """What the earlier run was. Raises `BadRequest` for one that this run cannot go by."""
    known = run_of(before)
    if known is None:
        raise BadRequest(f"{before} holds no run. Give the folder of an earlier one.")
    if not wish.verdicts and known.get("answers") != READS:
        raise BadRequest(f"{before} is no run that kept what its answers hang on (--keep-reads).")
    if wish.verdicts and known.get("answers") != "verdicts":
        raise BadRequest(f"{before} is no run of verdicts (--verdicts).")
    for key, now in (("cases", cases), ("version", ENGINE), ("engine", wish.engine)):
        if known.get(key) != now:
            raise BadRequest(f"{before} is a run of another {key}: {known.get(key)}, not {now}.")
    return known


def _going_by(before: Path, folder: Path, catalog: Catalog, day: date) -> Earlier:
    """The earlier run, its catalog copied beside the new one, and what is different between the two."""
    from mesoplan.catalog.pack import read_pack

    target = folder / PACK_BEFORE
    write_bytes(target, (before / PACK).read_bytes())
    old = read_pack(target, day)
    different = tuple(differences(old, catalog).items())
    return Earlier(str(before), _pack(target, str((run_of(before) or {})["catalog"])), different)


def pack_in(folder: Path, catalog: Catalog) -> Pack:
    """The catalog as a file of this folder."""
    target = folder / PACK
    if not target.exists():
        keep_catalog(catalog, folder)
    return _pack(target, catalog.hash)


def _pack(file: Path, named: str) -> Pack:
    from mesoplan.catalog.pack import opened

    return Pack(str(file), opened(file.read_bytes()).hash, named)


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
