"""A crash, a full disk: nothing acknowledged is lost, nothing half written stays."""

import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests.ledger.cluster import Cluster, binaries, unavailable
from tests.ledger.conftest import Clock

from mesoplan.errors import LedgerUnwritable
from mesoplan.ledger import anchor
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Draft
from mesoplan.ledger.verify import verify

ROOT = Path(__file__).parents[2]
_ITEM = {"product": "clear-ampoule", "lot": "L"}


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], check=False, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize(
    "options", [(), ("--server",), ("--postmaster",)], ids=["sqlite", "client", "server"]
)
def test_nothing_acknowledged_is_lost_when_it_is_killed(options: tuple[str, ...]) -> None:
    if options and binaries() is None:
        pytest.skip(unavailable())
    rounds = "3" if "--postmaster" in options else "8"
    done = _python("-m", "tests.ledger.killing", "--rounds", rounds, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, chain whole" in done.stdout


def test_a_full_database_records_nothing_and_goes_on_when_there_is_room(tmp_path: Path, clock: Clock) -> None:
    ledger = Ledger.create(str(tmp_path / "clinic.db"), clinic="c", now=clock())
    with ledger.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1}")
    before = ledger.head()
    with pytest.raises(LedgerUnwritable, match="no room to write") as caught:
        for _ in range(1000):
            before = ledger.head()
            ledger.record([Draft("lot-received", {"items": [_ITEM]})] * 20, clock())
    assert "Nothing was recorded" in str(caught.value) and "Make room" in str(caught.value)
    assert ledger.head() == before, "twenty together, or none"
    assert verify(ledger.store, [anchor.read(ledger.anchor)]).state == "whole"
    with ledger.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    ledger.record([Draft("lot-received", {"items": [_ITEM]})] * 20, clock())
    assert ledger.head().entry == before.entry + 20
    assert verify(ledger.store, [anchor.read(ledger.anchor)]).state == "whole"
    ledger.store.close()


def test_a_full_server_records_nothing_and_goes_on_when_there_is_room(clock: Clock, tmp_path: Path) -> None:
    bin_ = binaries()
    if bin_ is None:
        pytest.skip(unavailable())
    disk = Path(tempfile.mkdtemp(prefix="mp-disk-", dir="/tmp"))  # a socket's path is short
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        disk.rmdir()
        pytest.skip("a small disk cannot be mounted here")
    cluster = None
    try:
        disk.chmod(0o755)
        cluster = Cluster(bin_, disk)
        ledger = Ledger.create(
            cluster.database(),
            clinic="c",
            now=clock(),
            keys=str(tmp_path / "keys"),
            anchor=str(tmp_path / "anchor"),
        )
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            room = shutil.disk_usage(disk).free - 300_000
            file.write(b"x" * room)
        noise = random.Random(1).randbytes(200_000)
        before = ledger.head()
        with pytest.raises(LedgerUnwritable, match="no room to write") as caught:
            for number in range(40):
                before = ledger.head()
                document = number.to_bytes(4) + noise
                ledger.record([Draft("lot-received", {"items": [_ITEM]})], clock(), [document])
        assert "Nothing was recorded" in str(caught.value)
        ballast.unlink()
        assert ledger.head() == before
        assert verify(ledger.store, [anchor.read(ledger.anchor)]).state == "whole"
        ledger.record([Draft("lot-received", {"items": [_ITEM]})], clock())
        assert ledger.head().entry == before.entry + 1
        ledger.store.close()
    finally:
        if cluster is not None:
            cluster.stop()
        subprocess.run(["umount", str(disk)], check=False, capture_output=True)
        disk.rmdir()


_LIMITED = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from mesoplan.errors import LedgerUnwritable
from mesoplan.ledger import anchor
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Draft
from mesoplan.ledger.verify import verify

folder = sys.argv[1]
ledger = Ledger.create(folder + "/clinic.db", clinic="c", now=datetime.now(UTC))
item = {"product": "clear-ampoule", "lot": "L"}
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
size = max(each.stat().st_size for each in Path(folder).iterdir())
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, hard))
acknowledged = ledger.head()
try:
    for _ in range(10_000):
        acknowledged = ledger.record([Draft("lot-received", {"items": [item]})] * 20, datetime.now(UTC)).head
    raise SystemExit("it was never full")
except LedgerUnwritable as error:
    print(error)
assert ledger.head() == acknowledged, (ledger.head(), acknowledged)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
assert ledger.record([Draft("lot-received", {"items": [item]})], datetime.now(UTC)).anchored
assert ledger.head().entry == acknowledged.entry + 1
print(verify(ledger.store, [anchor.read(ledger.anchor)]).state)
"""


def test_a_file_that_may_not_grow_records_nothing_and_goes_on_when_it_may(tmp_path: Path) -> None:
    done = _python("-c", _LIMITED, str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "there is no room to write" in done.stdout and done.stdout.endswith("whole\n")
