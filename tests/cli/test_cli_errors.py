"""Every way to go wrong is one clear line on stderr, nothing on stdout, and an exit code."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from mesoplan.cli import codes
from mesoplan.cli.guard import guarded

Run = Callable[..., Result]
CaseFile = Callable[..., str]


def test_a_misspelt_ingredient_is_an_error_with_suggestions(run: Run, case: CaseFile) -> None:
    result = run("check", case(product='"clear-ampule"'))
    assert (result.exit_code, result.stdout) == (2, "")
    where = "error: case.toml, cocktail[0].product: "
    assert result.stderr.startswith(f'{where}no product called "clear-ampule".')
    assert 'Did you mean "clear-ampoule"' in result.stderr


def test_every_fault_of_a_case_is_said_at_once(run: Run, case: CaseFile) -> None:
    result = run("check", case(product='"clear-ampule"', goal='"glowe"', age="400"))
    assert result.exit_code == 2
    assert len([line for line in result.stderr.splitlines() if line.startswith("error: ")]) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek", "x.toml"), 'no command "chek". Did you mean "check"?'),
        (("check", "nowhere.toml"), "error: nowhere.toml: cannot be read"),
        (("plan", "glowe"), 'no goal "glowe". Did you mean "glow"'),
        (("show", "clear-drog"), 'no entry called "clear-drog". Did you mean'),
        (("plan", "--goal", "glow"), "the goal stands by itself here: "),
        (
            ("why-not", "glow", "clear-drug"),
            "why-not clear-drug glow",
        ),
        (("rules", "PT299"), 'no rule "PT299"'),
        (("graph", "--format", "html"), "name something"),
        (("show", "clear-drug#nothing@nowhere"), 'no statement "clear-drug#nothing@nowhere"'),
    ],
)
def test_usage_is_2(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_an_invalid_catalog_is_5(run: Run, case: CaseFile, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    bad.joinpath("goals").mkdir()
    bad.joinpath("goals", "new.toml").write_text("label = 3\n", "utf-8")
    result = run("check", case(), "--catalog", str(bad))
    # --catalog takes the place of the environment's folders, so the shipped catalog is the base.
    assert (result.exit_code, result.stdout) == (5, "")
    assert "CA003 bad/goals/new.toml" in result.stderr or "CA0" in result.stderr


def test_an_internal_error_is_70_without_a_traceback(
    run: Run, case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mesoplan.engine.Engine.check", _broken)
    result = run("check", case())
    assert (result.exit_code, result.stdout) == (70, "")
    assert "internal error: ZeroDivisionError" in result.stderr
    assert "Please report" in result.stderr
    assert "Traceback" not in result.stderr


def test_debug_shows_where_an_internal_error_happened(
    run: Run, case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mesoplan.engine.Engine.check", _broken)
    monkeypatch.setenv("MESOPLAN_DEBUG", "1")
    assert "Traceback" in run("check", case()).stderr


def _broken(*_: object) -> None:
    raise ZeroDivisionError("broken on purpose")


def test_interrupted_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        raise click.Abort

    assert guarded(stopped) == codes.INTERRUPTED
    assert "Traceback" not in capsys.readouterr().err


def test_words_of_a_case_cannot_steer_the_terminal(run: Run, case: CaseFile) -> None:
    file = case(conditions='[{ name = "x\\u001b[31mred", unmapped = true }]')
    result = run("check", file)
    assert result.exit_code == 2
    assert "\x1b" not in result.stdout + result.stderr
    assert "patient.conditions[0].name" in result.stderr
    assert "U+001B" in result.stderr


@pytest.mark.parametrize(
    "words", [["explain", "\0"], ["check", "a\0b"], ["\0"], ["find", "x", "--catalog", "\0"]]
)
def test_a_null_character_is_refused(words: list[str]) -> None:
    from click.testing import CliRunner

    from mesoplan.cli.main import cli

    done = CliRunner().invoke(cli, words, prog_name="mesoplan")
    assert done.exit_code == 2
    assert "U+0000" in done.stderr


def test_a_catalog_whose_name_no_folder_can_have_is_5(run: Run) -> None:
    done = run("goals", "--catalog", "a" * 300)
    assert done.exit_code == 5
    assert "CA001" in done.stderr


def test_a_new_file_where_none_can_be_made_is_2(run: Run) -> None:
    done = run("catalog", "new", "ingredient", "x", "--into", "/proc/nope")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
