"""One line of text, several files, a pair, a new case, settings: what a practice types first."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mesoplan.cases.read import case_from
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.catalog import Catalog
from mesoplan.cli.main import cli
from mesoplan.report.case_template import case_template

Run = Callable[..., Result]
_LINE = "lidocaine 2% 1 mL + ketoprofen 160 mg/2 mL"
_PLACE = ("--goal", "neck-pain", "--zone", "neck", "--jurisdiction", "IT")


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on the shipped catalog, in an empty folder and with no settings of a user."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "96")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments), prog_name="mesoplan")

    return invoke


def test_a_line_of_text_is_checked_and_what_was_understood_comes_first(real: Run) -> None:
    result = real("check", _LINE, *_PLACE)
    assert result.exit_code == 3
    words = result.stdout
    assert words.index("lidocaine 20 mg in 1 mL + ketoprofen 160 mg in 2 mL") < words.index("Ask")
    assert '"2%" as 2 % w/v' in words


def test_the_line_and_its_json_are_the_same_case(real: Run, tmp_path: Path) -> None:
    first = json.loads(real("check", _LINE, *_PLACE, "--format", "json").stdout)
    assert [row["item"] for row in first["case"]["cocktail"]] == ["lidocaine 2%", "ketoprofen"]
    tmp_path.joinpath("again.json").write_text(json.dumps(first["case"]), "utf-8")
    again = json.loads(real("check", "again.json", "--format", "json").stdout)
    assert again["findings"] == first["findings"]


@pytest.mark.parametrize("line", ["lidocane 1 mL", "20 mg", "lidocaine +", "a" * 5000, "\x1b[31m", "x" * 300])
def test_a_line_that_cannot_be_read_is_one_sentence(line: str, real: Run) -> None:
    result = real("check", line)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: cocktail")
    assert not result.stdout


def test_several_files_give_a_table_and_the_worst_code(run: Run, case: Callable[..., str]) -> None:
    clear = case(name="clear.toml")
    broken = case(name="broken.toml", goal='"gloww"')
    result = run("check", clear, clear)
    assert result.exit_code == 0
    assert "2 cases: 2 clear." in result.stdout
    result = run("check", clear, broken)
    assert result.exit_code == 2
    assert "not read" in result.stdout
    documents = json.loads(run("check", clear, broken, "--format", "json").stdout)
    assert [each.get("verdict", "error") for each in documents] == ["clear", "error"]
    assert run("check", clear, clear, "--format", "csv").exit_code == 2


def test_the_table_names_the_worst_point_of_each_case(run: Run, case: Callable[..., str]) -> None:
    blocked = case(name="blocked.toml", product='"caution-ampoule"', conditions='["odd disease"]')
    waiting = case(name="waiting.toml", product='"caution-ampoule"', pregnant="")
    table = " ".join(run("check", blocked, waiting).stdout.split())
    alone = run("check", blocked).stdout
    assert "blocked Contraindicated (patient: odd disease): " in table and "[PT201]" in table
    assert "Contraindicated (patient: odd disease)" in alone
    assert "incomplete Could she be pregnant? [PT211]" in table
    assert "findings forbid" not in table and "could not be answered" not in table


def test_a_pair_is_answered(real: Run) -> None:
    words = real("show", "ketoprofen + lidocaine").stdout
    assert "In one syringe" in words
    assert "inferred" in words
    data = json.loads(real("show", "lidocaine + ketoprofen", "--format", "json").stdout)
    assert data["members"] == ["lidocaine", "ketoprofen"]
    assert data["statements"]
    assert "nothing is known" in real("show", "biotin + taurine").stdout
    assert real("show", "biotin + nonsense").exit_code == 2


def test_without_arguments_there_is_help(real: Run) -> None:
    result = real()
    assert result.exit_code == 0
    assert "Commands:" in result.stdout


def test_a_new_case_is_a_case_for_every_goal(catalog: Catalog) -> None:
    for goal in catalog.table("goal"):
        text = case_template(goal, catalog)
        assert resolve(case_from(tomllib.loads(text)), catalog).goal == goal
        said = "\n".join(
            line.removeprefix("# ") for line in text.splitlines() if not line.endswith((".", ":"))
        )
        assert resolve(case_from(tomllib.loads(said)), catalog).cocktail, goal


def test_a_new_case_is_written_once(real: Run, tmp_path: Path) -> None:
    assert real("new", "case", "neck-pain", "--into", "case.toml").exit_code == 0
    assert real("new", "case", "neck-pain", "--into", "case.toml").exit_code == 2
    assert real("new", "case", "nonsense").exit_code == 2
    assert real("check", "case.toml").exit_code == 3


def test_settings_hold_where_the_case_says_nothing_and_are_said(real: Run, tmp_path: Path) -> None:
    tmp_path.joinpath("mesoplan.toml").write_text('jurisdiction = "FR"\n', "utf-8")
    result = real("check", "lidocaine 2% 1 mL", "--format", "json")
    assert json.loads(result.stdout)["case"]["jurisdiction"] == "FR"
    assert "mesoplan.toml: jurisdiction FR" in result.stderr
    said = real("check", "lidocaine 2% 1 mL", "--jurisdiction", "IT", "--format", "json")
    assert json.loads(said.stdout)["case"]["jurisdiction"] == "IT"
    assert "mesoplan.toml" not in said.stderr


@pytest.mark.parametrize(
    "text", ["jurisdiction = 3", "language = 3", "tongue = 'fr'", "catalogs = 'x'", "= =", "a" * 30_000]
)
def test_settings_that_cannot_be_used_are_refused(text: str, real: Run, tmp_path: Path) -> None:
    tmp_path.joinpath("mesoplan.toml").write_text(text, "utf-8")
    result = real("check", "lidocaine 2% 1 mL")
    assert result.exit_code == 2
    assert "mesoplan.toml" in result.stderr


def test_a_page_calls_ingredients_by_their_names_in_the_language_of_the_settings(
    real: Run, tmp_path: Path
) -> None:
    english = real("check", _LINE, *_PLACE)
    document = real("check", _LINE, *_PLACE, "--format", "json").stdout
    tmp_path.joinpath("mesoplan.toml").write_text('language = "it"\n', "utf-8")
    italian = real("check", _LINE, *_PLACE)
    words = " ".join(italian.stdout.split())
    assert "lidocaina 20 mg in 1 mL + ketoprofene 160 mg in 2 mL" in words
    assert "names of ingredients in Italian where it has them" in words
    assert "in Italian" not in english.stdout
    assert italian.exit_code == english.exit_code
    assert real("check", _LINE, *_PLACE, "--format", "json").stdout == document
    assert real("show", "ketoprofen").stdout.startswith("Ketoprofene: ")
    assert "ketoprofene" in real("show", "ketoprofen + lidocaine").stdout.lower()


@pytest.mark.parametrize(
    ("language", "name"),
    [("pt-BR", "epinefrina"), ("pt", "adrenalina"), ("de-AT", "Adrenalin"), ("en", "epine")],
)
def test_a_country_s_own_name_goes_before_that_of_the_language(
    real: Run, tmp_path: Path, language: str, name: str
) -> None:
    tmp_path.joinpath("mesoplan.toml").write_text(f'language = "{language}"\n', "utf-8")
    assert real("show", "epinephrine").stdout.lower().startswith(name.lower())


def test_a_language_without_names_is_refused_with_those_that_have_some(real: Run, tmp_path: Path) -> None:
    tmp_path.joinpath("mesoplan.toml").write_text('language = "sw"\n', "utf-8")
    result = real("check", _LINE, *_PLACE)
    assert result.exit_code == 2
    assert "de, es, fr, it, pt" in result.stderr


def test_the_eighty_ingredients_used_most_have_names_in_five_languages(catalog: Catalog) -> None:
    """Names of one trade, such as abobotulinumtoxinA, and of growth factors are the same everywhere."""
    named = [
        record
        for record in catalog.table("ingredient").values()
        if all(record.name_in(each) for each in ("it", "fr", "es", "de", "pt"))
    ]
    assert len(named) >= 80
    for record in named:
        for each in record.names:
            found = catalog.find(each.name, ("substance",))
            assert found is not None and found.id == record.id, each


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".toml", "a\x00b", "nowhere.yaml"])
def test_a_name_that_no_file_can_have_is_no_crash(name: str, real: Run) -> None:
    assert real("check", name).exit_code == 2
    assert real("plan", name).exit_code == 2


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("conditions = 5", ("--condition", "epilepsy")),
        ('conditions = "epilepsy"', ("--condition", "asthma")),
        ('conditions = "epilepsy"', ("--no-conditions",)),
    ],
)
def test_an_option_is_never_added_to_what_is_no_list(
    text: str, option: tuple[str, ...], real: Run, tmp_path: Path
) -> None:
    tmp_path.joinpath("case.toml").write_text(f"[patient]\n{text}\n", "utf-8")
    result = real("check", "case.toml", *option)
    assert result.exit_code == 2
    assert "patient.conditions" in result.stderr


def test_a_line_of_text_is_repaired(real: Run) -> None:
    result = real(
        "repair", "lidocaine 2% 30 mL", *_PLACE, "--sex", "male", "--age", "40", "--weight", "80 kg"
    )
    assert result.exit_code == 0, result.output
    assert "lower lidocaine" in result.stdout


def test_a_brand_with_an_amount_is_asked_for(real: Run) -> None:
    result = real("why-not", "Profhilo 1 mL", "skin-laxity", "--zone", "face", "--jurisdiction", "IT")
    assert result.exit_code == 0, result.output
    assert "no regimen for this goal gives this amount" in result.stdout


def test_an_area_on_the_command_line_is_the_case_s_area(real: Run) -> None:
    place = ("submental-fat", "--zone", "submental", "--jurisdiction", "US", "--format", "json")
    case = json.loads(real("plan", *place, "--area", "12 cm2", "--points", "12").stdout)["case"]
    assert case["session"] == {"area": "12 cm2", "points": 12}


def test_new_makes_a_case_of_a_goal_without_a_further_word(real: Run) -> None:
    assert real("new", "melasma").stdout == real("new", "case", "melasma").stdout


@pytest.mark.parametrize("command", ("plan", "regimens"))
def test_a_goal_that_was_read_as_a_near_one_is_told(command: str, real: Run) -> None:
    result = real(command, "tennis elbow", "--sex", "male", "--age", "40")
    assert '"tennis elbow" as musculoskeletal pain' in " ".join(result.stdout.split())


@pytest.mark.parametrize("goal", ("musculoskeletal-pain", "melasma", "localised-fat", "hair-loss"))
def test_the_page_of_a_goal_s_regimens_can_be_read(goal: str, real: Run) -> None:
    shown = real("regimens", goal, "--sex", "female", "--age", "40", "--jurisdiction", "EU").stdout
    assert len(shown.splitlines()) <= 70


def test_a_list_of_goals_counts_studies_as_a_plan_does(real: Run) -> None:
    goals = " ".join(real("goals").stdout.split())
    shown = " ".join(real("show", "submental-fat").stdout.split())
    said = re.search(r"deoxycholic acid \((\d+) for, (\d+) against\)", shown)
    assert said is not None
    row = re.search(r"submental-fat submental fat (\d+) studies for, (\d+) against", goals)
    assert row is not None and int(row[1]) >= int(said[1]) and int(row[2]) >= int(said[2])
    assert "no difference" not in goals
