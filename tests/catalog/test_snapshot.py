"""The snapshot is invisible: it saves time, and whatever ails it means building again."""

import os
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.build import build
from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.load import load_catalog


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("MESOPLAN_CACHE_DIR", str(folder))
    return folder


def _same(one: Catalog, other: Catalog) -> None:
    assert (one.version, one.title, one.hash, one.kinds()) == (
        other.version,
        other.title,
        other.hash,
        other.kinds(),
    )
    assert one.index == other.index
    for kind in one.kinds():
        assert dict(one.table(kind)) == dict(other.table(kind))


def _only(cache: Path) -> Path:
    (found,) = cache.glob("*.pack")
    return found


def test_a_round_trip_gives_what_was_built(small: Path, cache: Path, today: Any) -> None:
    built = build(small, (), today)
    _same(load_catalog(base=small), built)
    _only(cache)
    _same(load_catalog(base=small), built)


def test_a_warm_start_parses_no_toml(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_catalog(base=small)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("TOML was parsed on a warm start")

    monkeypatch.setattr(tomllib, "loads", refuse)
    assert load_catalog(base=small).ingredient("lidocaine").label == "lidocaine"


@pytest.mark.parametrize(
    "ruin",
    [
        lambda data: b"",
        lambda data: b"garbage",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:1000] + bytes([data[1000] ^ 1]) + data[1001:],
        lambda data: b"mesoplan-pack-0\n" + data[16:],
        lambda data: b"\x80\x05cos\nsystem\n(S'false'\ntR.",
    ],
    ids=["empty", "garbage", "half", "short", "long", "one-bit", "old-format", "foreign-pickle"],
)
def test_a_ruined_snapshot_is_rebuilt_silently(
    ruin: Any, small: Path, cache: Path, today: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    load_catalog(base=small)
    file = _only(cache)
    whole = file.read_bytes()
    file.write_bytes(ruin(whole))
    _same(load_catalog(base=small), build(small, (), today))
    assert file.read_bytes()[:36] == whole[:36]
    assert capfd.readouterr() == ("", "")


def test_a_stale_snapshot_is_not_used(small: Path, today: Any) -> None:
    before = load_catalog(base=small, linted=False)
    file = small / "goals/hair-loss.toml"
    file.write_text(file.read_text().replace("hair loss", "loss of hair"))
    after = load_catalog(base=small, linted=False)
    assert (before.goal("hair-loss").label, after.goal("hair-loss").label) == ("hair loss", "loss of hair")
    assert before.hash != after.hash


def test_an_edit_that_keeps_size_and_time_is_seen(small: Path) -> None:
    load_catalog(base=small, linted=False)
    file = small / "goals/hair-loss.toml"
    stat = file.stat()
    file.write_text(file.read_text().replace("hair loss", "haar loss"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert load_catalog(base=small, linted=False).goal("hair-loss").label == "haar loss"


def test_a_broken_catalog_is_never_answered_from_a_snapshot(small: Path) -> None:
    load_catalog(base=small)
    (small / "ingredients/broken.toml").write_text("label = ")
    with pytest.raises(Exception, match="CA002"):
        load_catalog(base=small)


def test_a_cache_that_cannot_be_written_is_no_fault(
    small: Path, cache: Path, today: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    cache.write_text("a file where the folder should be")
    _same(load_catalog(base=small), build(small, (), today))
    assert capfd.readouterr() == ("", "")


def test_many_at_once_leave_one_whole_snapshot(small: Path, cache: Path, today: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: load_catalog(base=small).hash, range(16)))
    assert set(found) == {build(small, (), today).hash}
    _only(cache)
    assert not list(cache.glob("*.part"))


def test_old_snapshots_are_dropped(small: Path, cache: Path) -> None:
    file = small / "goals/hair-loss.toml"
    for count in range(9):
        file.write_text(f'label = "hair loss {count}"\n')
        load_catalog(base=small, linted=False)
    assert len(list(cache.glob("*.pack"))) <= 6


def test_without_a_snapshot_nothing_is_written(small: Path, cache: Path) -> None:
    load_catalog(base=small, use_snapshot=False)
    assert not cache.exists()


def test_the_hash_does_not_depend_on_file_order_or_layout(small: Path, tmp_path: Path, today: Any) -> None:
    turned = tmp_path / "turned"
    for file in sorted(small.rglob("*"), reverse=True):
        if file.is_file():
            copy = turned / file.relative_to(small)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    (turned / "goals/hair-loss.toml").write_text('# a comment\n\nlabel    = "hair loss"\n')
    assert build(turned, (), today).hash == build(small, (), today).hash


def test_the_hash_does_not_depend_on_the_seed_of_hashes(small: Path) -> None:
    program = (
        "import sys; from mesoplan.catalog.load import load_catalog;"
        "c = load_catalog(base=sys.argv[1], use_snapshot=False); print(c.hash, list(c.index.names))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program, str(small)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(said) == 1
