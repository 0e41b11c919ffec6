"""A crash, a full disk: nothing acknowledged is lost, nothing half written stays."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.ledger.cluster import binaries, unavailable
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
