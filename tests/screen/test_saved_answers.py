"""The answers in a ledger, checked again: of everybody who was not erased, against what was said then."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from tests.screen.conftest import GOOD

pytest.importorskip("sqlalchemy", reason="the extra [ledger] is not installed")

from click.testing import CliRunner

from mesoplan.cases.read import case_from
from mesoplan.catalog.catalog import Catalog
from mesoplan.cli.main import cli
from mesoplan.engine import Engine
from mesoplan.ledger.journal import Ledger
from mesoplan.ledger.privacy import erase
from mesoplan.ledger.saved import saved_rows
from mesoplan.screen.folder import parts_in
from mesoplan.screen.pieces import write_rows
from mesoplan.screen.run import Wish, screen

DAY = date(2026, 1, 1)
MAN = {"sex": "male", "age": 40, "weight": "70 kg", "conditions": [], "medicines": [], "allergies": []}
Stricter = tuple[Catalog, Catalog]


@pytest.fixture
def ledger(tmp_path: Path, stricter: Stricter) -> Ledger:
    """P-1 with two answers about one cocktail and a plan, P-2 with one answer, P-3 erased."""
    start = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
    made = Ledger.create(str(tmp_path / "clinic.db"), clinic="Practice", now=start)
    engine = Engine(stricter[0])
    fact = next(
        each.fact
        for each, was in zip(
            stricter[1].ingredient("lidocaine").cautions,
            stricter[0].ingredient("lidocaine").cautions,
            strict=True,
        )
        if each.effect != was.effect and stricter[1].fact(each.fact).kind == "condition" and each.sex is None
    )
    patient = {"sex": "male", "age": 50, "conditions": [fact], "medicines": [], "allergies": []}
    lidocaine: dict[str, Any] = {"goal": "neck-pain", "zone": "neck", "jurisdiction": "IT"}
    lidocaine |= {"cocktail": [{"product": "lidocaine-2-plain", "volume": "1 mL"}], "patient": patient}
    asked: list[tuple[str, dict[str, Any], Callable[..., Any]]] = [
        ("P-1", {**lidocaine, "patient": {"sex": "male"}}, engine.check),
        ("P-1", lidocaine, engine.check),
        ("P-2", GOOD[0], engine.check),
        ("P-3", lidocaine, engine.check),
        ("P-1", {"goal": "androgenetic-alopecia", "jurisdiction": "EU", "patient": MAN}, engine.plan),
    ]
    for number, (who, case, ask) in enumerate(asked, 1):
        at = start + timedelta(minutes=number)
        made.add(ask(case_from(case)), at, patient=who, catalog=lambda: b"pack")
    erase(made, start + timedelta(hours=1), patient="P-3", reason="asked", by="me")
    return made


def test_each_cocktail_of_each_patient_is_a_row_once(ledger: Ledger) -> None:
    rows = saved_rows(ledger)
    ids = [row.id for row in rows]
    assert ids[:2] == ["P-1 entry 4", "P-2 entry 5"]
    assert len(ids) > 2 and all(each.startswith("P-1 entry 7 plan ") for each in ids[2:])
    assert "P-3" not in json.dumps(rows)
    for row in rows[2:]:
        assert json.loads(row.case)["cocktail"] and row.answer == ""


def test_what_was_said_then_is_held_against_what_is_said_now(
    ledger: Ledger, stricter: Stricter, tmp_path: Path
) -> None:
    source = tmp_path / "saved.parquet"
    write_rows(saved_rows(ledger), ("id", "case", "answer"), source)
    same = screen(source, tmp_path / "same", stricter[0], Wish(saved=True), day=DAY)
    assert same.since is not None and same.since.otherwise == 0
    assert same.status["checked"] == same.rows
    told = screen(source, tmp_path / "out", stricter[1], Wish(saved=True, reports=True), day=DAY)
    assert told.since is not None
    assert [each.rows for each in told.since.turned if each.what.endswith("to blocked")] == [1]
    first = told.since.changed[0]
    assert first.ids == ("P-1 entry 4",) and first.change.after == "forbid"


def test_the_command_leaves_no_case_behind(ledger: Ledger, tmp_path: Path) -> None:
    where = str(tmp_path / "clinic.db")
    ledger.store.close()
    out = tmp_path / "answers"
    arguments = ["screen", "--from-ledger", str(out), "--ledger", where]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert not list((out / "_cases").iterdir())
    rows = [row for part in parts_in(out) for row in parquet.read_table(part).to_pylist()]
    assert {str(row["id"]).partition(" ")[0] for row in rows} == {"P-1", "P-2"}
    assert "case" not in rows[0] and "answer" not in rows[0]
    assert json.loads((out / "_summary.json").read_text("utf-8"))["rows"] == len(rows)
    assert f"{len(rows)} rows answered" in (out / "_summary.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments", [["screen"], ["screen", "a.csv"], ["screen", "--from-ledger", "a.csv", "out"]]
)
def test_too_few_or_too_many_places_are_refused(arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 2
    assert "OUT" in done.output
