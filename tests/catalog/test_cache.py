"""A cache that somebody else could have written is not used; one that was killed over is cleaned up."""

import datetime
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog import cache as cache_module
from mesoplan.catalog.build import build
from mesoplan.catalog.load import load_catalog
from mesoplan.catalog.packing import write_pack

_NOBODY = 65534
_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("MESOPLAN_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def planted(small: Path, cache: Path, seal: Callable[[bytes], tuple[bytes, str]]) -> Path:
    """A snapshot that was forged: lidocaine's maximum is 900 mg in it, and it is sealed."""
    load_catalog(base=small)
    (file,) = cache.glob("*.pack")
    head, _, line, body = file.read_bytes().split(b"\n", 3)
    forged, content_hash = seal(body.replace(b"300 mg", b"900 mg"))
    file.write_bytes(b"\n".join((head, content_hash.encode(), line, forged)))
    return file


def _maxima(small: Path) -> list[str]:
    return [str(limit.max) for limit in load_catalog(base=small).ingredient("lidocaine").limits]


_TRUE = ["300 mg", "4.5 mg/kg"]


def test_the_folder_is_private_whatever_the_umask(small: Path, cache: Path) -> None:
    before = os.umask(0)
    try:
        load_catalog(base=small)
    finally:
        os.umask(before)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert [file.stat().st_mode & 0o777 for file in cache.iterdir()] == [0o600]


def test_a_planted_file_of_ones_own_is_believed_and_its_hash_says_so(planted: Path, small: Path) -> None:
    # What this user could write, this user could also have done to the program: but the hash is another.
    assert _maxima(small) == ["900 mg", "4.5 mg/kg"]
    assert load_catalog(base=small).hash != load_catalog(base=small, use_snapshot=False).hash


@_as_root
def test_a_file_of_somebody_else_is_not_used(planted: Path, small: Path) -> None:
    os.chown(planted, _NOBODY, _NOBODY)
    assert _maxima(small) == _TRUE


@_as_root
def test_a_folder_of_somebody_else_is_not_used(planted: Path, cache: Path, small: Path) -> None:
    before = planted.read_bytes()
    os.chown(cache, _NOBODY, _NOBODY)
    assert _maxima(small) == _TRUE
    assert planted.read_bytes() == before, "nothing is written into it either"


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_may_write_to_is_not_used(
    mode: int, planted: Path, cache: Path, small: Path
) -> None:
    cache.chmod(mode)
    assert _maxima(small) == _TRUE


@pytest.mark.parametrize("mode", [0o660, 0o606, 0o666])
def test_a_file_that_others_may_write_to_is_not_used(mode: int, planted: Path, small: Path) -> None:
    planted.chmod(mode)
    assert _maxima(small) == _TRUE


def test_a_linked_file_is_not_used(planted: Path, small: Path, tmp_path: Path) -> None:
    planted.rename(tmp_path / "elsewhere")
    planted.symlink_to(tmp_path / "elsewhere")
    assert _maxima(small) == _TRUE
    assert not planted.is_symlink(), "it was replaced, and what it pointed at was not written"
    assert b"900 mg" in (tmp_path / "elsewhere").read_bytes()


def test_a_linked_folder_is_not_used(planted: Path, cache: Path, small: Path, tmp_path: Path) -> None:
    cache.rename(tmp_path / "elsewhere")
    cache.symlink_to(tmp_path / "elsewhere")
    assert _maxima(small) == _TRUE


def test_a_pipe_in_its_place_does_not_hang(planted: Path, small: Path) -> None:
    planted.unlink()
    os.mkfifo(planted)
    assert _maxima(small) == _TRUE


def test_another_catalogs_snapshot_under_this_name_is_not_used(
    planted: Path, small: Path, cache: Path
) -> None:
    """An old snapshot of one's own, put in place of the new one by a hard link or a copy."""
    goal = small / "goals/hair-loss.toml"
    goal.write_text(goal.read_text().replace("hair loss", "loss of hair"))
    load_catalog(base=small, linted=False)
    (fresh,) = set(cache.glob("*.pack")) - {planted}
    fresh.unlink()
    os.link(planted, fresh)
    assert load_catalog(base=small, linted=False).goal("hair-loss").label == "loss of hair"


def test_a_pack_of_the_same_catalog_is_no_snapshot(small: Path, planted: Path, today: Any) -> None:
    write_pack(planted, base=small, today=today)
    planted.chmod(0o600)
    assert _maxima(small) == _TRUE


def test_a_waiver_of_the_base_ends_on_its_day_with_a_cache(small: Path) -> None:
    (small / "waivers.toml").write_text(
        '[[waiver]]\nid = "w"\n'
        'statement = "minoxidil#caution.pregnant.contraindicated@uzel-2020-minoxidil-fphl"\n'
        'reason = "Decided by the board."\nowner = "Dr A. Example"\nexpires = "2026-12-31"\n'
    )
    days = (datetime.date(2026, 11, 23), datetime.date(2026, 12, 31), datetime.date(2027, 1, 1))
    held = [len(load_catalog(base=small, today=day).waivers()) for day in days]
    cold = [len(build(small, (), day).waivers()) for day in days]
    assert held == cold == [1, 1, 0]


def test_a_hidden_folder_is_refused_with_and_without_a_cache(small: Path) -> None:
    load_catalog(base=small)
    (small / "ingredients/.drafts").mkdir()
    (small / "ingredients/.drafts/zinc.toml").write_text('label = "zinc"\n')
    for use in (True, False):
        with pytest.raises(Exception, match=r"CA005 ingredients/\.drafts"):
            load_catalog(base=small, use_snapshot=use)


def test_what_killed_runs_and_former_versions_left_is_removed(small: Path, cache: Path) -> None:
    cache.mkdir(mode=0o700)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    old, dead, living = cache / "tmpabc.part", cache / f"{gone.pid}-aa.part", cache / f"{os.getpid()}-aa.part"
    for part in (old, dead, living, cache / "x.snapshot"):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 3600,) * 2)
    load_catalog(base=small)
    assert sorted(file.suffix for file in cache.iterdir()) == [".pack", ".part"]
    assert living.exists()


_LOAD = """
import sys
from mesoplan.catalog.load import load_catalog
print(load_catalog(base=sys.argv[1]).hash)
"""


def test_twenty_cold_processes_at_once_all_answer(small: Path, cache: Path, today: Any) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", _LOAD, str(small)], stdout=subprocess.PIPE, text=True)
        for _ in range(20)
    ]
    said = {process.communicate()[0].strip() for process in running}
    assert said == {build(small, (), today).hash}
    assert all(process.returncode == 0 for process in running)
    assert [file.suffix for file in cache.iterdir()] == [".pack"]


def test_a_run_killed_while_it_writes_leaves_nothing_that_is_believed(small: Path, cache: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from mesoplan.catalog import load\n"
        "Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "load.load_catalog(base=sys.argv[1])\n"
    )
    assert subprocess.run([sys.executable, "-c", program, str(small)], check=False).returncode == -9
    assert [file.suffix for file in cache.iterdir()] == [".part"]
    assert _maxima(small) == _TRUE
    assert [file.suffix for file in cache.iterdir()] == [".pack"]


def test_no_place_for_a_cache_is_no_fault(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    monkeypatch.setattr(cache_module, "cache_folder", lambda: None)
    assert _maxima(small) == _TRUE
