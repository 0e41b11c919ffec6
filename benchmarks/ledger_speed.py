"""What the ledger costs: append, verify and recall, against plain SQLite in the same run.

``python benchmarks/ledger_speed.py`` writes 100,000 entries; ``--entries 1000000`` shows that it grows in
proportion. Times are CPU seconds of this process without waiting for the disk (``synchronous=OFF``); the
ratio to plain SQLite is what can be compared between machines.
"""

import argparse
import json
import sqlite3
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from mesoplan.ledger import anchor
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.recall import recall
from mesoplan.ledger.store import Draft
from mesoplan.ledger.verify import verify

_START = datetime(2026, 1, 1, 8, tzinfo=UTC)
_BATCH = 1_000


def _body(number: int) -> dict[str, object]:
    """A session as it is recorded: one product, one of 2,000 lots."""
    return {
        "patient": f"P-{number % 20_000:05}",
        "day": (date(2026, 1, 1) + timedelta(days=number % 300)).isoformat(),
        "items": [
            {
                "product": f"product-{number % 40}",
                "lot": f"L{number % 2_000:06}",
                "volume": "1 mL",
                "syringe": 1,
            }
        ],
        "contents": [{"ingredient": "lidocaine", "amount": "20 mg", "form": ""}],
        "by": "nurse A",
        "preparation": 0,
    }


def _kinds(number: int) -> str:
    return "session" if number % 3 else "check"


def _ours(file: str, entries: int) -> tuple[Ledger, float, float]:
    """Seconds for each entry: one at a time (a tenth of them, at most 5,000), then many together."""
    Ledger.create(file, clinic="c", now=_START).store.close()
    ledger = Ledger.open(file, durable=False)
    single = min(entries // 10, 5_000)
    begun = process_time()
    for number in range(single):
        ledger.store.append(
            [Draft(_kinds(number), _body(number))],
            _START + timedelta(seconds=number),
            "c",  # type: ignore[arg-type]
        )
    one = (process_time() - begun) / single
    begun = process_time()
    for first in range(single, entries, _BATCH):
        drafts = [Draft(_kinds(each), _body(each)) for each in range(first, min(first + _BATCH, entries))]  # type: ignore[arg-type]
        ledger.store.append(drafts, _START + timedelta(seconds=first), "c")
    many = (process_time() - begun) / (entries - single)
    anchor.write(ledger.anchor, ledger.head())
    return ledger, one, many


def _plain(file: str, entries: int) -> tuple[float, float]:
    """The same rows in plain SQLite: seconds for each insert of its own, and to read all of them."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, kind TEXT, at TEXT, body TEXT)")
    single = min(entries // 10, 5_000)
    begun = process_time()
    for number in range(single):
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?)", (number, _kinds(number), "t", json.dumps(_body(number)))
        )
    one = (process_time() - begun) / single
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?)",
        ((each, _kinds(each), "t", json.dumps(_body(each))) for each in range(single, entries)),
    )
    connection.execute("COMMIT")
    begun = process_time()
    total = sum(len(body) for (body,) in connection.execute("SELECT body FROM entry ORDER BY seq"))
    read = process_time() - begun
    assert total
    connection.close()
    return one, read


def main() -> None:
    """Print the figures of one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    entries = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        plain_one, plain_read = _plain(f"{folder}/plain.db", entries)
        ledger, one, many = _ours(f"{folder}/ledger.db", entries)
        begun, wall = process_time(), perf_counter()
        found = verify(ledger.store, [anchor.read(ledger.anchor)])
        checked, checked_wall = process_time() - begun, perf_counter() - wall
        assert found.state == "whole" and found.entries == entries + 1, found
        begun, wall = process_time(), perf_counter()
        hit = recall(ledger, product="product-7", lot="L000047", day=date(2026, 12, 1))
        recalled, recalled_wall = process_time() - begun, perf_counter() - wall
        assert hit.sessions
        size = sum(each.stat().st_size for each in Path(folder).glob("ledger.db*"))
        ledger.store.close()
    print(f"{entries:,} entries, {size / entries:.0f} bytes each")
    print(f"append, one at a time   {one * 1e6:8.0f} us CPU   {one / plain_one:6.1f} x plain SQLite")
    print(f"append, {_BATCH} together    {many * 1e6:8.0f} us CPU")
    print(
        f"verify                  {checked:8.2f} s CPU ({checked_wall:.2f} s)   "
        f"{checked / plain_read:6.1f} x reading them"
    )
    found_ = f"recall ({len(hit.sessions)} sessions)"
    print(f"{found_:23} {recalled * 1e3:8.1f} ms CPU ({recalled_wall * 1e3:.1f} ms)")


if __name__ == "__main__":
    main()
