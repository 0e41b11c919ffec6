"""The log: entries follow one another, what was acknowledged is there, and nothing in it can be changed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import exc, text
from tests.ledger.conftest import Clock

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.errors import LedgerError
from mesoplan.ledger import anchor
from mesoplan.ledger.canonical import GENESIS, entry_hash
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.store import Ahead, Draft
from mesoplan.ledger.verify import rebuild, verify
from mesoplan.model.case import Case
from mesoplan.model.ledger import Verified


def _filled(ledger: Ledger, clock: Clock, number: int = 10) -> None:
    for each in range(number):
        item = {"product": "clear-ampoule", "lot": f"L{each}"}
        ledger.record([Draft("lot-received", {"items": [item], "containers": 1})], clock())


def _verified(ledger: Ledger) -> Verified:
    return verify(ledger.store, [anchor.read(ledger.anchor)])


def _as_owner(ledger: Ledger, *statements: str) -> None:
    """Statements of somebody who owns the database and switches its guards off."""
    if ledger.store.engine.dialect.name == "sqlite":
        connection = sqlite3.connect(ledger.store.where, isolation_level=None)
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
        kept = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for trigger in kept:
            connection.execute(trigger)
        connection.close()
    else:
        with ledger.store.engine.begin() as connection_:
            connection_.exec_driver_sql("SET session_replication_role = replica")
            for statement in statements:
                connection_.exec_driver_sql(statement)


def test_each_entry_follows_the_one_before(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock, 3)
    entries = list(ledger.store.entries())
    assert [each.seq for each in entries] == [1, 2, 3, 4]
    assert entries[0].prev == GENESIS and entries[0].clinic == "Practice at the Park"
    for before, after in pairwise(entries):
        assert after.prev == before.hash
        assert after.hash == entry_hash(after.prev, after.seq, after.kind, after.at, after.clinic, after.body)
    assert ledger.head().hash == entries[-1].hash
    assert _verified(ledger).state == "whole"


def test_entries_of_one_act_are_recorded_together_or_not_at_all(ledger: Ledger, clock: Clock) -> None:
    drafts = [Draft("draw", {"number": 1}), Draft("draw", {"of": Ahead(0), "wrong": 0.5})]
    with pytest.raises(LedgerError, match=r"0\.5"):
        ledger.record(drafts, clock())
    assert ledger.head().entry == 1
    ledger.record([Draft("draw", {"number": 1}), Draft("draw", {"of": Ahead(0)})], clock())
    assert ledger.store.entry(3).data == {"of": 2}


def test_another_program_sees_what_was_acknowledged(
    ledger: Ledger, clock: Clock, again: Callable[[], Ledger]
) -> None:
    _filled(ledger, clock, 2)
    other = again()
    assert other.head() == ledger.head()
    _filled(other, clock, 1)
    assert ledger.head().entry == 4
    assert _verified(ledger).state == "whole"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = '{}' WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 2",
        "DELETE FROM entry",
        "UPDATE document SET body = ''",
        "DELETE FROM document",
        "INSERT INTO entry SELECT 9, kind, at, clinic, body, prev, hash FROM entry WHERE seq = 1",
        "INSERT INTO entry SELECT 5, kind, at, clinic, body, prev, hash FROM entry WHERE seq = 1",
    ],
)
def test_the_database_refuses_to_change_an_entry(
    statement: str, ledger: Ledger, clock: Clock, engine: Engine, packed: tuple[Catalog, bytes]
) -> None:
    ledger.add(engine.check(Case(**_CASE)), clock(), catalog=lambda: packed[1])
    _filled(ledger, clock, 1)
    with pytest.raises(exc.DBAPIError, match="mesoplan ledger"), ledger.store.engine.begin() as connection:
        connection.execute(text(statement))
    assert _verified(ledger).state == "whole"


_CASE: dict[str, Any] = {"goal": "glow", "cocktail": ({"product": "clear-ampoule", "volume": "1 mL"},)}


@pytest.mark.parametrize("recursive", ["OFF", "ON"])
def test_a_replace_replaces_nothing_even_where_recursive_triggers_are_off(
    recursive: str, tmp_path: Path, clock: Clock
) -> None:
    ledger = Ledger.create(str(tmp_path / "clinic.db"), clinic="c", now=clock())
    _filled(ledger, clock, 3)
    connection = sqlite3.connect(ledger.store.where)
    connection.execute(f"PRAGMA recursive_triggers={recursive}")
    for seq in (1, 2, 4, 5):
        with pytest.raises(sqlite3.IntegrityError, match="replaces none"):
            connection.execute(
                f"INSERT OR REPLACE INTO entry SELECT {seq}, kind, at, clinic, body, prev, hash "
                "FROM entry WHERE seq = 2"
            )
    connection.close()
    assert _verified(ledger).state == "whole"
    ledger.store.close()


def test_truncate_is_refused(cluster: Any, tmp_path: Path, clock: Clock) -> None:
    ledger = Ledger.create(
        cluster.database(), clinic="c", now=clock(), keys=str(tmp_path / "k"), anchor=str(tmp_path / "a")
    )
    with pytest.raises(exc.DBAPIError, match="only grows"), ledger.store.engine.begin() as connection:
        connection.execute(text("TRUNCATE entry"))
    ledger.store.close()


def test_a_role_may_read_and_append_and_nothing_else(cluster: Any, tmp_path: Path, clock: Clock) -> None:
    from mesoplan.ledger.setup import grant

    address = cluster.database()
    name = address.partition("?")[0].rpartition("/")[2]
    ledger = Ledger.create(
        address, clinic="c", now=clock(), keys=str(tmp_path / "k"), anchor=str(tmp_path / "a")
    )
    cluster.sql("postgres", f"CREATE ROLE app_{name} LOGIN")
    grant(ledger.store, f"app_{name}")
    app = Ledger.open(
        cluster.address(name, f"app_{name}"), keys=str(tmp_path / "k"), anchor=str(tmp_path / "a")
    )
    _filled(app, clock, 2)
    assert _verified(app).state == "whole"
    assert rebuild(app.store) == 2
    for statement in (
        "UPDATE entry SET body = '{}'",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "DROP TABLE entry",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(exc.DBAPIError), app.store.engine.begin() as connection:
            connection.execute(text(statement))
    app.store.close()
    ledger.store.close()


# ---------------------------------------------------------------------- what somebody with the file can do


def test_a_changed_entry_is_broken(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock)
    _as_owner(ledger, "UPDATE entry SET body = replace(body, 'L3', 'L9') WHERE seq = 5")
    found = _verified(ledger)
    assert found.state == "broken"
    assert (found.damages[0].entry, found.damages[0].what) == (5, "changed")


def test_a_missing_entry_is_broken(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock)
    _as_owner(ledger, "DELETE FROM entry WHERE seq = 5")
    found = _verified(ledger)
    assert found.state == "broken"
    assert {each.what for each in found.damages} >= {"gap", "follows-another"}


def test_a_cut_tail_is_truncated(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock)
    _as_owner(ledger, "DELETE FROM entry WHERE seq > 8", "DELETE FROM mention WHERE seq > 8")
    found = _verified(ledger)
    assert found.state == "truncated"
    assert [each.entry for each in found.damages] == [9, 10, 11]
    assert verify(ledger.store).state == "unanchored", "the chain alone cannot tell"


def test_a_cut_and_regrown_tail_is_forked(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock)
    known = anchor.read(ledger.anchor)
    _as_owner(ledger, "DELETE FROM entry WHERE seq > 8", "DELETE FROM mention WHERE seq > 8")
    _filled(ledger, clock, 5)
    found = verify(ledger.store, [known])
    assert found.state == "forked"
    assert found.damages[0].entry == 9


def test_two_histories_in_one_anchor_are_forked(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock)
    _as_owner(ledger, "DELETE FROM entry WHERE seq > 8", "DELETE FROM mention WHERE seq > 8")
    _filled(ledger, clock, 5)
    assert _verified(ledger).state == "forked"


def test_a_whole_rewrite_is_forked(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock)
    rows = list(ledger.store.entries())
    prev, statements = GENESIS, ["DELETE FROM entry", "DELETE FROM mention"]
    for row in rows:
        body = row.body.replace("L3", "L9")
        hashed = entry_hash(prev, row.seq, row.kind, row.at, row.clinic, body)
        statements.append(
            "INSERT INTO entry VALUES "
            f"({row.seq}, '{row.kind}', '{row.at}', '{row.clinic}', '{body}', '{prev}', '{hashed}')"
        )
        prev = hashed
    _as_owner(ledger, *statements)
    rebuild(ledger.store)
    assert verify(ledger.store).state == "unanchored", "the chain alone cannot tell"
    found = _verified(ledger)
    assert found.state == "forked"
    assert found.damages[0].entry == 5


def test_a_head_on_paper_is_an_anchor(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock, 4)
    head = ledger.head()
    paper = anchor.from_paper(f"{head.entry}:{head.hash[:16]}")
    assert verify(ledger.store, [paper]).state == "whole"
    wrong = anchor.from_paper(f"{head.entry}:{'0' * 16}")
    assert verify(ledger.store, [wrong]).state == "forked"
    with pytest.raises(LedgerError, match="no head"):
        anchor.from_paper("entry four")


def test_a_changed_or_missing_document_is_broken(
    ledger: Ledger, clock: Clock, engine: Engine, packed: tuple[Catalog, bytes]
) -> None:
    ledger.add(engine.check(Case(**_CASE)), clock(), catalog=lambda: packed[1])
    name = ledger.store.entry(2).data["document"]
    _as_owner(ledger, f"UPDATE document SET hash = '{'0' * 64}' WHERE hash = '{name}'")
    found = _verified(ledger)
    assert found.state == "broken"
    assert {each.what for each in found.damages} == {"document-missing", "document-changed"}
    assert found.damages[-1].entry == 2


def test_what_is_derived_is_compared_with_the_log(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock, 5)
    _as_owner(ledger, "DELETE FROM mention WHERE seq = 4")
    found = _verified(ledger)
    assert found.state == "broken"
    assert (found.damages[0].entry, found.damages[0].what) == (4, "derived")
    assert rebuild(ledger.store) == 5
    assert _verified(ledger).state == "whole"


# ---------------------------------------------------------------------- anchor and clock


def test_without_an_anchor_a_chain_is_unanchored(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock, 2)
    assert verify(ledger.store).state == "unanchored"


def test_what_could_not_be_anchored_is_recorded_and_said(
    ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    ledger.anchor = str(tmp_path / "no-such-folder" / "anchor")
    item = {"product": "clear-ampoule", "lot": "L"}
    said = ledger.record([Draft("lot-received", {"items": [item]})], clock())
    assert not said.anchored and said.head == ledger.head()
    ledger.anchor = str(tmp_path / "anchor")
    assert ledger.record([Draft("lot-received", {"items": [item]})], clock()).anchored
    assert _verified(ledger).state == "whole"


def test_a_torn_line_of_an_anchor_is_counted_and_hides_no_other(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock, 2)
    with Path(ledger.anchor).open("a") as file:
        file.write("4 abc")
    _filled(ledger, clock, 1)
    found = _verified(ledger)
    assert found.state == "whole" and found.anchored == 4
    assert [each.what for each in found.warnings] == ["unreadable"]


def test_a_clock_that_went_back_is_an_entry(ledger: Ledger, clock: Clock) -> None:
    _filled(ledger, clock, 2)
    last = ledger.store.entry(3)
    clock.at -= timedelta(hours=2)
    said = ledger.record([Draft("draw", {"of": Ahead(0)})], clock())
    back = ledger.store.entry(4)
    assert back.kind == "clock-back"
    assert back.data == {"last": last.at, "seconds": "7199.0"}
    assert said.entries == (5,) and ledger.store.entry(5).data == {"of": 5}
    assert _verified(ledger).state == "whole"


def test_a_time_without_an_offset_is_refused(ledger: Ledger, clock: Clock) -> None:
    with pytest.raises(LedgerError, match="offset"):
        ledger.record([Draft("draw", {})], clock().replace(tzinfo=None))
    assert ledger.head().entry == 1


# ---------------------------------------------------------------------- opening


def test_a_ledger_is_not_made_twice(ledger: Ledger, clock: Clock, where: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="already"):
        Ledger.create(where, clinic="c", now=clock(), keys=str(tmp_path / "k2"), anchor=str(tmp_path / "a2"))
    with pytest.raises(LedgerError, match="another ledger"):
        Ledger.create(
            where + "2", clinic="c", now=clock(), keys=str(tmp_path / "keys"), anchor=str(tmp_path / "a2")
        )
    assert ledger.head().entry == 1


def test_what_is_no_ledger_is_said(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="init"):
        Ledger.open(str(tmp_path / "nothing.db"))
    assert not (tmp_path / "nothing.db").exists()
    (tmp_path / "text.db").write_text("this is no database at all, but long enough to be looked at" * 50)
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger.open(str(tmp_path / "text.db"))
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger.open(str(tmp_path / "other.db"))


def test_a_server_needs_the_names_of_its_files_and_its_password_is_never_shown() -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open("postgresql://somebody:secret@nowhere.invalid/ledger", keys="k", anchor="a")
    assert "secret" not in str(caught.value)
    with pytest.raises(LedgerError, match="--keys") as caught:
        Ledger.create("postgresql://u:secret@nowhere.invalid/x", clinic="c", now=Clock()())
    assert "secret" not in str(caught.value)


def test_the_migrations_make_the_tables_that_the_code_has(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from mesoplan.ledger.tables import REVISION, metadata

    with ledger.store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == REVISION
        assert compare_metadata(context, metadata) == []
