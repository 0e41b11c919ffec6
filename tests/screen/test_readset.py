"""A change of the catalog changes no answer that does not hang on what is different."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from tests.screen.conftest import GOOD, texts
from tests.screen.one_record import Trial, made, read_catalog
from tests.screen.saved import saved_plans

from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import BadRequest
from mesoplan.knowledge import whole
from mesoplan.knowledge.questions import Knowledge
from mesoplan.screen.folder import parts_in
from mesoplan.screen.judge import Judge
from mesoplan.screen.readset import differences, number, watched
from mesoplan.screen.run import Wish, screen

DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def trial() -> Trial:
    read = read_catalog()
    return Trial(read, saved_plans(made(read, read.tables, "before"), 5, 24, goals=4))


def _with(trial: Trial, kind: str, identity: str, **fields: Any) -> Catalog:
    """The catalog with one record otherwise."""
    entry = trial.read.tables[kind][identity]
    other = entry._replace(record=entry.record._replace(**fields))
    tables = {**trial.read.tables, kind: {**trial.read.tables[kind], identity: other}}
    return made(trial.read, tables, f"with another {identity}")


def test_answers_change_only_where_something_was_read_that_is_different(trial: Trial) -> None:
    """A short form of `python -m tests.screen.one_record`."""
    outcomes = [trial.hold(f"short/{number}") for number in range(16)]
    assert [each.missed for each in outcomes if each.missed] == []
    assert any(each.again > 0 for each in outcomes)


def test_nobody_hangs_on_whole_tables_of_records(trial: Trial) -> None:
    tables = ("fact", "ingredient", "product", "regimen", "policy", "class", "interaction", "evidence")
    whole = {number((table, "*")) for table in tables}
    assert [row.id for row, reads in trial.answers if not whole.isdisjoint(reads)] == []


@pytest.mark.parametrize("name", list(whole.TABLES))
def test_what_is_worked_out_of_a_whole_table_is_read_by_its_keys(name: str, catalog: Catalog) -> None:
    plain = Knowledge(catalog)
    knowledge, seen = watched(plain)
    found, expected = knowledge.once(whole.TABLES[name]), plain.once(whole.TABLES[name])
    for key in list(expected)[:3]:
        assert found[key] == expected[key]
    assert found.get(("no", "such")) is None
    assert seen == {(name, key) for key in (*list(expected)[:3], ("no", "such"))}


def test_a_medicine_that_means_another_ingredient_touches_those_who_get_it(trial: Trial) -> None:
    facts = trial.catalog.table("fact")
    medicine = next(each for each in facts if facts[each].medicine_of)
    new = _with(trial, "fact", medicine, medicine_of=(*facts[medicine].medicine_of, "lidocaine"))
    different = differences(trial.catalog, new)
    judge = Judge(trial.catalog)
    rows = {
        given: judge.row_and_reads("a", json.dumps({**GOOD[0], "cocktail": [{"ingredient": given}]}))[1]
        for given in ("lidocaine", "tranexamic-acid")
    }
    assert "all.medicines_of lidocaine" in {different.get(each) for each in rows["lidocaine"]}
    assert "all.medicines_of lidocaine" not in {different.get(each) for each in rows["tranexamic-acid"]}


def test_only_what_can_have_changed_is_worked_out_again(
    write_cases: Callable[..., Path], tmp_path: Path, trial: Trial
) -> None:
    source = write_cases("cases.parquet", texts())
    screen(source, tmp_path / "old", trial.catalog, Wish(reads=True), day=DAY)
    new = _with(trial, "product", "akis-25", limits=(), cautions=(), excipients=())
    told = screen(source, tmp_path / "new", new, Wish(changed_from=str(tmp_path / "old")), day=DAY)
    assert told.since is not None and 0 < told.since.again < told.rows
    alone = Judge(new)
    rows = [row for part in parts_in(tmp_path / "new") for row in parquet.read_table(part).to_pylist()]
    for row, text in zip(rows, texts(), strict=True):
        expected = alone.row(str(row["id"]), text)
        assert (row["verdict"], row["digest"], row["status"]) == (
            expected.verdict,
            expected.digest,
            expected.status,
        )


def test_a_run_that_kept_no_reads_is_refused(
    write_cases: Callable[..., Path], tmp_path: Path, catalog: Catalog
) -> None:
    source = write_cases("cases.parquet", texts()[:2])
    screen(source, tmp_path / "old", catalog, Wish(), day=DAY)
    with pytest.raises(BadRequest, match="keep-reads"):
        screen(source, tmp_path / "new", catalog, Wish(changed_from=str(tmp_path / "old")), day=DAY)
