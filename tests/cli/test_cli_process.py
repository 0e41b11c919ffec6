"""The installed command as a process: same bytes on any hash seed, quiet pipes, colours on demand."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import mesoplan

SOURCES = str(Path(mesoplan.__file__).parents[1])
START = "from mesoplan.cli.main import main; main()"
CaseFile = Callable[..., str]
Started = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def start(folder: Path, tmp_path: Path) -> Started:
    """Run the command in a process of its own."""

    def started(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            **os.environ,
            "MESOPLAN_CATALOG": str(folder),
            "COLUMNS": "100",
            "MESOPLAN_CACHE_DIR": str(tmp_path / "cache"),
            "PYTHONPATH": SOURCES,
            **more,
        }
        return subprocess.run(
            [sys.executable, "-c", START, *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            check=False,
        )

    return started


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "markdown", "html"])
def test_the_same_bytes_whatever_the_hash_seed(start: Started, case: CaseFile, format_: str) -> None:
    file = case(conditions="", pregnant="", product='"caution-ampoule"')
    answers = {
        start("check", file, "--format", format_, PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "77")
    }
    assert len(answers) == 1
    assert answers.pop()


def test_a_cold_and_a_warm_start_say_the_same(start: Started, case: CaseFile) -> None:
    cold = start("check", case(), "--format", "json")
    warm = start("check", case(), "--format", "json")
    assert cold.returncode == warm.returncode == 0
    assert cold.stdout == warm.stdout


def test_exit_codes_reach_the_shell(start: Started, case: CaseFile) -> None:
    blocked = case("b.toml", conditions='["odd disease"]', product='"caution-ampoule"')
    assert start("check", case()).returncode == 0
    assert start("check", blocked).returncode == 1
    assert start("check", "nowhere.toml").returncode == 2
    assert start("--help").returncode == 0
    assert start().returncode == 0  # help, issue 11


def test_colour_only_where_it_is_wanted(start: Started, case: CaseFile) -> None:
    assert "\x1b[" not in start("check", case()).stdout
    forced = start("check", case(), FORCE_COLOR="1").stdout
    assert "\x1b[" in forced
    assert "\x1b[" not in start("check", case(), FORCE_COLOR="1", NO_COLOR="1").stdout
    plain = start("check", case()).stdout
    assert "CLEAR" in plain


def test_a_reader_that_goes_away_is_no_error(start: Started, folder: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "MESOPLAN_CATALOG": str(folder), "PYTHONPATH": SOURCES}
    process = subprocess.Popen(
        [sys.executable, "-c", START, "catalog", "export"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert said == b""


def test_completion_offers_commands_and_ids(start: Started) -> None:
    done = start(_MESOPLAN_COMPLETE="bash_complete", COMP_WORDS="mesoplan ch", COMP_CWORD="1")
    assert "check" in done.stdout
    goals = start(_MESOPLAN_COMPLETE="bash_complete", COMP_WORDS="mesoplan plan gl", COMP_CWORD="2")
    assert "glow" in goals.stdout
    zones = start(
        _MESOPLAN_COMPLETE="bash_complete", COMP_WORDS="mesoplan check x.toml --zone pl", COMP_CWORD="4"
    )
    assert "plain-zone" in zones.stdout


EVERY = """
import hashlib, sys
from click.testing import CliRunner
from mesoplan.cli.main import cli
case = sys.argv[1]
WORDS = f'''plan glow
plan glow --format json
check {case}
check {case} -v --format json
explain {case}
explain {case} --format html
repair {case} --format json
goals
why {case} clear-drug
why-not {case} acid-drug --format json
new glow
show clear-ampoule
show acid-drug --format json
find drug --format json
rules --format json
prepare {case} --format json
graph acid-drug --format json
graph acid-drug --format graphml
graph --format json
explain DS501
catalog gaps
catalog stats --format json
catalog lint --format json
catalog sample --seed 3'''.splitlines()
for words in WORDS:
    done = CliRunner().invoke(cli, words.split(), prog_name="mesoplan")
    print(done.exit_code, hashlib.sha256((done.stdout + done.stderr).encode()).hexdigest()[:16], words)
"""


def test_every_command_says_the_same_whatever_the_hash_seed(
    case: CaseFile, folder: Path, tmp_path: Path
) -> None:
    file, said = case(product='"caution-ampoule"'), []
    for seed in ("0", "4711"):
        environment = {
            **os.environ,
            "MESOPLAN_CATALOG": str(folder),
            "MESOPLAN_CACHE_DIR": str(tmp_path / "cache"),
            "PYTHONPATH": SOURCES,
            "PYTHONHASHSEED": seed,
        }
        done = subprocess.run(
            [sys.executable, "-c", EVERY, file],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            check=True,
        )
        said.append(done.stdout.splitlines())
    assert said[0] == said[1]
    assert len(said[0]) == 24
    assert not [line for line in said[0] if line.startswith("70 ")]
