"""A run on this machine: nothing lost, nothing twice, gone on with after it was stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.screen.conftest import GOOD, texts

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.screen.folder import PACK, parts_in
from mesoplan.screen.judge import Judge
from mesoplan.screen.run import Wish, pack_in, screen
from mesoplan.screen.setup import Bench, OtherCatalog, Setup

DAY = date(2026, 1, 1)
Write = Callable[..., Path]


def _rows(folder: Path) -> list[dict[str, object]]:
    return [row for part in parts_in(folder) for row in parquet.read_table(part).to_pylist()]


@pytest.mark.parametrize("name", ["cases.parquet", "cases.jsonl", "cases.csv"])
def test_every_format_has_one_answer_a_row(
    name: str, write_cases: Write, tmp_path: Path, catalog: Catalog
) -> None:
    cases = texts()
    source = write_cases(name, cases)
    told = screen(source, tmp_path / "out", catalog, Wish(piece=3), day=DAY)
    rows = _rows(tmp_path / "out")
    assert told.rows == len(rows) == len(cases)
    assert [row["id"] for row in rows] == [f"row-{number}" for number in range(len(cases))]
    judge = Judge(catalog)
    expected = [judge.row(f"row-{n}", text)._asdict() for n, text in enumerate(cases)]
    for row, alone in zip(rows, expected, strict=True):
        assert {**row, "error": bool(row["error"])} == {**alone, "error": bool(alone["error"])}
    assert told.status["crashed"] == 0


def test_a_run_that_was_stopped_goes_on(write_cases: Write, tmp_path: Path, catalog: Catalog) -> None:
    source, out = write_cases("cases.parquet", texts()), tmp_path / "out"
    whole = screen(source, out, catalog, Wish(piece=3), day=DAY)
    before = _rows(out)
    lost = parquet.read_table(parts_in(out)[1]).num_rows
    parts_in(out)[1].unlink()
    again = screen(source, out, catalog, Wish(piece=3), day=DAY)
    assert _rows(out) == before
    assert again.kept == whole.rows - lost


def test_a_folder_of_another_run_is_refused(write_cases: Write, tmp_path: Path, catalog: Catalog) -> None:
    out = tmp_path / "out"
    screen(write_cases("one.parquet", texts()[:2]), out, catalog, Wish(), day=DAY)
    with pytest.raises(BadRequest, match="another run"):
        screen(write_cases("two.parquet", texts()[:3]), out, catalog, Wish(), day=DAY)


def test_a_folder_with_other_things_in_it_is_refused(
    write_cases: Write, tmp_path: Path, catalog: Catalog
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(BadRequest, match=r"letter\.txt"):
        screen(write_cases("one.parquet", texts()[:2]), tmp_path / "out", catalog, Wish(), day=DAY)


def test_another_catalog_in_the_folder_is_named_with_both_hashes(tmp_path: Path, catalog: Catalog) -> None:
    pack = pack_in(tmp_path, catalog)
    with pytest.raises(OtherCatalog) as refused:
        Bench(Setup(pack._replace(hash="0" * 32), DAY))
    assert pack.hash in str(refused.value) and "0" * 32 in str(refused.value)


def test_a_damaged_pack_is_not_judged_by(tmp_path: Path, catalog: Catalog) -> None:
    pack = pack_in(tmp_path, catalog)
    data = bytearray((tmp_path / PACK).read_bytes())
    data[-100] ^= 1
    (tmp_path / PACK).write_bytes(data)
    with pytest.raises(OtherCatalog, match="damaged"):
        Bench(Setup(pack, DAY))


@pytest.mark.parametrize("content", [b"", b"PAR1 and no more", b"\x00" * 100])
def test_what_is_no_parquet_is_refused(content: bytes, tmp_path: Path, catalog: Catalog) -> None:
    source = tmp_path / "cases.parquet"
    source.write_bytes(content)
    with pytest.raises(BadRequest, match=r"cases\.parquet"):
        screen(source, tmp_path / "out", catalog, Wish(), day=DAY)


def test_columns_that_are_missing_are_named(tmp_path: Path, catalog: Catalog) -> None:
    source = tmp_path / "cases.csv"
    source.write_text("id,plan\n1,2\n")
    with pytest.raises(BadRequest, match="no column case"):
        screen(source, tmp_path / "out", catalog, Wish(), day=DAY)


def test_a_run_that_was_killed_leaves_whole_parts_and_no_process(write_cases: Write, tmp_path: Path) -> None:
    cases: list[str | None] = [json.dumps(GOOD[1])] * 4_000
    source, out = write_cases("cases.parquet", cases), tmp_path / "out"
    command = [sys.executable, "-m", "mesoplan", "screen", str(source), str(out), "--procs", "2"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while len(parts_in(out)) < 2 and time.monotonic() < until and started.poll() is None:
            time.sleep(0.02)
        workers = _children(started.pid)
    finally:
        os.kill(started.pid, signal.SIGKILL)
        started.wait()
    assert parts_in(out)
    for part in parts_in(out):
        parquet.read_table(part)
    until = time.monotonic() + 60
    while any(_alive(each) for each in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert [each for each in workers if _alive(each)] == []


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir() if Path("/proc").is_dir() else ():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if fields and fields[1] == str(parent):
            found.append(int(entry.name))
    return found


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
