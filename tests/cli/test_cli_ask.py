"""--ask: one question after the other, every answer kept at once."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from mesoplan.catalog.locate import shipped_catalog
from mesoplan.cli.keep import answers_toml

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
    whole = run(*command, input="n\nn\n62 kg\nnone\nnone\nnone\n")
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


_DEPOTS = """goal = "alopecia-areata"
zone = "scalp"
[patient]
sex = "female"
age = 40
[session]
interval = "4 wk"
use_within = "30 min"
[[cocktail]]
ingredient = "triamcinolone-acetonide"
amount = "4 mg"
volume = "2 mL"
"""
_REAL = ("--catalog", str(shipped_catalog()))


def _session_of(file: Path) -> dict[str, object]:
    found: dict[str, object] = tomllib.loads(file.read_text("utf-8"))["session"]
    return found


def _waits(run: Run) -> set[str]:
    """What of the session the findings of the case wait for."""
    findings = json.loads(run("check", "case.toml", *_REAL, "--format", "json").stdout)["findings"]
    return {need for each in findings for need in each["needs"] if need.startswith("session.")}


def test_points_and_area_are_asked_last_and_settle_what_waits_for_them(
    run: Run, tmp_path: Path, terminal: None
) -> None:
    file = tmp_path / "case.toml"
    file.write_text(_DEPOTS, "utf-8")
    assert _waits(run) == {"session.points", "session.area"}
    asked = run("check", "case.toml", "--ask", *_REAL, input="?\n" * 5 + "40\n20\n").stderr
    assert asked.index("Which allergies?") < asked.index("How many points?") < asked.index("How large")
    assert _session_of(file) == {"points": 40, "area": "20 cm2", "interval": "4 wk", "use_within": "30 min"}
    assert _waits(run) == set()
    assert "How many points" not in run("check", "case.toml", "--ask", *_REAL, input="?\n" * 9).stderr


def test_a_number_of_points_that_cannot_be_read_is_asked_again(
    run: Run, tmp_path: Path, terminal: None
) -> None:
    file = tmp_path / "case.toml"
    file.write_text(_DEPOTS, "utf-8")
    asked = run("check", "case.toml", "--ask", *_REAL, input="?\n" * 5 + "many\n12\n<\n8\n?\n").stderr
    assert asked.count("How many points?") == 3
    assert _session_of(file)["points"] == 8


def test_the_area_is_asked_where_only_doses_per_area_are_published(
    run: Run, tmp_path: Path, terminal: None
) -> None:
    text = _DEPOTS.replace("alopecia-areata", "submental-fat").replace('"scalp"', '"submental"')
    text = text.replace("triamcinolone-acetonide", "deoxycholic-acid").replace('"4 mg"', '"20 mg"')
    tmp_path.joinpath("case.toml").write_text(text, "utf-8")
    asked = run("check", "case.toml", "--ask", *_REAL, input="?\n" * 12).stderr
    assert "How large is the area, in cm²?" in asked


def test_answers_of_the_session_have_a_table_of_their_own() -> None:
    assert answers_toml({"age": 40, "session.area": "20 cm2", "session.points": 8}) == (
        '[patient]\nage = 40\n\n[session]\narea = "20 cm2"\npoints = 8'
    )
