"""Case files: what cannot be read is refused at once, in words, whatever it is."""

import json
import random
import time
from pathlib import Path

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from, read_case
from mesoplan.model.case import Case

GOOD = 'goal = "melasma"\n[patient]\nage = 34\n[[cocktail]]\ningredient = "lidocaine"\namount = "10 mg"\n'


def _write(folder: Path, data: bytes | str, name: str = "case.toml") -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def _faults(file: Path) -> str:
    start = time.perf_counter()
    with pytest.raises(CaseError) as caught:
        read_case(file)
    assert time.perf_counter() - start < 5, "a bad file has to be refused quickly"
    assert caught.value.faults
    assert caught.value.where == str(file)
    assert len(str(caught.value)) < 5000, "a message, not a dump of the file"
    return str(caught.value)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    case = read_case(_write(tmp_path, GOOD))
    assert case == Case(
        goal="melasma", patient={"age": 34}, cocktail=({"ingredient": "lidocaine", "amount": "10 mg"},)
    )


def test_toml_json_bom_and_crlf_read_the_same(tmp_path: Path) -> None:
    plain = read_case(_write(tmp_path, GOOD))
    raw = {
        "goal": "melasma",
        "patient": {"age": 34},
        "cocktail": [{"ingredient": "lidocaine", "amount": "10 mg"}],
    }
    assert read_case(_write(tmp_path, json.dumps(raw), "case.json")) == plain
    assert read_case(_write(tmp_path, b"\xef\xbb\xbf" + GOOD.encode(), "bom.toml")) == plain
    assert read_case(_write(tmp_path, b"\xef\xbb\xbf" + json.dumps(raw).encode(), "bom.JSON")) == plain
    assert read_case(_write(tmp_path, GOOD.replace("\n", "\r\n"), "crlf.toml")) == plain


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (random.Random(7).randbytes(2_000_000), "2000000 bytes"),
        (random.Random(7).randbytes(50_000), "not UTF-8"),
        ("goal = 1\n".encode("utf-16"), "not UTF-8"),
        (b"goal = \n", "not valid"),
        (b"goal = 'a'\ngoal = 'b'\n", "not valid"),
        (b"\x00" * 100, "not valid"),
        (b"a = " + b"[" * 5_000 + b"]" * 5_000, "nests too deeply"),
        (b"patient = " + b"{a=" * 60 + b"1" + b"}" * 60, "nests too deeply"),
        (b"age = " + b"9" * 100_000, "not valid"),
    ],
    ids=["empty", "blank", "2 MB", "noise", "utf-16", "toml", "twice", "nul", "lists", "tables", "digits"],
)
def test_bad_bytes(data: bytes, said: str, tmp_path: Path) -> None:
    assert said in _faults(_write(tmp_path, data))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[]", "table of keys"),
        ("3", "table of keys"),
        ('"melasma"', "table of keys"),
        ("null", "table of keys"),
        ("{", "not valid"),
        ('{"patient": ' * 40 + "1" + "}" * 40, "nests too deeply"),
        ("[" * 90_000, "nests too deeply"),
        ('{"patient": null}', "must be a table"),
        ('{"goal": null}', "must be a name"),
        ('{"cocktail": {"0": 1}}', "list of tables"),
    ],
)
def test_bad_json(data: str, said: str, tmp_path: Path) -> None:
    assert said in _faults(_write(tmp_path, data, "case.json"))


def test_folder_missing_file_and_device(tmp_path: Path) -> None:
    assert "folder" in _faults(tmp_path)
    assert "cannot be read" in _faults(tmp_path / "nowhere.toml")
    assert "not an ordinary file" in _faults(Path("/dev/zero"))
    assert "cannot be read" in _faults(tmp_path / ("x" * 400 + ".toml"))


def test_every_unknown_key_and_wrong_shape_is_named_at_once() -> None:
    with pytest.raises(CaseError) as caught:
        case_from({"gaol": "melasma", "patient": 3, "cocktail": 5, "stock": [1], "zone": 4})
    assert {fault.key for fault in caught.value.faults} == {"gaol", "patient", "cocktail", "stock", "zone"}


def test_the_reader_changes_nothing_it_is_given() -> None:
    raw = {"goal": "melasma", "cocktail": [{"ingredient": "lidocaine"}]}
    before = json.dumps(raw)
    case_from(raw)
    assert json.dumps(raw) == before


def test_a_key_that_stands_twice_in_json_is_refused(tmp_path: Path) -> None:
    text = '{"goal": "melasma", "patient": {"conditions": ["epilepsy"], "conditions": []}}'
    assert 'the key "conditions" stands twice' in _faults(_write(tmp_path, text, "case.json"))
