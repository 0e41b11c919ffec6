"""A day of a clinic by the commands, and what each says when it goes wrong."""

import datetime
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result
from tests.cli.conftest import CLEAR
from tests.ledger.conftest import LOT

Run = Callable[..., Result]
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
FORMATS = ("table", "json", "markdown", "html")


def _done(result: Result, code: int = 0) -> Result:
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def _document(run: Run, *arguments: str, code: int = 0) -> Any:
    """The JSON of a command, held against its committed schema."""
    found = json.loads(_done(run("ledger", *arguments, "--format", "json"), code).stdout)
    name = found["schema"].removeprefix("mesoplan/").replace("/", "-")
    jsonschema.validate(found, json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")))
    return found


@pytest.fixture
def clinic(run: Run, tmp_path: Path) -> Run:
    """A ledger with a delivery, in an empty folder."""
    (tmp_path / "case.toml").write_text(CLEAR)
    _done(run("ledger", "init", "--clinic", "Practice at the Park"))
    _done(
        run(
            "ledger", "lot", "clear-ampoule", LOT, "--expires", "2099-02", "--count", "10", "--volume", "1 mL"
        )
    )
    return run


@pytest.fixture
def day(clinic: Run) -> dict[str, int]:
    """A checked, prepared and given cocktail, with the entries of each."""
    said = _done(clinic("ledger", "add", "case.toml", "--patient", "P-0042"))
    checked = int(re.findall(r"entries (\d+) to", said.stderr)[0])
    said = _done(
        clinic("ledger", "prepare", "case.toml", "--patient", "P-0042", "--lot", f"clear-ampoule={LOT}")
    )
    prepared = int(re.findall(r"Recorded: preparation, entries (\d+) to", said.stdout)[0])
    given = _document(clinic, "give", str(prepared), "--by", "nurse A", "--points", "10")["entries"][0]
    return {"checked": checked, "prepared": prepared, "given": given}


def test_a_day(clinic: Run, day: dict[str, int]) -> None:
    event = _document(
        clinic,
        "event",
        str(day["given"]),
        "--reaction",
        "swelling",
        "--onset",
        "2026-11-26",
        "--reporter",
        "Dr B",
    )["entries"][0]
    found = _document(clinic, "recall", "clear-ampoule", "--lot", LOT)
    assert found["patients"] == ["P-0042"]
    assert [each["entry"] for each in found["sessions"]] == [day["given"]]
    assert [each["entry"] for each in found["preparations"]] == [day["prepared"]]
    assert [each["entry"] for each in found["events"]] == [event]
    assert [each["left"] for each in found["stock"]] == ["9 mL"]
    assert _document(clinic, "replay", str(day["checked"]))["outcome"] == "same"
    assert _document(clinic, "replay", str(day["prepared"]))["outcome"] == "same"
    assert _document(clinic, "verify")["state"] == "whole"
    said = _done(clinic("ledger", "event", "--show", str(event), "--for", "uk-yellow-card")).stdout
    assert f"Batch: {LOT}" in said and "swelling" in said


@pytest.mark.parametrize("format_", FORMATS)
def test_a_lot_stands_verbatim_in_every_format(format_: str, clinic: Run, day: dict[str, int]) -> None:
    event = _document(clinic, "event", str(day["given"]), "--reaction", "swelling")["entries"][0]
    for command in (
        ("lot",),
        ("recall", "clear-ampoule", "--lot", LOT),
        ("recall", "--lot", "0000200406*"),
        ("event", "--show", str(event)),
    ):
        said = _done(clinic("ledger", *command, "--format", format_)).stdout
        assert LOT in said, command
        assert "e+" not in said.lower()
    assert LOT in _done(clinic("ledger", "export", "--all")).stdout


def test_the_next_visit_knows_the_last(clinic: Run, day: dict[str, int], tmp_path: Path) -> None:
    case = CLEAR.replace("clear-ampoule", "deep-ampoule").replace('technique = "shallow"', "")
    (tmp_path / "deep.toml").write_text(case)
    _done(clinic("ledger", "give", "deep.toml", "--patient", "P-0042", "--lot", "deep-ampoule=D1"))
    soon = (datetime.date.today() + datetime.timedelta(days=14)).isoformat()
    late = (datetime.date.today() + datetime.timedelta(days=40)).isoformat()
    said = clinic("check", "deep.toml", "--patient", "P-0042", "--on", soon)
    assert said.exit_code == 1
    words = " ".join(said.stdout.split())
    assert "14 days ago" in words and "after the last session" in words and "RT604" in words
    for patient, on in (("P-0042", late), ("P-0077", soon)):
        assert "after the last session" not in " ".join(
            clinic("check", "deep.toml", "--patient", patient, "--on", on).stdout.split()
        )
    unknown = json.loads(clinic("check", "deep.toml", "--format", "json").stdout)["findings"]
    assert any(each["topic"] == "interval-not-said" for each in unknown), "without a patient it is asked for"


def test_a_plan_uses_what_the_ledger_has_on_the_shelf(clinic: Run) -> None:
    known = ("--sex", "female", "--age", "40", "--zone", "plain-zone", "--jurisdiction", "land")
    asked = (*known, "--no-conditions", "--no-allergies", "--no-medicines", "--format", "json")
    found = json.loads(clinic("plan", "glow", *asked, "--stock", "ledger", "--patient", "P-1").stdout)
    assert found["resolved"]["stock"] == [{"product": "clear-ampoule", "volume": "10 mL"}]
    assert found["resolved"]["record"]["sessions"] == []


def test_an_override_from_check_to_worksheet_and_back(clinic: Run, tmp_path: Path) -> None:
    (tmp_path / "open.toml").write_text(CLEAR.replace('use_within = "1 h"', ""))
    assert clinic("ledger", "prepare", "open.toml", "--patient", "P-1").exit_code in (0, 3)
    found = json.loads(clinic("check", "open.toml", "--format", "json").stdout)
    said = clinic("ledger", "add", "open.toml", "--patient", "P-1")
    number = re.findall(r"Recorded: check, entr\w+ (\d+)", said.stderr)[0]
    ids = [each["id"] for each in found["findings"] if each["severity"] == "unknown"]
    if not ids:
        pytest.skip("nothing of this case is unknown")
    until = (datetime.date.today() + datetime.timedelta(days=14)).isoformat()
    for each in ids:
        told = (
            "--reason",
            "known-and-monitored",
            "--words",
            "Given within ten minutes here.",
            "--by",
            "Dr B",
        )
        last = _document(
            clinic, "override", number, "--finding", each, *told, "--until", until, "--look-again", until
        )
    said = clinic("check", "open.toml", "--patient", "P-1")
    assert said.exit_code == 0 and said.stdout.startswith("OVERRIDDEN, not clear"), said.output
    for words in ("PUT ASIDE until", "Dr B", "Given within ten minutes here.", f"Look again by {until}"):
        assert words in " ".join(said.stdout.split())
    assert clinic("check", "open.toml", "--patient", "P-1", "--fail-on", "caution").exit_code == 1
    sheet = _done(clinic("ledger", "prepare", "open.toml", "--patient", "P-1"))
    assert "LOTS NOT RECORDED" in sheet.stdout
    assert "OVERRIDDEN, not clear" in sheet.stdout and "Recorded: preparation" in sheet.stdout
    _document(clinic, "override", "--end", str(last["entries"][-1]), "--by", "Dr B")
    again = clinic("check", "open.toml", "--patient", "P-1")
    assert again.exit_code == 3 and "stands again" in again.stdout


def test_a_serious_event_is_the_first_thing_to_ask_at_the_next_visit(
    clinic: Run, day: dict[str, int]
) -> None:
    told = ("--reaction", "swelling", "--serious", "hospitalisation")
    _document(clinic, "event", str(day["given"]), *told)
    said = clinic("check", "case.toml", "--patient", "P-0042")
    assert said.exit_code == 3
    assert said.stdout.startswith("INCOMPLETE: nothing forbids this cocktail, but open: 1 to ask")
    assert "Ask A SERIOUS adverse event was recorded after clear-drug" in " ".join(said.stdout.split())


def test_an_erased_patient_is_told_from_a_new_one(clinic: Run, day: dict[str, int]) -> None:
    assert "nothing was erased" in clinic("ledger", "erase", "P-0042").output
    _document(clinic, "erase", "P-0042", "--reason", "order of the court", "--by", "Dr B", "--yes")
    assert _document(clinic, "replay", str(day["checked"]), code=3)["outcome"] == "erased"
    assert _document(clinic, "export", "P-0042")["erased"]
    said = clinic("check", "case.toml", "--patient", "P-0042")
    assert said.exit_code == 2 and "was erased in entry" in said.output
    assert _document(clinic, "verify")["state"] == "whole"
    assert _document(clinic, "recall", "clear-ampoule")["patients"] == ["P-0042"]


def _owner(tmp_path: Path, *statements: str) -> None:
    connection = sqlite3.connect(tmp_path / "mesoplan-ledger.db", isolation_level=None)
    for name in [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statements", "word"),
    [
        (("UPDATE entry SET body = '{}' WHERE seq = 2",), "broken"),
        (("DELETE FROM entry WHERE seq > 2", "DELETE FROM mention WHERE seq > 2"), "truncated"),
    ],
)
def test_each_damage_has_its_own_word_and_exit_code_6(
    statements: tuple[str, ...], word: str, clinic: Run, day: dict[str, int], tmp_path: Path
) -> None:
    _owner(tmp_path, *statements)
    for format_ in FORMATS:
        assert word.upper() in clinic("ledger", "verify", "--format", format_).stdout.upper()
    assert _document(clinic, "verify", code=6)["state"] == word


def test_a_forked_ledger_and_an_unanchored_one(clinic: Run, tmp_path: Path) -> None:
    assert _document(clinic, "verify", "--head", f"2:{'0' * 16}", code=6)["state"] == "forked"
    (tmp_path / "mesoplan-ledger.db.anchor").unlink()
    assert _document(clinic, "verify", code=3)["state"] == "unanchored"
    head = _document(clinic, "head")
    assert _document(clinic, "verify", "--head", f"{head['entry']}:{head['hash']}")["state"] == "whole"


def test_backup_and_restore(clinic: Run, day: dict[str, int]) -> None:
    _document(clinic, "backup", "copy.db")
    _document(clinic, "open", "clear-ampoule", LOT, "--keep", "24 h")
    assert _document(clinic, "restore", "copy.db", "--ledger", "new.db")["head"]["entry"] == day["given"]
    anchor = ("--ledger", "new.db", "--anchor", "mesoplan-ledger.db.anchor")
    assert _document(clinic, "verify", *anchor, code=6)["state"] == "truncated"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("give", "1"), "is no preparation"),
        (("give", "99"), "no entry 99"),
        (("give", "case.toml"), "--patient is missing"),
        (("give", "case.toml", "--patient", "Anna Schmidt"), "no pseudonym"),
        (("give", "case.toml", "--patient", "P-1", "--lot", "deep-ampoule=1"), "was not given"),
        (("prepare", "case.toml", "--patient", "P-1", "--lot", "deep-ampoule=1"), "nothing of it is drawn"),
        (("prepare", "case.toml", "--patient", "P-1", "--lot", "clear-ampoule"), "PRODUCT=VALUE"),
        (("lot", "clear-drug", "L1", "--count", "1"), "is an ingredient"),
        (("lot", "clear-ampoule", "L1"), "--count is missing"),
        (("lot", "clear-ampoule", "L1", "--count", "1", "--expires", "soon"), "no expiry"),
        (("lot", "clear-ampoule", "L1", "--count", "1", "--volume", "2"), "--volume"),
        (("open", "clear-ampoule", "L1", "--keep", "2 mL"), "no time"),
        (("open", "clear-ampoule", "L1", "--at", "2026-11-26"), "no offset"),
        (("recall",), "what is recalled"),
        (("recall", "clear-ampoule", "--since", "yesterday"), "no day"),
        (("override",), "the entry of an answer"),
        (("override", "2"), "is no check"),
        (("correct", "1", "--by", "A"), "says what is right"),
        (("correct", "2", "--by", "A", "--lot", "deep-ampoule=1"), "names no deep-ampoule"),
        (("event", "1", "--reaction", "x"), "is no session"),
        (("event",), "name the entry"),
        (("replay", "1"), "is no answer"),
        (("export",), "name a patient"),
        (("export", "P-1"), "no entry about such a patient"),
        (("erase", "P-1", "--yes", "--reason", "r", "--by", "b"), "no entry about such a patient"),
        (("init", "--clinic", "c"), "already"),
        (("head", "--ledger", "other.db"), "no such ledger"),
        (("restore", "none.db", "--ledger", "new.db"), "no such ledger"),
        (("verify", "--anchor", "none"), "cannot be read"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_is_recorded(
    command: tuple[str, ...], says: str, clinic: Run
) -> None:
    before = _document(clinic, "head")
    said = clinic("ledger", *command)
    assert said.exit_code == 2, said.output
    assert says in said.output and "Traceback" not in said.output
    assert _document(clinic, "head") == before


def test_an_expired_lot_is_not_drawn(clinic: Run) -> None:
    _done(clinic("ledger", "lot", "clear-ampoule", "OLD", "--expires", "2020-01", "--count", "1"))
    said = clinic("ledger", "prepare", "case.toml", "--patient", "P-1", "--lot", "clear-ampoule=OLD")
    assert said.exit_code == 2 and "expired on 2020-01-31" in said.output
    assert "EXPIRED" in clinic("ledger", "lot").stdout


def test_doctor_says_where_the_files_are(clinic: Run, tmp_path: Path) -> None:
    said = " ".join(clinic("doctor").stdout.split())
    assert "mesoplan-ledger.db.keys" in said and "prune its backups after an erasure" in said
    assert "on the ledger's own disk" in said
    (tmp_path / "mesoplan-ledger.db.keys").chmod(0o644)
    assert "OTHERS MAY READ IT" in clinic("doctor").stdout
    (tmp_path / "mesoplan-ledger.db.keys").unlink()
    assert "NOT THERE" in clinic("doctor").stdout
