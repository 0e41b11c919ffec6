"""What a run says since an earlier one: which rows were asked again, what changed for whom, and by what."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from tests.screen.conftest import GOOD, texts

from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.errors import BadRequest
from mesoplan.model.population import Change, Changed, Counted, Since, Told
from mesoplan.report.page_text import Paper, page_text
from mesoplan.report.screen_words import screen_page
from mesoplan.screen.folder import parts_in
from mesoplan.screen.judge import Judge
from mesoplan.screen.run import Wish, screen
from mesoplan.screen.written import write_reports

DAY = date(2026, 1, 1)
Write = Callable[..., Path]


def _patient(fact: str) -> dict[str, Any]:
    lists: dict[str, Any] = {"conditions": [fact], "medicines": [], "allergies": []}
    return {"sex": "male", "age": 50, "weight": "80 kg", **lists}


def _cases(old: Catalog, new: Catalog) -> list[str | None]:
    """Rows with and without lidocaine; the first one's patient has what is forbidden now and was not then."""
    fact = next(
        each.fact
        for each, was in zip(
            new.ingredient("lidocaine").cautions, old.ingredient("lidocaine").cautions, strict=True
        )
        if each.effect != was.effect
        and new.fact(each.fact).kind == "condition"
        and each.sex is None
        and each.cosmetic is None
    )
    lidocaine: dict[str, Any] = {"goal": "neck-pain", "zone": "neck", "jurisdiction": "IT"}
    lidocaine |= {"cocktail": [{"product": "lidocaine-2-plain", "volume": "1 mL"}]}
    return [
        json.dumps({**lidocaine, "patient": _patient(fact)}),
        json.dumps({**lidocaine, "patient": {**_patient(fact), "conditions": []}}),
        json.dumps(GOOD[0]),
        *texts(),
    ]


@pytest.mark.parametrize("verdicts", [False, True])
def test_what_changed_for_whom_and_by_which_statement(
    verdicts: bool, stricter: tuple[Catalog, Catalog], write_cases: Write, tmp_path: Path
) -> None:
    old, new = stricter
    cases = _cases(old, new)
    source = write_cases("cases.parquet", cases)
    screen(source, tmp_path / "old", old, Wish(reads=not verdicts, verdicts=verdicts, piece=4), day=DAY)
    wish = Wish(changed_from=str(tmp_path / "old"), verdicts=verdicts, reports=True, piece=4)
    told = screen(source, tmp_path / "new", new, wish, day=DAY)
    assert told.since is not None
    judges = Judge(old), Judge(new)
    pairs = [tuple(judge.row("x", text) for judge in judges) for text in cases]
    turned = sum(was.verdict != now.verdict for was, now in pairs)
    assert turned >= 1
    assert sum(each.rows for each in told.since.turned) == turned
    first = told.since.changed[0]
    assert (first.change.after, first.ids[0]) == ("forbid", "row-0")
    assert all(each.startswith("lidocaine#caution") for each in first.change.statements)
    assert first.change.message
    if not verdicts:
        assert told.since.again < told.rows
        assert told.since.otherwise == sum(was[1:8] != now[1:8] for was, now in pairs)
        assert told.since.causes[0].what == "ingredient lidocaine"
    assert write_reports(tmp_path / "new", tmp_path / "reports") == turned
    report = json.loads((tmp_path / "reports" / "row-0.json").read_text("utf-8"))
    assert report["schema"] == "mesoplan/check/1" and report["verdict"] == "blocked"


def test_a_report_is_what_the_engine_answers(tmp_path: Path, catalog: Catalog, write_cases: Write) -> None:
    source = write_cases("cases.jsonl", [json.dumps(case) for case in GOOD])
    screen(source, tmp_path / "out", catalog, Wish(reports=True), day=DAY)
    assert write_reports(tmp_path / "out", tmp_path / "reports") == len(GOOD)
    from mesoplan.cases.read import case_from

    alone = Engine(catalog).check(case_from(GOOD[1])).to_json()
    assert (tmp_path / "reports" / "row-1.json").read_text("utf-8") == alone


def test_the_same_catalog_changes_nothing(tmp_path: Path, catalog: Catalog, write_cases: Write) -> None:
    source = write_cases("cases.parquet", texts())
    screen(source, tmp_path / "old", catalog, Wish(reads=True), day=DAY)
    told = screen(source, tmp_path / "new", catalog, Wish(changed_from=str(tmp_path / "old")), day=DAY)
    assert told.since is not None
    assert (told.since.again, told.since.otherwise, told.since.changed) == (0, 0, ())
    rows = [row for part in parts_in(tmp_path / "new") for row in parquet.read_table(part).to_pylist()]
    assert [row["verdict"] for row in rows] == [Judge(catalog).row("x", text).verdict for text in texts()]


def test_a_third_run_goes_by_the_second(
    tmp_path: Path, stricter: tuple[Catalog, Catalog], write_cases: Write
) -> None:
    old, new = stricter
    source = write_cases("cases.parquet", _cases(old, new))
    screen(source, tmp_path / "1", old, Wish(reads=True), day=DAY)
    screen(source, tmp_path / "2", new, Wish(changed_from=str(tmp_path / "1")), day=DAY)
    told = screen(source, tmp_path / "3", old, Wish(changed_from=str(tmp_path / "2")), day=DAY)
    assert told.since is not None and told.since.turned
    assert {each.what.partition(" to ")[0] for each in told.since.turned} == {"blocked"}
    answers = [
        [
            (row["verdict"], row["digest"], row["catalog"])
            for part in parts_in(tmp_path / name)
            for row in parquet.read_table(part).to_pylist()
        ]
        for name in ("1", "3")
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("before", "wish", "word"),
    [
        (Wish(), Wish(), "keep-reads"),
        (Wish(reads=True), Wish(verdicts=True), "no run of verdicts"),
        (Wish(reads=True), Wish(engine="spark"), "engine"),
    ],
)
def test_a_run_that_cannot_be_gone_by_is_refused(
    before: Wish, wish: Wish, word: str, tmp_path: Path, catalog: Catalog, write_cases: Write
) -> None:
    source = write_cases("cases.parquet", texts()[:2])
    screen(source, tmp_path / "old", catalog, before, day=DAY)
    with pytest.raises(BadRequest, match=word):
        screen(source, tmp_path / "new", catalog, wish._replace(changed_from=str(tmp_path / "old")), day=DAY)


def test_other_rows_are_refused(tmp_path: Path, catalog: Catalog, write_cases: Write) -> None:
    screen(write_cases("a.parquet", texts()[:2]), tmp_path / "old", catalog, Wish(reads=True), day=DAY)
    with pytest.raises(BadRequest, match="cases"):
        wish = Wish(changed_from=str(tmp_path / "old"))
        screen(write_cases("b.parquet", texts()[:3]), tmp_path / "new", catalog, wish, day=DAY)


def _told(number: int) -> Told:
    """A run with as many changes and causes as that."""
    changed = tuple(
        Changed(
            Change(
                f"PT201/x/{n}", "PT201", "caution", "forbid", (f"a#caution.{n}", "b#limit.x", "c#y"), "No."
            ),
            9,
            tuple(f"plan-{each}" for each in range(9)),
            (Counted("caution to blocked", 5), Counted("clear to blocked", 4)),
        )
        for n in range(number)
    )
    turned = tuple(Counted(f"{n} to blocked", 1) for n in range(number))
    causes = tuple(Counted(f"ingredient {n}", 3) for n in range(number))
    since = Since("0" * 32, 12, causes, turned, 9, changed)
    status = {"checked": 1_000, "refused": 0, "unreadable": 0, "crashed": 0}
    return Told("out", "1" * 32, 1_000, 0, status, {}, since)


def test_the_summary_is_one_screen_whatever_changed() -> None:
    short, long = (page_text(screen_page(_told(number)), Paper(100, False)) for number in (2, 400))
    assert len(long.splitlines()) <= 60
    for told in ("12 rows (1.2 %)", "plan-0, plan-1, plan-2 and 6 more", "a#caution.0", "caution to forbid"):
        assert told in short
    assert "394 more changes" in long and "395 more" in long
    assert "more changes" not in short


def test_the_worst_comes_first(stricter: tuple[Catalog, Catalog], write_cases: Write, tmp_path: Path) -> None:
    old, new = stricter
    source = write_cases("cases.parquet", _cases(old, new))
    screen(source, tmp_path / "old", old, Wish(reads=True), day=DAY)
    told = screen(source, tmp_path / "new", new, Wish(changed_from=str(tmp_path / "old")), day=DAY)
    assert told.since is not None
    found = [each.change.after for each in told.since.changed if each.change.before != "forbid"]
    assert found == sorted(found, key=["forbid", "unknown", "caution", "note", ""].index)
    assert found[0] == "forbid"
