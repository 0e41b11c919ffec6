"""Kill -9 a writer at random times, round after round, and look whether anything acknowledged is gone.

``python -m tests.ledger.killing --rounds 200`` for SQLite, with ``--server`` for a private PostgreSQL
cluster whose clients are killed, with ``--postmaster`` for one whose server is. The last line says what
came of it; the exit code is 1 when an acknowledged entry was lost or the chain did not hold.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.ledger.cluster import Cluster, binaries, unavailable

from mesoplan.ledger import anchor
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Draft
from mesoplan.ledger.verify import verify

#: Seconds that a writer lives at most: long enough for some commits on a slow disk.
_LONGEST = 0.5


def _write(where: str, files: dict[str, str], pipe: int) -> None:
    """Append without end, and say each entry after it was acknowledged."""
    ledger = Ledger.open(where, keys=files["keys"], anchor=files["anchor"])
    os.write(pipe, b"open\n")
    number = 0
    while True:
        number += 1
        item = {"product": "clear-ampoule", "lot": f"L{number}"}
        drafts = [Draft("lot-received", {"items": [item], "containers": 1})] * random.randint(1, 4)
        said = ledger.record(drafts, datetime.now(UTC))
        os.write(pipe, f"{said.head.entry} {said.head.hash}\n".encode())


def _round(where: str, files: dict[str, str], delay: float, victim: int) -> list[str]:
    """One writer and its end: what it acknowledged. ``victim``: kill this process first, not the writer."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            _write(where, files, writer)
        finally:
            os._exit(1)
    os.close(writer)
    said = b""
    while b"open\n" not in said:
        part = os.read(reader, 4096)
        if not part:
            break
        said += part
    time.sleep(delay)
    if victim:
        os.kill(victim, signal.SIGKILL)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    while part := os.read(reader, 65536):
        said += part
    os.close(reader)
    os.waitpid(child, 0)
    return said.decode().rpartition("\n")[0].splitlines()[1:]


def rounds(number: int, *, seed: int, server: bool = False, postmaster: bool = False) -> str:
    """So many rounds; a line about them. Raises `AssertionError` with what was lost."""
    chance = random.Random(seed)
    acknowledged = 0
    cluster = None
    if server or postmaster:
        bin_ = binaries()
        assert bin_ is not None, unavailable()
        cluster = Cluster(bin_)
    with tempfile.TemporaryDirectory() as folder:
        files = {"keys": f"{folder}/keys", "anchor": f"{folder}/anchor"}
        where = cluster.database() if cluster else f"{folder}/clinic.db"
        try:
            Ledger.create(where, clinic="c", now=datetime.now(UTC), **files).store.close()  # type: ignore[arg-type]
            for each in range(number):
                victim = cluster.postmaster if cluster and postmaster else 0
                said = _round(where, files, chance.uniform(0.0, _LONGEST), victim)
                if cluster and postmaster:
                    cluster.start()
                acknowledged += len(said)
                _look(where, files, said, each)
            entries = _look(where, files, [], number)
        finally:
            if cluster:
                cluster.stop()
    kind = "PostgreSQL, server killed" if postmaster else "PostgreSQL, client killed" if server else "SQLite"
    return f"{kind}: {number} rounds, {acknowledged} acknowledged, 0 lost, chain whole, {entries} entries"


def _look(where: str, files: dict[str, str], said: list[str], number: int) -> int:
    ledger = Ledger.open(where, keys=files["keys"], anchor=files["anchor"])
    try:
        for line in said:
            seq, _, hashed = line.partition(" ")
            assert ledger.store.entry(int(seq)).hash == hashed, f"round {number}: entry {seq} is another"
        found = verify(ledger.store, [anchor.read(ledger.anchor)])
        assert found.state == "whole", f"round {number}: {found}"
        return found.entries
    finally:
        ledger.store.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", action="store_true")
    parser.add_argument("--postmaster", action="store_true")
    given = parser.parse_args()
    try:
        print(rounds(given.rounds, seed=given.seed, server=given.server, postmaster=given.postmaster))
    except AssertionError as error:
        print(f"LOST: {error}")
        sys.exit(1)
