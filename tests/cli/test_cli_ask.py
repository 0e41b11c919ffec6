"""--ask: one question after the other, every answer kept at once."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from mesoplan.catalog.locate import shipped_catalog

Run = Callable[..., Result]
CaseFile = Callable[..., str]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runner's stdin counts as a terminal."""
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False)


def _patient(file: str) -> dict[str, object]:
    found: dict[str, object] = tomllib.loads(Path(file).read_text("utf-8"))["patient"]
    return found


def test_answers_are_written_into_the_file(run: Run, case: CaseFile, terminal: None) -> None:
    file = case(pregnant="", conditions="", medicines="", product='"caution-ampoule"')
    result = run("check", file, "--ask", input="n\nnone\nnone\n")
    assert "3 answers are kept in case.toml" in result.stderr
    assert _patient(file)["pregnant"] is False
    assert (_patient(file)["conditions"], _patient(file)["medicines"]) == ([], [])
    assert "\nAsk " not in result.stdout
    assert '[[cocktail]]\nproduct = "caution-ampoule"' in Path(file).read_text("utf-8")


def test_dont_know_stays_unasked_and_stopping_keeps_what_was_said(
    run: Run, case: CaseFile, terminal: None
) -> None:
    file = case(pregnant="", conditions="", medicines="", product='"caution-ampoule"')
    result = run("check", file, "--ask", input="n\n?\n")
    assert _patient(file)["pregnant"] is False
    assert "conditions" not in _patient(file)
    assert result.exit_code == 3
    assert run("check", file, "--ask", input="none\nnone\n").stderr.startswith("2 questions")


def test_a_name_that_cannot_be_read_is_asked_again(run: Run, case: CaseFile, terminal: None) -> None:
    file = case(conditions="", product='"caution-ampoule"')
    result = run("check", file, "--ask", input="od disease\nodd disease\n")
    assert 'no condition "od disease"' in result.stderr
    assert _patient(file)["conditions"] == ["odd disease"]
    assert result.exit_code == 1


def test_each_puts_the_facts_one_by_one(run: Run, case: CaseFile, terminal: None) -> None:
    file = case(conditions="", product='"caution-ampoule"')
    run("check", file, "--ask", input="each\n" + "n\n" * 20)
    assert _patient(file)["odd_disease"] is False
    assert "conditions" not in _patient(file)


def test_without_a_terminal_nothing_is_asked(run: Run, case: CaseFile) -> None:
    file = case(pregnant="", product='"caution-ampoule"')
    before = Path(file).read_text("utf-8")
    result = run("check", file, "--ask", input="n\n")
    assert "needs a terminal" in result.stderr
    assert (result.exit_code, Path(file).read_text("utf-8")) == (3, before)


def test_a_file_that_cannot_be_edited_safely_is_left_alone(run: Run, tmp_path: Path, terminal: None) -> None:
    text = 'goal = "glow"\npatient = { sex = "female" }\ncocktail = [{ product = "caution-ampoule" }]\n'
    tmp_path.joinpath("inline.toml").write_text(text, "utf-8")
    result = run("check", "inline.toml", "--ask", input="n\n")
    assert "write it under [patient] yourself" in result.stderr
    assert tmp_path.joinpath("inline.toml").read_text("utf-8") == text


def test_a_plan_asks_until_nothing_new_comes_up_and_stopping_stops(run: Run, terminal: None) -> None:
    command = (
        "plan",
        "skin-rejuvenation",
        "--sex",
        "female",
        "--age",
        "40",
        "--zone",
        "face",
        "--jurisdiction",
        "EU",
        "--ask",
        "--catalog",
        str(shipped_catalog()),
    )
    whole = run(*command, input="n\nn\nnone\nnone\nnone\n")
    assert whole.stderr.count("the most decisive first") == 2
    assert whole.stderr.count("To keep these answers") == 1
    assert "medicines = []" in whole.stderr and "pregnant = false" in whole.stderr
    stopped = run(*command, input="n\n")
    assert stopped.stderr.count("the most decisive first") == 1
    assert "breastfeeding = false" in stopped.stderr


_ONE_LINE = (
    'goal = "glow"\njurisdiction = "land"\n[[cocktail]]\nproduct = "caution-ampoule"\nvolume = "1 mL"\n'
)


def _asked(run: Run, file: str, said: str) -> bytes:
    run("check", file, "--ask", input=said)
    return Path(file).read_bytes()


def test_a_link_stays_a_link(run: Run, case: CaseFile, tmp_path: Path, terminal: None) -> None:
    (tmp_path / "link.toml").symlink_to(case(pregnant="", product='"caution-ampoule"'))
    run("check", "link.toml", "--ask", input="n\n")
    assert (tmp_path / "link.toml").is_symlink()
    assert _patient("case.toml")["pregnant"] is False


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_mark_of_the_file_stay(
    run: Run, case: CaseFile, terminal: None, bom: bytes
) -> None:
    file = case(pregnant="", product='"caution-ampoule"')
    text = bom + Path(file).read_bytes().replace(b"\n", b"\r\n")
    Path(file).write_bytes(text)
    found = _asked(run, file, "n\n")
    assert found == text.replace(b"[patient]", b"[patient]\r\npregnant = false")


def test_a_header_inside_a_text_is_no_header(run: Run, terminal: None) -> None:
    text = _ONE_LINE.replace('"1 mL"', '"""\n[patient]\n1 mL"""')
    Path("case.toml").write_text(text, "utf-8")
    run("check", "case.toml", "--ask", input="n\n")
    assert Path("case.toml").read_text("utf-8") in (text, text + "\n[patient]\npregnant = false\n")


def test_json_keeps_its_text(run: Run, terminal: None) -> None:
    text = (
        '{"goal": "glow",  "jurisdiction": "land",\n'
        ' "patient": { "sex": "female" },\n'
        ' "cocktail": [{"product": "caution-ampoule", "volume": "1 mL"}]}'
    )
    Path("case.json").write_text(text, "utf-8")
    found = _asked(run, "case.json", "n\n").decode()
    assert found == text.replace('{ "sex"', '{ "pregnant": false, "sex"')


def test_yaml_keeps_its_text(run: Run, terminal: None) -> None:
    pytest.importorskip("yaml")
    text = (
        "goal: glow  # what for\njurisdiction: land\npatient:\n    sex: female\n"
        "cocktail:\n  - product: caution-ampoule\n    volume: 1 mL\n"
    )
    Path("case.yaml").write_text(text, "utf-8")
    found = _asked(run, "case.yaml", "n\n").decode()
    assert found == text.replace("patient:\n", "patient:\n    pregnant: false\n")


def test_an_answer_is_taken_back(run: Run, case: CaseFile, terminal: None) -> None:
    file = case(pregnant="", conditions="", medicines="", product='"caution-ampoule"')
    run("check", file, "--ask", input="y\n<\nn\nodd disease\n<\nnone\nnone\n")
    assert (_patient(file)["pregnant"], _patient(file)["conditions"]) == (False, [])
    assert Path(file).read_text("utf-8").count("pregnant") == 1


def test_taking_back_before_the_first_answer_asks_again(run: Run, case: CaseFile, terminal: None) -> None:
    file = case(pregnant="", conditions="", product='"caution-ampoule"')
    run("check", file, "--ask", input="<\n<\nn\neach\ny\n<\n<\nn\n?\n")
    assert _patient(file)["pregnant"] is False
    assert "odd_disease" not in _patient(file) and "conditions" not in _patient(file)
